// The studio: connects the page's parts. It reveals what the server computed, and computes nothing.

import { client, post } from "./client.js";
import { one } from "./dom.js";
import { drawer, toggleDrawer, wide } from "./drawer.js";
import "./completing.js";
import { clearMark, editor, markProblem, setProgram } from "./editor.js";
import { exportMenu } from "./export.js";
import { isOwn, listen, markFields, randomNumbers } from "./fields.js";
import { editInPlace } from "./inplace.js";
import { KEYS, actionFor, explain, kindOf } from "./keys.js";
import { keepDrafts } from "./drafts.js";
import { layers } from "./layers.js";
import { Locks, lockCard } from "./locks.js";
import { followLines } from "./lines.js";
import { merge } from "./merge.js";
import { followWindows } from "./matrix.js";
import { nearest } from "./near.js";
import { explainStep, explainThing, fitFormulas } from "./panel.js";
import { askForFullscreen } from "./present/fullscreen.js";
import { Picture } from "./picture.js";
import { predicting } from "./predict.js";
import { sharing } from "./share.js";
import { carry } from "./state.js";
import { proof } from "./proof.js";
import { current, numbersCurrent, say, stale } from "./status.js";
import { keptValues } from "./text.js";
import { drawTicks, level, levelBox, markTime, play, stopPlaying } from "./timebar.js";
import { next, phaseStart, place, previous } from "./timeline.js";
import { undoable } from "./undo.js";
import { firstWish, focusExists, showChoices } from "./wish.js";
import { zoomable } from "./zoom.js";
import { _, phaseName } from "./language.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./text.js").Value} Value */
/** @typedef {import("./wish.js").Wish & import("./wish.js").Once} Asked */

const TYPING_PAUSE = 350;
const WRITING_PAUSE = 400;
/** A hand that does nothing for so long rests. */
const RESTING = 250;

const page = one("main.studio");
const stage = one("[data-stage]");
const caption = one("[data-caption]");
const explanation = one("[data-explanation]");
const placeLine = one("[data-place]");
const fields = one("[data-fields]");
const menu = /** @type {HTMLDetailsElement} */ (one(".menu"));
const picture = new Picture(one("[data-picture]"), one("[data-strip]"));
const zoom = zoomable(picture);
const locks = new Locks(page.dataset.lock ?? "");

/** @type {Story | null} */
let story = null;
let step = Number(stage.dataset.step);
/** What was clicked and is explained instead of the step. @type {string | null} */
let looking = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;

const wish = firstWish();
const changes = undoable(wish, { before: takeProgram, restore });
/** Whether the fields are to be drawn anew with the next answer. */
let redraw = false;
/** The program whose story is told. */
let toldProgram = editor.value;
/** When a number was changed last. */
let moved = -Infinity;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

const predict = predicting({
  picture,
  steps: () => story?.steps ?? [],
  step: () => step,
  level,
  go: (k) => {
    // What has been predicted, or shown, is locked no more.
    if (story) locks.open(story.steps[k].key);
    go(k);
  },
  walk: (way) => actions[way](),
  wish: () => wish,
  title: () => story?.title || "Studio",
});

// -- stepping ------------------------------------------------------------------

/** @param {number} k */
function go(k) {
  if (!story) return;
  const asked = predict.allowed(Math.min(k, story.steps.length - 1));
  step = locks.hold(story.steps, Math.max(0, asked));
  looking = null;
  picture.go(step);
  show();
  predict.arrive(true);
}

/** Everything beside the picture that belongs to the step. */
function show() {
  if (!story) return;
  const told = story.steps[step];
  stage.dataset.step = String(step);
  const [before, all] = place(story.steps, step, level());
  placeLine.textContent = _("Step %(number)s of %(count)s · %(phase)s", { number: before, count: all, phase: phaseName(told.phase) });
  if (looking) lookAt(looking);
  else {
    if (caption.textContent !== told.sentence) caption.textContent = told.sentence;
    const asked = locks.asked(story.steps, step);
    const card = asked ? [lockCard(story, asked)] : [];
    explanation.replaceChildren(...card, ...explainStep(story, step));
    fitFormulas(explanation);
  }
  markTime(story.steps, step);
  address();
}

/** The link to this very state stands in the address bar; a moment late, for browsers allow only so
 * many changes. A program that is too long for a link has none. */
function address() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const url = here();
    if (url?.searchParams.get("theme") === "paper") url.searchParams.delete("theme");
    if (url && url.href !== location.href) history.replaceState(null, "", url);
  }, WRITING_PAUSE);
}

/** Another language has to find what was done last. */
document.addEventListener(
  "click",
  ({ target }) => {
    const url = target instanceof Element && target.closest("[data-set-language]") && here();
    if (url) history.replaceState(null, "", url);
  },
  { capture: true },
);

/** The link to this very state, or null where the program is too long for one. */
function here() {
  if (!story || story.page?.url === "") return null;
  const url = new URL(story.page?.url ?? location.href, location.href);
  if (step) url.searchParams.set("step", String(step));
  else url.searchParams.delete("step");
  url.searchParams.set("theme", document.documentElement.dataset.theme ?? "paper");
  url.hash = "";
  carry(url);
  if (predict.on()) url.searchParams.set("predict", "1");
  else url.searchParams.delete("predict");
  return url;
}

/** @type {Record<string, () => void>} */
const actions = {
  next: () => story && go(next(story.steps, step, level())),
  previous: () => story && go(previous(story.steps, step, level())),
  first: () => go(0),
  last: () => story && go(story.steps.length - 1),
  forward: () => goToPhase("forward"),
  backward: () => goToPhase("backward"),
  update: () => goToPhase("update"),
  play: () => play(() => story && { steps: story.steps, step }, go),
  predict() {
    predict.switch(!predict.on());
    address();
  },
  present() {
    const url = here();
    if (!url) return story && say(_("This program is too long for a link, and so for the stage."));
    // The same address with /present in place of /studio or /lesson.
    url.pathname = url.pathname.replace(/^\/(lesson|studio)/, "/present");
    askForFullscreen();
    location.assign(url);
  },
  help: () => /** @type {HTMLDialogElement} */ (one("[data-help]")).showModal(),
  leave() {
    stopPlaying();
    menu.open = false;
    if (!wide()) drawer(false);
    if (looking) {
      looking = null;
      show();
    }
  },
  share: () => share.open(),
  reveal() {
    const asked = story && locks.asked(story.steps, step);
    if (!asked) return;
    locks.open(asked.key);
    go(asked.index);
  },
  zoomIn: zoom.in,
  zoomOut: zoom.out,
  zoomFit: zoom.fit,
  drawer: toggleDrawer,
  reset() {
    Object.assign(wish, { values: {}, rate: null });
    askAnew();
  },
  random() {
    Object.assign(wish.values, randomNumbers(fields));
    askAnew();
  },
  check: () => proofs.checkAll(),
  edit: () => void inplace.edit(),
  undo: changes.undo,
  redo: changes.redo,
};

/** @param {string} phase */
function goToPhase(phase) {
  const found = story && phaseStart(story.steps, phase);
  if (found !== null) go(found);
}

// -- asking the server ------------------------------------------------------------

/** @type {import("./client.js").Client<Asked>} */
const server = client({
  send: ({ go: _, brief, ...asked }) =>
    post({ ...asked, step, have: story?.structure ?? "" }, brief ? "/api/numbers" : "/api/story"),
  onStory(fresh, asked, newest) {
    if (asked.brief && !("titles" in fresh)) return onNumbers(fresh, asked);
    const same = story !== null && fresh.structure === story.structure;
    const sameTelling = same && fresh.focus === story?.focus;
    const sameProgram = asked.program === editor.value;
    story = fresh;
    toldProgram = asked.program;
    let k = Math.min(step, fresh.steps.length - 1);
    if (asked.go === "backward" && !predict.on()) k = phaseStart(fresh.steps, "backward") ?? k;
    k = locks.hold(fresh.steps, k);
    step = k;
    looking = null;
    picture.load(fresh, k, {
      ...(same ? {} : { svg: fresh.svg }),
      ...(sameTelling ? {} : { strip: fresh.page?.strip ?? "" }),
    });
    if (fresh.page && (!same || (redraw && newest))) {
      fields.innerHTML = fresh.page.fields;
      redraw = false;
    }
    if (fresh.page) drawFocuses(fresh.page.focuses);
    page.toggleAttribute("data-matrices", fresh.matrices);
    one("[data-title]").textContent = fresh.title || _("Studio");
    document.title = `${fresh.title || _("Studio")} · Chalkgraph`;
    if (sameProgram) markProblem(null);
    if (sameProgram && newest) current();
    if (newest) proofs.refresh();
    changedMarks();
    drawTicks(fresh.steps);
    show();
    predict.reset();
  },
  onProblem(found, asked) {
    if (found.kind === "program" && asked.program === editor.value) {
      markProblem(found);
      if (story) say(_("The picture shows the last program that worked."));
      else if (!wide()) drawer(true);
    } else {
      say(`${found.message} ${found.hint}`.trim());
    }
  },
  onLost: () => say(_("No connection, trying again. What you typed is kept.")),
});

/** The numbers of a picture that is being changed by hand; the words follow when the hand rests.
 * @param {import("./types.js").Brief} brief @param {Asked} asked */
function onNumbers(brief, asked) {
  if (!story || !merge(story, brief)) return ask();
  if (asked.program === editor.value) numbersCurrent();
  picture.load(story, step);
  show();
}

/** What can be told, by the new program; the list keeps the focus.
 * @param {string} markup */
function drawFocuses(markup) {
  const tell = one("[data-tell]");
  const held = tell.contains(document.activeElement) ? document.activeElement?.id : null;
  tell.innerHTML = markup;
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

/** @param {import("./wish.js").Once} [more] */
function ask(more = {}) {
  changes.did();
  if (!more.brief) clearTimeout(resting);
  stale();
  server.ask({ ...wish, ...more });
}

/** Ask, and draw the fields anew: their numbers were not changed in them. */
function askAnew() {
  redraw = true;
  ask();
}

/** Go back, or on, to a state of the page.
 * @param {import("./wish.js").Wish} state */
function restore(state) {
  Object.assign(wish, state);
  setProgram(wish.program);
  showChoices(wish);
  askAnew();
}

// -- the program ---------------------------------------------------------------------

editor.addEventListener("input", () => {
  clearMark();
  stale();
  clearTimeout(pause);
  pause = setTimeout(() => {
    takeProgram();
    ask();
  }, TYPING_PAUSE);
});

/** What was typed is the program now. */
function takeProgram() {
  clearTimeout(pause);
  if (wish.program === editor.value) return;
  wish.values = keptValues(wish.values, wish.program, editor.value);
  wish.program = editor.value;
  if (!focusExists(wish)) wish.focus = "*";
}

// -- the numbers ----------------------------------------------------------------------

/** @param {HTMLElement} field @param {Value | string} value */
function setNumber(field, value) {
  if (field.dataset.role === "rate") wish.rate = isOwn(field, value) ? null : value;
  else if (isOwn(field, value)) delete wish.values[field.dataset.key ?? ""];
  else if (typeof value !== "string") wish.values[field.dataset.key ?? ""] = value;
  askForNumbers();
  changedMarks();
}

/** Ask, while the hand moves on for the numbers only. */
function askForNumbers() {
  const now = performance.now();
  const moving = now - moved < RESTING || server.busy();
  moved = now;
  clearTimeout(resting);
  ask({ brief: moving });
  if (moving) resting = setTimeout(ask, RESTING);
}

function changedMarks() {
  const changed = Object.keys(wish.values).length > 0 || wish.rate !== null;
  one('[data-do="reset"]').hidden = !changed;
  markFields(fields);
  inplace.mark();
}

/** @param {string} typed */
const onNonsense = (typed) =>
  say(_("“%(typed)s” is not a number: write it like −1.5, 0,25, 1/3 or 2e-3.", { typed }));
listen(fields, { onNumber: setNumber, onNonsense });
const inplace = editInPlace({
  picture,
  fields,
  story: () => story,
  wish: () => wish,
  onNumber: setNumber,
  onNonsense,
});

one("form.numbers").addEventListener("submit", (event) => event.preventDefault());

// -- asking for chains and explanations -------------------------------------------------

/** @param {string} focus */
function tell(focus) {
  const leaf = story?.nodes.find((each) => each.name === focus);
  if (leaf) proofs.follow(leaf.id);
  wish.focus = focus;
  ask({ go: "backward" });
}

/** Open a layer, or close it again.
 * @param {string} key */
function fold(key) {
  const opened = new Set(wish.open.split(",").filter((each) => each));
  if (!opened.delete(key)) opened.add(key);
  wish.open = [...opened].join(",");
  ask();
}

/** @param {string} id */
function lookAt(id) {
  if (!story) return;
  looking = id;
  proofs.follow(id);
  const { title, parts } = explainThing(story, step, id);
  placeLine.textContent = title;
  caption.textContent = picture.find(id)?.getAttribute("aria-label") ?? title;
  explanation.replaceChildren(...parts);
  fitFormulas(explanation);
}

/** @param {Element} thing */
function choose(thing) {
  const edge = thing.getAttribute("data-edge");
  const node = thing.getAttribute("data-node");
  const leaf = thing.getAttribute("data-name");
  const given = ["input", "weight", "label", "constant", "variable"];
  if (node && leaf && given.includes(thing.getAttribute("data-role") ?? "")) tell(leaf);
  else if (node ?? edge) lookAt(node ?? edge ?? "");
}

picture.canvas.addEventListener("click", (event) => {
  const thing =
    (event.target instanceof Element && event.target.closest("[data-title]")) ||
    nearest(picture.canvas, event.clientX, event.clientY);
  if (thing && !event.defaultPrevented) choose(thing);
});

picture.canvas.addEventListener("keydown", (event) => {
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  if (thing && event.key === "Enter") {
    event.preventDefault();
    choose(thing);
  }
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

// -- the page ------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  // A click beside an open menu or drawer closes it.
  if (!event.target.closest(".menu")) menu.open = false;
  if (!wide() && !event.target.closest("#side, .drawer-button")) drawer(false);
  if (event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const asked = event.target.closest("[data-do], [data-go], [data-phase-link], [data-numbers], [data-fold]");
  if (!(asked instanceof HTMLElement)) return;
  const { do: action, go: k, phaseLink, numbers, fold: layer } = asked.dataset;
  if (action && actions[action]) {
    event.preventDefault();
    if (action !== "play") stopPlaying();
    actions[action]();
  } else if (k !== undefined) {
    event.preventDefault();
    go(Number(k));
  } else if (layer) {
    fold(layer);
  } else if (phaseLink) {
    event.preventDefault();
    goToPhase(phaseLink);
  } else if (numbers) {
    event.preventDefault();
    wish.arithmetic = numbers;
    showChoices(wish);
    ask();
  }
});

one("[data-tell]").addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLSelectElement)) return;
  const { name, value } = event.target;
  if (name === "focus") return tell(value);
  if (name === "zoom") Object.assign(wish, { zoom: value, open: "" });
  else if (name === "vec") wish.vec = value;
  else if (name === "sample") wish.sample = Number(value);
  else if (name === "iterations") wish.iterations = Number(value);
  else if (name === "accumulate") {
    wish.accumulate = value === "1";
    // What is not reset shows from the second update on.
    if (wish.accumulate) wish.iterations = Math.max(wish.iterations, 3);
  }
  ask();
});

const proofs = proof({ story: () => story, wish: () => ({ ...wish, page: false }), say });
followLines(picture, () => (toldProgram === editor.value ? story : null));

followWindows(explanation, () => ({ ...wish, page: false }));

new ResizeObserver(() => fitFormulas(explanation)).observe(one("#explanation"));

levelBox.addEventListener("change", () => {
  if (story) drawTicks(story.steps);
  show();
  predict.arrive(false);
});

exportMenu(one("[data-export]"), () => ({ url: here(), step, level: level() }));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const inside = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape" && kindOf(inside) === "text") return actions.leave();
  const action = actionFor(event, kindOf(inside));
  if (!action) return;
  event.preventDefault();
  if (action !== "play") stopPlaying();
  actions[action]();
});

explain(KEYS, one("[data-keys]"));

const share = sharing({ link: here, story: () => story });
layers(page, () => {
  picture.relabelAll();
  address();
});

const embedded = document.querySelector("#story");
if (embedded) {
  story = /** @type {Story} */ (JSON.parse(embedded.textContent ?? ""));
  picture.load(story, step);
  drawer(false);
  drawTicks(story.steps);
  show();
} else {
  ask();
}
changedMarks();
keepDrafts(editor);
if (new URLSearchParams(location.search).get("predict") === "1") predict.switch(true);
