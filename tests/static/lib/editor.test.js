import assert from "node:assert/strict";
import { test } from "node:test";

import { completion, inserted } from "../../../static/js/lib/complete.js";
import { between, namesAbove, tokens } from "../../../static/js/lib/tokens.js";

/** @param {string} name @param {string} insert */
const word = (name, insert) => ({ name, says: "", insert });
const LANGUAGE = {
  roles: [word("input", "input = |"), word("weight", "weight = |"), word("loss", "loss = |")],
  functions: [word("log", "log(|)"), word("sigmoid", "sigmoid(|)"), word("sign", "sign(|)")],
  counting: [word("for", "for t in range(1, |):"), word("in", "in |"), word("range", "range(|)")],
};
const PROGRAM = "# w: a comment\nx1: input = 2\nw: weight = -0.5e-3\nz = w * x1\nL: loss = -log(sigmoid(z))";

/** @param {string} line */
const kinds = (line) =>
  tokens(line, LANGUAGE)
    .filter(([, text]) => text.trim())
    .map(([kind, text]) => `${kind}:${text.trim()}`);

test("the pieces of a line are the line", () => {
  for (const line of [...PROGRAM.split("\n"), "", "  x =", "y=2x#c", "α_1 = W.T @ v[0]", "💥 ½ .5.", "W^{[1]} = x̂'", "y = {"]) {
    assert.equal(tokens(line, LANGUAGE).map(([, text]) => text).join(""), line);
  }
});

test("names, roles, functions, numbers and comments are told apart", () => {
  assert.deepEqual(kinds("w: weight = -0.5e-3  # w"), [
    "given:w", "sign::", "role weight:weight", "sign:= -", "number:0.5e-3", "comment:# w",
  ]);
  assert.deepEqual(kinds("L: loss = -log(sigmoid(z))"), [
    "given:L", "sign::", "role loss:loss", "sign:= -", "function:log", "sign:(",
    "function:sigmoid", "sign:(", "name:z", "sign:))",
  ]);
});

test("a name may have any letter with its accents, and what books write below and above it", () => {
  assert.deepEqual(kinds("váha: weight = 2*größe"), [
    "given:váha", "sign::", "role weight:weight", "sign:=", "number:2", "sign:*", "name:größe",
  ]);
  assert.deepEqual(kinds("z⁽¹⁾ = W^{[1]} @ x_{1} + a1' - ŷ*x̂"), [
    "given:z⁽¹⁾", "sign:=", "name:W^{[1]}", "sign:@", "name:x_{1}", "sign:+", "name:a1'", "sign:-",
    "name:ŷ", "sign:*", "name:x̂",
  ]);
  assert.deepEqual(kinds("y = x^2"), ["given:y", "sign:=", "name:x", "sign:^", "number:2"]);
});

test("a function's name is one only before its brackets, and a role only behind a colon", () => {
  assert.deepEqual(kinds("y = log + input"), ["given:y", "sign:=", "name:log", "sign:+", "name:input"]);
  assert.deepEqual(kinds("y: wrong = 1"), ["given:y", "sign::", "name:wrong", "sign:=", "number:1"]);
});

test("a loop has its words, and a name with an index is one that is given", () => {
  assert.deepEqual(kinds("for t in range(1, 5):"), [
    "function:for", "name:t", "function:in", "function:range", "sign:(", "number:1", "sign:,",
    "number:5", "sign:):",
  ]);
  assert.deepEqual(kinds("    h[t] = h"), ["given:h", "sign:[", "name:t", "sign:] =", "name:h"]);
  assert.deepEqual(kinds("    s += 1"), ["given:s", "sign:+=", "number:1"]);
  assert.deepEqual(kinds("h[0]: input = 1").slice(0, 1), ["given:h"]);
});

test("pieces are cut at the columns of an error", () => {
  const cut = between(tokens("p = sigmiod(v)", LANGUAGE), 5, 12);
  assert.deepEqual(cut.map((part) => part.map(([, text]) => text).join("")), ["p = ", "sigmiod", "(v)"]);
  const behind = between(tokens("p = ", LANGUAGE), 5, 6);
  assert.deepEqual(behind[1], []);
});

test("names are those of the lines above, the nearest first", () => {
  assert.deepEqual(namesAbove(PROGRAM, 4), ["z", "w", "x1"]);
  assert.deepEqual(namesAbove(PROGRAM, 1), []);
});

/** @param {string} text  with the caret at | @param {boolean} [asked] */
function offered(text, asked) {
  const caret = text.indexOf("|");
  const found = completion(text.replace("|", ""), caret, LANGUAGE, asked);
  return found && found.candidates.map((each) => each.text);
}

test("a word becomes a name from above or a function", () => {
  assert.deepEqual(offered("x1 = 2\nsize = 3\ny = s|"), ["size", "sigmoid", "sign"]);
  assert.deepEqual(offered("x1 = 2\ny = X|"), ["x1"]);
  assert.deepEqual(offered("váha = 2\ny = vá|"), ["váha"]);
  assert.deepEqual(offered("x1 = 2\ny = |", true), ["x1", "log", "sigmoid", "sign"]);
});

test("behind a colon roles are offered at once", () => {
  assert.deepEqual(offered("x: |"), ["input", "weight", "loss"]);
  assert.deepEqual(offered("x: we|"), ["weight"]);
});

test("nothing is offered where nothing fits", () => {
  for (const text of ["y = |", "x|", "# s|", "y = 2 # s|", "y = 2|", "y = zzz|", "y = s|in", "y = 1s|"]) {
    assert.equal(offered(text), null, text);
  }
});

test("a line may begin a loop, what counts is a name below, and a loop goes over what fits", () => {
  assert.deepEqual(offered("x = 2\nf|"), ["for"]);
  assert.deepEqual(offered("for t in ra|"), ["range"]);
  assert.deepEqual(offered("for time in range(3):\n    h[time] = t|"), ["time"]);
  assert.deepEqual(offered("h[0] = 1\ny = h|"), ["h[0]"]);
});

test("a word that is whole asks for nothing more", () => {
  assert.equal(offered("y = sigmoid|"), null);
});

test("a function brings its brackets unless they are there, a role its equals sign", () => {
  /** @param {string} text */
  const first = (text) =>
    completion(text.replace("|", ""), text.indexOf("|"), LANGUAGE)?.candidates[0].insert;
  assert.equal(first("y = sigm|"), "sigmoid(|)");
  assert.equal(first("y = sigm|(x)"), "sigmoid|");
  assert.equal(first("y: we|"), "weight = |");
  assert.equal(first("y: we| = 2"), "weight|");
});

test("what is inserted says where the caret goes", () => {
  assert.deepEqual(inserted("log(|)"), { text: "log()", caret: 4 });
  assert.deepEqual(inserted(" + "), { text: " + ", caret: 3 });
});
