// What is typed is kept in the browser, the latest first, and what no room is left for is said.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { named, read, resume, write } from "../../../static/js/parts/drafts.js";

/** @param {number} room  characters that may be kept; -1: none at all */
function storage(room) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem(/** @type {string} */ key, /** @type {string} */ text) {
      if (text.length > room) throw new Error("QuotaExceededError");
      kept.set(key, text);
    },
  };
}

/** @param {number} room */
const browser = (room) =>
  Object.defineProperty(globalThis, "localStorage", { value: storage(room), configurable: true, writable: true });

/** @param {string} id @param {string} text */
const draft = (id, text) => ({ id, text, places: ["/studio"], time: 1 });

beforeEach(() => browser(100_000));
afterEach(() => Reflect.deleteProperty(globalThis, "localStorage"));

test("what was kept is found by the address that names it", () => {
  assert.equal(write([draft("a", "x = 1"), draft("b", "x = 2")]), true);
  assert.equal(named("?kept=b&lang=cs")?.text, "x = 2");
  assert.equal(named("?kept=c"), null);
  assert.equal(named("?p=1abc"), null);
  assert.equal(named(""), null);
});

test("where there is little room the oldest go and the latest stays", () => {
  browser(4000);
  const all = Array.from({ length: 8 }, (_, k) => draft(`d${k}`, String(k).repeat(900)));
  assert.equal(write(all), true);
  assert.equal(read()[0].id, "d0");
  assert.ok(read().length >= 2 && read().length < 8);
});

test("what cannot be kept is told", () => {
  browser(-1);
  assert.equal(write([draft("a", "x = 1")]), false);
  assert.deepEqual(read(), []);
  Reflect.deleteProperty(globalThis, "localStorage");
  assert.equal(write([draft("a", "x = 1")]), false);
  assert.equal(named("?kept=a"), null);
});

test("what others wrote into the same place is passed over", () => {
  for (const odd of ["", "{", "null", "7", '[null, 3, {"text": 5}]']) {
    localStorage.setItem("programs", odd);
    assert.deepEqual(read(), []);
  }
});

test("what is gone on from has its text, numbers and options, and none that is known no more", () => {
  const wish = { program: "scratch", values: {}, arithmetic: "exact", rate: null };
  const kept = { hide: "", predict: false };
  const state = { wish: { program: "older", values: { w: 3 }, rate: 0.1, gone: 1 }, kept: { hide: "local" }, step: 4 };
  resume({ ...draft("a", "newest"), state }, wish, kept);
  assert.deepEqual(wish, { program: "newest", values: { w: 3 }, arithmetic: "exact", rate: 0.1 });
  assert.deepEqual(kept, { hide: "local", predict: false });
});

test("a draft without a state is its text alone", () => {
  const wish = { program: "scratch", values: { w: 1 } };
  resume(draft("a", "x = 1"), wish, {});
  assert.deepEqual(wish, { program: "x = 1", values: { w: 1 } });
});
