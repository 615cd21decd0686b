// Leading a class from the stage: it is opened and ended here, what the stage shows is sent to it, and what
// it asks is answered. The corner has the code; the board, what the answers came to.

import { ledOf, lead, asked as request } from "../../lib/classes.js";
import { dressed } from "../../lib/dressed.js";
import { channelName } from "../../lib/follow.js";
import { _ } from "../../lib/language.js";
import { follow, pause } from "../../lib/stream.js";
import { post, spoken } from "../../lib/client.js";
import { board } from "./board.js";
import { boarding } from "./boarding.js";
import { corner } from "./corner.js";
import { handing } from "./handing.js";
import { mirrored, same } from "./mirroring.js";
import { questioning } from "./questioning.js";
import { sending } from "./sending.js";
import { settled, stands } from "./settling.js";
import { taken } from "./taking.js";

/** @typedef {import("../../lib/session.js").Session} Session */
/** A question on the board; `step`: the one that shows its number; `own`: it is the lecturer's own.
 * @typedef {import("./settling.js").Spot & { number: number, question: string, phase: "open" | "closed" | "revealed", own: import("../../lib/own.js").Own | null }} Asked */

/** Milliseconds within which Escape is pressed once more. */
const HELD = 5000;

/**
 * @param {Session} session
 * @param {object} page
 * @param {HTMLElement} page.root
 * @param {import("../stage/screen.js").Screen} page.screen
 * @param {(text: string) => void} page.say
 * @param {(name: string) => void} page.press  does what a key does
 * @param {() => void} page.paint  what stands beside the board may have to go
 * @param {(story: import("../../lib/deck.js").Told) => Promise<import("../../lib/worksheet.js").Asked[] | null>} page.questions
 */
export function leading(session, { root, screen, say, press, questions, paint }) {
  const of = channelName();
  const ready = dressed("css/class.css");
  const card = boarding(board(root, screen), {
    /** @param {number} of_ */
    ask: async (of_) => led && request(spoken(`${base()}/results/${of_}`), led.token),
    leads: () => led !== null,
    still: () => sender?.still() ?? false,
    own: () => asked?.own ?? null,
    paint,
    say,
  });
  const place = corner(root, { end, remove, drive: () => send("drive", { part: "stage" }), hand, take: (kind) => void taken(led, kind, say), question: () => void typing.open() });
  const typing = questioning(session, { send, led: () => led, say });
  const sheets = handing(session, { send, say });
  let led = ledOf(of);
  /** @type {ReturnType<typeof sending> | null} */
  let sender = null;
  /** @type {ReturnType<typeof follow> | null} */
  let stream = null;
  /** @type {Asked | null} */
  let asked = null;
  let counts = { here: 0, answered: 0 };
  /** What was sent last, and of it the story alone. */
  let sent = "";
  let told = "";
  /** What was heard of the class last. @type {import("../../lib/stream.js").State | null} */
  let latest = null;
  /** How many questions there were. */
  let number = 0;
  /** What the class is told is known once its own state has been heard. */
  let heard = false;
  /** Whether another device drives: then its place is shown here, and nothing is sent. */
  let passive = false;
  /** The last press of a remote that was done. */
  let pressed = 0;
  /** Whether this stage is not yet where the class is: nothing is sent. Each time counts, and what a remote
   * presses meanwhile is done afterwards. */
  let behind = false;
  let turn = 0;
  let caught = Promise.resolve();
  /** When it was said that a class follows here. */
  let warned = 0;

  const base = () => `/class/${led?.code}`;

  /** To the class, where one is led. @param {string} kind @param {Record<string, any>} [data] */
  function send(kind, data) {
    sender?.send(kind, data);
  }

  /** Open a class of what is presented, or show its code. */
  async function open() {
    await ready;
    if (led && sender) return place.open();
    if (!led) {
      const deck = `${location.pathname}${location.search}`;
      const answer = await request(spoken("/class"), "", { title: session.base.title, deck });
      if (!answer) return say(_("No connection: the class could not be opened. Try it again."));
      if (answer.status !== 201) return say(`${answer.body.error.message} ${answer.body.error.hint}`.trim());
      const { code, token } = answer.body;
      led = { code, token, of };
      lead(of, led);
    }
    begin();
    place.open(true);
  }

  function begin() {
    if (!led) return;
    [heard, passive] = [false, false];
    [sent, told, asked, number, latest] = ["", "", null, 0, null];
    sender = sending(led.code, led.token, {
      onLost: (lost) => place.lost(lost),
      onStill: settle,
      onRefused(message, status, kind) {
        if (status === 404 || status === 403) return over();
        // The class has the story of before: it is told this one as a whole, not how far it goes.
        if (kind === "show") [sent, told] = ["", ""];
        say(kind === "show" ? _("The class does not see this. %(why)s", { why: message }) : message);
      },
    });
    stream = follow(base(), led.token, {
      onState: hear,
      onCounts(found) {
        counts = found;
        show();
      },
      onLinked: (linked) => place.lost(linked === "lost"),
      onGone: over,
    });
    root.dataset.class = led.code;
    place.begin(led.code);
    show();
  }

  /** @param {import("../../lib/stream.js").State} state */
  function hear(state) {
    // Those that are no longer asked count, too: the next has the number after theirs.
    number = Math.max(number, state.questions);
    latest = state;
    show();
    if (state.ended) return place.ended();
    const drives = state.drivers.stage === (led?.device ?? 0);
    place.elsewhere(!drives);
    const fresh = state.presses.filter((/** @type {[number, string]} */ [seq]) => seq > pressed);
    pressed = state.seq;
    // What one comes back to is where the class is; so is what one has just taken over.
    const back = !heard && location.hash === "#lead";
    const takenOver = drives && passive;
    if (!heard || takenOver || !drives) {
      if (takenOver || !drives) [sent, told] = ["", ""];
      [heard, passive] = [drives, !drives];
      caught = catchUp(state, back || takenOver || !drives);
      return;
    }
    settle();
    for (const [, does] of fresh) void caught.then(() => passive || remote(does));
  }

  /** What the class says is asked holds here, too, once it knows of all that was sent: an earlier state says nothing. */
  function settle() {
    if (!latest || !heard || passive || behind || !sender?.known(latest)) return;
    const { asked: on } = latest;
    const does = settled(asked, on);
    if (does === "adopt") adopt(on);
    if (does === "leave") left();
    if (does !== "number" || !asked) return;
    asked = { ...asked, number: on.number };
    card.keep(0);
    if (asked.phase === "revealed") void card.show(asked.number);
  }

  /** A question of the lecturer's own has been typed at the desk. @param {Asked} on */
  function adopt({ number: of_, phase, own }) {
    card.clear();
    asked = { number: of_, question: "", ...spot(), phase, own };
    if (session.place.posed) session.set({ posed: null });
    paint();
    show();
    if (phase === "revealed") void card.show(asked.number);
  }

  /** Where the stage is. */
  function spot() {
    const { state, story } = session.now;
    return { step: state.step, slide: state.slide, wish: story?.wish ?? null };
  }

  /** What a remote presses. @param {string} does */
  function remote(does) {
    if (does === "reveal" && asked?.own) {
      for (let k = 0; k < 2 && waits(); k += 1) next();
      return;
    }
    if (does !== "reveal" || !session.place.posed) return press(does);
    next();
    press("next");
  }

  /** Be where the class is: what it is shown, if one moves there, and what it is asked. What fails is tried
   * again, until something newer is heard. @param {import("../../lib/stream.js").State} state @param {boolean} moves */
  async function catchUp({ show: shown, asked: on }, moves) {
    turn += 1;
    const mine = turn;
    const newest = () => mine === turn;
    behind = true;
    asked = on && {
      number: on.number,
      question: on.question,
      step: on.phase === "revealed" ? (shown?.step ?? on.step) : on.step,
      slide: shown?.slide?.place ?? session.now.state.slide,
      wish: shown?.wish ?? null,
      phase: on.phase,
      own: on.own,
    };
    card.keep(asked?.phase === "revealed" ? asked.number : 0);
    show();
    const posed = on !== null && on.phase !== "revealed" && session.place.posed?.id === on.question;
    const all = { ask: (/** @type {object} */ wish) => post(wish), newest, say, posed };
    for (let failed = 0; ; failed += 1) {
      const there = (!moves || !shown || (await mirrored(session, shown, all))) && newest() && (await pose());
      if (!newest()) return;
      if (failed) place.lost(!there);
      if (there) break;
      await new Promise((done) => setTimeout(done, pause(failed)));
      if (!newest()) return;
    }
    behind = false;
    // What is not asked here, because one has come back to another place, is asked no more.
    if (!passive && waits() && !asked?.own && session.place.posed?.id !== asked?.question) drop();
    if (asked?.phase === "revealed") void card.show(asked.number);
    look();
    settle();
  }

  /** Whether what is asked is still to be shown. */
  const waits = () => asked !== null && asked.phase !== "revealed";

  /** The question stands in the picture, if its number is not there yet; false where it cannot be had now. */
  async function pose() {
    const { story } = session.now;
    if (!waits() || asked?.own || !story || session.place.posed) return true;
    const found = await questions(story);
    // It may have been laid out anew meanwhile, but not have become another one.
    if (!same(session.now.story?.wish, story.wish)) return false;
    const question = found?.find(({ id }) => id === asked?.question);
    if (question && session.now.state.step < question.step && !session.place.posed) {
      const { ask, slots, step, id } = question;
      session.set({ posed: { ask, slots, beside: [], step, id } });
    }
    return found !== null;
  }

  /** The stage shows something: the class is told of it. */
  function look() {
    if (!sender || !heard || passive || behind) return;
    const { state, story } = session.now;
    const { posed } = session.place;
    if (asked?.own && posed?.id) drop();
    if (asked && !asked.own && asked.phase !== "revealed" && posed?.id !== asked.question) {
      if (!posed && story && state.step >= asked.step) reveal();
      else drop();
    } else if (asked?.phase === "revealed" && (posed || !stands(asked, spot()))) drop();
    tellShown();
    if (posed?.id && !asked) ask(posed.id, posed.step);
    show();
  }

  function tellShown() {
    const { state, story } = session.now;
    const { hide, blank } = session.place;
    const { slug } = session.deck;
    const slide = slug ? { talk: slug, place: state.slide, points: state.step, says: state.says } : null;
    if (slide?.says === "locked") slide.says = "";
    const wish = story ? JSON.stringify(story.wish) : "";
    const where = { step: state.step, hide, blank, ...(slide && { slide }) };
    const now = `${JSON.stringify(where)}${wish}`;
    if (now === sent) return;
    sent = now;
    const which = !story ? { text: true } : wish === told ? {} : { wish: story.wish };
    told = wish;
    send("show", { ...where, ...which });
  }

  /** @param {string} question @param {number} step */
  function ask(question, step) {
    number += 1;
    asked = { ...spot(), number, question, step, phase: "open", own: null };
    counts = { ...counts, answered: 0 };
    send("ask", { question, step });
  }

  function reveal() {
    if (!asked) return;
    asked = { ...asked, ...spot(), phase: "revealed" };
    tellShown();
    send("reveal");
    void card.show(asked.number);
  }

  function drop() {
    asked = null;
    card.clear();
    send("drop");
  }

  /** Take a question of the lecturer's own off the board; false where there is none. */
  function leave() {
    if (passive || !asked?.own) return false;
    send("drop");
    left();
    return true;
  }

  /** Whether who leaves the stage is held once: the class would stay where it is. */
  function stays() {
    if (!led || latest?.ended || Date.now() - warned < HELD) return false;
    warned = Date.now();
    say(_("A class follows here. Escape once more leaves the stage; the class stays open."));
    return true;
  }

  /** It is on the board no more. */
  function left() {
    asked = null;
    card.clear();
    paint();
    show();
  }

  function show() {
    place.show(counts, asked?.phase ?? null, { out: Boolean(latest?.worksheet), own: Boolean(asked?.own) });
    if (asked?.own && waits()) card.ask(asked.own);
  }

  /** Hand out a worksheet, or collect the one that is out. */
  function hand() {
    if (latest?.worksheet) send("collect");
    else void sheets.open("");
  }

  /** Once more, after they have talked. */
  function again() {
    if (passive || asked?.phase !== "closed") return false;
    asked = { ...asked, phase: "open" };
    counts = { ...counts, answered: 0 };
    send("again");
    show();
    return true;
  }

  /** What → does while something is asked: it closes; false where it goes on. */
  function next() {
    const own = asked?.own && waits();
    if (passive || session.place.blank || !(own || session.place.posed || (behind && waits()))) return false;
    if (own && asked?.phase === "closed") {
      reveal();
      show();
      return true;
    }
    // Until the question stands here its number is not shown, either.
    if (asked?.phase !== "open") return behind && waits();
    asked = { ...asked, phase: "closed" };
    send("close");
    show();
    return true;
  }

  function end() {
    send("end");
    asked = null;
    card.clear();
    place.ended();
  }

  /** Forget the class, here and on the server. */
  async function remove() {
    const answer = led && (await request(spoken(`${base()}/delete`), led.token, {}));
    if (answer?.status === 200) over();
    else say(_("No connection: the class could not be deleted. Try it again."));
  }

  /** The class is no more, or another leads it. */
  function over() {
    stream?.end();
    [stream, sender, led, asked] = [null, null, null, null];
    lead(of, null);
    turn += 1;
    delete root.dataset.class;
    card.clear();
    place.over();
  }

  if (led) void ready.then(begin);
  return { open, look, next, again, leave, stays, worksheet: sheets.open, boarded: () => asked?.phase === "revealed" || Boolean(asked?.own) };
}
