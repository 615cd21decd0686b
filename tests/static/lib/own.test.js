// A question of a lecturer's own, as a form says it and as a class is told it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lettered, optionsOf, read, typed } from "../../../static/js/lib/own.js";

test("choices stand one in each line, and a star says what is right", () => {
  const own = read({ kind: "choice", ask: "Which?", choices: "falls\n\n * rises \nstays", right: "" });
  assert.deepEqual(own, { kind: "choice", ask: "Which?", choices: ["falls", "rises", "stays"], right: [2] });
  assert.ok(!("right" in read({ kind: "choice", ask: "Which?", choices: "a\nb", right: "" })));
});

test("what was asked before stands in the form as it was typed", () => {
  for (const own of [
    { kind: "choice", ask: "Which?", choices: ["a", "b"], right: [1, 2] },
    { kind: "choice", ask: "Which?", choices: ["a", "b"] },
    { kind: "number", ask: "How many?", right: "0.27" },
    { kind: "number", ask: "How many?" },
    { kind: "text", ask: "Why?" },
    { kind: "wire", ask: "Where?", right: "e5-0" },
  ]) {
    assert.deepEqual(read(typed(own)), own);
  }
});

test("choices have letters, and wires the names of what they connect", () => {
  assert.deepEqual(lettered(["x", "y"]), [
    { value: "1", label: "A. x" },
    { value: "2", label: "B. y" },
  ]);
  const story = {
    nodes: [
      { id: "n0", written: "w₁" },
      { id: "n1", written: "z₁" },
    ],
    edges: [{ id: "e1-0", from: "n0", to: "n1" }],
  };
  assert.deepEqual(optionsOf({ kind: "wire", ask: "?" }, story), [{ value: "e1-0", label: "w₁ → z₁" }]);
  assert.deepEqual(optionsOf({ kind: "number", ask: "?" }, story), []);
  assert.deepEqual(optionsOf({ kind: "wire", ask: "?" }, null), []);
});
