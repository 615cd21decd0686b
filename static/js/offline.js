// A walk in a file of its own: steps through a finished story, without a server.

import { one } from "./dom.js";
import { KEYS, actionFor, shortcuts, written } from "./keys.js";
import { explainStep, explainThing, fitFormulas } from "./panel.js";
import { Picture } from "./picture.js";
import { next, phaseStart, place, previous, stops } from "./timeline.js";
import { _, phaseName } from "./language.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Level} Level */

const PLAYING_PACE = 1400;
const MOST_TICKS = 150;

const stage = one("[data-stage]");
const caption = one("[data-caption]");
const explanation = one("[data-explanation]");
const placeLine = one("[data-place]");
const levelBox = /** @type {HTMLSelectElement} */ (one("[data-level]"));
const picture = new Picture(one("[data-picture]"), one("[data-strip]"));
/** @type {Story} */
const story = JSON.parse(one("#story").textContent ?? "");
const { steps } = story;

let step = asked() ?? Number(stage.dataset.step);
/** What was clicked and is explained instead of the step. @type {string | null} */
let looking = null;
/** @type {ReturnType<typeof setInterval> | undefined} */
let playing;

const level = () => /** @type {Level} */ (levelBox.value);

/** The step in the address, or null. */
function asked() {
  const found = /^#step=(\d{1,6})$/.exec(location.hash);
  return found ? Math.min(Number(found[1]), steps.length - 1) : null;
}

/** @param {number} k */
function go(k) {
  step = Math.max(0, Math.min(k, steps.length - 1));
  looking = null;
  picture.go(step);
  show();
}

/** Everything beside the picture that belongs to the step. */
function show() {
  const told = steps[step];
  stage.dataset.step = String(step);
  if (looking) {
    const { title, parts } = explainThing(story, step, looking);
    placeLine.textContent = title;
    caption.textContent = picture.find(looking)?.getAttribute("aria-label") ?? title;
    explanation.replaceChildren(...parts);
  } else {
    const [before, all] = place(steps, step, level());
    placeLine.textContent = _("Step %(number)s of %(count)s · %(phase)s", { number: before, count: all, phase: phaseName(told.phase) });
    if (caption.textContent !== told.sentence) caption.textContent = told.sentence;
    explanation.replaceChildren(...explainStep(story, step));
  }
  fitFormulas(explanation);
  for (const tick of one("[data-ticks]").children) {
    const after = tick.nextElementSibling;
    const until = after ? Number(after.getAttribute("data-go")) : Infinity;
    const at = Number(tick.getAttribute("data-go"));
    tick.setAttribute("data-state", until <= step ? "done" : at <= step ? "now" : "ahead");
  }
  one('[data-do="previous"]').toggleAttribute("data-end", step === 0);
  one('[data-do="next"]').toggleAttribute("data-end", step === steps.length - 1);
  try {
    history.replaceState(null, "", `#step=${step}`);
  } catch {
    // Some browsers allow no change of a file's address; it then opens where it was saved.
  }
}

/** One tick per stop of the level. */
function drawTicks() {
  const chosen = steps.filter((each) => stops(steps, each.index, level()));
  const stride = Math.ceil(chosen.length / MOST_TICKS);
  const ticks = chosen.filter((_, k) => k % stride === 0 || k === chosen.length - 1);
  one("[data-ticks]").replaceChildren(
    ...ticks.map((each) => {
      const tick = document.createElement("a");
      tick.href = `#step=${each.index}`;
      tick.dataset.go = String(each.index);
      tick.dataset.phase = each.phase;
      tick.tabIndex = -1;
      tick.setAttribute("aria-label", _("Step %(index)s, %(phase)s", { index: each.index, phase: phaseName(each.phase) }));
      return tick;
    }),
  );
}

function stopPlaying() {
  clearInterval(playing);
  playing = undefined;
  one('[data-do="play"]').setAttribute("aria-pressed", "false");
}

/** @param {string} phase */
function goToPhase(phase) {
  const found = phaseStart(steps, phase);
  if (found !== null) go(found);
}

/** @type {Record<string, () => void>} */
const actions = {
  next: () => go(next(steps, step, level())),
  previous: () => go(previous(steps, step, level())),
  first: () => go(0),
  last: () => go(steps.length - 1),
  forward: () => goToPhase("forward"),
  backward: () => goToPhase("backward"),
  update: () => goToPhase("update"),
  play() {
    if (playing) return stopPlaying();
    one('[data-do="play"]').setAttribute("aria-pressed", "true");
    if (step === steps.length - 1) go(0);
    playing = setInterval(() => {
      actions.next();
      if (step === steps.length - 1) stopPlaying();
    }, PLAYING_PACE);
  },
  help: () => /** @type {HTMLDialogElement} */ (one("[data-help]")).showModal(),
  leave() {
    stopPlaying();
    if (looking) go(step);
  },
};

/** @param {string} action */
function perform(action) {
  if (action !== "play") stopPlaying();
  actions[action]();
}

/** Explain what was clicked. @param {Event} event */
function choose(event) {
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  if (!thing) return;
  event.preventDefault();
  looking = thing.getAttribute("data-node") ?? thing.getAttribute("data-edge");
  if (looking) show();
  else go(step);
}

picture.canvas.addEventListener("click", choose);
picture.canvas.addEventListener("keydown", (event) => {
  if (event.key === "Enter") choose(event);
});

/** @param {Event} event @param {boolean} on */
function light(event, on) {
  const factor = event.target instanceof Element && event.target.closest("[data-lights]");
  const id = factor && factor.getAttribute("data-lights");
  if (id) picture.find(id)?.classList.toggle("lit", on);
}
for (const [begin, end] of [
  ["mouseover", "mouseout"],
  ["focusin", "focusout"],
]) {
  picture.strip.addEventListener(begin, (event) => light(event, true));
  picture.strip.addEventListener(end, (event) => light(event, false));
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const wanted = target?.closest("[data-do], [data-go], [data-set-theme]");
  if (!(wanted instanceof HTMLElement)) return;
  event.preventDefault();
  const { do: action, go: k, setTheme } = wanted.dataset;
  if (action && actions[action]) perform(action);
  else if (k !== undefined) go(Number(k));
  else if (setTheme) {
    document.documentElement.dataset.theme = setTheme;
    for (const each of document.querySelectorAll("[data-set-theme]")) {
      each.setAttribute("aria-pressed", String(each === wanted));
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const inside = event.target instanceof Element ? event.target : null;
  const control = inside?.matches("button, a[href], summary, [role=button]") ? "control" : "";
  const action = actionFor(event, inside?.matches("select") ? "text" : control);
  if (!action || !actions[action]) return;
  event.preventDefault();
  perform(action);
});

levelBox.addEventListener("change", () => {
  drawTicks();
  show();
});
addEventListener("hashchange", () => {
  const found = asked();
  if (found !== null && found !== step) go(found);
});
new ResizeObserver(() => fitFormulas(explanation)).observe(one("#explanation"));

for (const entry of KEYS) {
  if (!actions[entry.does]) continue;
  const term = document.createElement("dt");
  for (const key of entry.keys) {
    const shown = document.createElement("kbd");
    shown.textContent = written(key);
    term.append(shown, " ");
  }
  const meaning = document.createElement("dd");
  meaning.textContent = entry.says;
  one("[data-keys]").append(term, meaning);
  document
    .querySelector(`[data-do="${entry.does}"]`)
    ?.setAttribute("aria-keyshortcuts", shortcuts(entry));
}

picture.load(story, step);
drawTicks();
show();
