// A class as a student follows it: the lecturer's picture at the lecturer's step, in one's own language and
// theme. One may look back and comes to the present with one press; what is asked is answered here.

import { post } from "../lib/client.js";
import { member } from "../lib/classes.js";
import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { _ } from "../lib/language.js";
import { follow } from "../lib/stream.js";
import { between, grown } from "../lib/telling.js";
import { optionsOf } from "../lib/own.js";
import { previous } from "../lib/timeline.js";
import { alone } from "../parts/class/alone.js";
import { answering } from "../parts/class/answering.js";
import { diagnosis } from "../parts/class/diagnosis.js";
import { field as fieldOf } from "../parts/class/field.js";
import { naming } from "../parts/class/naming.js";
import { linkedSaid } from "../parts/class/said.js";
import { wiring } from "../parts/class/wiring.js";
import { words } from "../parts/class/words.js";
import { commands } from "../parts/commands.js";
import { figured, lightFigure } from "../parts/figure.js";
import { numbered } from "../parts/numbered.js";
import { pictured } from "../parts/pictured.js";
import { rooming } from "../parts/rooming.js";
import { ends } from "../parts/timebar.js";
import { telling } from "../parts/told.js";
import { nextTheme } from "../parts/themes.js";
import { zoomable } from "../parts/zoom.js";
import { moving } from "../parts/moving.js";
import { sheet } from "../parts/sheet.js";
import { help } from "../parts/help.js";
import { Walk, stepping } from "../walk.js";

/** @typedef {import("../lib/telling.js").Bit} Bit */

const page = one("main.studio");
const code = page.dataset.code ?? "";
const own = member(code);
const link = one("[data-linked]");
const bar = /** @type {HTMLButtonElement} */ (one('[data-do="live"]'));
const notice = one("[data-notice]");

/** @type {Walk<Bit>} */
const walk = new Walk({});
const asWalk = /** @type {Walk} */ (/** @type {unknown} */ (walk));
// No further than the lecturer has been.
walk.guard = (k) => (free() ? Math.min(k, walk.story?.upto ?? 0) : (state?.show?.step ?? 0));
const picture = pictured(asWalk, page);
moving(picture);
const zoom = zoomable(picture);
const figure = one("[data-figure]", page);
telling(asWalk, page);
ends(asWalk, one("footer.time"));
sheet(/** @type {HTMLDetailsElement} */ (one("[data-more]")));
const slide = words(one("[data-words]"));
const form = fieldOf(one("[data-answer]"));
const field = answering(form, { code, own });
/** Where a wire is asked for, it is touched in the picture. */
const picks = wiring(picture, asWalk, (id) => {
  field.take(id);
  picks.show(true, field.mine());
});
const mine = diagnosis(one("[data-mine]"), { code, own });
const named = naming(one("[data-naming]"), one("[data-my-name]"), { code, own, onChange: () => working.renew() });
/** What is worked on alone, where a worksheet is handed out. */
const working = alone(form, page, {
  code,
  own,
  named: named.on,
  onDone(step) {
    goal = step;
    void look();
  },
});

/** Where the class is, as far as it is known. @type {import("../lib/stream.js").State | null} */
let state = null;
/** The story in hand, by its wish; "" where there is none. */
let story = "";
let room = "";
/** Whether one is where the lecturer is, or at one's own task; else one looks back. */
let following = true;
/** The step that is gone to when it may be seen. @type {number | null} */
let goal = null;
/** What is being asked for: one thing at a time, and the newest next. */
let asking = false;
let stale = false;
/** Whether the picture has to be drawn for another room. */
let anew = false;
/** Whether the story in hand is that of a worksheet. */
let apart = false;

/** Whether one may look around. */
function free() {
  return apart || (state?.locks.look ?? true);
}

/** The step that one comes back to: where the lecturer is, or where one's own task is asked. */
function home() {
  if (!apart) return state?.show?.step ?? 0;
  const next = working.next();
  return next === null || !walk.story ? walk.step : previous(walk.steps, next, walk.level);
}

follow(`/class/${code}`, own.person, {
  onState(found) {
    state = found;
    page.toggleAttribute("data-held", !free());
    if (!free()) following = true;
    named.show(found);
    void look();
  },
  onCounts: field.count,
  onLinked(linked) {
    if (linkedSaid(link, linked)) mark();
  },
  onGone: () => say(_("There is no class with this code any more.")),
});

/** @param {string} text */
function title(text) {
  one("[data-title]").textContent = text;
  if (text) document.title = `${text} · Chalkgraph`;
}

/** @param {string} text */
function say(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

/** Show what the class shows now. */
async function look() {
  if (asking) return void (stale = true);
  asking = true;
  do {
    stale = false;
    const now = state;
    if (now) await show(now).catch(() => setTimeout(look, 1500));
  } while (stale);
  asking = false;
}

/** @param {import("../lib/stream.js").State} now */
async function show(now) {
  if (now.worksheet && !now.ended) return work(now.worksheet);
  working.end();
  // What was worked on is collected: everybody is back at the board.
  if (apart) [following, goal] = [true, null];
  if (!now.show?.wish) title(now.title);
  page.toggleAttribute("data-ended", now.ended);
  say(
    now.ended
      ? _("The class has ended.")
      : now.show
        ? ""
        : _("The lecturer has not begun yet. This page follows by itself."),
  );
  one("[data-did]").hidden = !now.ended;
  if (!now.show) return;
  const { wish, slide: of, hide } = now.show;
  page.dataset.hide = hide.join(" ");
  page.dataset.kind = wish ? "story" : "words";
  await slide.show(of ?? null, Boolean(wish));
  const { asked } = now;
  const waits = asked && asked.phase !== "revealed";
  const { step, upto } = now.show;
  const told = wish && (await tell({ wish, step, upto, question: waits ? asked.question : "" }, false));
  if (!wish) walk.pose(null);
  // Where the story could not be had, that in hand has other wires.
  const named = story === nameOf(wish, false) ? walk.story : null;
  const posed = waits && asked.own ? owned(asked.own, named) : told;
  if (waits && posed) field.ask(asked.ballot, posed, wish ?? {}, asked);
  else field.hide();
  picks.show(waits && asked.own?.kind === "wire", field.mine());
  if (asked?.phase === "revealed" && (wish || asked.own)) void mine.show(asked, wish ?? {});
  else mine.hide();
  mark();
}

/** The name of a story in hand. @param {object | null} wish @param {boolean} worksheet */
const nameOf = (wish, worksheet) => JSON.stringify([wish, worksheet]);

/** A question of the lecturer's own. @param {import("../lib/own.js").Own} own @param {typeof walk.story} told
 * @returns {import("../parts/class/field.js").Question} */
const owned = (own, told) => ({
  ...{ ask: own.ask, kind: own.kind, options: optionsOf(own, told) },
  ...{ typing: "", slots: [], step: 0, count: 0, size: false },
});

/** A worksheet: it is told as far as one has worked. @param {import("../parts/class/alone.js").Sheet} handed */
async function work(handed) {
  if (!apart) {
    field.hide();
    mine.hide();
    picks.show(false, "");
  }
  await slide.show(null, false);
  await working.begin(handed);
  say("");
  page.dataset.hide = "";
  page.dataset.kind = "story";
  const { upto, question, step } = working.scene();
  const posed = await tell({ wish: handed.wish, step, upto, question }, true);
  reach();
  following = walk.step === home();
  pose();
  working.ask(posed, following);
  mark();
}

/** To where one wants to be, once it may be seen. */
function reach() {
  if (goal === null || !walk.story || goal > walk.story.upto) return;
  walk.go(goal);
  goal = null;
}

/** The story as far as it may be seen, and what is asked in it.
 * @param {{ wish: object, step: number, upto: number, question: string }} scene
 * @param {boolean} worksheet  whether it is that of a worksheet */
async function tell({ wish, step, upto, question }, worksheet) {
  const name = nameOf(wish, worksheet);
  const before = name === story && !anew ? walk.story : null;
  // Where less may be seen than before, what was seen is not kept, either.
  const since = before && before.upto <= upto ? before.upto + 1 : 0;
  const have = before?.structure ?? "";
  const answer = await post({ ...wish, room, upto, since, have, question }, "/api/told");
  if (answer.status !== 200) {
    say(answer.body.error.message);
    return null;
  }
  const found = grown(before, answer.body);
  const same = name === story;
  [story, apart, anew] = [name, worksheet, false];
  // A lesson has its title in one's own language.
  title(found.title);
  figured(figure, found.page ?? {});
  const there = following || worksheet ? step : 0;
  walk.load(found, { step: Math.min(same ? walk.step : there, found.upto) });
  if (same && following && !worksheet && walk.step !== step) walk.go(step);
  rooms.arrived(true);
  pose();
  return found.posed;
}

/** The question stands in the picture where the lecturer asks it. */
function pose() {
  const posed = walk.story?.posed;
  if (posed && walk.step === home()) walk.pose({ ask: posed.ask, slots: posed.slots, beside: [], step: posed.step });
}

/** Say how far one is behind. */
function mark() {
  const live = home();
  const behind = walk.story && state?.show?.wish ? between(walk.steps, walk.step, live) : 0;
  const lost = link.dataset.linked === "lost";
  const [number, count] = working.number();
  bar.hidden = following && !lost;
  page.toggleAttribute("data-behind", !following);
  const asks = state?.asked?.takes;
  const [sign, rest] = lost
    ? [_("▶ return when connected"), _("Your answers are kept.")]
    : apart
      ? [_("▶ task %(number)s of %(count)s", { number, count }), _("This leads to the task that you are at.")]
      : [
        asks
          ? _("▶ live: a question is asked")
          : behind === 1
            ? _("▶ live, 1 step ahead")
            : _("▶ live, %(count)s steps ahead", { count: behind }),
        _("You look around on your own; this leads back to the lecturer."),
      ];
  one("b", bar).textContent = sign;
  one("span", bar).textContent = rest;
}

walk.subscribe((changed) => {
  lightFigure(figure, walk.step, page.dataset.hide?.includes("values"));
  if (changed.has("step")) pose();
  if (apart) working.stay(walk.step);
  mark();
});

/** Look around, from here. @param {() => void} step */
const around = (step) => () => {
  if (!free() || !walk.story || page.dataset.kind !== "story") return;
  goal = null;
  step();
  following = walk.step === home();
  if (apart) working.ask(walk.story.posed, following);
  mark();
};

function live() {
  following = true;
  if (apart) {
    goal = home();
    reach();
    working.ask(walk.story?.posed ?? null, goal === null);
  } else {
    if (walk.story) walk.go(home());
    void look();
  }
  mark();
}

const steps = Object.fromEntries(Object.entries(stepping(asWalk)).map(([name, step]) => [name, around(step)]));
const table = keysOf("class");
const typed = numbered(asWalk, page);
commands(
  asWalk,
  document,
  table,
  {
    ...steps,
    ...zoom,
    last: live,
    live,
    theme: nextTheme,
    help: () => /** @type {HTMLDialogElement} */ (one("[data-help]")).showModal(),
    leave: () => zoom.whole(),
  },
  { ...typed, go: (/** @type {string} */ number) => around(() => typed.go(number))() },
);
help(document, table);
const rooms = rooming(picture, (wanted) => {
  if (!walk.story) return false;
  room = wanted;
  anew = true;
  void look();
  return true;
});
