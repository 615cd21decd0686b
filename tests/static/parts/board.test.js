// The card with the results covers nothing where there is room, and stands near what was asked.
import assert from "node:assert/strict";
import { test } from "node:test";

import { overlap, placed } from "../../../static/js/parts/class/board.js";

const ROOM = { left: 0, top: 0, right: 1000, bottom: 500 };
const SIZE = { width: 300, height: 150 };
/** @param {{ left: number, top: number }} at */
const box = ({ left, top }) => ({ left, top, right: left + SIZE.width, bottom: top + SIZE.height });

test("where there is room nothing is covered", () => {
  const things = [
    { left: 0, top: 200, right: 1000, bottom: 300 },
    { left: 0, top: 0, right: 500, bottom: 100 },
  ];
  const found = box(placed(SIZE, ROOM, things, { x: 700, y: 250 }));
  assert.deepEqual(things.map((each) => overlap(each, found)), [0, 0]);
});

test("of two free places the one near the question is taken", () => {
  assert.ok(placed(SIZE, ROOM, [], { x: 900, y: 80 }).left > 400);
  assert.ok(placed(SIZE, ROOM, [], { x: 50, y: 80 }).left < 300);
});

test("a card that is larger than its room stands at its corner", () => {
  assert.deepEqual(
    (({ left, top }) => [left, top])(placed({ width: 2000, height: 900 }, ROOM, [], { x: 0, y: 0 })),
    [0, 0],
  );
});

test("rather than the wire that was asked about another one is covered", () => {
  const [left, top] = [
    { left: 0, top: 0, right: 1000, bottom: 240 },
    { left: 0, top: 260, right: 1000, bottom: 500 },
  ];
  const found = (/** @type {import("../../../static/js/parts/class/board.js").Box} */ asked) =>
    box(placed({ width: 1000, height: 220 }, ROOM, [left, top], { x: 500, y: 250 }, asked)).top;
  assert.ok(found(left) > 200 && found(top) < 100);
});
