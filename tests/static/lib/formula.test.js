// The line of formulas has room for its largest one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { rowsOf } from "../../../static/js/lib/formula.js";

/** @param {string} formula @param {number} [nested] */
const rows = (formula, nested) => {
  const step = { index: 0, phase: "forward", iteration: 0, kind: "start", formulas: [formula], cards: ["forward"] };
  return rowsOf(/** @type {any} */ ({ steps: [step], chains: [] }), nested);
};

test("a brace and the words under it need more rows than the formula alone", () => {
  const sum = "<mi>a</mi><mo>+</mo><mi>b</mi>";
  const plain = rows(`<math><mrow>${sum}</mrow></math>`);
  const braced = `<munder><mrow>${sum}</mrow><mo stretchy="true">⏟</mo></munder>`;
  assert.equal(plain, 2);
  const whole = `<math><mrow><munder>${braced}<mtext>loss</mtext></munder></mrow></math>`;
  assert.deepEqual([rows(whole), rows(whole, 3)], [4, 5]);
});
