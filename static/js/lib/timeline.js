// Walking along the steps. Time is one integer; a level says at which steps a reader stops.

/** @typedef {import("./types.js").Stop} Stop */
/** @typedef {import("./types.js").Level} Level */

/** @type {Record<Level, Level[]>} */
const STOPS = {
  round: ["node"],
  node: ["node"],
  edge: ["node", "edge"],
  formula: ["node", "edge", "formula"],
};

/** Whether a stop of this fineness is met by a reader at a level.
 * @param {Level} stop @param {Level} level */
export const reaches = (stop, level) => STOPS[level].includes(stop);

/**
 * Whether a reader at this level stops at the step; everybody stops at both ends.
 * @param {readonly Stop[]} steps @param {number} k @param {Level} level
 */
export const stops = (steps, k, level) =>
  k === 0 || k === steps.length - 1 || STOPS[level].includes(steps[k].stop);

/** @param {readonly Stop[]} steps @param {number} k @param {Level} level */
export function next(steps, k, level) {
  let found = Math.min(k + 1, steps.length - 1);
  while (!stops(steps, found, level)) found += 1;
  return found;
}

/** @param {readonly Stop[]} steps @param {number} k @param {Level} level */
export function previous(steps, k, level) {
  let found = Math.max(k - 1, 0);
  while (!stops(steps, found, level)) found -= 1;
  return found;
}

/**
 * The place of a step among those where a reader at this level stops: [place, of], from 1.
 * @param {readonly Stop[]} steps @param {number} k @param {Level} level
 */
export function place(steps, k, level) {
  let before = 0;
  let all = 0;
  for (const step of steps) {
    if (!stops(steps, step.index, level)) continue;
    all += 1;
    if (step.index <= k) before += 1;
  }
  return [before, all];
}

/**
 * The stop with a number, from 1, among those where a reader at this level stops; or the nearest.
 * @param {readonly Stop[]} steps @param {number} number @param {Level} level
 */
export function stopAt(steps, number, level) {
  const found = steps.filter(({ index }) => stops(steps, index, level));
  return found[Math.max(0, Math.min(number, found.length) - 1)]?.index ?? 0;
}

/**
 * The first step of a phase, or null where there is none.
 * @param {readonly Stop[]} steps @param {string} phase
 */
export const phaseStart = (steps, phase) =>
  steps.find((step) => step.phase === phase)?.index ?? null;
