// What a question came to stands on the board once the class has all that was sent, and of two the newer does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { boarding } from "../../../static/js/parts/class/boarding.js";

const BUSY = { status: 503, body: { error: { message: "busy" } } };
const turn = () => new Promise((done) => setImmediate(done));

/** A board, and a server that answers when it is told to. @param {any} t */
function page(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const now = { still: true, leads: true, /** @type {(string | number)[]} */ board: [], /** @type {string[]} */ said: [] };
  /** @type {{ number: number, reply: (answer: any) => void }[]} */
  const asked = [];
  const card = {
    ask: () => {},
    show: (/** @type {any} */ body) => void now.board.push(body.ask),
    hide: () => void now.board.push("nothing"),
  };
  const standing = boarding(/** @type {any} */ (card), {
    ask: (number) => new Promise((reply) => asked.push({ number, reply })),
    leads: () => now.leads,
    still: () => now.still,
    own: () => null,
    paint() {},
    say: (text) => void now.said.push(text),
  });
  const wait = async (/** @type {number} */ milliseconds) => {
    t.mock.timers.tick(milliseconds);
    await turn();
  };
  const came = async (/** @type {any} */ answer) => {
    asked.shift()?.reply(answer);
    await turn();
  };
  return { standing, now, asked, wait, came };
}

const results = (/** @type {string} */ ask) => ({ status: 200, body: { ask } });

test("it is asked for when the class has all that was sent, once, and again where the server was busy", async (t) => {
  const { standing, now, asked, wait, came } = page(t);
  now.still = false;
  void standing.show(1);
  void standing.show(1);
  await wait(100);
  assert.equal(asked.length, 0);
  now.still = true;
  await wait(100);
  assert.deepEqual(asked.map(({ number }) => number), [1]);
  await came(BUSY);
  await wait(16_000);
  await came(results("q"));
  assert.deepEqual([now.board, now.said, asked.length], [["q"], [], 0]);
});

test("what comes when another is on the board, or nothing, is not shown", async (t) => {
  const { standing, now, came } = page(t);
  void standing.show(1);
  void standing.show(2);
  await came(results("one"));
  await came(results("two"));
  assert.deepEqual(now.board, ["two"]);
  void standing.show(3);
  standing.clear();
  await came(results("three"));
  assert.deepEqual(now.board, ["two", "nothing"]);
});

test("the results of one that is still asked stay, those of another go", async (t) => {
  const { standing, now, came } = page(t);
  standing.keep(0);
  void standing.show(4);
  await came(results("four"));
  standing.keep(4);
  assert.deepEqual(now.board, ["four"]);
  standing.keep(0);
  assert.deepEqual(now.board, ["four", "nothing"]);
});

test("what cannot be told is said, and nobody is asked who leads no class any more", async (t) => {
  const { standing, now, asked, wait, came } = page(t);
  void standing.show(1);
  await came({ status: 400, body: { error: { message: "no such question" } } });
  assert.deepEqual(now.said, ["no such question"]);
  void standing.show(2);
  await came(BUSY);
  now.leads = false;
  await wait(16_000);
  assert.equal(asked.length, 0);
});
