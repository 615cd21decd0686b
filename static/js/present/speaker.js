// The speaker's window: this state and the next, notes, and the time; it follows the stage and can
// lead it.

import { one } from "../dom.js";
import { actionFor, explain, kindOf } from "../keys.js";
import { at, place as placeOf } from "./deck.js";
import { SPEAKER_KEYS } from "./stagekeys.js";
import { overview } from "./overview.js";
import { Pen } from "./pen.js";
import { Screen } from "./screen.js";
import { Session } from "./session.js";
import { _ } from "../language.js";

/** The stage's size until its window says which. */
const USUAL = { width: 1280, height: 720 };
const THEMES = ["paper", "board", "projector"];
const WATCH = "chalkgraph watch";

const stage = one("[data-stage]");
const help = /** @type {HTMLDialogElement} */ (one("[data-help]"));
const stamps = /** @type {HTMLDialogElement} */ (one("[data-overview]"));
const now = new Screen(one('[data-screen="now"]'));
const next = new Screen(one('[data-screen="next"]'));
const dot = one("[data-dot]", now.root);
let size = USUAL;
let pointing = false;

const session = new Session(JSON.parse(one("#deck").textContent ?? ""), {
  paint,
  hear({ size: told, dot: where, hello }) {
    if (told && !hello) {
      size = told;
      shrink();
    }
    if (where !== undefined) showDot(where);
  },
});

const sheet = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (one("[data-sheet]", now.root)));
const pen = new Pen(now, sheet, {
  strokes: () => session.strokes[session.name] ?? [],
  onStrokes: (strokes) => session.ink(session.name, strokes),
});

function paint() {
  const { deck, place } = session;
  const { state, slide, story } = session.now;
  now.show(deck, place.at, place);
  const after = Math.min(place.at + 1, deck.states.length - 1);
  next.show(deck, after, { hide: place.hide });
  stage.dataset.step = String(state.step);
  stage.dataset.state = String(place.at);
  one("[data-now-place]").textContent = placeOf(deck, place.at);
  const end = after === place.at;
  one("[data-next-place]").textContent = end ? _("the end") : placeOf(deck, after);
  one("[data-blank]", now.root).hidden = !place.blank;
  one('[data-do="blank"]').setAttribute("aria-pressed", String(place.blank));
  const typed = one("[data-typed]");
  typed.hidden = !place.typed;
  typed.textContent = `${place.typed} ⏎`;
  const told = story?.steps[state.step];
  const upcoming = at(deck, after);
  const coming = upcoming.story?.steps[upcoming.state.step].sentence ?? upcoming.slide.title;
  notes([
    ["", slide.notes],
    ["", told?.sentence ?? ""],
    ["", told?.note ?? ""],
    [_("Note: "), told?.remark ?? ""],
    [_("Then: "), end ? "" : coming],
  ]);
  pen.draw();
}

/** @param {[string, string][]} lines */
function notes(lines) {
  one("[data-notes]").replaceChildren(
    ...lines
      .filter(([, text]) => text)
      .map(([before, text]) => {
        const line = document.createElement("p");
        line.textContent = before + text;
        return line;
      }),
  );
}

/** Both screens are as large as the stage, and then made smaller: so they look like it. */
function shrink() {
  for (const { root } of [now, next]) {
    const frame = root.parentElement;
    if (!frame) continue;
    const scale = Math.min(frame.clientWidth / size.width, frame.clientHeight / size.height);
    root.style.width = `${size.width}px`;
    root.style.height = `${size.height}px`;
    root.style.transform = `scale(${scale})`;
  }
  paint();
}

// -- pointer -----------------------------------------------------------------------------

/** @param {[number, number] | null} where */
function showDot(where) {
  dot.hidden = !where;
  if (!where) return;
  dot.style.left = `${(where[0] * 100).toFixed(2)}%`;
  dot.style.top = `${(where[1] * 100).toFixed(2)}%`;
}

now.root.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!pointing) return;
  const box = now.root.getBoundingClientRect();
  /** @type {[number, number]} */
  const where = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  showDot(where);
  session.tell({ dot: where });
});

// -- the watch ---------------------------------------------------------------------------

/** Milliseconds that have passed before, and since when it runs; null where it stands.
 * @type {{ before: number, since: number | null }} */
let watch = { before: 0, since: Date.now() };
try {
  watch = JSON.parse(sessionStorage.getItem(WATCH) ?? "null") ?? watch;
} catch {
  // Without storage the time begins when this window is opened.
}

function keepTime() {
  try {
    sessionStorage.setItem(WATCH, JSON.stringify(watch));
  } catch {
    // It runs all the same.
  }
  one('[data-do="watch"]').textContent = watch.since === null ? _("Go on") : _("Stop the watch");
  tick();
}

function tick() {
  const passed = watch.before + (watch.since === null ? 0 : Date.now() - watch.since);
  const seconds = Math.floor(passed / 1000);
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  one("[data-elapsed]").textContent =
    `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const date = new Date();
  one("[data-clock]").textContent = `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @type {Record<string, () => void>} */
const actions = {
  ...session.actions,
  overview: () => overview(stamps, session.deck, session.place.at, (k) => session.go(k)),
  pointer() {
    pointing = !pointing;
    if (pointing) return;
    showDot(null);
    session.tell({ dot: null });
  },
  theme() {
    const { dataset } = document.documentElement;
    dataset.theme = THEMES[(THEMES.indexOf(dataset.theme ?? "") + 1) % THEMES.length];
  },
  help: () => help.showModal(),
  watch() {
    const { before, since } = watch;
    watch =
      since === null
        ? { before, since: Date.now() }
        : { before: before + Date.now() - since, since: null };
    keepTime();
  },
  rewind() {
    watch = { before: 0, since: watch.since === null ? null : Date.now() };
    keepTime();
  },
  leave() {
    const { place } = session;
    if (place.typed) session.set({ typed: "" });
    else if (place.blank) session.set({ blank: false });
    else if (pointing) actions.pointer();
    else if (place.zoom !== "fit") session.set({ zoom: "fit" });
    else if (session.aside) session.comeBack();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "." && session.place.typed) {
    event.preventDefault();
    return session.type(".");
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const { ctrlKey, altKey, metaKey } = event;
  const inside = kindOf(event.target);
  const action = actionFor({ key, ctrlKey, altKey, metaKey }, inside, SPEAKER_KEYS);
  if (!action || (inside === "control" && key === "Enter")) return;
  event.preventDefault();
  if (action === "digit") session.type(key);
  else actions[action]();
});

document.addEventListener("click", (event) => {
  const asked = event.target instanceof Element && event.target.closest("[data-do]");
  if (!(asked instanceof HTMLElement) || !asked.dataset.do) return;
  actions[asked.dataset.do]?.();
  if (event.detail) asked.blur();
});

// Links of the pictures would lead away from here.
for (const { strip } of [now, next]) {
  strip.addEventListener("click", (event) => event.preventDefault());
}

explain(SPEAKER_KEYS, one("[data-keys]"));
new ResizeObserver(shrink).observe(stage);
setInterval(tick, 1000);
keepTime();
shrink();
session.hello();
