import assert from "node:assert/strict";
import { test } from "node:test";

import { merge } from "../../../static/js/lib/merge.js";
import { dragged, randomLike, stepped } from "../../../static/js/lib/numbers.js";
import { writeValue } from "../../../static/js/lib/text.js";

test("dragging is stepping as often, and back again is where one was", () => {
  assert.equal(dragged(-1, 3), -0.7);
  assert.equal(dragged(9.9, 2), 11);
  assert.equal(dragged(2, -2, true), 0);
  assert.equal(dragged(0.25, 0), 0.25);
  for (const value of [-1, 0, 0.3, 2]) assert.equal(dragged(dragged(value, 7), -7), value);
});

test("a step is a tenth, of larger numbers more, and leaves no noise", () => {
  assert.equal(stepped(0.2, 1), 0.3);
  assert.equal(stepped(0.1, -1), 0);
  assert.ok(Object.is(stepped(-0.1, 1), 0));
  assert.equal(stepped(-1, 1, true), 0);
  assert.equal(stepped(12, -1), 11);
  assert.equal(stepped(250, 1), 260);
});

test("random numbers have one decimal, are within two, and are never zero", () => {
  for (let k = 0; k < 500; k += 1) {
    const number = /** @type {number} */ (randomLike(7));
    assert.ok(Math.abs(number) >= 0.1 && Math.abs(number) <= 2, String(number));
    assert.equal(Number(number.toFixed(1)), number);
  }
});

test("random numbers of a matrix are a matrix of the same size", () => {
  const made = /** @type {number[][]} */ (randomLike([[1, 2, 3], [4, 5, 6]]));
  assert.deepEqual(made.map((row) => row.length), [3, 3]);
});

test("a value is written as it is typed", () => {
  assert.equal(writeValue(-1.5), "-1.5");
  assert.equal(writeValue(1 / 3), "0.3333333333");
  assert.equal(writeValue([2, -1]), "2, -1");
  assert.equal(writeValue([[1, 2], [3, 4]]), "1, 2\n3, 4");
});

test("new numbers go into a story only where it has the same steps", () => {
  const steps = () => [
    { index: 0, sentence: "a", shown: [["e0", "text", "1"]] },
    { index: 1, sentence: "b", shown: [] },
  ];
  const story = /** @type {any} */ ({ structure: "s", focus: "*", steps: steps() });
  const brief = {
    structure: "s",
    focus: "*",
    steps: [{ index: 0, shown: [["e0", "text", "2"]] }, { index: 1, sentence: "c", shown: [] }],
  };
  assert.equal(merge(story, /** @type {any} */ (brief)), true);
  assert.deepEqual(story.steps.map((/** @type {any} */ step) => step.sentence), ["a", "c"]);
  assert.equal(story.steps[0].shown[0][2], "2");
  for (const other of [{ structure: "t" }, { focus: "w" }, { steps: [] }]) {
    assert.equal(merge(story, /** @type {any} */ ({ ...brief, ...other })), false);
  }
});
