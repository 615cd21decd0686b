// A hidden layer's numbers are not said; the others are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { formulaAt } from "../../../static/js/lib/formula.js";
import { saidOf, sentenceOf, veiled } from "../../../static/js/lib/veil.js";

const step = {
  sentence: "From p −3.7 arrives; times 0.2 it is −0.74.",
  veil: /** @type {import("../../../static/js/lib/veil.js").Piece[]} */ ([
    ["From p ", "", "From p "], ["−3.7", "gradients", "?"], [" arrives; times ", "", " arrives; times "],
    ["0.2", "local", "?"], [" it is ", "", " it is "], ["−0.74", "gradients", "?"], [".", "", "."],
  ]),
  layers: ["", "local gradients"],
};

test("a sentence is said without the numbers of hidden layers", () => {
  assert.equal(sentenceOf(step, ["local"]), "From p −3.7 arrives; times ? it is −0.74.");
  assert.equal(sentenceOf(step, ["gradients", "values"]), "From p ? arrives; times 0.2 it is ?.");
  assert.equal(sentenceOf(step, []), step.sentence);
  assert.equal(sentenceOf(step, ["values"]), step.sentence);
  assert.equal(sentenceOf({ sentence: "A question." }, ["values"]), "A question.");
});

test("a lesson's own words go before the sentence, but not where they have a number while one is hidden", () => {
  const noted = { ...step, kind: "flow", note: "Only 27 %." };
  assert.equal(saidOf(noted, []), "Only 27 %.");
  assert.equal(saidOf(noted, ["callouts"]), "Only 27 %.");
  assert.equal(saidOf(noted, ["local"]), sentenceOf(step, ["local"]));
  assert.equal(saidOf({ ...noted, note: "Look." }, ["local"]), "Look.");
  assert.equal(saidOf({ ...noted, note: "" }, []), step.sentence);
  for (const kind of ["start", "board"]) assert.equal(saidOf({ ...noted, kind }, []), step.sentence);
});

test("a formula with a hidden number is not shown: the one before it is", () => {
  assert.equal(veiled(step, 1, ["local"]), true);
  assert.equal(veiled(step, 1, ["values"]), false);
  assert.equal(veiled(step, 0, ["local"]), false);
  const story = /** @type {any} */ ({
    chains: [],
    steps: [
      { phase: "backward", iteration: 0, kind: "slope_symbols", group: "e1", cards: ["local"], formulas: ["<math>a</math>"], layers: [""] },
      { phase: "backward", iteration: 0, kind: "slope", group: "e1", cards: ["local"], formulas: ["<math>1</math>"], layers: ["local"] },
    ],
  });
  assert.equal(formulaAt(story, 1), "<math>1</math>");
  assert.equal(formulaAt(story, 1, ["local"]), "<math>a</math>");
});

test("a product of many factors is not for the stage's one line: the strip has it", () => {
  /** @param {number} count */
  const at = (count) => /** @type {any} */ ({
    chains: [],
    steps: [{ phase: "backward", iteration: 0, kind: "product", group: "p", cards: ["chain"], formulas: [`<math>${Array(count).fill("<mn>2</mn>").join("<mo>·</mo>")}</math>`] }],
  });
  assert.notEqual(formulaAt(at(8), 0), "");
  assert.equal(formulaAt(at(9), 0), "");
});

test("beside the picture a formula has as few digits as that", () => {
  const told = {
    chains: [],
    steps: [{
      ...step, index: 0, phase: "backward", iteration: 0, kind: "slope", group: "", cards: ["local", "flow"],
      formulas: ["<math>0.196612</math>", "<math>−1.462117</math>"], lines: { 0: "<math>0.197</math>" },
    }],
  };
  assert.equal(formulaAt(/** @type {any} */ (told), 0), "<math>0.197</math>");
});
