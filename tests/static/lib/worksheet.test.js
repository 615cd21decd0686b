// A worksheet keeps the order of its questions, and adds up what was done.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ahead, allowed, askedAt, earlier, inOrder, summary, touchedAt, waiting, withTouched, written } from "../../../static/js/lib/worksheet.js";

const stops = ["node", "formula", "node", "formula", "edge", "edge", "node"];
const steps = stops.map((stop, index) => ({ index, stop }));

/** @param {string} id @param {number} step @param {string} stop */
const question = (id, step, stop, kind = "value") => ({
  id, step, stop, kind, title: kind, slots: [], ask: `${id}?`, hints: ["", ""], formula: "", reveal: `${id}!`, count: 0,
});
const questions = [question("a", 2, "node"), question("b", 4, "edge", "local"), question("c", 4, "edge"), question("d", 5, "node", "gradient")];

test("a number is asked for at the stop before it is shown", () => {
  assert.equal(askedAt(steps, questions, new Map(), 0, "formula"), null);
  assert.equal(askedAt(steps, questions, new Map(), 1, "formula")?.id, "a");
  assert.equal(askedAt(steps, questions, new Map(), 0, "node")?.id, "a");
  assert.equal(askedAt(steps, questions, new Map(), 6, "node"), null);
});

test("a coarser reader is asked less, but for every number that belongs to a node", () => {
  assert.equal(askedAt(steps, questions, new Map(), 2, "edge")?.id, "b");
  assert.equal(askedAt(steps, questions, new Map(), 2, "node")?.id, "d");
});

test("two numbers of one step are asked for one after the other", () => {
  const records = new Map([["b", { typed: ["1"], hints: 0, outcome: "right" }]]);
  assert.equal(waiting(questions, records, "edge", 2, 4)?.id, "c");
});

test("nobody steps past a question that waits", () => {
  assert.equal(allowed(steps, questions[0], 0, 6, "node"), 0);
  assert.equal(allowed(steps, questions[0], 0, 6, "formula"), 1);
  assert.equal(allowed(steps, questions[1], 3, 6, "node"), 3);
  assert.equal(allowed(steps, null, 0, 6, "node"), 6);
});

const records = new Map([
  ["a", { typed: ["2", "-2"], hints: 1, outcome: "right" }],
  ["b", { typed: ["1"], hints: 0, outcome: "right" }],
  ["c", { typed: ["7"], hints: 0, outcome: "shown" }],
  ["d", { typed: ["3"], hints: 0, outcome: "follows" }],
]);

test("wrong answers go along with the next check, and so does what followed from them", () => {
  assert.deepEqual(earlier(records), { a: "2", c: "7", d: "3" });
});

test("the summary says what was right at once, by kind", () => {
  const { kinds, lines } = summary(questions, records);
  assert.deepEqual(kinds.map((row) => [row.title, row.asked, row.once, row.later, row.shown]), [
    ["value", 2, 0, 1, 1],
    ["local", 1, 1, 0, 0],
    ["gradient", 1, 1, 0, 0],
  ]);
  assert.deepEqual(lines.map((line) => line.verdict), ["right", "right at once", "shown", "right at once"]);
  assert.match(written("Example", { kinds, lines }), /value: 0 of 2 right at once, 1 later, 1 shown/);
});

test("the next number is asked for from the stop right before it", () => {
  const found = (step, level) => {
    const next = ahead(steps, questions, step, level);
    return next && [next.question.id, next.from];
  };
  assert.deepEqual(found(0, "formula"), ["a", 1]);
  assert.deepEqual(found(0, "node"), ["a", 0]);
  assert.deepEqual(found(1, "formula"), ["a", 1]);
  assert.deepEqual(found(2, "formula"), ["b", 3]);
  assert.deepEqual(found(2, "node"), ["d", 2]);
  assert.equal(found(5, "formula"), null);
});

test("what is touched is asked for in place of what waits of the same numbers, and of nobody else", () => {
  const one = (id, step, slots, touched) => ({ ...question(id, step, "node", "connection"), slots, touched });
  const all = [one("x", 2, ["e1"], true), one("y", 2, ["e2"], true), one("z", 2, ["e2"], false), one("again", 6, ["e1"], true)];
  assert.deepEqual(inOrder(all).map(({ id }) => id), ["z"]);
  assert.equal(touchedAt(all, ["e2"], 0)?.id, "y");
  assert.equal(touchedAt(all, ["e1"], 2)?.id, "again");
  assert.equal(touchedAt(all, ["e1"], 6)?.id, "again");
  assert.equal(touchedAt(all, ["e9"], 0), null);
  assert.deepEqual(withTouched(all, inOrder(all), new Map(), all[0]).map(({ id }) => id), ["x"]);
  const shown = new Map([["z", { typed: [], hints: 0, outcome: "shown" }]]);
  assert.deepEqual(withTouched(all, inOrder(all), shown, all[0]).map(({ id }) => id), ["x", "z"]);
  assert.equal(ahead(steps, all, 0, "node")?.question.id, "z");
});
