import assert from "node:assert/strict";
import { test } from "node:test";

import { next, phaseStart, place, previous, stopAt, stops } from "../../../static/js/lib/timeline.js";

/** Steps as short as tests need them: a letter per level, n e f.
 * @param {string} levels */
const steps = (levels) =>
  [...levels].map((letter, index) => ({
    index,
    stop: { n: "node", e: "edge", f: "formula" }[letter],
    phase: index === 0 ? "start" : index < 4 ? "forward" : "backward",
  }));

/** Every step where a reader stops who goes from `from` by `walk` until nothing changes.
 * @param {(steps: any, k: number, level: any) => number} walk */
const walked = (walk, all, from, level) => {
  const found = [];
  for (let k = walk(all, from, level); k !== found.at(-1); k = walk(all, k, level)) {
    if (k === from) break;
    found.push(k);
  }
  return found;
};

const TOLD = steps("nfnfnfenfen");

test("a reader at level formula stops at every step", () => {
  assert.deepEqual(walked(next, TOLD, 0, "formula"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a reader at level edge passes over formulas", () => {
  assert.deepEqual(walked(next, TOLD, 0, "edge"), [2, 4, 6, 7, 9, 10]);
});

test("a reader at level node stops at nodes only", () => {
  assert.deepEqual(walked(next, TOLD, 0, "node"), [2, 4, 7, 10]);
});

test("the way back stops at the same places as the way there", () => {
  for (const level of ["node", "edge", "formula"]) {
    const there = [0, ...walked(next, TOLD, 0, level)];
    const back = [TOLD.length - 1, ...walked(previous, TOLD, TOLD.length - 1, level)];
    assert.deepEqual(back.reverse(), there);
  }
});

test("everybody stops at both ends, whatever their level", () => {
  const all = steps("fff");
  for (const level of ["node", "edge", "formula"]) {
    assert.equal(stops(all, 0, level), true);
    assert.equal(stops(all, 2, level), true);
  }
  assert.equal(next(all, 0, "node"), 2);
  assert.equal(previous(all, 2, "node"), 0);
});

test("nobody walks past an end", () => {
  assert.equal(next(TOLD, 10, "node"), 10);
  assert.equal(previous(TOLD, 0, "node"), 0);
  assert.equal(next(steps("n"), 0, "formula"), 0);
  assert.equal(previous(steps("n"), 0, "formula"), 0);
});

test("a walk that starts between two stops goes on to the nearest one", () => {
  assert.equal(next(TOLD, 5, "node"), 7);
  assert.equal(previous(TOLD, 6, "node"), 4);
});

test("a place counts the stops of the reader's own level", () => {
  assert.deepEqual(place(TOLD, 0, "formula"), [1, 11]);
  assert.deepEqual(place(TOLD, 10, "formula"), [11, 11]);
  assert.deepEqual(place(TOLD, 4, "node"), [3, 5]);
  assert.deepEqual(place(TOLD, 10, "node"), [5, 5]);
});

test("a place between two stops is that of the stop before", () => {
  assert.deepEqual(place(TOLD, 5, "node"), [3, 5]);
});

test("a phase starts at its first step, also where it comes again", () => {
  const again = [...TOLD, { index: 11, stop: "node", phase: "forward" }];
  assert.equal(phaseStart(again, "forward"), 1);
  assert.equal(phaseStart(again, "backward"), 4);
});

test("a phase that is not there has no start", () => {
  assert.equal(phaseStart(TOLD, "update"), null);
  assert.equal(phaseStart([], "forward"), null);
});

test("a stop is found by its number as the page counts it, or the nearest", () => {
  for (const level of /** @type {const} */ (["node", "edge", "formula"])) {
    const own = TOLD.filter(({ index }) => stops(TOLD, index, level));
    own.forEach(({ index }, k) => assert.equal(stopAt(TOLD, k + 1, level), index));
    assert.equal(stopAt(TOLD, 0, level), 0);
    assert.equal(stopAt(TOLD, 99, level), TOLD.length - 1);
    assert.equal(place(TOLD, stopAt(TOLD, 3, level), level)[0], 3);
  }
  assert.equal(stopAt([], 3, "node"), 0);
});
