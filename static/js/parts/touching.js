// What is touched is lit with what belongs to it: a neuron with its row of weights and what it weighs, a
// connection with the neurons at its ends, an entry of a matrix wherever it stands. The server says what belongs
// together (`data-of`, `data-entry`; `data-lines` of a name of weights; in the chain below `data-neurons`, between
// which neurons a cell stands).

import { amid, together } from "../lib/together.js";

/** The connections and the neurons that belong to what is touched. @param {Element} found @param {readonly string[]} lines */
function joined(found, lines) {
  const between = found.getAttribute("data-neurons");
  if (between !== null) return amid(between.split(" "), lines);
  const wire = found.getAttribute("data-lines");
  if (wire !== null) return { of: new Set(lines.filter((each) => each.startsWith(`${wire} `))), neurons: new Set() };
  return together(found.getAttribute("data-neuron") ?? "", found.getAttribute("data-of") ?? "", lines);
}

/** @param {HTMLElement} canvas  with a picture, now or later @param {HTMLElement} strip  with its chain */
export function touching(canvas, strip) {
  /** What is lit now. @type {Element | null} */
  let touched = null;
  /** What is lit while nothing else is touched: a connection that is asked for. @type {Element | null} */
  let kept = null;
  /** Whether its number is told: then the others have theirs, too. */
  let told = false;

  /** @param {EventTarget | null} target */
  function touch(target) {
    const found = (target instanceof Element ? target.closest(".neuron, .connection, .weights, [data-entry], [data-neurons]") : null) ?? kept;
    if (found === touched) return;
    touched = found;
    for (const part of [canvas, strip]) {
      for (const each of part.querySelectorAll("[data-touched]")) each.removeAttribute("data-touched");
    }
    if (!found) return;
    const svg = found.closest("svg.graph") ?? canvas.querySelector("svg.graph");
    if (!svg) return;
    svg.setAttribute("data-touched", found === kept && told ? "told" : "");
    found.setAttribute("data-touched", "this");
    const entry = found.getAttribute("data-entry");
    if (entry) {
      for (const each of svg.querySelectorAll(`[data-entry="${CSS.escape(entry)}"]`)) each.setAttribute("data-touched", "this");
      return;
    }
    const lines = [...svg.querySelectorAll("[data-of]")].map((each) => each.getAttribute("data-of") ?? "");
    const { of, neurons } = joined(found, lines);
    for (const each of svg.querySelectorAll("[data-of], [data-neuron]")) {
      const line = each.getAttribute("data-of");
      const lit = line === null ? neurons.has(each.getAttribute("data-neuron") ?? "") : of.has(line);
      if (lit && each !== found) each.setAttribute("data-touched", "with");
    }
    // Of a neuron its row and its column in the chain, of a connection what stands between both its ends.
    const ends = found.matches(".connection") ? [...neurons] : [found.getAttribute("data-neuron") ?? ""];
    for (const cell of strip.querySelectorAll("[data-neurons]")) {
      const between = (cell.getAttribute("data-neurons") ?? "").split(" ");
      if (cell !== found && ends.every((each) => between.includes(each))) cell.setAttribute("data-touched", "with");
    }
  }

  for (const part of [canvas, strip]) {
    part.addEventListener("pointerover", (event) => touch(event.target));
    part.addEventListener("pointerleave", () => touch(document.activeElement));
  }
  canvas.addEventListener("focusin", (event) => touch(event.target));
  canvas.addEventListener("focusout", () => touch(null));

  return {
    /** The slots of a touched connection. */
    slots: () =>
      touched?.matches(".connection") ? [...touched.querySelectorAll("[data-slot]")].map((each) => each.getAttribute("data-slot") ?? "") : [],
    /** Keep a connection lit, or none. @param {Element | null} found @param {boolean} [known]  its number */
    keep(found, known = false) {
      if (found === kept && known === told) return;
      [kept, told] = [found, known];
      touched = null;
      touch(found ?? document.activeElement);
    },
  };
}
