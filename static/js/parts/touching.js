// What is touched is lit with what belongs to it: a neuron with its row of weights and what it weighs, a
// connection with the neurons at its ends, an entry of a matrix wherever it stands. The server says what belongs
// together (`data-of`, `data-entry`).

import { together } from "../lib/together.js";

/** @param {HTMLElement} canvas  with a picture, now or later */
export function touching(canvas) {
  /** What is lit now. @type {Element | null} */
  let touched = null;
  /** What is lit while nothing else is touched: a connection that is asked for. @type {Element | null} */
  let kept = null;
  /** Whether its number is told: then the others have theirs, too. */
  let told = false;

  /** @param {EventTarget | null} target */
  function touch(target) {
    const found = (target instanceof Element ? target.closest(".neuron, .connection, [data-entry]") : null) ?? kept;
    if (found === touched) return;
    touched = found;
    for (const each of canvas.querySelectorAll("[data-touched]")) each.removeAttribute("data-touched");
    if (!found) return;
    const svg = found.closest("svg");
    if (!svg) return;
    svg.setAttribute("data-touched", found === kept && told ? "told" : "");
    found.setAttribute("data-touched", "this");
    const entry = found.getAttribute("data-entry");
    if (entry) {
      for (const each of svg.querySelectorAll(`[data-entry="${CSS.escape(entry)}"]`)) each.setAttribute("data-touched", "this");
      return;
    }
    const lines = [...svg.querySelectorAll("[data-of]")].map((each) => each.getAttribute("data-of") ?? "");
    const { of, neurons } = together(found.getAttribute("data-neuron") ?? "", found.getAttribute("data-of") ?? "", lines);
    for (const each of svg.querySelectorAll("[data-of], [data-neuron]")) {
      const line = each.getAttribute("data-of");
      const lit = line === null ? neurons.has(each.getAttribute("data-neuron") ?? "") : of.has(line);
      if (lit && each !== found) each.setAttribute("data-touched", "with");
    }
  }

  canvas.addEventListener("pointerover", (event) => touch(event.target));
  canvas.addEventListener("pointerleave", () => touch(document.activeElement));
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
