// One question: the next number is asked for, and the next step shows it.

import { _ } from "../lib/language.js";
import { ahead, posed, touchedAt } from "../lib/worksheet.js";
import { previous } from "../lib/timeline.js";

/** @typedef {import("../lib/worksheet.js").Asked} Asked */

export const NOTHING = _("No number comes after this step.");
export const LOCKED = _("The number that comes next is locked.");
export const LATER = _("What is asked is explained after the answer.");
export const LOST = _("No connection: the questions could not be fetched. Press Q again.");

/** Whether what is told is what it was, though it may have been laid out for another room meanwhile.
 * @param {{ page?: { url: string } | null } | null | undefined} now @param {typeof now} before */
const still = (now, before) => now === before || Boolean(before?.page?.url && now?.page?.url === before.page.url);

/**
 * What Q does on a page that judges no answers.
 * @param {import("../walk.js").Walk} walk
 * @param {() => Promise<Asked[] | null>} questions  all of the story's; null where they do not come
 * @param {(text: string) => void} say
 * @param {() => string[]} [touched]  the slots of what is touched: that is asked for
 */
export const asking = (walk, questions, say, touched = () => []) => async () => {
  if (walk.posed) return walk.pose(null);
  const { story, step } = walk;
  const slots = touched();
  const all = await questions();
  if (!still(walk.story, story) || walk.step !== step) return;
  const question = all && touchedAt(all, slots, step);
  const found = question
    ? { question, from: previous(walk.steps, question.step, walk.level) }
    : all && ahead(walk.steps, all, step, walk.level);
  if (!found) return say(!all ? LOST : walk.asked ? LOCKED : NOTHING);
  walk.go(found.from);
  walk.pose(posed(found.question));
};

/**
 * What Q does on the stage and in the speaker's window.
 * @param {import("../lib/session.js").Session} session
 * @param {(story: import("../lib/deck.js").Told) => Promise<Asked[] | null>} questions
 * @param {(text: string) => void} say
 * @param {() => string[]} [touched]  the slots of what is touched: that is asked for
 */
export const askingHall = (session, questions, say, touched = () => []) => async () => {
  if (session.place.posed) return session.set({ posed: null });
  const { story } = session.now;
  const at = session.walk.step;
  const slots = touched();
  if (!story) return say(_("There is no picture on this slide."));
  if (session.now.state.says === "locked") return say(LOCKED);
  const all = await questions(story);
  if (!still(session.now.story, story) || session.walk.step !== at) return;
  if (!all) say(LOST);
  else if (!session.ask(all, slots)) say(NOTHING);
};

/** Questions as the server has them, asked for once for each story.
 * @param {(wish: object, where: string) => Promise<{ status: number, body: any }>} post */
export function fetched(post) {
  /** @type {WeakMap<object, Promise<Asked[] | null>>} */
  const kept = new WeakMap();
  /** @param {object} story @param {object} wish */
  return (story, wish) => {
    const found = kept.get(story) ?? ask(wish);
    kept.set(story, found);
    // What did not come is asked for again.
    void found.then((all) => all ?? kept.delete(story));
    return found;
  };

  /** @param {object} wish @returns {Promise<Asked[] | null>} */
  async function ask(wish) {
    const answer = await post(wish, "/api/questions").catch(() => null);
    return answer?.status === 200 ? answer.body.questions : null;
  }
}
