// The stage: connects screen, session, keys, pen, pointer and the questions of the audience.

import { say as sayBelow } from "../lib/below.js";
import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { firstOf, numbered } from "../lib/deck.js";
import { post } from "../lib/client.js";
import { LATER, askingHall, fetched } from "../parts/asking.js";
import { bare, callouts } from "../parts/callouts.js";
import { moved } from "../parts/current.js";
import { pausing, pressing } from "../parts/commands.js";
import { classing } from "../parts/demanded.js";
import { grantFullscreen, toggleFullscreen } from "../parts/fullscreen.js";
import { holding } from "../parts/holding.js";
import { help as helping } from "../parts/help.js";
import { moving } from "../parts/moving.js";
import { showTyped } from "../parts/numbered.js";
import { choosing, factors } from "../parts/pictured.js";
import { player } from "../parts/player.js";
import { arriving } from "../parts/stage/arriving.js";
import { laying } from "../parts/stage/laying.js";
import { growing } from "../parts/stage/growing.js";
import { live } from "../parts/stage/live.js";
import { opening } from "../parts/stage/opening.js";
import { overview } from "../parts/stage/overview.js";
import { Pen } from "../parts/stage/pen.js";
import { Screen } from "../parts/stage/screen.js";
import { spotAt, whereOn } from "../parts/stage/spots.js";
import { nextTheme } from "../parts/themes.js";
import { ASKING, Session } from "../lib/session.js";
import { paced } from "../lib/paced.js";
import { placeOf } from "../lib/places.js";
import { carry } from "../lib/state.js";
import { _ } from "../lib/language.js";

const LOST = _("No connection: the rest of the talk comes when it is back.");

const stage = one("[data-stage]");
const status = one("[data-status]");
const dot = one("[data-dot]");
const help = /** @type {HTMLDialogElement} */ (one("[data-help]"));
const stamps = /** @type {HTMLDialogElement} */ (one("[data-overview]"));
const screen = new Screen(one("[data-screen]"));
const grow = growing(screen);
const given = JSON.parse(one("#deck").textContent ?? "");
const KEYS = keysOf(given.slug ? "talk" : "stage");

/** The address leads to this very state. */
const address = paced(writeAddress);
let pointing = false;
/** The class that is led from here. @type {ReturnType<typeof classing> | undefined} */
let led;

const session = new Session(given, {
  paint,
  hear({ dot: place, hello, press }) {
    if (press) does(press);
    if (place !== undefined) showDot(place);
    if (hello) session.tell({ size: size() });
  },
});

const sheet = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (one("[data-sheet]")));
const pen = new Pen(screen, sheet, {
  strokes: () => session.strokes[session.name] ?? [],
  onStrokes: (strokes) => session.ink(session.name, strokes),
});
const stories = arriving(session, () => say(LOST));
void stories.all.then(() => void (status.textContent === LOST && say("")));
/** Whether a hand holds what it may change numbers with: nothing is laid out anew until it lets go. */
let held = false;
const layout = laying(session, [screen], () => held || questions.busy());
const questions = live(session, one("[data-live]"), say, layout.place, screen, () => !pen.on);
holding((on) => {
  if (on === held) return;
  held = on;
  if (!on) layout.look();
});
const reveal = opening(session, say, layout.place);
screen.canvas.addEventListener("click", (event) => {
  // What else a click there asks for is left undone.
  if (questions.pick(event)) event.preventDefault();
});
/** A story's picture as it stands here. Its size is measured when it is asked for: those of a whole talk at
 * once would keep a key waiting. @param {import("../lib/deck.js").Told} story */
const told = (story) => ({
  story,
  wish: story.wish,
  room: story.laid?.room ?? given.room,
  get size() {
    return layout.roomOf(story);
  },
});
const cards = callouts(screen.root, screen.picture, {
  sheet: screen.root,
  place: one(".head .at", screen.root),
  now() {
    const { story, state } = session.now;
    if (!story || story !== screen.story) return null;
    // What the answers came to stands where the card would; and a slide may go without.
    const silent = bare(story) || session.place.posed !== null || ASKING.has(state.says) || Boolean(led?.boarded());
    return { ...told(story), step: state.step, silent };
  },
  // So that going on is still, and asks for nothing.
  coming: () => session.base.stories.filter((story) => !story.waits && !story.held).map(told),
});
moving(screen.picture);
moved(screen.text);
const choose = choosing(screen.picture, (id) => session.explain(id), questions.tell, questions.open);
factors(screen.picture, (step) => session.factor(step));

function paint() {
  if (session.waits) return stories.hurry();
  const { deck, place } = session;
  const { state } = session.now;
  grow(session, () => screen.show(deck, place.at, place));
  markChanged();
  stage.dataset.step = String(state.step);
  stage.dataset.state = String(place.at);
  one("[data-blank]").hidden = !place.blank;
  showTyped(one("[data-typed]"), place.typed);
  if (!session.asks && status.textContent === LATER) say("");
  one("[data-away]").hidden = !session.aside;
  if (session.aside) sayBelow(one("[data-away-said]"), awaySaid());
  pen.draw();
  address.soon();
  layout.look();
  cards.look();
  led?.look();
}

/** What a detour is: a neuron that is open, or the chain of a leaf; and what it leads away from. */
function awaySaid() {
  const wish = session.now.story?.wish;
  const open = String(wish?.open ?? "");
  const focus = wish?.focus ?? "";
  const from = given.slug ? _("Away from the talk.") : _("Away from the lesson.");
  const of = /^\w/.test(focus) ? _("The chain of %(name)s.", { name: focus }) : "";
  const what = open ? _("Neuron %(name)s, opened.", { name: open }) : of;
  return [what, from].filter(Boolean).join(" ");
}

/** Mark the numbers that are not the program's, or not the talk's. */
function markChanged() {
  questions.mark();
  const { slide, story } = session.now;
  const own = given.slug ? given.stories[slide.story ?? 0]?.wish.values : {};
  const names = new Map(story?.nodes.map(({ id, name, role }) => [id, role ? name : null]));
  for (const { id, from } of story?.edges ?? []) {
    const name = names.get(from);
    const key = name ? placeOf(name).key : "";
    const now = story?.wish.values[key];
    const other = now !== undefined && JSON.stringify(now) !== JSON.stringify(own?.[key]);
    screen.picture.find(id)?.classList.toggle("changed", other);
  }
}

const size = () => ({ width: screen.root.offsetWidth, height: screen.root.offsetHeight });

/** @param {string} text */
function say(text) {
  status.textContent = text;
  status.hidden = !text;
}

function writeAddress() {
  if (session.aside || session.waits) return;
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
  carry(url, { hide: place.hide.join(",") });
  const { theme } = document.documentElement.dataset;
  if (theme && theme !== "paper") url.searchParams.set("theme", theme);
  else url.searchParams.delete("theme");
  if (url.href !== location.href) history.replaceState(null, "", url);
}

// The last state, too, where the window is left at once.
addEventListener("pagehide", address.flush);

// -- pointer ---------------------------------------------------------------------------

/** @param {import("../parts/stage/spots.js").Spot | null} spot */
function showDot(spot) {
  const place = spot && whereOn(screen, spot);
  dot.hidden = !place;
  if (!place) return;
  dot.style.left = `${(place[0] * 100).toFixed(2)}%`;
  dot.style.top = `${(place[1] * 100).toFixed(2)}%`;
}

document.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!pointing) return;
  const spot = spotAt(screen, clientX, clientY);
  showDot(spot);
  session.tell({ dot: spot });
});

// -- what can be done ------------------------------------------------------------------

const time = player(session.walk, (k) => session.go(k));
const questionsOf = fetched(post);
led = classing(session, { root: stage, screen, say, press: does, questions: (story) => questionsOf(story, story.wish), paint: () => cards.look() });
/** On; in a class what is asked is closed first. */
const goOn = () => void (led?.next() || session.actions.next());

/** @type {import("../parts/commands.js").Actions} */
const actions = {
  ...session.actions,
  next: goOn,
  class: led.open,
  again: led.again,
  play: time.play,
  present: () => void toggleFullscreen(),
  speaker() {
    const url = new URL(location.href);
    url.searchParams.set("window", "speaker");
    const opened = window.open(url, "chalkgraph-speaker", "popup,width=1180,height=760");
    if (!opened) say(_("The browser did not open the speaker’s window: allow it for this page."));
  },
  async overview() {
    await stories.all;
    overview(stamps, session.deck, session.place.at, session.place.hide, (k) => session.go(k));
  },
  pointer: turnPointer,
  pen: turnPen,
  erase: () => session.ink(session.name, pen.strokes().slice(0, -1)),
  eraseAll: () => session.ink(session.name, []),
  ask: askingHall(session, (story) => questionsOf(story, story.wish), say, screen.picture.touch.slots),
  edit: questions.toggle,
  why: () => (session.asks ? say(LATER) : session.actions.why()),
  enter(event) {
    if (session.place.posed) goOn();
    else if (!reveal()) choose(event);
  },
  reveal,
  arithmetic: questions.arithmetic,
  theme() {
    nextTheme();
    address.soon();
  },
  help: () => help.showModal(),
  leave() {
    const { place } = session;
    if (!status.hidden) say("");
    if (questions.isOpen()) questions.close();
    else if (place.blank) session.set({ blank: false });
    else if (place.posed) session.set({ posed: null });
    else if (led?.leave()) return;
    else if (place.why !== null) session.set({ why: null });
    else if (pen.on) turnPen();
    else if (pointing) turnPointer();
    else if (place.zoom) session.set({ zoom: null });
    else if (session.aside) session.comeBack();
    else if (document.fullscreenElement) void toggleFullscreen();
    else if (!led?.stays()) location.assign(back());
  },
};

function turnPointer() {
  pointing = !pointing;
  stage.toggleAttribute("data-pointing", pointing);
  if (pointing) return;
  showDot(null);
  session.tell({ dot: null });
}

function turnPen() {
  pen.turn(!pen.on);
  one('[data-do="pen"]').setAttribute("aria-pressed", String(pen.on));
}

/** Where the stage was entered from: the studio at this step, or the gallery. */
function back() {
  const { state, story } = session.now;
  const url = new URL((given.slug ? given.back : story?.page.url) || given.back || "/", location.href);
  if (!given.slug && state.step) url.searchParams.set("step", String(state.step));
  if (!given.slug) carry(url, { hide: session.place.hide.join(",") });
  const { theme } = document.documentElement.dataset;
  if (theme && theme !== "paper") url.searchParams.set("theme", theme);
  return url;
}

// What is done to a story waits until it is here.
for (const name of ["ask", "edit", "why", "enter", "reveal", "arithmetic", "closely", "larger", "smaller"]) {
  const does = actions[name];
  actions[name] = (event) => (session.waits ? stories.hurry() : does(event));
}
const did = pausing(actions, time.pause);
/** What another window or a remote asks for. @param {string} press */
function does(press) {
  did[press]?.(new Event(press));
}
document.addEventListener("keydown", grantFullscreen);
pressing(document, KEYS, did, session.number);

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.defaultPrevented) return;
  const asked = event.target.closest("[data-do]");
  if (asked instanceof HTMLElement && asked.dataset.do && did[asked.dataset.do]) {
    did[asked.dataset.do](event);
    // Space is for the talk, not for the button once more.
    if (event.detail) asked.blur();
    return;
  }
  const later = event.target.closest("[data-go]");
  if (later instanceof HTMLElement) {
    event.preventDefault();
    return session.goToStep(Number(later.dataset.go));
  }
  if (session.place.blank) session.set({ blank: false });
});

screen.canvas.addEventListener("dblclick", (event) => {
  const thing = event.target instanceof Element && event.target.closest("[data-title]");
  const slot = thing && thing.getAttribute("data-slot");
  if (slot) session.closely(slot);
});

// A touch on the left or right edge of a phone's screen steps.
screen.root.addEventListener("pointerup", ({ pointerType, clientX, target }) => {
  if (pointerType !== "touch" || pen.on) return;
  if (target instanceof Element && target.closest("[data-title], [data-go], [data-why], button, a, input")) return;
  const place = clientX / window.innerWidth;
  if (place > 0.75) goOn();
  else if (place < 0.25) session.actions.previous();
});

new ResizeObserver(() => {
  paint();
  session.tell({ size: size() });
}).observe(screen.root);

const asked = new URLSearchParams(location.search);
if (given.slug && asked.has("slide")) {
  const typed = `${asked.get("slide")}.${asked.get("step") ?? 1}`;
  session.start(numbered(session.deck, typed) ?? 0);
}
helping(document, KEYS);
paint();
session.hello();
// Who comes from Share opens one at once.
if (location.hash === "#class") led.open();
const locks = /^#worksheet=(.+)$/.exec(location.hash)?.[1];
if (locks) {
  history.replaceState(null, "", location.pathname + location.search);
  led.worksheet(decodeURIComponent(locks));
}
