// What a text in a field means, and whether it is the program's own number; without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isOwn, readIn } from "../../../static/js/parts/fields.js";

/** A field as far as these look at it. */
const field = ({ role = "weight", own = "", wide = false, rows = false } = {}) =>
  /** @type {any} */ ({
    dataset: { role, own },
    classList: { contains: (/** @type {string} */ name) => name === "wide" && wide },
    hasAttribute: (/** @type {string} */ name) => name === "data-rows" && rows,
  });

test("a field of one number reads one number, a wide one several", () => {
  assert.equal(readIn(field(), "-1.5"), -1.5);
  assert.equal(readIn(field(), "nonsense"), null);
  assert.deepEqual(readIn(field({ wide: true }), "1, 2"), [1, 2]);
  assert.deepEqual(readIn(field({ wide: true, rows: true }), "1, 2\n3, 4"), [[1, 2], [3, 4]]);
});

test("a falling learning rate is kept as it is typed, for the server to read", () => {
  assert.equal(readIn(field({ role: "rate" }), " 1/(1+t) "), "1/(1+t)");
  assert.equal(readIn(field({ role: "rate" }), "0.5"), 0.5);
  assert.equal(readIn(field(), "1/(1+t)"), null);
});

test("a number is the program's own when it reads the same", () => {
  assert.equal(isOwn(field({ own: "0.5" }), 0.5), true);
  assert.equal(isOwn(field({ own: "0.5" }), 0.51), false);
  assert.equal(isOwn(field({ own: "1, 2", wide: true }), [1, 2]), true);
  assert.equal(isOwn(field({ own: "1, 2", wide: true }), [1, 3]), false);
  assert.equal(isOwn(field({ own: "1/(1+t)", role: "rate" }), "1/(1+t)"), true);
});
