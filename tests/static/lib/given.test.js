import assert from "node:assert/strict";
import { test } from "node:test";

import { isGiven, leafOf, sourceOf } from "../../../static/js/lib/given.js";

/** @param {Record<string, string>} has */
const thing = (has) => ({ getAttribute: (/** @type {string} */ name) => has[name] ?? null });
const story = /** @type {import("../../../static/js/lib/given.js").Drawn} */ (
  /** @type {unknown} */ ({ nodes: [{ id: "n0", name: "w" }, { id: "n1", name: "q" }], edges: [{ id: "e1-0", from: "n0", to: "n1" }] })
);

test("a wire is of the node that it comes from, a node of itself, and anything else of none", () => {
  assert.equal(sourceOf(thing({ "data-edge": "e1-0" }), story)?.name, "w");
  assert.equal(sourceOf(thing({ "data-node": "n1" }), story)?.name, "q");
  assert.equal(sourceOf(thing({ "data-edge": "e9-0" }), story), undefined);
});

test("one can ask for a leaf and not for what is worked out", () => {
  assert.deepEqual(["input", "weight", "label", "constant", "variable"].map(isGiven), Array(5).fill(true));
  assert.deepEqual(["operation", "loss", "", null].map(isGiven), Array(4).fill(false));
  assert.equal(leafOf(thing({ "data-role": "weight", "data-name": "w" })), "w");
  assert.equal(leafOf(thing({ "data-role": "operation", "data-name": "q" })), "");
  assert.equal(leafOf(null), "");
});
