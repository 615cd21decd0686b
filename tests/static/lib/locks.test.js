// The walk stops before a locked number until it is opened.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Locks, named } from "../../../static/js/lib/locks.js";

const step = (index, key, kind = key.split(":")[0]) => ({ index, key, kind, iteration: 0 });
const STEPS = [
  step(0, "", "start"),
  step(1, "value:q"),
  step(2, ""),
  step(3, "slope:p/v"),
  step(4, "slope:v/q"),
  step(5, "product:1"),
];

test("without locks every step can be shown", () => {
  const locks = new Locks("");
  assert.equal(locks.gate(STEPS), 6);
  assert.equal(locks.hold(STEPS, 5), 5);
  assert.equal(locks.asked(STEPS, 5), null);
});

test("the walk stops before the first locked number, and asks there", () => {
  const locks = new Locks("slope:p/v,product:1");
  assert.equal(locks.hold(STEPS, 5), 2);
  assert.equal(locks.hold(STEPS, 1), 1);
  assert.equal(locks.asked(STEPS, 1), null);
  assert.equal(locks.asked(STEPS, 2).key, "slope:p/v");
});

test("an opened number lets the walk go on to the next locked one", () => {
  const locks = new Locks("slope:p/v,product:1");
  locks.open("slope:p/v");
  assert.equal(locks.hold(STEPS, 5), 4);
  locks.open("product:1");
  assert.equal(locks.hold(STEPS, 5), 5);
  assert.equal(locks.asked(STEPS, 5), null);
});

test("a star locks all of a kind, and they are opened one by one", () => {
  const locks = new Locks("slope:*");
  assert.equal(locks.gate(STEPS), 3);
  locks.open("slope:p/v");
  assert.equal(locks.gate(STEPS), 4);
});

test("a lock without a number holds what is told again, and each telling is opened by itself", () => {
  const steps = [step(0, "start"), step(1, "slope:p/v"), step(2, "slope:p/v:2"), step(3, "product:1:2")];
  const locks = new Locks("slope:p/v,product:1");
  locks.open("slope:p/v");
  assert.equal(locks.gate(steps), 2);
  locks.open("slope:p/v:2");
  assert.equal(locks.gate(steps), 3);
  assert.equal(new Locks("slope:p/v:2").gate(steps), 2);
});

test("a number that is not told locks nothing", () => {
  assert.equal(new Locks("sum:x,value:nope").gate(STEPS), 6);
});

test("even a first step that is locked leaves the start", () => {
  assert.equal(new Locks("value:*").hold(STEPS.slice(1), 3), 0);
});

test("every lockable number has a name", () => {
  const story = {
    loss: "n3",
    nodes: [
      { id: "n1", written: "q" },
      { id: "n2", written: "p" },
      { id: "n3", written: "ℒ" },
    ],
    edges: [{ id: "e2-0", from: "n1", to: "n2" }],
  };
  const name = (more) => named(story, { iteration: 0, path: null, ...more });
  assert.equal(name({ kind: "value", node: "n1" }), "the value of q");
  assert.equal(name({ kind: "value", node: "n1", iteration: 1 }), "the new value of q");
  assert.equal(name({ kind: "slope", edge: "e2-0" }), "the local gradient ∂p/∂q");
  assert.equal(name({ kind: "flow", edge: "e2-0" }), "what flows back from p to q");
  assert.equal(
    name({ kind: "sum", node: "n1" }),
    "the gradient ∂ℒ/∂q, the sum of the contributions",
  );
  assert.equal(name({ kind: "product", path: 0 }), "the product of the chain");
  assert.equal(name({ kind: "product", path: 1 }), "the product of the chain, path 2");
  assert.equal(name({ kind: "new", node: "n1" }), "the new q");
});
