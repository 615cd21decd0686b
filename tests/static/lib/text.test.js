import assert from "node:assert/strict";
import { test } from "node:test";

import { around, indentAfter, keptValues, readNumber, readNumbers } from "../../../static/js/lib/text.js";

test("numbers are read as people write them", () => {
  const cases = [
    ["2", 2],
    ["-1.5", -1.5],
    ["−1.5", -1.5],
    ["+3", 3],
    [" 7 ", 7],
    [".5", 0.5],
    ["5.", 5],
    ["2e-3", 0.002],
    ["1E5", 100000],
    ["-0", -0],
    ["007", 7],
    ["1,5", 1.5],
    [",5", 0.5],
    ["−0,25", -0.25],
    ["1/4", 0.25],
    ["-3/2", -1.5],
    ["0,5/2", 0.25],
    ["1/-4", -0.25],
    [" 2 / 5 ", 0.4],
  ];
  for (const [typed, number] of cases) assert.equal(readNumber(String(typed)), number);
});

test("what is no finite decimal number is none", () => {
  const cases = [
    ..."abc,nan,Infinity,-inf,1e999,0x10,1_000,--1,−−1,.,e5,1e,1e2.5,1:0,1 00,#5".split(","),
    "1,2,3",
    "1.5,2",
    "1/0",
    "0/0",
    "/2",
    "1/",
    "",
    "   ",
    "1\n2",
    "<b>1</b>",
  ];
  for (const typed of cases) assert.equal(readNumber(typed), null, typed);
});

test("vectors and matrices are read as people type them", () => {
  const vectors = ["2, -1, 1", "2 −1 1", "[2, -1, 1]", "2,-1,1", "2\n-1\n1", " 2 ; -1 ; 1 "];
  for (const typed of vectors) assert.deepEqual(readNumbers(typed, false), [2, -1, 1], typed);
  const matrices = ["1, 2\n3, 4", "1 2; 3 4", "[[1, 2];\n[3, 4]]", "1 2\n\n3 4\n"];
  for (const typed of matrices) {
    assert.deepEqual(readNumbers(typed, true), [[1, 2], [3, 4]], typed);
  }
  assert.deepEqual(readNumbers("1/2 .5", false), [0.5, 0.5]);
  assert.deepEqual(readNumbers("5", true), [[5]]);
});

test("what is no vector and no matrix is none", () => {
  for (const typed of ["", " ", "\n;", "[]", "1, x", "1, nan", "1 1e999", "<b>1</b> 2"]) {
    assert.equal(readNumbers(typed, false), null, typed);
    assert.equal(readNumbers(typed, true), null, typed);
  }
  assert.equal(readNumbers("1 2\n3", true), null, "rows of two lengths");
});

const PROGRAM = "x: input = 2\nw: weight = -1\ny = w * x\nL: loss = y**2";

test("numbers stay changed where their lines stay", () => {
  const after = PROGRAM.replace("y**2", "y**3");
  assert.deepEqual(keptValues({ x: 5, w: 6 }, PROGRAM, after), { x: 5, w: 6 });
});

test("an edited line says what its number is", () => {
  const after = PROGRAM.replace("x: input = 2", "x: input = 3");
  assert.deepEqual(keptValues({ x: 5, w: 6 }, PROGRAM, after), { w: 6 });
});

test("the number of a leaf that is gone is dropped", () => {
  const after = PROGRAM.replace("w: weight = -1\n", "");
  assert.deepEqual(keptValues({ x: 5, w: 6 }, PROGRAM, after), { x: 5 });
});

test("a line that moves keeps its number", () => {
  assert.deepEqual(keptValues({ x: 5 }, PROGRAM, `# more\n\n${PROGRAM}`), { x: 5 });
});

test("a number whose name begins like another's is not mistaken for it", () => {
  const before = "x1 = 1\nx = 2";
  assert.deepEqual(keptValues({ x: 9, x1: 8 }, before, "x1 = 1\nx = 3"), { x1: 8 });
});

test("the number of a name with an index is kept while its line stays", () => {
  const before = "h[0] = 1\nh[-1] = 2\nW_x[1, 2] = 3\nfor l in range(2):\n    V[l]: weight = 4\n    b = 1";
  const values = { h0: 5, h_minus1: 6, W_x_1_2: 7, V1: 8, b2: 9 };
  assert.deepEqual(keptValues(values, before, `${before}\nL = 2`), values);
  assert.deepEqual(keptValues(values, before, before.replace("h[0] = 1", "h[0] = 3")), { h_minus1: 6, W_x_1_2: 7, V1: 8, b2: 9 });
  assert.deepEqual(Object.keys(keptValues(values, before, before.replace("V[l]", "U[l]"))), ["h0", "h_minus1", "W_x_1_2", "b2"]);
});

test("a line below a loop's first line begins four spaces further, one below it as it does", () => {
  assert.equal(indentAfter("for t in range(3):  # rounds"), "    ");
  assert.equal(indentAfter("  for t in range(3):"), "      ");
  assert.equal(indentAfter("    h[t] = 2"), "    ");
  assert.equal(indentAfter("h: input = 2"), "");
  assert.equal(indentAfter("for t in range(3): x = 2"), "");
});

test("what is given is not changed", () => {
  const values = Object.freeze({ x: 5, w: 6 });
  keptValues(values, PROGRAM, "");
  assert.deepEqual(values, { x: 5, w: 6 });
});

test("a program is parted around the place of an error", () => {
  assert.deepEqual(around("a = 1\nb = zz + 1\n", 2, 5, 7), ["a = 1\nb = ", "zz", " + 1\n"]);
  assert.deepEqual(around("zz", 1, 1, 3), ["", "zz", ""]);
});

test("an error at the end of a line has something to underline", () => {
  assert.deepEqual(around("a =\nb = 1", 1, 4, 4), ["a =", " ", "\nb = 1"]);
  assert.deepEqual(around("", 1, 1, 1), ["", " ", ""]);
});

test("a place outside of the program is brought back into it", () => {
  for (const [line, column, end] of [
    [1, 50, 60],
    [9, 1, 2],
    [1, 3, 1],
  ]) {
    const [before, culprit, after] = around("ab\ncd", line, column, end);
    assert.equal(before + (culprit === " " ? "" : culprit) + after, "ab\ncd");
  }
});
