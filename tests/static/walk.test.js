// A walk needs no page: where it goes, what holds it, and who is told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Walk, stepping } from "../../static/js/walk.js";

const step = (index, phase, stop, key = "") => ({ index, phase, stop, key, kind: "value", iteration: 0 });
const STORY = /** @type {any} */ ({
  steps: [
    step(0, "start", "node"),
    step(1, "forward", "formula"),
    step(2, "forward", "node", "value:q"),
    step(3, "backward", "edge", "slope:p/v"),
    step(4, "backward", "node"),
    step(5, "update", "node"),
  ],
});

/** A walk along the story, and what it has told. */
function along(begin = {}) {
  const walk = new Walk(begin);
  /** @type {string[]} */
  const told = [];
  walk.subscribe((changed) => void told.push([...changed].join(" ")));
  walk.load(STORY);
  return { walk, told, actions: stepping(walk) };
}

test("without a story every step leads nowhere, and nobody is told", () => {
  const walk = new Walk();
  let told = 0;
  walk.subscribe(() => void (told += 1));
  for (const act of Object.values(stepping(walk))) act();
  walk.look("n1");
  assert.deepEqual([walk.step, walk.last, walk.now, walk.focus, told], [0, 0, undefined, null, 0]);
});

test("one walks as finely as one wants", () => {
  for (const [level, stops] of /** @type {const} */ ([
    ["node", [2, 4, 5, 5]],
    ["edge", [2, 3, 4, 5]],
    ["formula", [1, 2, 3, 4]],
  ])) {
    const { walk, actions } = along({ level });
    for (const stop of stops) {
      actions.next();
      assert.equal(walk.step, stop, level);
    }
    actions.first();
    assert.equal(walk.step, 0);
    actions.previous();
    assert.equal(walk.step, 0);
  }
});

test("phases, both ends, and steps out of bounds", () => {
  const { walk, actions } = along();
  actions.backward();
  assert.equal(walk.step, 3);
  actions.last();
  assert.equal(walk.step, 5);
  walk.go(99);
  assert.equal(walk.step, 5);
  walk.go(-3);
  assert.equal(walk.step, 0);
  walk.phase("no such phase");
  assert.equal(walk.step, 0);
});

test("the walk stops before a locked number until it is revealed", () => {
  const { walk, actions } = along({ locks: "value:q,slope:p/v" });
  actions.last();
  assert.deepEqual([walk.step, walk.asked?.key], [1, "value:q"]);
  actions.reveal();
  assert.deepEqual([walk.step, walk.asked?.key], [2, "slope:p/v"]);
  walk.open("slope:p/v");
  actions.last();
  assert.deepEqual([walk.step, walk.asked], [5, null]);
});

test("a locked step is not loaded either", () => {
  const walk = new Walk({ step: 5, locks: "value:q" });
  walk.load(STORY);
  assert.equal(walk.step, 1);
});

test("a guard says how far one may go, before the locks do", () => {
  const { walk, actions } = along();
  walk.guard = (k) => Math.min(k, 2);
  actions.last();
  assert.equal(walk.step, 2);
});

test("what is looked at is left by any step, also by one that stays", () => {
  const { walk } = along();
  walk.look("e1");
  assert.equal(walk.focus, "e1");
  walk.go(walk.step);
  assert.equal(walk.focus, null);
});

test("everybody is told once of each change, in the order of asking, and no more after leaving", () => {
  const { walk, told } = along();
  const late = [];
  const leave = walk.subscribe(() => void late.push(told.length));
  walk.next();
  walk.look("n1");
  walk.look("n1");
  walk.by("node");
  walk.renew();
  walk.open("value:q");
  assert.deepEqual(told, ["story", "step", "focus", "level", "numbers", "locks"]);
  assert.deepEqual(late, [2, 3, 4, 5, 6], "the first was told before");
  leave();
  walk.next();
  assert.equal(late.length, 5);
});

test("what a view measures is measured when all views have written, in their order", () => {
  const { walk } = along();
  /** @type {string[]} */
  const done = [];
  for (const name of ["picture", "sentence"]) {
    walk.subscribe(() => {
      done.push(`write ${name}`);
      return () => void done.push(`measure ${name}`);
    });
  }
  walk.next();
  assert.deepEqual(done, ["write picture", "write sentence", "measure picture", "measure sentence"]);
});

test("a shorter story keeps the reader inside, and the focus is gone", () => {
  const { walk } = along();
  walk.go(5);
  walk.look("n1");
  walk.load(/** @type {any} */ ({ steps: STORY.steps.slice(0, 3) }));
  assert.deepEqual([walk.step, walk.last, walk.focus, walk.place], [2, 2, null, [3, 3]]);
});

test("a question stands at its step until one goes on or the story changes, and no longer", () => {
  const posed = { ask: "What is q?", slots: ["n2.value"], beside: [], step: 2 };
  const { walk, told, actions } = along();
  walk.go(1);
  for (const leave of [() => actions.next(), () => actions.previous(), () => walk.load(STORY), () => walk.pose(null)]) {
    walk.pose(posed);
    assert.equal(walk.posed, posed);
    assert.equal(told.at(-1), "question");
    leave();
    assert.equal(walk.posed, null);
  }
  walk.pose(posed);
  walk.renew();
  assert.equal(walk.posed, posed, "new numbers leave the question");
  walk.pose(null);
  const before = told.length;
  walk.pose(null);
  assert.equal(told.length, before, "nobody is told of nothing");
});
