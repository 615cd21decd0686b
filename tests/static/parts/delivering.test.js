// What was typed is sent until the server has it, the newest last; what is asked is asked again while it is wanted.
import assert from "node:assert/strict";
import { test } from "node:test";

import { delivered, settled } from "../../../static/js/parts/class/delivering.js";
import { sorted } from "../../../static/js/parts/class/names.js";

/** No pause is waited for. @param {any} t */
function hurried(t) {
  const here = /** @type {any} */ (globalThis);
  here.addEventListener = here.removeEventListener = () => {};
  t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ done) => void queueMicrotask(done));
}

const BUSY = { status: 503, body: {} };
const COUNTED = { status: 200, body: { result: "counted" } };

test("it is sent again while nobody answers or the server is busy, and not once it is there", async (t) => {
  hurried(t);
  const mine = { text: "7", revision: 1, result: "" };
  const replies = [null, BUSY, { status: 429, body: {} }, COUNTED, COUNTED];
  /** @type {number[]} */
  const came = [];
  await delivered(() => mine, async () => replies.shift() ?? null, (_now, revision) => came.push(revision));
  assert.deepEqual([mine.result, replies.length, came], ["counted", 1, [1]]);
});

test("what is typed on in the meantime is sent next", async (t) => {
  hurried(t);
  let mine = { text: "7", revision: 1, result: "" };
  /** @type {string[]} */
  const sent = [];
  await delivered(
    () => mine,
    async ({ text }) => {
      sent.push(text);
      if (sent.length === 1) mine = { text: "8", revision: 2, result: "" };
      return COUNTED;
    },
    () => {},
  );
  assert.deepEqual([sent, mine.result], [["7", "8"], "counted"]);
});

test("a refusal in words is not sent again", async (t) => {
  hurried(t);
  const mine = { text: "x", revision: 1, result: "" };
  await delivered(() => mine, async () => ({ status: 400, body: { error: { message: "no" } } }), () => {});
  assert.equal(mine.result, "no");
});

test("what is asked is asked until it is answered, or no longer wanted", async (t) => {
  hurried(t);
  const replies = [BUSY, COUNTED];
  assert.equal(await settled(async () => /** @type {any} */ (replies.shift()), () => true), COUNTED);
  let tries = 0;
  const found = await settled(
    async () => {
      tries += 1;
      throw new Error("no network");
    },
    () => tries < 3,
  );
  assert.deepEqual([found, tries], [null, 3]);
});

test("names stand by the alphabet of the page", () => {
  const people = ["Zoe", "Čeněk", "Dan", "Ada (10)", "Ada (2)"].map((name) => ({ name, answered: false }));
  assert.deepEqual(sorted(people, "cs").map(({ name }) => name), ["Ada (2)", "Ada (10)", "Čeněk", "Dan", "Zoe"]);
});
