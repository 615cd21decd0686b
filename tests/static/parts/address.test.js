// The link in the address bar is written a moment after what it leads to has changed.

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

test("a picture that is laid out for another room does not put off the link", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { walk, bar } = page();
  walk.load(story("/lesson/network?open=y"), { step: 1 });
  t.mock.timers.tick(300);
  walk.lay(story("/lesson/network?open=y"));
  assert.equal(bar(), "/lesson/network");
  t.mock.timers.tick(100);
  assert.equal(bar(), "/lesson/network?open=y&step=1");
});

test("many steps in a row are written once, at their end", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { walk, bar } = page();
  walk.load(story("/lesson/network"));
  t.mock.timers.tick(300);
  walk.go(1);
  t.mock.timers.tick(300);
  walk.load(story("/lesson/network?open=y"));
  t.mock.timers.tick(399);
  assert.equal(bar(), "/lesson/network");
  t.mock.timers.tick(1);
  assert.equal(bar(), "/lesson/network?open=y&step=1");
});
