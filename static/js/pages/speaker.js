// The speaker's window: this state and the next, notes, and the time; it follows the stage and can
// lead it.

import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { at, lockedAt, place as placeOf } from "../lib/deck.js";
import { post } from "../lib/client.js";
import { LATER, askingHall, fetched } from "../parts/asking.js";
import { planning } from "../parts/class/planned.js";
import { bare, callouts } from "../parts/callouts.js";
import { pressing } from "../parts/commands.js";
import { help as helping } from "../parts/help.js";
import { showTyped } from "../parts/numbered.js";
import { laying } from "../parts/stage/laying.js";
import { opening } from "../parts/stage/opening.js";
import { overview } from "../parts/stage/overview.js";
import { Pen } from "../parts/stage/pen.js";
import { Screen } from "../parts/stage/screen.js";
import { spotAt, whereOn } from "../parts/stage/spots.js";
import { nextTheme } from "../parts/themes.js";
import { later } from "../lib/later.js";
import { ledOf, watched } from "../lib/classes.js";
import { channelName } from "../lib/follow.js";
import { ASKING, Session } from "../lib/session.js";
import { _ } from "../lib/language.js";

/** The stage's size until its window says which. */
const USUAL = { width: 1280, height: 720 };
const KEYS = keysOf("desk");
const questionsOf = fetched(post);
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

const layout = laying(session, [now, next]);
/** The state that comes next. */
const after = () => Math.min(session.place.at + 1, session.deck.states.length - 1);
/** Cards stand beside their nodes as on the stage; a sheet is asked for there.
 * @param {Screen} screen @param {() => { story: import("../lib/deck.js").Told | null, state: import("../lib/deck.js").State }} shown
 * @param {() => boolean} asks */
const cardsOf = (screen, shown, asks) =>
  callouts(screen.root, screen.picture, {
    sheet: screen.root,
    place: null,
    now() {
      const { story, state } = shown();
      if (!story || story !== screen.story) return null;
      const room = story.laid?.room ?? session.given.room;
      const silent = bare(story) || asks() || ASKING.has(state.says);
      return { story, wish: story.wish, room, size: layout.roomOf(story), step: state.step, silent };
    },
  });
const cards = [
  cardsOf(now, () => session.now, () => session.place.posed !== null),
  cardsOf(next, () => at(session.deck, after()), () => false),
];
const reveal = opening(session, say, layout.place);
/** The class, where this browser leads one of what is shown. */
const desk = later(
  () => import("../parts/class/desk.js"),
  (module) => module.desk(session, stage, { say, paint: shrink }),
  () => say(_("No connection. Open it again when the connection is back.")),
);
const lead = () => void (ledOf(channelName()) && desk.use());
const plan = planning(one("[data-planned]"), session.base.slides);

/** @param {string} text */
function say(text) {
  one("[data-said]").textContent = text;
}

function paint() {
  const { deck, place } = session;
  const { state, slide, story } = session.now;
  now.show(deck, place.at, place);
  const then = after();
  next.show(deck, then, { hide: place.hide });
  stage.dataset.step = String(state.step);
  stage.dataset.state = String(place.at);
  one("[data-now-place]").textContent = placeOf(deck, place.at);
  const end = then === place.at;
  one("[data-next-place]").textContent = end ? _("the end") : placeOf(deck, then);
  one("[data-blank]", now.root).hidden = !place.blank;
  one('[data-do="blank"]').setAttribute("aria-pressed", String(place.blank));
  showTyped(one("[data-typed]"), place.typed);
  say("");
  const told = story?.steps[state.step];
  const upcoming = at(deck, then);
  const coming = lockedAt(upcoming.story, upcoming.state) || upcoming.story?.steps[upcoming.state.step].sentence || upcoming.slide.title;
  notes([
    ["", slide.notes],
    ["", lockedAt(story, state)],
    ["", told?.sentence ?? ""],
    ["", told?.note ?? ""],
    [_("Note: "), told?.remark ?? ""],
    [_("Then: "), end ? "" : coming],
  ]);
  pen.draw();
  layout.look();
  for (const each of cards) each.look();
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

/** What is made smaller of a screen, and the room it has. @param {Element} root */
function framed(root) {
  const wall = /** @type {HTMLElement} */ (root.parentElement);
  return { wall, frame: /** @type {HTMLElement} */ (wall.parentElement) };
}

/** Both screens are as large as the stage, and then made smaller: so they look like it. */
function shrink() {
  for (const { root } of [now, next]) {
    const { wall, frame } = framed(root);
    const scale = Math.min(frame.clientWidth / size.width, frame.clientHeight / size.height);
    wall.style.width = `${size.width}px`;
    wall.style.height = `${size.height}px`;
    wall.style.transform = `scale(${scale})`;
  }
  paint();
}

// -- pointer -----------------------------------------------------------------------------

/** @param {import("../parts/stage/spots.js").Spot | null} spot */
function showDot(spot) {
  const where = spot && whereOn(now, spot);
  dot.hidden = !where;
  if (!where) return;
  dot.style.left = `${(where[0] * 100).toFixed(2)}%`;
  dot.style.top = `${(where[1] * 100).toFixed(2)}%`;
}

now.root.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!pointing) return;
  const spot = spotAt(now, clientX, clientY);
  showDot(spot);
  session.tell({ dot: spot });
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
  plan.show(seconds, session.now.state.slide);
  const date = new Date();
  one("[data-clock]").textContent = `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function turnPointer() {
  pointing = !pointing;
  if (pointing) return;
  showDot(null);
  session.tell({ dot: null });
}

/** @type {import("../parts/commands.js").Actions} */
const actions = {
  ...session.actions,
  next: () => void (desk.here()?.next() || session.actions.next()),
  again: () => desk.here()?.again(),
  ask: askingHall(session, (asked) => questionsOf(asked, asked.wish), say),
  why: () => (session.asks ? say(LATER) : session.actions.why()),
  enter: () => (session.place.posed ? actions.next(new Event("enter")) : reveal()),
  reveal,
  overview: () => overview(stamps, session.deck, session.place.at, session.place.hide, (k) => session.go(k)),
  pointer: turnPointer,
  theme: nextTheme,
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
    if (place.blank) session.set({ blank: false });
    else if (place.posed) session.set({ posed: null });
    else if (desk.here()?.leave()) return;
    else if (place.why !== null) session.set({ why: null });
    else if (pointing) turnPointer();
    else if (place.zoom) session.set({ zoom: null });
    else if (session.aside) session.comeBack();
  },
};

pressing(document, KEYS, actions, session.number);

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const later = event.target.closest("[data-why] [data-go]");
  if (later instanceof HTMLElement) return session.goToStep(Number(later.dataset.go));
  const asked = event.target.closest("[data-do]");
  if (!(asked instanceof HTMLElement) || !asked.dataset.do) return;
  actions[asked.dataset.do]?.(event);
  if (event.detail) asked.blur();
});

// Links of the pictures would lead away from here.
for (const { strip, formula } of [now, next]) {
  strip.addEventListener("click", (event) => event.preventDefault());
  formula.addEventListener("click", (event) => event.preventDefault());
}

helping(document, KEYS);
// Each frame for itself: a worksheet's map beside them takes room of theirs, and none of the stage's.
const frames = new ResizeObserver(shrink);
for (const { root } of [now, next]) frames.observe(framed(root).frame);
setInterval(tick, 1000);
keepTime();
shrink();
session.hello();
watched(lead);
lead();
