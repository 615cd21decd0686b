// The stage: connects screen, session, keys, pen, pointer and the questions of the audience.

import { one } from "../dom.js";
import { actionFor, explain, kindOf } from "../keys.js";
import { firstOf, numbered } from "./deck.js";
import { grantFullscreen, toggleFullscreen } from "./fullscreen.js";
import { STAGE_KEYS } from "./stagekeys.js";
import { live } from "./live.js";
import { overview } from "./overview.js";
import { Pen } from "./pen.js";
import { Screen } from "./screen.js";
import { Session } from "./session.js";
import { _ } from "../language.js";

const WRITING_PAUSE = 400;
const THEMES = ["paper", "board", "projector"];
/** Keys that a clicker has: they work in a field, too. */
const CLICKER = new Set(["PageDown", "PageUp", "F5", "Escape"]);

const stage = one("[data-stage]");
const status = one("[data-status]");
const dot = one("[data-dot]");
const help = /** @type {HTMLDialogElement} */ (one("[data-help]"));
const stamps = /** @type {HTMLDialogElement} */ (one("[data-overview]"));
const screen = new Screen(one("[data-screen]"));
const given = JSON.parse(one("#deck").textContent ?? "");

let pointing = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;

const session = new Session(given, {
  paint,
  hear({ dot: place, hello }) {
    if (place !== undefined) showDot(place);
    if (hello) session.tell({ size: size() });
  },
});

const sheet = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (one("[data-sheet]")));
const pen = new Pen(screen, sheet, {
  strokes: () => session.strokes[session.name] ?? [],
  onStrokes: (strokes) => session.ink(session.name, strokes),
});
const questions = live(session, say);

function paint() {
  const { deck, place } = session;
  const { state } = session.now;
  screen.show(deck, place.at, place);
  stage.dataset.step = String(state.step);
  stage.dataset.state = String(place.at);
  one("[data-blank]").hidden = !place.blank;
  const typed = one("[data-typed]");
  typed.hidden = !place.typed;
  typed.textContent = `${place.typed} ⏎`;
  one("[data-away]").hidden = !session.aside;
  pen.draw();
  address();
}

const size = () => ({ width: screen.root.offsetWidth, height: screen.root.offsetHeight });

/** @param {string} text */
function say(text) {
  status.textContent = text;
  status.hidden = !text;
}

/** The address leads to this very state. */
function address() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    if (session.aside) return;
    const { deck, place } = session;
    const { state, slide, story } = session.now;
    const page = story?.page.url ?? "";
    const url = new URL(location.href);
    if (deck.slug) {
      url.searchParams.set("slide", String(slide.number));
      url.searchParams.set("step", String(place.at - firstOf(deck, state.slide) + 1));
    } else if (page) {
      url.search = new URL(page, url).search;
      if (state.step) url.searchParams.set("step", String(state.step));
    }
    const { theme } = document.documentElement.dataset;
    if (theme && theme !== "paper") url.searchParams.set("theme", theme);
    else url.searchParams.delete("theme");
    if (url.href !== location.href) history.replaceState(null, "", url);
  }, WRITING_PAUSE);
}

// -- pointer ---------------------------------------------------------------------------

/** @param {[number, number] | null} place  in parts of the screen's size */
function showDot(place) {
  dot.hidden = !place;
  if (!place) return;
  dot.style.left = `${(place[0] * 100).toFixed(2)}%`;
  dot.style.top = `${(place[1] * 100).toFixed(2)}%`;
}

document.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!pointing) return;
  const box = screen.root.getBoundingClientRect();
  /** @type {[number, number]} */
  const place = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  showDot(place);
  session.tell({ dot: place });
});

// -- what can be done ------------------------------------------------------------------

/** @type {Record<string, () => void>} */
const actions = {
  ...session.actions,
  fullscreen: () => void toggleFullscreen(),
  speaker() {
    const url = new URL(location.href);
    url.searchParams.set("window", "speaker");
    const opened = window.open(url, "chalkgraph-speaker", "popup,width=1180,height=760");
    if (!opened) say(_("The browser did not open the speaker’s window: allow it for this page."));
  },
  overview: () => overview(stamps, session.deck, session.place.at, (k) => session.go(k)),
  pointer() {
    pointing = !pointing;
    stage.toggleAttribute("data-pointing", pointing);
    if (!pointing) {
      showDot(null);
      session.tell({ dot: null });
    }
  },
  pen() {
    pen.turn(!pen.on);
    one('[data-do="pen"]').setAttribute("aria-pressed", String(pen.on));
  },
  erase: () => session.ink(session.name, pen.strokes().slice(0, -1)),
  eraseAll: () => session.ink(session.name, []),
  change: questions.toggle,
  arithmetic: questions.arithmetic,
  theme() {
    const now = THEMES.indexOf(document.documentElement.dataset.theme ?? "");
    document.documentElement.dataset.theme = THEMES[(now + 1) % THEMES.length];
    address();
  },
  help: () => help.showModal(),
  leave() {
    const { place } = session;
    if (!status.hidden) say("");
    if (questions.isOpen()) questions.close();
    else if (place.typed) session.set({ typed: "" });
    else if (place.blank) session.set({ blank: false });
    else if (pen.on) actions.pen();
    else if (pointing) actions.pointer();
    else if (place.zoom !== "fit") session.set({ zoom: "fit" });
    else if (session.aside) session.comeBack();
    else if (document.fullscreenElement) void toggleFullscreen();
    else location.assign(back());
  },
};

/** Where the stage was entered from: the studio at this step, or the gallery. */
function back() {
  const { state, story } = session.now;
  const url = new URL((given.slug ? given.back : story?.page.url) || given.back || "/", location.href);
  if (!given.slug && state.step) url.searchParams.set("step", String(state.step));
  const { theme } = document.documentElement.dataset;
  if (theme && theme !== "paper") url.searchParams.set("theme", theme);
  return url;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const inside = CLICKER.has(event.key) ? "" : kindOf(event.target);
  // A leaf of the picture is pressed with Enter like a button.
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  if (thing && event.key === "Enter" && !session.place.typed) {
    event.preventDefault();
    return questions.pick(thing);
  }
  // While a number is typed a point belongs to it.
  if (event.key === "." && session.place.typed) {
    event.preventDefault();
    return session.type(".");
  }
  const key = event.key.length === 1 && event.key !== "E" ? event.key.toLowerCase() : event.key;
  const { ctrlKey, altKey, metaKey } = event;
  const action = actionFor({ key, ctrlKey, altKey, metaKey }, inside, STAGE_KEYS);
  if (!action) return;
  if (inside === "control" && event.key === "Enter") return;
  event.preventDefault();
  grantFullscreen();
  if (action === "digit") session.type(event.key);
  else actions[action]();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const asked = event.target.closest("[data-do]");
  if (asked instanceof HTMLElement && asked.dataset.do && actions[asked.dataset.do]) {
    actions[asked.dataset.do]();
    // Space is for the talk, not for the button once more.
    if (event.detail) asked.blur();
    return;
  }
  const factor = event.target.closest("[data-go]");
  if (factor instanceof HTMLElement) {
    event.preventDefault();
    return session.goToStep(Number(factor.dataset.go));
  }
  if (session.place.blank) return session.set({ blank: false });
  const thing = event.target.closest("[data-picture] [data-title]");
  if (thing) questions.pick(thing);
});

screen.canvas.addEventListener("dblclick", (event) => {
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  const slot = thing && thing.getAttribute("data-slot");
  if (slot) session.look(`near ${slot}`);
});

// A touch on the left or right edge of a phone's screen steps.
screen.root.addEventListener("pointerup", ({ pointerType, clientX, target }) => {
  if (pointerType !== "touch" || pen.on) return;
  if (target instanceof Element && target.closest("[data-title], [data-go], button")) return;
  const place = clientX / window.innerWidth;
  if (place > 0.75) actions.next();
  else if (place < 0.25) actions.previous();
});

new ResizeObserver(() => {
  paint();
  session.tell({ size: size() });
}).observe(screen.root);

const asked = new URLSearchParams(location.search);
if (given.slug && asked.has("slide")) {
  const typed = `${asked.get("slide")}.${asked.get("step") ?? 1}`;
  session.place.at = numbered(session.deck, typed) ?? 0;
}
explain(STAGE_KEYS, one("[data-keys]"));
paint();
session.hello();
