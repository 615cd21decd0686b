// What a class is shown, shown on a stage that follows it or has just taken over: the slide, the step, and the
// story with the numbers that it has there.

import { settles } from "../../lib/stream.js";

/** @typedef {import("../../lib/session.js").Session} Session */
/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {import("../../lib/deck.js").Wish} Wish */
/** As a class is told it. @typedef {{ wish: Wish | null, step: number, hide?: string[], blank?: boolean,
 *   slide?: { place: number, points: number, says: string } }} Shown */
/** @typedef {{ status: number, body: any }} Answer */

/** The same whatever the order of its names: a server may have another. @param {unknown} wish */
const written = (wish) =>
  JSON.stringify(wish, (_name, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) => written(one) === written(other);

/**
 * Show it; false where the server cannot be asked now.
 * @param {Session} session @param {Shown} shown
 * @param {object} how
 * @param {(wish: object) => Promise<Answer>} how.ask  for a story
 * @param {() => boolean} how.newest  whether nothing newer has been heard
 * @param {(message: string) => void} how.say
 * @param {boolean} how.posed  whether the question in the picture stays
 */
export async function mirrored(session, shown, { ask, newest, say, posed }) {
  const { wish, slide, step, blank = false, hide = [] } = shown;
  const { base } = session;
  const away = wish !== null && !slide && (base.slug !== "" || !same(wish.open ?? "", base.stories[0]?.wish.open ?? ""));
  const index = slide ? (base.slides[slide.place]?.story ?? null) : 0;
  const before = away ? session.aside?.stories[0] : index === null ? null : base.stories[index];
  /** @type {Told | null} */
  let story = null;
  if (wish && before !== null && !same(wish, before?.wish)) {
    const answer = await ask({ ...wish, room: base.room }).catch(() => null);
    if (!newest()) return true;
    if (!settles(answer)) return false;
    if (answer.status === 200) story = { ...answer.body, wish };
    else say(answer.body.error.message);
  }
  if (!away && session.aside) session.comeBack();
  // Nothing in the picture moves, where it is here.
  if (story && away) session.depart(story, false, { still: !session.waits, away });
  else if (story) session.change(story, index ?? 0, !before?.waits);
  const at = placeOf(session, shown);
  const kept = posed && at === session.walk.step ? session.place.posed : null;
  if (at >= 0) session.set({ at, blank, hide, posed: kept });
  return true;
}

/** Which state of the deck is shown; -1: none of it. @param {Session} session @param {Shown} shown */
function placeOf({ deck }, { slide, step }) {
  const is = (/** @type {import("../../lib/deck.js").State} */ each) =>
    slide ? each.slide === slide.place && each.step === slide.points : each.step === step;
  const exact = deck.states.findIndex((each) => is(each) && (!slide || each.says === slide.says));
  return exact < 0 ? deck.states.findIndex(is) : exact;
}
