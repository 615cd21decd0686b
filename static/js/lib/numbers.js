// Numbers that a person asks for without typing them: a step up or down, or any at all.

/** @typedef {import("./text.js").Value} Value */

/**
 * One step up (+1) or down (−1): a tenth, of larger numbers more; ten times that with `coarse`.
 * @param {number} value @param {1 | -1} way @param {boolean} [coarse]
 */
export function stepped(value, way, coarse = false) {
  const size = Math.abs(value);
  const step = size >= 100 ? 10 : size >= 10 ? 1 : 0.1;
  // Without the noise of binary fractions: 0.1 + 0.2 is 0.3.
  return Number((value + way * step * (coarse ? 10 : 1)).toPrecision(12)) + 0;
}

/**
 * A number after so many steps up, or down: the same as pressing an arrow as often.
 * @param {number} value @param {number} steps  a whole number @param {boolean} [coarse]
 */
export function dragged(value, steps, coarse = false) {
  let found = value;
  for (let k = 0; k < Math.abs(steps); k += 1) found = stepped(found, steps > 0 ? 1 : -1, coarse);
  return found;
}

/**
 * A number, or lists of such as another has: one decimal, from −2 to 2, and never 0, which would
 * hide everything behind it.
 * @param {Value} like @param {() => number} [random]
 * @returns {Value}
 */
export function randomLike(like, random = Math.random) {
  if (Array.isArray(like)) return like.map((each) => randomLike(each, random));
  const tenth = 1 + Math.floor(random() * 20);
  return (random() < 0.5 ? -tenth : tenth) / 10;
}
