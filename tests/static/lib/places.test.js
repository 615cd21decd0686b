import assert from "node:assert/strict";
import { test } from "node:test";

import { alike, part, pathIn, placeOf, replaced } from "../../../static/js/lib/places.js";

test("a leaf of the picture says which number of the program it is", () => {
  assert.deepEqual(placeOf("w1"), { key: "w1", path: [] });
  assert.deepEqual(placeOf("x[2]"), { key: "x", path: [1] });
  assert.deepEqual(placeOf("W[1,3]"), { key: "W", path: [0, 2] });
  assert.deepEqual(placeOf("x[2](3)"), { key: "x", path: [2, 1] });
  assert.deepEqual(placeOf("b(1)"), { key: "b", path: [0] });
});

test("where one sample is drawn, its number is that sample's", () => {
  assert.deepEqual(pathIn([5, 6, 7], [], 0, 2), [1]);
  assert.deepEqual(pathIn([[1, 2], [3, 4]], [1], 0, 2), [1, 1]);
  assert.deepEqual(pathIn([[1, 2], [3, 4]], [], 1, 2), [1]);
  assert.deepEqual(pathIn([[1, 2], [3, 4]], [], 2, 2), [], "a matrix that all samples share");
});

test("what does not fit has no place", () => {
  assert.equal(pathIn(3, [0], 0, 0), null);
  assert.equal(pathIn([1, 2], [4], 0, 0), null);
  assert.equal(pathIn([1, 2], [], 0, 0), null);
});

test("one entry is replaced, and the value it comes from stays as it was", () => {
  const before = [[1, 2], [3, 4]];
  assert.deepEqual(replaced(before, [1, 0], 9), [[1, 2], [9, 4]]);
  assert.deepEqual(before, [[1, 2], [3, 4]]);
  assert.equal(replaced(3, [], 9), 9);
  assert.equal(part(before, [0, 1]), 2);
});

test("values are alike where their sizes are", () => {
  assert.ok(alike([1, 2], [3, 4]));
  assert.ok(!alike([1, 2], [3]));
  assert.ok(!alike([1], 1));
});
