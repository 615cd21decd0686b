import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, longest } from "../../../static/js/parts/strip.js";

/** @param {string} slot @param {...string} texts */
const line = (slot, ...texts) => ({
  slot,
  attribute: "text",
  values: texts.map((text, k) => /** @type {[number, string]} */ ([k, text])),
});

test("places of the strip hold shorter numbers, and as many digits, but no longer ones", () => {
  const places = longest([line("a", "", "0.528"), line("b", "−0.05")]);
  assert.ok(fits(longest([line("a", "0.5"), line("b", "−0.07")]), places));
  assert.ok(fits(longest([line("a", "0.529"), line("b", "0.052")]), places));
  assert.ok(!fits(longest([line("a", "0.5281")]), places));
});

test("a minus takes more room than the digit in whose place it stands", () => {
  const places = longest([line("a", "0.528")]);
  assert.ok(!fits(longest([line("a", "−0.52")]), places));
});

test("what had no place has no room, and states are no texts", () => {
  assert.ok(!fits(longest([line("a", "1")]), longest([line("b", "1")])));
  assert.deepEqual([...longest([{ slot: "a", attribute: "state", values: [[0, "done"]] }])], []);
});
