import assert from "node:assert/strict";
import { test } from "node:test";

import { beside } from "../../../static/js/lib/beside.js";

const ROOM = { width: 800, height: 400 };
const BOX = { width: 200, height: 90 };
const WANTED = { left: 300, top: 150 };

/** @param {number} left @param {number} top @param {number} width @param {number} height */
const rect = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

test("a box lies where it is wanted, as long as it covers nothing that is kept", () => {
  assert.deepEqual(beside(BOX, WANTED, [], ROOM), WANTED);
  assert.deepEqual(beside(BOX, WANTED, [rect(200, 150, 90, 60)], ROOM), WANTED);
});

test("a box goes no further than it must to cover nothing", () => {
  assert.deepEqual(beside(BOX, WANTED, [rect(280, 160, 40, 40)], ROOM), { left: 325, top: 150 });
  const all = [rect(280, 160, 40, 40), rect(320, 235, 300, 30)];
  assert.deepEqual(beside(BOX, WANTED, all, ROOM), { left: 325, top: 140 });
});

test("a box stays in its room, and covers the least where it must cover something", () => {
  const wall = rect(0, 0, 800, 395);
  const { left, top } = beside(BOX, { left: 790, top: 390 }, [wall], ROOM);
  assert.ok(left >= 4 && left + BOX.width <= 796);
  assert.ok(top >= 4 && top + BOX.height <= 396);
});
