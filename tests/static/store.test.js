// What a page asks of the server, and what it does with the answers; without a page or a server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../static/js/store.js";
import { Walk } from "../../static/js/walk.js";

const step = (index, phase) => ({ index, phase, stop: "node", key: "", iteration: 0, sentence: "old", shown: [] });
const story = (more = {}) => ({
  structure: "s",
  focus: "*",
  nodes: [],
  steps: [step(0, "start"), step(1, "forward"), step(2, "backward")],
  ...more,
});

/** A store whose answers are given by hand. */
function made({ leaps = true } = {}) {
  /** @type {{ wish: any, where: string, answer: (body: any, status?: number) => Promise<void> }[]} */
  const sent = [];
  /** @type {string[]} */
  const heard = [];
  const walk = new Walk();
  const wish = /** @type {any} */ ({ program: "p", values: {} });
  const store = new Store(walk, wish, { hide: "values" }, {
    send: (wish, where) =>
      new Promise((resolve) => {
        const answer = async (/** @type {any} */ body, status = 200) => {
          resolve({ status, body });
          await new Promise((done) => setTimeout(done));
        };
        sent.push({ wish, where, answer });
      }),
    onAsk: () => heard.push("ask"),
    onStory: (_story, _asked, newest, same) => heard.push(`story ${newest} ${same}`),
    onRoom: (newest) => heard.push(`room ${newest}`),
    onNumbers: () => heard.push("numbers"),
    onProblem: ({ message }) => heard.push(`problem ${message}`),
    onLost: () => heard.push("lost"),
    leaps: () => leaps,
  });
  return { store, walk, wish, sent, heard };
}

test("the wish is sent with the step and the structure in hand, and its story is walked along", async () => {
  const { store, walk, sent, heard } = made();
  store.ask();
  assert.deepEqual(sent[0].wish, { program: "p", values: {}, hide: "values", step: 0, have: "" });
  assert.equal(sent[0].where, "/api/story");
  await sent[0].answer(story());
  assert.equal(walk.story?.structure, "s");
  walk.go(1);
  store.ask();
  assert.deepEqual([sent[1].wish.step, sent[1].wish.have], [1, "s"]);
  await sent[1].answer(story());
  assert.deepEqual(heard, ["ask", "story true false", "ask", "story true true"]);
  assert.equal(walk.step, 1, "where the reader was");
});

test("the last wish wins, and what is shown between says so", async () => {
  const { store, wish, sent, heard } = made();
  store.ask();
  wish.values = { x: 1 };
  store.ask();
  wish.values = { x: 2 };
  store.ask();
  assert.equal(sent.length, 1, "one at a time");
  await sent[0].answer(story());
  assert.deepEqual(sent[1].wish.values, { x: 2 });
  await sent[1].answer(story());
  assert.deepEqual(heard.slice(3), ["story false false", "story true true"]);
});

test("a chain that is asked for begins at its backward pass; not where numbers are asked for", async () => {
  for (const leaps of [true, false]) {
    const { store, walk, sent } = made({ leaps });
    store.ask({ go: "backward" });
    assert.equal("go" in sent[0].wish, false);
    await sent[0].answer(story());
    assert.equal(walk.step, leaps ? 2 : 0);
  }
});

test("while a hand moves the numbers are asked for alone, and go into the story in hand", async () => {
  const { store, walk, sent, heard } = made();
  store.ask();
  await sent[0].answer(story());
  store.ask({ brief: true });
  assert.equal(sent[1].where, "/api/numbers");
  const steps = [0, 1, 2].map((index) => ({ index, shown: [["e0", "text", "7"]] }));
  await sent[1].answer({ structure: "s", focus: "*", steps });
  assert.equal(walk.story?.steps[1].shown[0][2], "7");
  assert.equal(heard.at(-1), "numbers");
});

test("numbers of another structure are not put in: the whole story is asked for", async () => {
  const { store, sent } = made();
  store.ask();
  await sent[0].answer(story());
  store.ask({ brief: true });
  await sent[1].answer({ structure: "another", focus: "*", steps: [] });
  assert.equal(sent[2].where, "/api/story");
});

test("a problem is said, and the story stays", async () => {
  const { store, walk, sent, heard } = made();
  store.ask();
  await sent[0].answer(story());
  store.ask();
  await sent[1].answer({ error: { message: "no" } }, 422);
  assert.equal(heard.at(-1), "problem no");
  assert.equal(walk.story?.structure, "s");
});

test("in another room the same story is drawn, and what is looked at and asked stays", async () => {
  const { store, walk, sent, heard } = made();
  walk.load(/** @type {any} */ (story()));
  walk.look("e0");
  walk.pose({ ask: "?", slots: [], beside: [], step: 1 });
  store.askForRoom("300x200x13");
  assert.equal(sent[0].wish.room, "300x200x13");
  await sent[0].answer(story({ structure: "s" }));
  assert.deepEqual(heard, ["room true"], "nothing was asked for, nothing else is told");
  assert.deepEqual([walk.focus, walk.posed?.ask], ["e0", "?"]);
});

test("a room that is asked for while an answer is awaited takes nothing of it away", async () => {
  const { store, walk, wish, sent, heard } = made();
  store.ask();
  store.ask({ go: "backward" });
  store.askForRoom("300x200x13");
  await sent[0].answer(story());
  assert.equal(walk.step, 0, "it was asked for before");
  await sent[1].answer(story());
  assert.equal(walk.step, 2, "where it was to lead");
  assert.equal(heard.at(-1), "story true true", "and what is shown is what was asked for");
  walk.go(0);
  wish.values = { x: 1 };
  store.ask();
  await sent[2].answer(story());
  assert.equal(walk.step, 0, "once");
});

test("where a refused wish was to lead nobody is led later", async () => {
  const { store, walk, sent } = made();
  store.ask({ go: "backward" });
  await sent[0].answer({ error: { message: "no" } }, 422);
  store.ask();
  await sent[1].answer(story());
  assert.equal(walk.step, 0);
});

test("while a hand holds what it moves the whole story waits, and comes when it lets go", async () => {
  const { store, sent } = made();
  store.ask();
  await sent[0].answer(story());
  const brief = { structure: "s", focus: "*", steps: [0, 1, 2].map((index) => ({ index, shown: [] })) };
  store.hold(true);
  store.askForNumbers();
  await sent[1].answer(brief);
  await new Promise((done) => setTimeout(done, 400));
  assert.deepEqual(sent.map(({ where }) => where), ["/api/story", "/api/numbers"]);
  store.hold(false);
  assert.equal(sent[2].where, "/api/story");
  await sent[2].answer(story());
  store.hold(false);
  assert.equal(sent.length, 3, "once");
});
