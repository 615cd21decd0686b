// The stories of a deck, laid out for the room that this window's screen has for each of them: the one that
// is shown first, then the others, so that going on is still. Other windows have other rooms and are told
// nothing.

import { post } from "../../lib/client.js";
import { at, kin } from "../../lib/deck.js";
import { written } from "../rooming.js";
import { heightOf, roomFor, rowsFor, stripFor, unmeasured } from "./ruler.js";

/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {import("../../lib/deck.js").Laid} Laid */
/** @typedef {{ width: number, height: number }} Size */

/** A number's letters are this part of the screen's height. */
const LETTERS = 1 / 52;
/** A number's text in a picture's own units. */
const TEXT = 13;
/** A hand that does nothing, and a window that is not being drawn larger, for so long rests. */
const RESTING = 250;
/** Pixels that letters may be smaller than they should. */
const SLACK = 0.05;
/** How long one waits for fonts. */
const PATIENCE = 1500;

/** Let a key that was pressed, or a frame, be next. @returns {Promise<void>} */
const aKey = () => new Promise((done) => setTimeout(done));

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {readonly import("./screen.js").Screen[]} screens  as large as each other
 * @param {() => boolean} [busy]  whether a number that is being changed is on its way
 */
export function laying(session, screens, busy = () => false) {
  const [{ root }] = screens;
  const stage = /** @type {HTMLElement} */ (root.closest("[data-stage]"));
  /** Stories' rooms as they were measured, and what stories with the same room need below it. @type {WeakMap<Told, { size: string, rows: number, room: Size }>} */
  const measured = new WeakMap();
  /** Rooms for which the server had no picture. @type {WeakMap<Told, string>} */
  const vain = new WeakMap();
  /** Which story each screen showed. @type {Map<object, string>} */
  const seen = new Map();
  /** The last story with numbers that a hand has changed, and until when the hand may go on.
   * @type {{ story: Told | null, until: number }} */
  let hand = { story: null, until: 0 };
  let [ready, running, lost, size] = [false, false, false, ""];
  /** Whether something may have changed since the run under way looked at the first. */
  let again = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  /** The size of a story's picture's place. @param {Told} story */
  function roomOf(story) {
    const stories = kin(session.base, story);
    const rows = rowsFor(stories) + stripFor(root, session.base, stories);
    const found = measured.get(story);
    if (found?.size === size && found.rows === rows) return found.room;
    const room = roomFor(root, session.base, story, stories);
    measured.set(story, { size, rows, room });
    return room;
  }

  /** What a story is laid out for here. @param {Told} story @returns {Laid} */
  const place = (story) => ({ room: written(roomOf(story), Math.ceil(root.clientHeight * LETTERS)), size });

  /** Whether a story's picture is not the one for its room. @param {Told} story */
  function waits(story) {
    const room = roomOf(story);
    if (room.width <= 0 || room.height <= 0) return false;
    const wanted = place(story).room;
    if (vain.get(story) === wanted) return false;
    if (story.held) return true;
    const laid = story.laid ?? { room: session.given.room, size };
    if (laid.room === wanted) return false;
    // States of one figure are laid out for the same room, or they would not be one.
    if ((story.run ?? null) !== null) return true;
    // What was laid out for another window may have more room now.
    return laid.size !== size || lettersIn(story.svg, room) < root.clientHeight * LETTERS - SLACK;
  }

  /** All stories, in the order in which they come. */
  function inOrder() {
    const { deck, base, walk } = session;
    const { length } = deck.states;
    const coming = deck.states.map((_, k) => at(deck, (walk.step + k) % length).story);
    return [...new Set([...coming, ...base.stories])];
  }

  /** The next to be laid out. To measure a talk takes as long as many frames, so a key, and a frame, go
   * before each room that is measured. */
  async function next() {
    const looked = new Set();
    for (;;) {
      const story = inOrder().find((each) => each && !looked.has(each));
      if (!story) return undefined;
      looked.add(story);
      const stories = kin(session.base, story);
      for (const each of unmeasured(root, stories)) {
        heightOf(root, session.base, each, stories);
        await aKey();
      }
      if (measured.get(story)?.size !== size) await aKey();
      if (!inOrder().includes(story)) continue;
      const moving = busy() || performance.now() < hand.until;
      if (!story.waits && !(story.held && moving) && waits(story)) return story;
    }
  }

  async function run() {
    again = running;
    if (running) return;
    running = true;
    for (let story = await next(); story; story = await next()) {
      const [laid, room] = [place(story), roomOf(story)];
      const asked = { ...story.wish, room: laid.room, have: story.structure };
      const answer = await post(asked, "/api/picture").catch(() => null);
      lost = !answer;
      if (!answer) break;
      if (answer.status !== 200) {
        vain.set(story, laid.room);
        continue;
      }
      const fresh = { ...story, ...answer.body, laid, held: false };
      const { rows = 0 } = measured.get(story) ?? {};
      measured.set(fresh, { size: laid.size, rows, room });
      session.lay(story, fresh);
    }
    running = false;
    if (again && !lost) return run();
    show();
  }

  /** Show what waits for nothing any more, and say whether something is under way. */
  function show() {
    for (const screen of ready ? screens : []) {
      if (lost || !screen.story || !waits(screen.story)) screen.wait(false);
    }
    const coming = session.base.stories.some((story) => story.waits);
    stage.toggleAttribute("data-rooming", !ready || running || coming || later !== undefined);
  }

  /** @param {Told} story */
  const kinOf = (story) =>
    story === session.aside?.stories[0] ? "aside" : String(session.base.stories.indexOf(story));

  /** Look at what the screens show now: what nobody has seen yet comes when it is laid out. */
  function look() {
    if (!ready) return;
    const now = `${root.clientWidth}x${root.clientHeight}`;
    const grown = size !== "" && now !== size;
    size = now;
    let other = grown;
    for (const screen of screens) {
      const { story } = screen;
      const kin = story ? kinOf(story) : "";
      if (kin !== seen.get(screen)) {
        other = true;
        if (story && waits(story)) screen.wait(true);
      }
      seen.set(screen, kin);
      if (story?.held && story !== hand.story) {
        hand = { story, until: performance.now() + RESTING };
        soon();
      }
    }
    if (grown) soon();
    // Without a connection one asks again for another picture alone.
    else if (later === undefined && (other || !lost)) void run();
    show();
  }

  function soon() {
    clearTimeout(later);
    later = setTimeout(() => {
      later = undefined;
      void run();
    }, RESTING);
  }

  function begin() {
    if (ready) return;
    ready = true;
    session.paint();
  }

  for (const screen of screens) screen.wait(true);
  show();
  addEventListener("online", () => {
    lost = false;
    look();
  });
  // What is measured is measured in our own letters.
  void Promise.allSettled([...document.fonts].map((face) => face.load())).then(begin);
  setTimeout(begin, PATIENCE);
  return { look, place, roomOf };
}

/** How high a number's letters are, if all of a picture is seen. @param {string} svg @param {Size} room */
function lettersIn(svg, { width, height }) {
  /** @param {string} side */
  const own = (side) => Number(new RegExp(`data-${side}="([\\d.]+)"`).exec(svg)?.[1]);
  return TEXT * Math.min(width / own("width"), height / own("height"));
}
