// A stage and a desk may ask at once: what the class says is asked holds for both.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sending } from "../../../static/js/parts/class/sending.js";
import { settled, stands } from "../../../static/js/parts/class/settling.js";

const own = { kind: "text", ask: "Why?" };
const mine = (/** @type {number} */ number) => ({ number, question: "", own });
const asks = (/** @type {number} */ number, question = "17.flow") => ({ number, question, own: null });

test("a question of one's own that was typed elsewhere is adopted once, whatever is asked here", () => {
  for (const here of [null, mine(1), asks(2)]) assert.equal(settled(here, mine(2)), "adopt");
  assert.equal(settled(mine(2), mine(2)), "");
});

test("one that the class asks no more leaves the board, and a number of the story stays", () => {
  for (const on of [null, asks(3)]) assert.equal(settled(mine(2), on), "leave");
  assert.equal(settled(asks(2), null), "");
});

test("what was asked here at the same moment as another has the number that the class gave it", () => {
  assert.equal(settled(asks(2), asks(3)), "number");
  for (const on of [asks(2), asks(3, "6"), null]) assert.equal(settled(asks(2), on), "");
  assert.equal(settled(null, asks(2)), "");
});

test("what was revealed stands as long as step, slide and story are the same", () => {
  const wish = { values: { w: 1, b: 2 } };
  const on = { step: 3, slide: 2, wish };
  assert.ok(stands(on, { ...on, wish: { values: { b: 2, w: 1 } } }));
  for (const other of [{ step: 4 }, { slide: 3 }, { wish: { values: { w: 7, b: 2 } } }, { wish: null }]) {
    assert.ok(!stands(on, { ...on, ...other }));
  }
  assert.ok(stands({ ...on, wish: null }, { ...on, wish: null }), "on a slide of words");
});

test("a state that was under way while something was sent knows nothing of it", async (t) => {
  /** @type {((seq: number) => void)[]} */
  const waiting = [];
  t.mock.method(globalThis, "fetch", () => new Promise((done) => {
    waiting.push((seq) => done({ status: 200, json: async () => ({ seq }) }));
  }));
  let still = 0;
  const sender = sending("CODE", "token", { onLost() {}, onRefused() {}, onStill: () => (still += 1) });
  assert.ok(sender.known({ seq: 1 }));
  sender.send("drop");
  sender.send("show", { step: 2 });
  assert.ok(!sender.known({ seq: 99 }), "not before the server has said which it is");
  for (const seq of [7, 8]) {
    waiting.shift()?.(seq);
    await new Promise((done) => setImmediate(done));
  }
  assert.deepEqual([7, 8].map((seq) => sender.known({ seq })), [false, true]);
  assert.equal(still, 1);
});
