import assert from "node:assert/strict";
import { test } from "node:test";

import { later } from "../../../static/js/lib/later.js";

/** A module that comes, or not, when the test says so. */
function slow() {
  const asked = [];
  const load = () => new Promise((come, fail) => asked.push({ come, fail }));
  return { asked, load };
}

test("nothing is fetched before it is wanted, and then once", async () => {
  const { asked, load } = slow();
  const made = [];
  const part = later(load, (name) => made.push(name) && name, assert.fail);
  assert.equal(asked.length, 0);
  assert.equal(part.here(), null);
  const done = [];
  const all = [1, 2].map((k) => part.use((it) => done.push([it, k])));
  assert.equal(asked.length, 1, "who wants it while it is coming waits for the same");
  asked[0].come("dialog");
  await Promise.all(all);
  await part.use((it) => done.push([it, 3]));
  assert.deepEqual(done, [["dialog", 1], ["dialog", 2], ["dialog", 3]]);
  assert.deepEqual([asked.length, made, part.here()], [1, ["dialog"], "dialog"]);
});

test("what could not be fetched is said once and tried again when it is wanted again", async () => {
  const { asked, load } = slow();
  let lost = 0;
  const part = later(load, (name) => name, () => (lost += 1));
  const first = [part.use(assert.fail), part.use(assert.fail)];
  asked[0].fail(new TypeError("no connection"));
  await Promise.all(first);
  assert.deepEqual([lost, part.here()], [1, null]);
  const again = part.use();
  asked[1].come("dialog");
  await again;
  assert.equal(part.here(), "dialog");
});

test("a fault of the part itself is not taken for a lost connection", async () => {
  const broken = () => {
    throw new Error("a fault");
  };
  const part = later(async () => "module", broken, assert.fail);
  await assert.rejects(part.use(), /a fault/);
});
