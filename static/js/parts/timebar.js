// The way: a tick per stop of the level under the word of its phase, how finely one walks, and playing.

import { one } from "../lib/dom.js";
import { stops } from "../lib/timeline.js";
import { _, phaseName } from "../lib/language.js";
import { player } from "./player.js";

/** @typedef {import("../lib/types.js").Level} Level */
/** @typedef {import("../walk.js").Walk} Walk */

const MOST_TICKS = 150;

/**
 * @param {Walk} walk @param {HTMLElement} root
 * @param {(step: number) => string} address  of a step, for its tick
 */
export function timebar(walk, root, address) {
  const ticks = one("[data-ticks]", root);
  const level = /** @type {HTMLSelectElement} */ (one("[data-level]", root));
  /** Among what is needed now and then, where the page has one. */
  const playButton = document.querySelector('[data-do="play"]');

  /** One tick per stop of the level, under the word of its phase. */
  function draw() {
    const { steps } = walk;
    const chosen = steps.filter((each) => stops(steps, each.index, walk.level));
    const stride = Math.ceil(chosen.length / MOST_TICKS);
    const shown = chosen.filter((_, k) => k % stride === 0 || k === chosen.length - 1);
    /** @type {HTMLElement[]} */
    const spans = [];
    let last = "";
    for (const step of shown) {
      const words = phaseName(step.phase, step.iteration);
      if (words !== last) spans.push(span(words, step));
      last = words;
      spans.at(-1)?.append(tick(step));
    }
    for (const each of spans) each.style.flexGrow = String(each.childElementCount - 1);
    ticks.replaceChildren(...spans);
  }

  /** The ticks of a phase, so far its word alone. @param {string} words @param {import("../lib/types.js").Step} first */
  function span(words, { index, phase }) {
    const made = document.createElement("div");
    made.className = "span";
    made.dataset.phase = phase;
    const word = document.createElement("a");
    word.className = "word";
    word.href = address(index);
    word.dataset.go = String(index);
    word.textContent = words;
    made.append(word);
    return made;
  }

  /** @param {import("../lib/types.js").Step} step */
  function tick({ index, phase }) {
    const made = document.createElement("a");
    made.href = address(index);
    made.dataset.go = String(index);
    made.dataset.phase = phase;
    made.tabIndex = -1;
    made.setAttribute("aria-label", _("Step %(index)s, %(phase)s", { index: index + 1, phase: phaseName(phase) }));
    return made;
  }

  /** Say on the bar where the reader is. */
  function mark() {
    const { step } = walk;
    const all = [...ticks.querySelectorAll("[data-go]:not(.word)")];
    for (const [k, each] of all.entries()) {
      const at = Number(each.getAttribute("data-go"));
      const after = all[k + 1];
      const until = after ? Number(after.getAttribute("data-go")) : Infinity;
      const state = until <= step ? "done" : at <= step ? "now" : "ahead";
      if (each.getAttribute("data-state") !== state) each.setAttribute("data-state", state);
    }
  }

  walk.subscribe((changed) => {
    if (!walk.story || changed.has("numbers")) return;
    if (changed.has("story") || changed.has("level")) draw();
    mark();
  });
  ends(walk, root);
  walk.level = /** @type {Level} */ (level.value);
  level.addEventListener("change", () => walk.by(/** @type {Level} */ (level.value)));

  return player(walk, (k) => walk.go(k), {
    show: (playing) => playButton?.setAttribute("aria-pressed", String(playing)),
  });
}

/** At both ends the buttons that step say so. @param {Walk} walk @param {HTMLElement} root */
export function ends(walk, root) {
  const [previous, next] = [one('[data-do="previous"]', root), one('[data-do="next"]', root)];
  walk.subscribe(() => {
    previous.toggleAttribute("data-end", walk.step === 0);
    next.toggleAttribute("data-end", walk.step === walk.last);
  });
}
