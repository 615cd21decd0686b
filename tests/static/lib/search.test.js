import assert from "node:assert/strict";
import { test } from "node:test";

import { matches } from "../../../static/js/lib/search.js";

const TEXTS = ["Example II: learning the weights S13 S14 sigmoid σ", "The score of a network S6 S62 softmax", "Síť bez prahů S7"];

/** @type {[string, boolean[]][]} */
const CASES = [
  ["", [true, true, true]],
  ["  ", [true, true, true]],
  ["soft", [false, true, false]],
  ["SOFTMAX", [false, true, false]],
  ["max", [false, false, false]],
  ["weights example", [true, false, false]],
  ["weights score", [false, false, false]],
  ["σ", [true, false, false]],
  ["sit", [false, false, true]],
  ["síť", [false, false, true]],
  ["S62", [false, true, false]],
  ["s1", [false, false, false]],
  ["S6", [false, true, false]],
  ["(", [false, false, false]],
];

for (const [typed, found] of CASES) {
  test(`"${typed}" is searched for by words that begin so, without accents, and slides by their whole number`, () => {
    assert.deepEqual(matches(typed, TEXTS), found);
  });
}
