// The state of a page that asks the server: the wish, which is all that is looked at, and the story
// that is told of it. It knows no page itself.

import { client } from "./lib/client.js";
import { graphOf, merge } from "./lib/merge.js";
import { phaseStart } from "./lib/timeline.js";

/** @typedef {import("./lib/types.js").Story} Story */
/** @typedef {import("./lib/types.js").Brief} Brief */
/** @typedef {import("./lib/state.js").Wish} Wish */
/** @typedef {import("./parts/wish.js").Once} Once */
/** @typedef {Pick<Once, "go" | "to">} Leap */
/** What goes with a wish: `quiet`, that nothing but the room has changed; where it leads to.
 * @typedef {{ brief?: boolean, quiet?: boolean, leap?: Leap | null }} Sent */
/** @typedef {import("./lib/client.js").Problem} Problem */
/** @typedef {{ status: number, body: any }} Answer */

/** A hand that does nothing for so long rests. */
const RESTING = 250;

export class Store {
  /** The program whose story is told. */
  told;
  /** The room that the picture is laid out for, as the server reads it; empty: the usual one. */
  room = "";
  #walk;
  /** @type {import("./lib/client.js").Client<Wish & Sent>} */
  #server;
  #asked;
  /** Whether what is shown is what was asked for last, wherever it is drawn. */
  #told = true;
  /** Where the answer is to lead; the first story that was asked for since then leads there.
   * @type {Leap | null} */
  #leap = null;
  /** When a number was changed last. */
  #moved = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;
  /** Whether a hand holds what it changes numbers with. */
  #held = false;
  /** Whether the whole story is asked for as soon as the hand lets go. */
  #waits = false;

  /**
   * @param {import("./walk.js").Walk} walk
   * @param {import("./lib/state.js").Wish} wish
   * @param {import("./lib/state.js").Kept} kept
   * @param {object} page
   * @param {(wish: object, where: string) => Promise<Answer>} page.send
   * @param {() => void} page.onAsk  something is asked for
   * @param {(story: Story, asked: Wish, newest: boolean, same: boolean) => void} page.onStory
   *   the walk is along this story now; `same`: it is of the same graph, wherever things are drawn
   * @param {(newest: boolean) => void} page.onRoom  the same story is drawn for another room now
   * @param {(asked: Wish) => void} page.onNumbers  the story has new numbers
   * @param {(problem: Problem, asked: Wish) => void} page.onProblem
   * @param {() => void} page.onLost
   * @param {() => boolean} page.leaps  whether a chain that is asked for begins at once
   */
  constructor(walk, wish, kept, { send, onAsk, onStory, onRoom, onNumbers, onProblem, onLost, leaps }) {
    this.wish = wish;
    this.kept = kept;
    this.told = wish.program;
    this.#walk = walk;
    this.#asked = onAsk;
    this.#server = client({
      /** @param {Wish & Sent} asked */
      send: ({ brief, quiet: _quiet, leap: _leap, ...asked }) =>
        send(
          { ...asked, step: walk.step, have: walk.story?.structure ?? "", ...this.#roomed() },
          brief ? "/api/numbers" : "/api/story",
        ),
      onStory: (fresh, asked, newest) => {
        if (asked.brief && !("nodes" in fresh)) {
          if (!walk.story || !merge(walk.story, /** @type {Brief} */ (fresh))) return this.ask();
          walk.renew();
          return onNumbers(asked);
        }
        const same = graphOf(fresh.structure) === graphOf(walk.story?.structure ?? "");
        if (asked.quiet && same) {
          walk.lay(fresh);
          return onRoom(newest);
        }
        this.told = asked.program;
        walk.load(fresh, { step: this.#leapOf(asked, leaps(), fresh) });
        if (newest) this.#told = true;
        onStory(fresh, asked, newest, same);
      },
      onProblem: (problem, asked) => {
        if (asked.leap === this.#leap) this.#leap = null;
        onProblem(problem, asked);
      },
      onLost,
      // Numbers of the same picture; where it is another one by then, it is asked for whole.
      early: ({ brief }) => Boolean(brief),
    });
  }

  /** Where this answer leads, once. @param {Sent} asked @param {boolean} leaps @param {Story} story */
  #leapOf({ leap }, leaps, { steps }) {
    if (!leap || leap !== this.#leap) return undefined;
    this.#leap = null;
    return (leaps && leap.go ? phaseStart(steps, leap.go) : leap.to) ?? undefined;
  }

  /** @param {Once} [more] */
  ask({ brief, ...leap } = {}) {
    this.#asked();
    this.#told = false;
    if ("go" in leap || "to" in leap) this.#leap = leap;
    this.#send({ brief });
  }

  /** What waits to be asked is asked with this, and leads where it was to lead. @param {Sent} sent */
  #send(sent) {
    if (!sent.brief) {
      clearTimeout(this.#resting);
      this.#waits = false;
    }
    this.#server.ask({ ...this.wish, ...this.kept, ...sent, leap: this.#leap });
  }

  /** The same picture in another room: nothing that is looked at has changed. @param {string} room */
  askForRoom(room) {
    this.room = room;
    this.#send({ quiet: this.#told });
  }

  #roomed() {
    return this.room ? { room: this.room } : {};
  }

  /** A hand takes hold of something, or lets go: the picture is laid out anew only then. @param {boolean} held */
  hold(held) {
    this.#held = held;
    if (!held && this.#waits) this.ask();
  }

  /** Ask, while the hand moves on or holds what it moves for the numbers only. */
  askForNumbers() {
    const now = performance.now();
    const moving = this.#held || now - this.#moved < RESTING || this.#server.busy();
    this.#moved = now;
    clearTimeout(this.#resting);
    this.ask({ brief: moving });
    if (moving) this.#resting = setTimeout(() => (this.#held ? (this.#waits = true) : this.ask()), RESTING);
  }
}
