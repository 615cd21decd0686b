import assert from "node:assert/strict";
import { test } from "node:test";

import { seen } from "../../static/js/present/camera.js";
import { at, deck, detour, numbered, part, phaseOf, place, replaced } from "../../static/js/present/deck.js";

const PHASES = ["start", "forward", "forward", "backward", "backward", "update"];
const STOPS = ["node", "formula", "node", "edge", "node", "node"];
const story = {
  steps: PHASES.map((phase, index) => ({ index, phase, stop: STOPS[index], iteration: 0 })),
};
const words = { title: "", section: "", question: "", text: "", notes: "", style: "points", level: "formula", points: [], story: null, from: 0, to: 0 };
const lesson = { ...words, story: 0 };
const told = (deck) => deck.states.map(({ slide, step, says }) => `${slide}.${step}${says}`);
const make = (slug, ...slides) =>
  deck({ slug, title: "", back: "", at: 0, stories: [story], slides: slides.map((each, k) => ({ ...each, number: k + 1 })) });

test("a lesson is told step by step, as finely as its slide wants", () => {
  assert.deepEqual(told(make("", { ...lesson, to: 5 })), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
  assert.deepEqual(told(make("t", { ...lesson, from: 1, to: 5, level: "node" })), ["0.1", "0.2", "0.4", "0.5"]);
});

test("a question comes before its answer, and is a state of its own where there is but one", () => {
  assert.deepEqual(told(make("t", { ...lesson, from: 2, to: 3, question: "?", text: "!" })), ["0.2question", "0.3text"]);
  assert.deepEqual(told(make("t", { ...lesson, from: 2, to: 2, question: "?" })), ["0.2question", "0.2"]);
  assert.deepEqual(told(make("t", { ...words, points: ["a", "b"], question: "?", text: "!" })), [
    "0.1", "0.2", "0.2question", "0.2text",
  ]);
});

test("a title is there at once", () => {
  assert.deepEqual(told(make("t", { ...words, style: "title", points: ["a", "b"] })), ["0.2"]);
  assert.deepEqual(told(make("t", words)), ["0.0"]);
});

const talk = make("t", { ...words, style: "title" }, { ...lesson, from: 0, to: 2 }, { ...lesson, from: 3, to: 5 });

test("a number is a talk's slide, and its part a state of it", () => {
  assert.equal(numbered(talk, "2"), 1);
  assert.equal(numbered(talk, "2.3"), 3);
  assert.equal(numbered(talk, "2.9"), 3);
  assert.equal(numbered(talk, "99"), 4);
  assert.equal(numbered(talk, "."), null);
  assert.equal(place(talk, 2), "2 · 2/3");
  assert.equal(place(talk, 0), "1");
});

test("a number is a lesson's step, as it is counted on the screen", () => {
  const alone = make("", { ...lesson, to: 5 });
  assert.equal(numbered(alone, "4"), 3);
  assert.equal(place(alone, numbered(alone, "4")), "4 / 6");
  assert.equal(numbered(alone, "0"), 0);
});

test("parts are slides of a talk and phases of a lesson", () => {
  assert.deepEqual([part(talk, 1, 1), part(talk, 4, -1), part(talk, 6, 1), part(talk, 0, -1)], [4, 1, 6, 0]);
  const alone = make("", { ...lesson, to: 5 });
  assert.deepEqual([part(alone, 0, 1), part(alone, 1, 1), part(alone, 4, -1)], [1, 3, 3]);
  assert.equal(phaseOf(alone, 0, "update"), 5);
  assert.equal(phaseOf(talk, 1, "backward"), 4);
  assert.equal(phaseOf(talk, 0, "backward"), null);
});

test("another telling keeps a talk's slides, and is told whole in a lesson's deck", () => {
  const longer = { steps: [...story.steps, { index: 6, phase: "update", stop: "node", iteration: 0 }] };
  assert.equal(replaced(talk, 0, longer).states.length, talk.states.length);
  assert.equal(replaced(make("", { ...lesson, to: 5 }), 0, longer).states.length, 7);
  const shorter = { steps: story.steps.slice(0, 4) };
  assert.equal(at(replaced(talk, 0, shorter), 4).state.step, 3);
  assert.equal(detour(talk, talk.slides[2], longer).states.length, 7);
});

const scene = { x: 0, y: 0, width: 900, height: 300 };

test("a picture that can be read is seen whole and in the middle", () => {
  const view = seen({ scene, box: { width: 1800, height: 800 }, least: 2, about: null });
  assert.deepEqual(view, { x: 0, y: -50, width: 900, height: 400 });
});

test("a picture may begin anywhere", () => {
  const moved = { ...scene, x: -16, y: 5 };
  const view = seen({ scene: moved, box: { width: 1800, height: 600 }, least: 2, about: null });
  assert.deepEqual(view, { x: -16, y: 5, width: 900, height: 300 });
});

test("of a picture that cannot, a part around the step is seen, whatever was seen before", () => {
  const box = { width: 1000, height: 700 };
  const look = (x) => seen({ scene, box, least: 2, about: { x, y: 0, width: 0, height: 0 } });
  for (let x = 0; x <= 900; x += 25) {
    const view = look(x);
    assert.ok(view.x <= x && x <= view.x + view.width, "the step is in sight");
    assert.ok(view.x >= 0 && view.x + view.width <= 900, "and nothing beside the picture");
    assert.deepEqual(view, look(x));
  }
  assert.ok(new Set(Array.from({ length: 36 }, (_, k) => look(k * 25).x)).size <= 3, "it seldom moves");
});

test("zoom puts a node in the middle, twice as large; whole shows all", () => {
  const box = { width: 1800, height: 800 };
  const near = { x: 450, y: 150, width: 0, height: 0 };
  const close = seen({ scene, box, least: 2, about: null, near });
  assert.deepEqual([close.x + close.width / 2, close.width], [450, 450]);
  const small = { width: 450, height: 300 };
  assert.equal(seen({ scene, box: small, least: 2, about: null, whole: true }).width, 900);
});
