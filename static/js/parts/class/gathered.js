// What the questions of a class came to, as far as the server tells it.

import { settles } from "../../lib/stream.js";

/** @typedef {import("./groups.js").Results} Results */

/**
 * What each question came to, from the first: only that of the last one can change. Where the server is busy
 * or away there is what was known before, and not all of it is there.
 * @param {readonly (Results | null)[]} known @param {number} many
 * @param {(number: number) => Promise<{ status: number, body: any } | null>} ask
 * @returns {Promise<{ found: (Results | null)[], all: boolean }>}
 */
export async function gathered(known, many, ask) {
  const found = Array.from({ length: many }, (_each, k) => known[k] ?? null);
  let all = true;
  for (let number = 1; number <= many; number += 1) {
    if (found[number - 1] && number < Math.min(known.length, many)) continue;
    const answer = await ask(number);
    if (answer?.status === 200) found[number - 1] = answer.body;
    else if (!settles(answer)) all = false;
  }
  return { found, all };
}
