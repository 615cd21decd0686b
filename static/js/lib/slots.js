// What changes with the steps: every slot's attribute has a list of [step, value], and what holds
// at a step is its last value. The first step has all slots, so that there always is one. Nothing is
// computed here, only looked up.

/** @typedef {import("./types.js").Step} Step */
/** @typedef {{ slot: string, attribute: string, values: [number, string][] }} Line */

/**
 * @param {Step[]} steps
 * @returns {Map<string, Line>}
 */
export function lines(steps) {
  /** @type {Map<string, Line>} */
  const found = new Map();
  for (const step of steps) {
    for (const [slot, attribute, value] of step.shown) {
      const key = `${slot} ${attribute}`;
      let line = found.get(key);
      if (!line) found.set(key, (line = { slot, attribute, values: [] }));
      const last = line.values.at(-1);
      if (last && last[0] === step.index) last[1] = value;
      else line.values.push([step.index, value]);
    }
  }
  return found;
}

/**
 * The value at a step.
 * @param {Line} line @param {number} step
 */
export function valueAt(line, step) {
  let found = "";
  for (const [index, value] of line.values) {
    if (index > step) break;
    found = value;
  }
  return found;
}

/**
 * The lines that have a change after the smaller and up to the larger of two steps.
 * @param {Step[]} steps @param {Map<string, Line>} all @param {number} from @param {number} to
 */
export function* between(steps, all, from, to) {
  const [low, high] = from < to ? [from, to] : [to, from];
  const seen = new Set();
  for (let k = low + 1; k <= high; k += 1) {
    for (const [slot, attribute] of steps[k].shown) {
      const key = `${slot} ${attribute}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const line = all.get(key);
      if (line) yield line;
    }
  }
}
