import assert from "node:assert/strict";
import { test } from "node:test";

import { amid, together } from "../../../static/js/lib/together.js";

const LINES = ["e5-0 n0.0 n5.0", "e5-0 n0.1 n5.0", "e5-0  n5.0", "e5-0 n0.0 n5.1", "e6-0 n5.0 n6.0"];

test("a neuron that is touched is lit with its row and what it weighs", () => {
  const { of, neurons } = together("n5.0", "", LINES);
  assert.deepEqual([...of], LINES.slice(0, 3));
  assert.deepEqual([...neurons].sort(), ["n0.0", "n0.1", "n5.0"]);
});

test("an input that is touched is lit with what it goes into", () => {
  const { of, neurons } = together("n0.0", "", LINES);
  assert.deepEqual([...of], ["e5-0 n0.0 n5.0", "e5-0 n0.0 n5.1"]);
  assert.deepEqual([...neurons].sort(), ["n0.0", "n5.0", "n5.1"]);
});

test("a connection that is touched is lit with the neurons at its ends, a bias with one", () => {
  assert.deepEqual([...together("", LINES[1], LINES).neurons].sort(), ["n0.1", "n5.0"]);
  assert.deepEqual([...together("", LINES[2], LINES).neurons], ["n5.0"]);
});

test("between two neurons there is their connection, and into one alone what comes from a 1", () => {
  assert.deepEqual([...amid(["n5.0", "n0.1"], LINES).of], ["e5-0 n0.1 n5.0"]);
  assert.deepEqual([...amid(["n5.0"], LINES).of], ["e5-0  n5.0"]);
  assert.deepEqual([...amid(["n5.0", "n0.1"], LINES).neurons], ["n5.0", "n0.1"]);
});
