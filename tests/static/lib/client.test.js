import assert from "node:assert/strict";
import { test } from "node:test";

import { client } from "../../../static/js/lib/client.js";

/** A server whose answers the test gives, and a log of everything that the page hears. */
function rehearse({ early = false, onStory = () => {} } = {}) {
  /** @type {{ wish: any, answer: (found: any) => void, fail: () => void }[]} */
  const requests = [];
  /** @type {string[]} */
  const heard = [];
  /** @type {number[]} */
  const pauses = [];
  /** @type {() => void} */
  let wake = () => {};
  const asked = client({
    send: (wish) =>
      new Promise((resolve, reject) => {
        requests.push({ wish, answer: resolve, fail: () => reject(new TypeError("fetch")) });
      }),
    onStory: (story, wish, newest) => {
      heard.push(`story ${story.title} for ${wish.n}${newest ? "" : ", overtaken"}`);
      onStory();
    },
    early: () => early,
    onProblem: (problem, wish) => heard.push(`problem ${problem.message} for ${wish.n}`),
    onLost: (attempt) => heard.push(`lost ${attempt}`),
    wait: (milliseconds) => {
      pauses.push(milliseconds);
      return new Promise((resolve) => {
        wake = () => resolve();
      });
    },
  });
  return {
    ask: (/** @type {number} */ n) => asked.ask({ n }),
    busy: asked.busy,
    requests,
    heard,
    pauses,
    story: async (/** @type {number} */ k, title = `s${k}`) => {
      requests[k].answer({ status: 200, body: { title } });
      await settled();
    },
    problem: async (/** @type {number} */ k, status = 422) => {
      requests[k].answer({ status, body: { error: { message: `p${k}` } } });
      await settled();
    },
    fail: async (/** @type {number} */ k) => {
      requests[k].fail();
      await settled();
    },
    wake: async () => {
      wake();
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a wish is sent at once and its story is heard", async () => {
  const stage = rehearse();
  stage.ask(1);
  assert.equal(stage.requests.length, 1);
  assert.equal(stage.busy(), true);
  await stage.story(0);
  assert.deepEqual(stage.heard, ["story s0 for 1"]);
  assert.equal(stage.busy(), false);
});

test("there is one request at a time, and of those that wait the last one wins", async () => {
  const stage = rehearse();
  for (const n of [1, 2, 3, 4]) stage.ask(n);
  assert.equal(stage.requests.length, 1);
  await stage.story(0);
  assert.deepEqual(
    stage.requests.map(({ wish }) => wish.n),
    [1, 4],
  );
  await stage.story(1);
  assert.deepEqual(stage.heard, ["story s0 for 1, overtaken", "story s1 for 4"]);
  assert.equal(stage.requests.length, 2);
});

test("an older answer never comes after a newer one", async () => {
  const stage = rehearse();
  stage.ask(1);
  stage.ask(2);
  await stage.story(0);
  stage.ask(3);
  await stage.story(1);
  await stage.story(2);
  assert.deepEqual(stage.heard, [
    "story s0 for 1, overtaken",
    "story s1 for 2, overtaken",
    "story s2 for 3",
  ]);
});

test("a problem is heard", async () => {
  const stage = rehearse();
  stage.ask(1);
  await stage.problem(0);
  assert.deepEqual(stage.heard, ["problem p0 for 1"]);
  assert.equal(stage.busy(), false);
});

test("a problem that was overtaken is not heard", async () => {
  const stage = rehearse();
  stage.ask(1);
  stage.ask(2);
  await stage.problem(0);
  await stage.story(1);
  assert.deepEqual(stage.heard, ["story s1 for 2"]);
});

test("a broken server is a problem, not a lost connection", async () => {
  const stage = rehearse();
  stage.ask(1);
  await stage.problem(0, 500);
  assert.deepEqual(stage.heard, ["problem p0 for 1"]);
  assert.equal(stage.requests.length, 1);
});

test("a lost connection is tried again with the same wish until it is back", async () => {
  const stage = rehearse();
  stage.ask(1);
  await stage.fail(0);
  await stage.wake();
  await stage.fail(1);
  await stage.wake();
  await stage.story(2);
  assert.deepEqual(stage.heard, ["lost 1", "lost 2", "story s2 for 1"]);
  assert.deepEqual(
    stage.requests.map(({ wish }) => wish.n),
    [1, 1, 1],
  );
});

test("the pauses grow and end at eight seconds", async () => {
  const stage = rehearse();
  stage.ask(1);
  for (let k = 0; k < 7; k += 1) {
    await stage.fail(k);
    await stage.wake();
  }
  assert.deepEqual(stage.pauses, [1000, 2000, 4000, 8000, 8000, 8000, 8000]);
});

test("what was wished in the meantime is sent when the connection is back", async () => {
  const stage = rehearse();
  stage.ask(1);
  await stage.fail(0);
  stage.ask(2);
  stage.ask(3);
  await stage.wake();
  assert.deepEqual(stage.requests.at(-1)?.wish, { n: 3 });
  await stage.story(1);
  assert.deepEqual(stage.heard, ["lost 1", "story s1 for 3"]);
});

test("after an answer the pauses begin anew", async () => {
  const stage = rehearse();
  stage.ask(1);
  await stage.fail(0);
  await stage.wake();
  await stage.story(1);
  stage.ask(2);
  await stage.fail(2);
  assert.deepEqual(stage.pauses, [1000, 1000]);
});

test("the next wish is on its way before an answer is painted, and still one at a time", async () => {
  /** @type {number[]} */
  const sent = [];
  const stage = rehearse({ early: true, onStory: () => sent.push(stage.requests.length) });
  stage.ask(1);
  stage.ask(2);
  assert.equal(stage.requests.length, 1);
  await stage.story(0);
  assert.deepEqual(sent, [2]);
  stage.ask(3);
  assert.equal(stage.requests.length, 2);
  await stage.story(1);
  assert.deepEqual(sent, [2, 3]);
  await stage.story(2);
  assert.deepEqual(stage.heard, ["story s0 for 1, overtaken", "story s1 for 2, overtaken", "story s2 for 3"]);
  assert.equal(stage.busy(), false);
});

test("a wish that was sent early and lost is sent again, the newest in its place", async () => {
  const stage = rehearse({ early: true });
  stage.ask(1);
  stage.ask(2);
  await stage.story(0);
  stage.ask(3);
  await stage.fail(1);
  await stage.wake();
  assert.equal(stage.requests[2].wish.n, 3);
  await stage.story(2);
  assert.deepEqual(stage.heard, ["story s0 for 1, overtaken", "lost 1", "story s2 for 3"]);
});
