// What is asked for while the picture is laid out for its room is asked all the same; where another story
// or another step has come meanwhile, it is not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { askingHall } from "../../../static/js/parts/asking.js";

/** @param {string} url */
const story = (url) => ({ page: { url } });

/** What was asked, when so much has changed while the questions came.
 * @param {ReturnType<typeof story>} before @param {ReturnType<typeof story>} after @param {number} [step] */
async function askedAfter(before, after, step = 1) {
  /** @type {unknown[]} */
  const asked = [];
  const session = { place: {}, now: { story: before, state: {} }, walk: { step: 1 }, ask: (/** @type {unknown} */ all) => asked.push(all) };
  const questions = async () => {
    session.now.story = after;
    session.walk.step = step;
    return [];
  };
  await askingHall(/** @type {any} */ (session), questions, () => {})();
  return asked.length;
}

test("what is asked for while the picture is laid out anew is asked", async () => {
  const same = story("/lesson/network");
  assert.equal(await askedAfter(same, same), 1);
  assert.equal(await askedAfter(same, story("/lesson/network")), 1);
});

test("where something else is told meanwhile nothing is asked", async () => {
  assert.equal(await askedAfter(story("/lesson/network"), story("/lesson/network?w=2")), 0);
  assert.equal(await askedAfter(story(""), story("")), 0);
  assert.equal(await askedAfter(story("/lesson/network"), story("/lesson/network"), 2), 0);
});
