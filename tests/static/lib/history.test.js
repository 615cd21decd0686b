import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, history } from "../../../static/js/lib/history.js";

/** @param {number} w @param {string} [program] */
const state = (w, program = "p") => ({ program, values: { w }, focus: "*" });

test("five changes are undone one by one, and done again", () => {
  const kept = history(state(0));
  for (let k = 1; k <= 5; k += 1) kept.did(state(k), k * 5000);
  for (let k = 4; k >= 0; k -= 1) assert.deepEqual(kept.undo(), state(k));
  assert.equal(kept.undo(), null);
  assert.equal(kept.canUndo(), false);
  for (let k = 1; k <= 5; k += 1) assert.deepEqual(kept.redo(), state(k));
  assert.equal(kept.redo(), null);
});

test("a drag is one change, however many numbers it passes", () => {
  const kept = history(state(0));
  for (let k = 1; k <= 50; k += 1) kept.did(state(k), 100 + k * 20);
  assert.deepEqual(kept.undo(), state(0));
  assert.deepEqual(kept.redo(), state(50));
});

test("a drag in which the hand rests is one change, too", () => {
  const kept = history(state(0));
  kept.did(state(1), 100);
  kept.did(state(2), 9000, 8000);
  kept.did(state(3), 20000, 8000);
  assert.deepEqual(kept.undo(), state(1), "what came before the hand took hold is a change of its own");
});

test("two drags with a pause between them are two changes", () => {
  const kept = history(state(0));
  kept.did(state(1), 100);
  kept.did(state(2), 5000);
  assert.deepEqual(kept.undo(), state(1));
});

test("changes of two things are two changes, however fast they follow", () => {
  const kept = history({ program: "p", values: {} });
  kept.did({ program: "p", values: { w: 1 } }, 10);
  kept.did({ program: "p", values: { w: 1, x: 1 } }, 20);
  assert.deepEqual(kept.undo(), { program: "p", values: { w: 1 } });
});

test("what was undone is forgotten when something else is done", () => {
  const kept = history(state(0));
  kept.did(state(1), 0);
  kept.undo();
  kept.did(state(7), 10);
  assert.equal(kept.canRedo(), false);
  assert.deepEqual(kept.undo(), state(0));
});

test("a change after an undo never joins the one before it", () => {
  const kept = history(state(0));
  kept.did(state(1), 0);
  kept.did(state(2), 5000);
  kept.undo();
  kept.did(state(3), 5010);
  assert.deepEqual(kept.undo(), state(1));
});

test("asking again for the same is no change", () => {
  const kept = history(state(0));
  kept.did(state(0), 0);
  assert.equal(kept.canUndo(), false);
});

test("what was kept does not change when the page's state does", () => {
  const now = state(0);
  const kept = history(now);
  now.values.w = 9;
  kept.did(now, 0);
  now.values.w = 10;
  assert.deepEqual(kept.undo(), state(0));
  assert.deepEqual(kept.redo(), state(9));
});

test("only so many changes are remembered, the newest", () => {
  const kept = history(state(0), 3);
  for (let k = 1; k <= 10; k += 1) kept.did(state(k), k * 5000);
  for (const w of [9, 8, 7]) assert.deepEqual(kept.undo(), state(w));
  assert.equal(kept.undo(), null);
});

test("a change is named by its place", () => {
  assert.equal(changed(state(0), state(1)), "values.w");
  assert.equal(changed(state(0), state(0, "q")), "program");
  assert.equal(changed(state(0), state(0)), "");
});
