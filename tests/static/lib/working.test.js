// Where one is on a worksheet, how far one may see, and what is kept of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, at, begun, fuller, judged, tally, tried, upto } from "../../../static/js/lib/working.js";

const TASKS = [
  { id: "6", step: 6, ask: "q" },
  { id: "17", step: 17, ask: "slope" },
  { id: "17.flow", step: 17, ask: "product" },
];

test("one is at the first task that is not done, and sees nothing of its number", () => {
  let work = begun();
  assert.equal(at(TASKS, work)?.id, "6");
  assert.equal(upto(TASKS, work), 5);
  work = tried(work, "6", "7", false);
  assert.equal(at(TASKS, work)?.id, "6", "a wrong number leads nowhere");
  work = tried(work, "6", "-1", true);
  assert.equal(upto(TASKS, work), 16);
  work = tried(work, "17", null, false);
  assert.equal(at(TASKS, work)?.id, "17.flow", "two numbers of one step are asked one after another");
  assert.equal(upto(TASKS, work), 16);
  work = tried(work, "17.flow", "-0.74", true);
  assert.equal(at(TASKS, work), null);
  assert.ok(upto(TASKS, work) > 10_000, "then all of it is seen");
});

test("each try is a change that the class is sent, and the last one says how it ended", () => {
  const work = ["7", "-2", "-1"].reduce((now, text) => tried(now, "6", text, text === "-1"), begun());
  assert.deepEqual(work.tries["6"], ["7", "-2", "-1"]);
  assert.equal(work.revision, begun().revision + 3);
  assert.deepEqual(tally(TASKS, work), { how: ["later", "", ""], done: 1, once: 0, later: 1, shown: 0 });
});

test("what was said to a try is kept with it: only a number counts as one, and none waits any more", () => {
  const waits = { task: "6", text: "7" };
  const work = { ...begun(), waits };
  const said = (/** @type {string} */ result, status = 200) => judged(work, waits, { status, body: { result } });
  for (const result of ["right", "follows"]) assert.deepEqual(said(result), { ...tried(work, "6", "7", true), waits: null });
  assert.deepEqual(said("wrong"), { ...tried(work, "6", "7", false), waits: null });
  for (const none of [said("part"), said("right", 400)]) assert.deepEqual(none, { ...work, waits: null });
});

test("of very many tries the first are kept, and how it ended", () => {
  let work = begun();
  for (let k = 0; k < 50; k += 1) work = tried(work, "6", String(k), false);
  work = tried(work, "6", null, false);
  assert.equal(work.tries["6"].length, MOST);
  assert.equal(work.tries["6"][0], "0");
  assert.equal(work.tries["6"].at(-1), null);
  assert.equal(tally(TASKS, work).shown, 1);
});

test("of what two windows wrote the fuller account stays", () => {
  const one = tried(begun(), "6", "7", false);
  const other = tried(one, "6", "-1", true);
  assert.equal(fuller(one, other), other);
  assert.equal(fuller(other, one), other);
  assert.equal(fuller(one, undefined), one);
});
