// What all windows of a class say alike.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answers, begunSaid, here, linkedSaid, onward, peopleOf, spaced } from "../../../static/js/parts/class/said.js";

test("one is said as one, and a code in two halves", () => {
  assert.deepEqual([0, 1, 2].map(here), ["0 here", "1 here", "2 here"]);
  assert.deepEqual([1, 5].map(answers), ["1 answer", "answers: 5"]);
  assert.equal(spaced("K7M4QX"), "K7M 4QX");
});

test("whoever has answered is counted, also who has gone", () => {
  assert.equal(peopleOf({ here: 3, answered: 1 }), 3);
  assert.equal(begunSaid({ here: 1, answered: 2 }), "2 of 2 have begun the worksheet");
});

test("what comes next of what is asked is the same on every key and button", () => {
  const own = { kind: "text" };
  const all = ["open", "closed", "revealed"].flatMap((phase) => [{ phase, own: null }, { phase, own }]);
  const said = ["close the answers", "close the answers", "show the number", "show the answers", "", ""];
  assert.deepEqual(all.map((asked) => onward(asked, false)), said);
  for (const asked of all) {
    assert.equal(onward(asked, true).toLowerCase(), onward(asked, false) && `→ ${onward(asked, false)}`);
  }
  assert.equal(onward(null, true), "");
});

test("how one is linked is written when it is new, so that it is read out once", () => {
  const mark = /** @type {any} */ ({ dataset: {}, textContent: "" });
  assert.deepEqual(
    ["live", "live", "asking", "lost"].map((linked) => [linkedSaid(mark, /** @type {any} */ (linked)), mark.textContent]),
    [[true, "connected"], [false, "connected"], [true, "connected, a little late"], [true, "no connection"]],
  );
});
