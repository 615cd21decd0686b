// A story that is told bit by bit: what has come is put to what is there, and how far one is behind.

import { stops } from "./timeline.js";

/** @typedef {import("./types.js").Story} Story */
/** What the server tells at once (POST /api/told): steps from `since` on, full up to `upto`.
 * @typedef {Story & { since: number, upto: number, posed: import("../parts/class/field.js").Question | null }} Bit */

/** The story with a bit more of it. @param {Story | null} before @param {Bit} bit @returns {Bit} */
export function grown(before, bit) {
  if (!before || !bit.since) return bit;
  const steps = [...before.steps.slice(0, bit.since), ...bit.steps];
  return { ...bit, svg: bit.svg ?? before.svg, steps };
}

/** How many stops there are between two steps. @param {readonly import("./types.js").Stop[]} steps
 * @param {number} from @param {number} to */
export const between = (steps, from, to) =>
  steps.filter(({ index }) => index > from && index <= to && stops(steps, index, "formula")).length;
