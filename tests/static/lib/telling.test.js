// A story that comes bit by bit is the whole one in the end, and what is taken back is gone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { between, grown } from "../../../static/js/lib/telling.js";

/** @param {number} index @param {string} sentence */
const step = (index, sentence) => ({ index, sentence, stop: index % 2 ? "formula" : "node" });
/** @param {number} since @param {number} upto */
const bit = (since, upto) =>
  /** @type {any} */ ({
    since, upto, title: `to ${upto}`, structure: "s", ...(since ? {} : { svg: "<svg>" }),
    steps: [0, 1, 2, 3, 4].map((k) => step(k, k <= upto ? `s${k}` : "")).slice(since),
  });

test("what has come is put to what is there", () => {
  const story = grown(grown(null, bit(0, 1)), bit(2, 3));
  assert.deepEqual(story.steps.map(({ sentence }) => sentence), ["s0", "s1", "s2", "s3", ""]);
  assert.equal(story.svg, "<svg>");
  assert.equal(story.title, "to 3");
});

test("a story from its start takes the place of what was there", () => {
  const story = grown(grown(null, bit(0, 4)), bit(0, 1));
  assert.deepEqual(story.steps.map(({ sentence }) => sentence), ["s0", "s1", "", "", ""]);
});

test("one is behind by stops, not by steps", () => {
  const { steps } = bit(0, 4);
  assert.equal(between(steps, 1, 4), 3);
  assert.equal(between(steps, 4, 4), 0);
});
