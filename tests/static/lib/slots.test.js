import assert from "node:assert/strict";
import { test } from "node:test";

import { between, lines, valueAt } from "../../../static/js/lib/slots.js";

/** Steps from their changes alone.
 * @param {[string, string, string][][]} changes */
const steps = (changes) => changes.map((shown, index) => ({ index, shown }));

const TOLD = steps([
  [["n0", "state", "done"]],
  [
    ["n1", "state", "active"],
    ["e1.value", "text", "= 2"],
  ],
  [
    ["n1", "state", "done"],
    ["n2", "state", "active"],
  ],
  [],
  [
    ["e1.value", "text", "= 5"],
    ["n1", "warn", "yes"],
  ],
]);

test("a line lists the changes of one slot's attribute, in order", () => {
  const line = lines(TOLD).get("n1 state");
  assert.deepEqual(line, {
    slot: "n1",
    attribute: "state",
    values: [
      [1, "active"],
      [2, "done"],
    ],
  });
});

test("attributes of one slot are lines of their own", () => {
  const all = lines(TOLD);
  assert.deepEqual(
    [...all.keys()].filter((key) => key.startsWith("n1")),
    ["n1 state", "n1 warn"],
  );
});

test("of two changes in one step the later one counts", () => {
  const line = lines(
    steps([
      [
        ["n1", "state", "done"],
        ["n1", "state", "active"],
      ],
    ]),
  ).get("n1 state");
  assert.deepEqual(line?.values, [[0, "active"]]);
});

test("a value holds from its step on, until the next one", () => {
  const line = lines(TOLD).get("e1.value text");
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 99].map((k) => valueAt(line, k)),
    ["", "= 2", "= 2", "= 2", "= 5", "= 5", "= 5"],
  );
});

test("what the first step says holds until something else is said, an empty text too", () => {
  const line = lines(steps([[["a", "text", "?"]], [], [["a", "text", ""]]])).get("a text");
  assert.deepEqual([0, 1, 2].map((k) => valueAt(line, k)), ["?", "?", ""]);
});

/** @param {number} from @param {number} to */
const touched = (from, to) =>
  [...between(TOLD, lines(TOLD), from, to)].map(({ slot, attribute }) => `${slot} ${attribute}`);

test("between two steps lie the lines that change after the smaller, up to the larger", () => {
  assert.deepEqual(touched(0, 1), ["n1 state", "e1.value text"]);
  assert.deepEqual(touched(1, 2), ["n1 state", "n2 state"]);
  assert.deepEqual(touched(2, 3), []);
});

test("the way back touches the same lines as the way there", () => {
  for (const [from, to] of [
    [0, 1],
    [0, 4],
    [1, 3],
    [2, 4],
  ]) {
    assert.deepEqual(touched(to, from), touched(from, to));
  }
});

test("a jump names each line once, however often it changes", () => {
  assert.deepEqual(touched(0, 4), ["n1 state", "e1.value text", "n2 state", "n1 warn"]);
});

test("standing still touches nothing", () => {
  assert.deepEqual(touched(2, 2), []);
});

test("what was touched and what it is now give the same as looking at every line", () => {
  const all = lines(TOLD);
  for (let from = 0; from < TOLD.length; from += 1) {
    for (let to = 0; to < TOLD.length; to += 1) {
      const page = new Map([...all].map(([key, line]) => [key, valueAt(line, from)]));
      for (const line of between(TOLD, all, from, to)) {
        page.set(`${line.slot} ${line.attribute}`, valueAt(line, to));
      }
      assert.deepEqual(page, new Map([...all].map(([key, line]) => [key, valueAt(line, to)])));
    }
  }
});
