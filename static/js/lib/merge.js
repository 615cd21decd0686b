// New numbers for a story in hand.

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Brief} Brief */

/** Which graph is drawn, wherever things are. @param {string} structure */
export const graphOf = (structure) => structure.split(".")[0];

/**
 * Put new numbers into a story; false, and nothing done, where it is told in other steps.
 * @param {Story} story @param {Brief} brief
 */
export function merge(story, brief) {
  const { steps, structure, focus } = story;
  // Behind the point stands where everything is, for its numbers: the picture in hand stays.
  if (graphOf(brief.structure) !== graphOf(structure) || brief.focus !== focus) return false;
  if (brief.steps.length !== steps.length) return false;
  for (const fresh of brief.steps) Object.assign(steps[fresh.index], fresh);
  story.explanations = { ...story.explanations, ...brief.explanations };
  story.said = { ...story.said, ...brief.said };
  return true;
}
