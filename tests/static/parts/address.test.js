// The link in the address bar is written as soon as what it leads to has changed, and not too often.

import assert from "node:assert/strict";
import { test } from "node:test";

import { address } from "../../../static/js/parts/address.js";
import { Walk } from "../../../static/js/walk.js";

/** @param {string} url */
const story = (url) => ({ steps: [{}, {}], page: { url } });

/** A page, and what its address bar says. */
function page() {
  const location = new URL("http://127.0.0.1/lesson/network");
  const document = { documentElement: { dataset: {} }, title: "Network · Chalkgraph", addEventListener() {} };
  const history = { replaceState: (/** @type {any} */ _, /** @type {any} */ __, /** @type {URL} */ to) => (location.href = to.href) };
  /** @type {Record<string, () => void>} */
  const listening = {};
  const addEventListener = (/** @type {string} */ name, /** @type {() => void} */ listener) => void (listening[name] = listener);
  const globals = { location, document, history, localStorage: { setItem() {} }, addEventListener };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const walk = /** @type {any} */ (new Walk());
  address(walk, /** @type {any} */ ({ ownerDocument: document }), {}, () => null);
  return { walk, bar: () => location.pathname + location.search, leave: () => listening.pagehide() };
}

test("a page that is left at once has its last step in its link", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { walk, bar, leave } = page();
  walk.load(story("/lesson/network"), { step: 1 });
  leave();
  assert.equal(bar(), "/lesson/network?step=1");
});

test("a picture that is laid out for another room changes no link", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { walk, bar } = page();
  walk.load(story("/lesson/network"), { step: 1 });
  t.mock.timers.tick(0);
  walk.lay(story("/lesson/network?open=y"));
  t.mock.timers.tick(1000);
  assert.equal(bar(), "/lesson/network?step=1");
});

test("a step is written at once, of many in a row the last one when the pause is over", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(performance, "now", () => 1e6);
  const { walk, bar } = page();
  walk.load(story("/lesson/network"));
  walk.go(1);
  t.mock.timers.tick(0);
  assert.equal(bar(), "/lesson/network?step=1");
  walk.go(0);
  t.mock.timers.tick(300);
  walk.load(story("/lesson/network?open=y"), { step: 1 });
  t.mock.timers.tick(99);
  assert.equal(bar(), "/lesson/network?step=1");
  t.mock.timers.tick(1);
  assert.equal(bar(), "/lesson/network?open=y&step=1");
});
