import assert from "node:assert/strict";
import { test } from "node:test";

import { heirs, parted } from "../../../static/js/lib/heirs.js";

/** A graph of `name = op(operands)`, operands first. */
const graph = (...lines) => ({
  nodes: lines.map(([name, op = null]) => ({ id: `${name}!`, name: name.startsWith("_") ? null : name, op })),
  edges: lines.flatMap(([name, , ...from]) => from.map((each) => ({ from: `${each}!`, to: `${name}!` }))),
});
const told = (from, to, drawn = () => true) =>
  Object.fromEntries([...heirs(from, to, drawn)].map((pair) => pair.map((id) => id.slice(0, -1))));

const NUMBERS = graph(
  ["x1"], ["x2"], ["w1"], ["w2"], ["y"],
  ["z1", "mul", "w1", "x1"], ["z2", "mul", "w2", "x2"], ["q", "add", "z1", "z2"],
  ["v", "mul", "y", "q"], ["p", "sigmoid", "v"], ["L", "neglog", "p"],
);
const VECTORS = graph(
  ["x"], ["w"], ["y"], ["q", "matmul", "w", "x"], ["v", "mul", "y", "q"], ["p", "sigmoid", "v"], ["L", "neglog", "p"],
);
const LOSS = graph(["x"], ["w"], ["y"], ["z", "matmul", "w", "x"], ["L", "logistic_loss", "y", "z"]);

test("weights with numbers are the vector of their name, and products have become what they went into", () => {
  const found = told(NUMBERS, VECTORS);
  assert.deepEqual([found.w1, found.w2, found.x2, found.y], ["w", "w", "x", "y"]);
  assert.deepEqual([found.z1, found.z2, found.q, found.p], ["q", "q", "q", "p"]);
});

test("what is made of the same in the same way is the same under another name", () => {
  const found = told(VECTORS, LOSS);
  assert.equal(found.q, "z");
  assert.deepEqual([found.v, found.p, found.L], ["L", "L", "L"]);
});

test("what is not drawn is nobody's heir, and what ends nowhere has none", () => {
  assert.equal(told(LOSS, LOSS, (id) => id !== "w!").w, "z");
  assert.deepEqual(told(graph(["a"]), LOSS), {});
  assert.deepEqual(told(graph(["_u", "exp", "x"], ["x"]), graph(["_k", "exp"])), {});
});

test("a name has a number at its end, and is more than that", () => {
  assert.deepEqual(parted("w12"), { base: "w", number: 12 });
  assert.deepEqual(parted("w_2"), { base: "w", number: 2 });
  assert.deepEqual([parted("w0").number, parted("12"), parted(null)], [0, { base: "12", number: 0 }, { base: "", number: 0 }]);
});
