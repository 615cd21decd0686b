// Which number of the program a leaf of the picture is: the picture may draw entries and samples.

/** @typedef {import("./text.js").Value} Value */

/** @param {Value} value @returns {number} */
const depth = (value) => (Array.isArray(value) ? 1 + depth(value[0]) : 0);

/**
 * The name in the program of a leaf's name in the picture, and where its number stands there: of
 * `x[2](3)`, entry 2 of sample 3, it is x and [2, 1].
 * @param {string} name
 */
export function placeOf(name) {
  const found = /^(.+?)(?:\[(\d+)(?:,(\d+))?\])?(?:\((\d+)\))?$/.exec(name);
  const [key, row, column, sample] = found ? found.slice(1) : [name];
  return {
    key,
    path: [sample, row, column].filter((each) => each !== undefined).map((each) => Number(each) - 1),
  };
}

/**
 * The path to a leaf's part of a value; null where the value has none. Where one sample is drawn,
 * `sample`, its name does not say which.
 * @param {Value} value @param {number[]} path @param {number} axes  of the leaf in the picture
 * @param {number} sample  from 1; 0 for all
 */
export function pathIn(value, path, axes, sample) {
  const missing = depth(value) - path.length - axes;
  const whole = missing === 1 && sample ? [sample - 1, ...path] : path;
  return depth(value) === whole.length + axes && part(value, whole) !== undefined ? whole : null;
}

/** A part of a value. @param {Value} value @param {number[]} path @returns {Value | undefined} */
export const part = (value, path) =>
  path.reduce(
    (inner, place) => (Array.isArray(inner) ? inner[place] : /** @type {any} */ (undefined)),
    value,
  );

/**
 * The value with a part replaced.
 * @param {Value} value @param {number[]} path @param {Value} fresh
 * @returns {Value}
 */
export function replaced(value, path, fresh) {
  if (!path.length || !Array.isArray(value)) return fresh;
  const [place, ...rest] = path;
  return value.map((each, k) => (k === place ? replaced(each, rest, fresh) : each));
}

/** Whether two values have the same sizes. @param {Value} a @param {Value} b @returns {boolean} */
export const alike = (a, b) =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((each, k) => alike(each, b[k]))
    : !Array.isArray(a) && !Array.isArray(b);
