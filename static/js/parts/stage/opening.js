// A locked number on the stage: it is shown when somebody asks for it, and the walk goes on from there.

import { post } from "../../lib/client.js";
import { _ } from "../../lib/language.js";

/** @typedef {import("../../lib/deck.js").Told} Told */

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {(text: string) => void} say
 * @param {(story: Told) => import("../../lib/deck.js").Laid} place  the room for a story
 * @returns {() => boolean}  whether there is a number to be shown here
 */
export function opening(session, say, place) {
  let waiting = false;

  return () => {
    const { story, state, slide } = session.now;
    if (!story?.locked || state.says !== "locked") return false;
    if (!waiting) void open(story, story.locked.key, slide.story ?? 0);
    return true;
  };

  /** @param {Told} story @param {string} key @param {number} index */
  async function open(story, key, index) {
    waiting = true;
    const unlocked = [story.wish.unlocked, key].filter(Boolean).join(",");
    const [wish, laid] = [{ ...story.wish, unlocked }, place(story)];
    const answer = await post({ ...wish, room: laid.room }).catch(() => null);
    waiting = false;
    if (session.now.story !== story) return;
    if (!answer) return say(_("No connection: it could not be shown. Try again."));
    if (answer.status !== 200) return say(answer.body.error.message);
    say("");
    const told = /** @type {Told} */ ({ ...answer.body, wish, laid });
    if (session.aside) session.depart(told, false);
    else session.change(told, index);
  }
}
