// The time bar: a tick per stop of the level, the phases, and playing.

import { one } from "./dom.js";
import { next, phaseStart, stops } from "./timeline.js";
import { _, phaseName } from "./language.js";

/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Level} Level */

const PLAYING_PACE = 1400;
const MOST_TICKS = 150;

export const levelBox = /** @type {HTMLSelectElement} */ (one("[data-level]"));

/** How fine the reader walks. */
export const level = () => /** @type {Level} */ (levelBox.value);

/** One tick per stop of the level.
 * @param {Step[]} steps */
export function drawTicks(steps) {
  const chosen = steps.filter((each) => stops(steps, each.index, level()));
  const stride = Math.ceil(chosen.length / MOST_TICKS);
  const ticks = chosen.filter((_, k) => k % stride === 0 || k === chosen.length - 1);
  one("[data-ticks]").replaceChildren(
    ...ticks.map((each) => {
      const tick = document.createElement("a");
      const url = new URL(location.href);
      url.searchParams.set("step", String(each.index));
      tick.href = url.href;
      tick.dataset.go = String(each.index);
      tick.dataset.phase = each.phase;
      tick.tabIndex = -1;
      tick.setAttribute("aria-label", _("Step %(index)s, %(phase)s", { index: each.index, phase: phaseName(each.phase) }));
      return tick;
    }),
  );
}

/** Say on the bar where a step is.
 * @param {Step[]} steps @param {number} step */
export function markTime(steps, step) {
  for (const tick of one("[data-ticks]").children) {
    const at = Number(tick.getAttribute("data-go"));
    const after = tick.nextElementSibling;
    const until = after ? Number(after.getAttribute("data-go")) : Infinity;
    const state = until <= step ? "done" : at <= step ? "now" : "ahead";
    if (tick.getAttribute("data-state") !== state) tick.setAttribute("data-state", state);
  }
  for (const link of document.querySelectorAll("[data-phase-link]")) {
    const phase = link.getAttribute("data-phase-link") ?? "";
    link.toggleAttribute("data-now", phase === steps[step].phase);
    link.toggleAttribute("hidden", phaseStart(steps, phase) === null);
  }
  one('[data-do="previous"]').toggleAttribute("data-end", step === 0);
  one('[data-do="next"]').toggleAttribute("data-end", step === steps.length - 1);
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let playing;

export function stopPlaying() {
  clearInterval(playing);
  playing = undefined;
  one('[data-do="play"]').setAttribute("aria-pressed", "false");
}

/**
 * Play on from where the reader is, or pause; from the last step, from the start.
 * @param {() => { steps: Step[], step: number } | null} now @param {(k: number) => void} go
 */
export function play(now, go) {
  if (playing) return stopPlaying();
  one('[data-do="play"]').setAttribute("aria-pressed", "true");
  const begin = now();
  if (begin && begin.step === begin.steps.length - 1) go(0);
  playing = setInterval(() => {
    const here = now();
    if (!here) return;
    const to = next(here.steps, here.step, level());
    go(to);
    if (to === here.steps.length - 1) stopPlaying();
  }, PLAYING_PACE);
}
