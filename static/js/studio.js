// The studio: connects the page's parts. It reveals what the server computed, and computes nothing.

import { client, post } from "./client.js";
import { one } from "./dom.js";
import { clearMark, editor, markProblem } from "./editor.js";
import { listen } from "./fields.js";
import { KEYS, actionFor, shortcuts, written } from "./keys.js";
import { followWindows } from "./matrix.js";
import { explainStep, explainThing, fitFormulas } from "./panel.js";
import { Picture } from "./picture.js";
import { keptValues, readNumber } from "./text.js";
import { next, phaseStart, place, previous, stops } from "./timeline.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Level} Level */
/** @typedef {import("./text.js").Value} Value */
/** @typedef {{ program: string, values: Record<string, Value>, arithmetic: string, focus: string, zoom: string, open: string, sample: number, vec: string, rate: Value | string | null, slug: string, page: true, go?: "backward", fields?: boolean }} Wish */

const TYPING_PAUSE = 350;
const WRITING_PAUSE = 400;
const PLAYING_PACE = 1400;
const MOST_TICKS = 150;

const page = one("main.studio");
const stage = one("[data-stage]");
const status = one("[data-status]");
const caption = one("[data-caption]");
const explanation = one("[data-explanation]");
const placeLine = one("[data-place]");
const fields = one("[data-fields]");
const menu = /** @type {HTMLDetailsElement} */ (one(".menu"));
const levelBox = /** @type {HTMLSelectElement} */ (one("[data-level]"));
const picture = new Picture(one("[data-picture]"), one("[data-strip]"));

/** @type {Story | null} */
let story = null;
let step = Number(stage.dataset.step);
/** What was clicked and is explained instead of the step. @type {string | null} */
let looking = null;
/** @type {ReturnType<typeof setInterval> | undefined} */
let playing;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;

/** What is looked at now: the page's state, all of it. @type {Wish} */
const wish = {
  program: editor.value,
  values: {},
  arithmetic: one("[data-numbers][aria-current]")?.dataset.numbers ?? "exact",
  focus: chosen("focus") ?? "*",
  zoom: chosen("zoom") ?? "vectors",
  open: new URLSearchParams(location.search).get("open") ?? "",
  sample: Number(chosen("sample") ?? 0),
  vec: chosen("vec") ?? "rows",
  rate: null,
  slug: page.dataset.slug ?? "",
  page: true,
};

/** What is chosen in one of the lists beside the picture.
 * @param {string} option */
function chosen(option) {
  return /** @type {HTMLSelectElement | null} */ (document.getElementById(option))?.value;
}

const level = () => /** @type {Level} */ (levelBox.value);

// -- stepping ------------------------------------------------------------------

/** @param {number} k */
function go(k) {
  if (!story) return;
  step = Math.max(0, Math.min(k, story.steps.length - 1));
  looking = null;
  picture.go(step);
  show();
}

/** Everything beside the picture that belongs to the step. */
function show() {
  if (!story) return;
  const told = story.steps[step];
  stage.dataset.step = String(step);
  const [before, all] = place(story.steps, step, level());
  placeLine.textContent = `Step ${before} of ${all} · ${told.phase}`;
  if (looking) lookAt(looking);
  else {
    if (caption.textContent !== told.sentence) caption.textContent = told.sentence;
    explanation.replaceChildren(...explainStep(story, step));
    fitFormulas(explanation);
  }
  for (const tick of one("[data-ticks]").children) {
    const at = Number(tick.getAttribute("data-go"));
    const after = tick.nextElementSibling;
    const until = after ? Number(after.getAttribute("data-go")) : Infinity;
    const state = until <= step ? "done" : at <= step ? "now" : "ahead";
    if (tick.getAttribute("data-state") !== state) tick.setAttribute("data-state", state);
  }
  for (const link of document.querySelectorAll("[data-phase-link]")) {
    const phase = link.getAttribute("data-phase-link") ?? "";
    link.toggleAttribute("data-now", phase === told.phase);
    link.toggleAttribute("hidden", phaseStart(story.steps, phase) === null);
  }
  one('[data-do="previous"]').toggleAttribute("data-end", step === 0);
  one('[data-do="next"]').toggleAttribute("data-end", step === story.steps.length - 1);
  address();
}

/** One tick per stop of the level. */
function drawTicks() {
  if (!story) return;
  const { steps } = story;
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
      tick.setAttribute("aria-label", `Step ${each.index}, ${each.phase}`);
      return tick;
    }),
  );
}

/** The link to this very state stands in the address bar; a moment late, for browsers allow only so
 * many changes. A program that is too long for a link has none. */
function address() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    if (!story || story.page?.url === "") return;
    const url = new URL(story.page?.url ?? location.href, location.href);
    if (step) url.searchParams.set("step", String(step));
    else url.searchParams.delete("step");
    const { theme } = document.documentElement.dataset;
    if (theme && theme !== "paper") url.searchParams.set("theme", theme);
    else url.searchParams.delete("theme");
    if (url.href !== location.href) history.replaceState(null, "", url);
  }, WRITING_PAUSE);
}

function stopPlaying() {
  clearInterval(playing);
  playing = undefined;
  one('[data-do="play"]').setAttribute("aria-pressed", "false");
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
  play() {
    if (playing) return stopPlaying();
    one('[data-do="play"]').setAttribute("aria-pressed", "true");
    if (story && step === story.steps.length - 1) go(0);
    playing = setInterval(() => {
      actions.next();
      if (story && step === story.steps.length - 1) stopPlaying();
    }, PLAYING_PACE);
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
  drawer: () => drawer(!document.body.hasAttribute("data-drawer")),
  reset() {
    wish.values = {};
    wish.rate = null;
    ask({ fields: true });
  },
};

/** @param {string} phase */
function goToPhase(phase) {
  const found = story && phaseStart(story.steps, phase);
  if (found !== null) go(found);
}

/** On a wide page the panel is there and the button hides it; on a narrow one it opens it. */
const wide = () => matchMedia("(min-width: 1280px)").matches;

/** @param {boolean} open */
function drawer(open) {
  const button = one(".drawer-button");
  const panel = one("#side");
  const leaving = panel.contains(document.activeElement);
  document.body.toggleAttribute("data-drawer", open);
  button.setAttribute("aria-expanded", String(open !== wide()));
  if (wide()) return;
  if (open) one(".close", panel).focus({ preventScroll: true });
  else if (leaving) button.focus({ preventScroll: true });
}

// -- asking the server ------------------------------------------------------------

/** @type {import("./client.js").Client<Wish>} */
const server = client({
  send: ({ go: _, fields: __, ...asked }) => post({ ...asked, step }),
  onStory(fresh, asked, newest) {
    const same = story !== null && fresh.structure === story.structure;
    const sameTelling = same && fresh.focus === story?.focus;
    const sameProgram = asked.program === editor.value;
    story = fresh;
    let k = Math.min(step, fresh.steps.length - 1);
    if (asked.go === "backward") k = phaseStart(fresh.steps, "backward") ?? k;
    step = k;
    looking = null;
    picture.load(fresh, k, {
      ...(same ? {} : { svg: fresh.svg }),
      ...(sameTelling ? {} : { strip: fresh.page?.strip ?? "" }),
    });
    if (fresh.page && (!same || asked.fields)) fields.innerHTML = fresh.page.fields;
    if (fresh.page) drawFocuses(fresh.page.focuses);
    page.toggleAttribute("data-matrices", fresh.matrices);
    one("[data-title]").textContent = fresh.title || "Studio";
    document.title = `${fresh.title || "Studio"} · Chalkgraph`;
    if (sameProgram) markProblem(null);
    if (sameProgram && newest) current();
    changedMarks();
    drawTicks();
    show();
  },
  onProblem(found, asked) {
    if (found.kind === "program" && asked.program === editor.value) {
      markProblem(found);
      if (story) say("The picture shows the last program that worked.");
      else if (!wide()) drawer(true);
    } else {
      say(`${found.message} ${found.hint}`.trim());
    }
  },
  onLost: () => say("No connection, trying again. What you typed is kept."),
});

/** What can be told, by the new program; the list keeps the focus.
 * @param {string} markup */
function drawFocuses(markup) {
  const tell = one("[data-tell]");
  const held = tell.contains(document.activeElement) ? document.activeElement?.id : null;
  tell.innerHTML = markup;
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

/** @param {Partial<Wish>} [more] */
function ask(more = {}) {
  stage.dataset.stale = "yes";
  server.ask({ ...wish, ...more });
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
  status.hidden = false;
  stage.dataset.stale = "yes";
}

function current() {
  status.hidden = true;
  status.textContent = "";
  delete stage.dataset.stale;
}

// -- the program ---------------------------------------------------------------------

editor.addEventListener("input", () => {
  clearMark();
  stage.dataset.stale = "yes";
  clearTimeout(pause);
  pause = setTimeout(() => {
    wish.values = keptValues(wish.values, wish.program, editor.value);
    wish.program = editor.value;
    if (!focusExists()) wish.focus = "*";
    ask();
  }, TYPING_PAUSE);
});

/** Whether the chosen leaf is still in the program. */
function focusExists() {
  if (wish.focus === "*" || wish.focus === "-") return true;
  return wish.program.split("\n").some((line) => line.split(/[:=]/)[0].trim() === wish.focus);
}

// -- the numbers ----------------------------------------------------------------------

/** @param {HTMLElement} field @param {Value | string} value */
function setNumber(field, value) {
  if (field.dataset.role === "rate") wish.rate = value;
  else if (typeof value !== "string") wish.values[field.dataset.key ?? ""] = value;
  ask();
  changedMarks();
}

function changedMarks() {
  const changed = Object.keys(wish.values).length > 0 || wish.rate !== null;
  one('[data-do="reset"]').hidden = !changed;
}

listen(fields, {
  onNumber: setNumber,
  onNonsense: (typed) => say(`“${typed}” is not a number: write it like −1.5 or 2e-3.`),
});

one("form.numbers").addEventListener("submit", (event) => event.preventDefault());

// -- asking for chains and explanations -------------------------------------------------

/** @param {string} focus */
function tell(focus) {
  wish.focus = focus;
  ask({ go: "backward" });
}

/** @param {string} id */
function lookAt(id) {
  if (!story) return;
  looking = id;
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
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  if (thing) choose(thing);
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
  const asked = event.target.closest("[data-do], [data-go], [data-phase-link], [data-numbers]");
  if (!(asked instanceof HTMLElement)) return;
  const { do: action, go: k, phaseLink, numbers } = asked.dataset;
  if (action && actions[action]) {
    event.preventDefault();
    if (action !== "play") stopPlaying();
    actions[action]();
  } else if (k !== undefined) {
    event.preventDefault();
    go(Number(k));
  } else if (phaseLink) {
    event.preventDefault();
    goToPhase(phaseLink);
  } else if (numbers) {
    event.preventDefault();
    wish.arithmetic = numbers;
    for (const link of document.querySelectorAll("[data-numbers]")) {
      if (link === asked) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
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
  ask();
});

followWindows(explanation, () => ({ ...wish, page: false }));

new ResizeObserver(() => fitFormulas(explanation)).observe(one("#explanation"));

levelBox.addEventListener("change", () => {
  drawTicks();
  show();
});

/** @param {Element | null} element */
function kindOf(element) {
  if (!element) return "";
  if (element.matches("textarea, select, input, [contenteditable]")) return "text";
  return element.matches("button, a[href], summary, [role=button]") ? "control" : "";
}

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

for (const entry of KEYS) {
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

for (const [key, value] of new URLSearchParams(location.search)) {
  const number = readNumber(value);
  if (number === null) continue;
  if (key.startsWith("v.")) wish.values[key.slice(2)] = number;
  if (key === "rate") wish.rate = number;
}
const embedded = document.querySelector("#story");
if (embedded) {
  story = /** @type {Story} */ (JSON.parse(embedded.textContent ?? ""));
  picture.load(story, step);
  drawer(false);
  drawTicks();
  show();
} else {
  ask();
}
changedMarks();
