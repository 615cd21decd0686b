// Zoom stays within its bounds and finds back to 1; drafts say when they were typed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ago, titleOf } from "../../../static/js/parts/drafts.js";
import { LEAST, MOST, between, bounded } from "../../../static/js/parts/zoom.js";

test("zoom is bounded, and next to 1 it is 1", () => {
  assert.equal(bounded(0.01), LEAST);
  assert.equal(bounded(99), MOST);
  assert.equal(bounded(1.03), 1);
  assert.equal(bounded(2), 2);
});

test("two fingers have a distance and a middle", () => {
  const found = between({ clientX: 10, clientY: 10 }, { clientX: 40, clientY: 50 });
  assert.deepEqual(found, { distance: 50, x: 25, y: 30 });
});

test("a draft is called by its title, else by its first line", () => {
  assert.equal(titleOf("# My graph\nx = 1"), "My graph");
  assert.equal(titleOf("\n x = 1\ny = 2"), "x = 1");
  assert.equal(titleOf("  "), "Without a title");
  assert.equal(titleOf(`# ${"long ".repeat(90)}`).length, 60);
});

test("how long ago is said in words", () => {
  const minute = 60000;
  assert.equal(ago(0, 20000), "just now");
  assert.equal(ago(0, 5 * minute), "5 min ago");
  assert.equal(ago(0, 3 * 60 * minute), "3 h ago");
  assert.equal(ago(0, 26 * 60 * minute), "yesterday");
  assert.equal(ago(0, 4 * 24 * 60 * minute), "4 days ago");
});
