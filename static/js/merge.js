// New numbers for a story in hand.

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Brief} Brief */

/**
 * Put new numbers into a story; false, and nothing done, where it is told in other steps.
 * @param {Story} story @param {Brief} brief
 */
export function merge(story, brief) {
  const { steps, structure, focus } = story;
  if (brief.structure !== structure || brief.focus !== focus) return false;
  if (brief.steps.length !== steps.length) return false;
  for (const fresh of brief.steps) Object.assign(steps[fresh.index], fresh);
  return true;
}
