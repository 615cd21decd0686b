// What is said in another language, and numbers with a decimal comma.

import assert from "node:assert/strict";
import { test } from "node:test";

import { _, phaseName } from "../../../static/js/lib/language.js";
import { readNumbers, writeValue } from "../../../static/js/lib/text.js";

test("a text without a translation is its English, values in place", () => {
  assert.equal(_("Step %(number)s of %(count)s", { number: 3, count: 5 }), "Step 3 of 5");
  assert.equal(_("100 % of it"), "100 % of it");
  assert.equal(_("%(here)s", { there: 1 }), "%(here)s");
  assert.equal(_("<%(name)s>", { name: "%(name)s" }), "<%(name)s>");
  assert.equal(phaseName("forward"), "forward");
  assert.equal(phaseName("unheard of"), "unheard of");
});

test("with a decimal comma, entries stand apart by semicolons, spaces, or commas with a space", () => {
  for (const typed of ["0,5; -1; 2", "0,5;-1;2", "0,5 −1 2", "0,5, -1, 2", "[0,5; -1; 2]", "0.5; -1; 2"]) {
    assert.deepEqual(readNumbers(typed, false, ","), [0.5, -1, 2], typed);
  }
  assert.deepEqual(readNumbers("2,-1,1", false, ","), [2, -1, 1], "cannot be meant otherwise");
  for (const typed of ["0,5; 1\n2; 3", "0,5; 1 | 2; 3", "0,5 1\n2 3"]) {
    assert.deepEqual(readNumbers(typed, true, ","), [[0.5, 1], [2, 3]], typed);
  }
  for (const typed of ["", "x", "1; y", "1;2\n3"]) {
    assert.equal(readNumbers(typed, true, ","), null, typed);
  }
});

test("what is written with a comma is read as the same", () => {
  for (const value of [[0.5, -1.25, 3], [1e-7, 1e21]]) {
    assert.deepEqual(readNumbers(writeValue(value, ","), false, ","), value);
  }
  assert.equal(writeValue(-0.25, ","), "-0,25");
  assert.deepEqual(readNumbers(writeValue([[0.5, 1], [2, 3]], ","), true, ","), [[0.5, 1], [2, 3]]);
});
