import assert from "node:assert/strict";
import { test } from "node:test";

import { ahead, at, deck, detour, end, lastOf, lockedAt, numbered, part, phaseOf, place, replaced } from "../../../static/js/lib/deck.js";

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
  // A round of learning that is like the first one is one state: its end.
  const round = [0, 0, 0, 1, 1, 2];
  const turning = [{ ...story, steps: story.steps.map((step, k) => ({ ...step, stop: "node", round: round[k] })) }];
  const rounds = deck({ ...make("t", { ...lesson, from: 0, to: 5, level: "round" }), stories: turning });
  assert.deepEqual(told(rounds), ["0.0", "0.1", "0.2", "0.4", "0.5"]);
  assert.deepEqual(told(make("t", { ...lesson, from: 1, to: 5, level: "node" })), ["0.1", "0.2", "0.4", "0.5"]);
});

test("a question comes before its answer, and is a state of its own where there is but one", () => {
  assert.deepEqual(told(make("t", { ...lesson, from: 2, to: 3, question: "?", text: "!" })), ["0.2question", "0.3text"]);
  assert.deepEqual(told(make("t", { ...lesson, from: 2, to: 2, question: "?" })), ["0.2question", "0.2"]);
  assert.deepEqual(told(make("t", { ...words, points: ["a", "b"], question: "?", text: "!" })), [
    "0.1", "0.2", "0.2question", "0.2text",
  ]);
});

test("the last step of a story that any slide shows is known; of another deck's story all may be", () => {
  const talk = make("t", { ...lesson, from: 1, to: 4, stops: [1, 3] }, words, { ...lesson, from: 2, to: 2 });
  assert.equal(lastOf(talk, story), 3);
  assert.equal(lastOf(make("", { ...lesson, to: 5 }), story), 5);
  assert.equal(lastOf(talk, { ...story }), Infinity);
});

test("a slide may name its steps one by one, and then asks without an answer, too", () => {
  const named = { ...lesson, from: 0, to: 5, stops: [0, 2, 5] };
  assert.deepEqual(told(make("t", named)), ["0.0", "0.2", "0.5"]);
  assert.deepEqual(told(make("t", { ...named, from: 2, to: 2, stops: [2], question: "?" })), ["0.2question"]);
  assert.deepEqual(told(make("t", { ...named, from: 2, to: 2, stops: [2], question: "?", text: "!" })), ["0.2question", "0.2text"]);
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
  assert.equal(place(talk, 2), "2.2 / 3");
  assert.equal(place(talk, 0), "1 / 3");
  assert.equal(numbered(talk, place(talk, 5).split(" ")[0]), 5, "what is written leads there");
});

test("a slide that goes on with another lesson is one slide: one number, one part, its states counted on", () => {
  const two = make("t", words, { ...lesson, to: 1 }, { ...lesson, from: 2, to: 3 }, words);
  const slides = two.slides.map((slide, k) => ({ ...slide, number: [1, 2, 2, 3][k] }));
  const talk = { ...two, slides };
  assert.deepEqual([1, 2, 3, 4, 5].map((k) => place(talk, k)), ["2.1 / 3", "2.2 / 3", "2.3 / 3", "2.4 / 3", "3 / 3"]);
  assert.deepEqual(["2", "2.3", "2.9", "3"].map((typed) => numbered(talk, typed)), [1, 3, 4, 5]);
  assert.deepEqual([part(talk, 1, 1), part(talk, 5, -1)], [5, 1]);
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

const ask = (step, stop = "node") => ({ id: `${step}`, step, stop, slots: [], ask: `${step}?` });
const asked = (shown, now, questions) => {
  const found = ahead(shown, now, questions);
  return found && [found.question.id, found.at];
};

test("the next number is asked for at the state before it, across slides of one story", () => {
  const questions = [ask(2), ask(3, "edge"), ask(5)];
  assert.equal(asked(talk, 0, questions), null, "a slide of text has no number");
  assert.deepEqual(asked(talk, 1, questions), ["2", 2]);
  assert.deepEqual(asked(talk, 3, questions), ["3", 3], "the next slide goes on with the story");
  assert.deepEqual(asked(talk, 4, questions), ["5", 5]);
  assert.equal(asked(talk, 6, questions), null);
});

test("a slide that skips steps asks for the number of the step where it stops", () => {
  const coarse = make("t", { ...lesson, from: 0, to: 5, level: "node" });
  assert.deepEqual(asked(coarse, 1, [ask(3, "edge"), ask(4)]), ["4", 1]);
  assert.deepEqual(asked(make("t", { ...lesson, to: 0 }, { ...lesson, from: 4, to: 4 }), 0, [ask(2), ask(3)]), ["2", 0]);
});

const locked = {
  ...story,
  steps: story.steps.slice(0, 3),
  locked: { index: 3, kind: "value", node: "n1", iteration: 0, ask: "3" },
  nodes: [{ id: "n1", written: "q" }],
  edges: [],
};

test("of a locked number there is a state that asks for it, behind the last step that is told", () => {
  const alone = replaced(make("", { ...lesson, to: 5 }), 0, locked);
  assert.deepEqual(told(alone), ["0.0", "0.1", "0.2", "0.2locked"]);
  assert.equal(end(locked), 3);
  assert.equal(lockedAt(locked, alone.states[3]), "Locked: what is the value of q?");
  assert.equal(lockedAt(locked, alone.states[2]), "");
  assert.deepEqual(told(replaced(alone, 0, story)).at(-1), "0.5", "and none when it is open");
  assert.deepEqual(told(detour(alone, alone.slides[0], locked)).at(-1), "0.2locked");
});

test("a slide of a talk that ends before the locked number does not ask for it", () => {
  const talk = make("t", { ...lesson, to: 2 }, { ...lesson, from: 1, to: 4 }, { ...words, points: ["a"] });
  assert.deepEqual(told(replaced(talk, 0, locked)), ["0.0", "0.1", "0.2", "1.1", "1.2", "1.2locked", "2.1"]);
});

test("the next number is the locked one where no other comes before it", () => {
  const alone = replaced(make("", { ...lesson, to: 5 }), 0, locked);
  const early = { id: "1", step: 1, stop: "formula", slots: [], ask: "?" };
  assert.deepEqual(ahead(alone, 0, [early]), { question: early, at: 0 });
  assert.deepEqual(ahead(alone, 1, [early]), { question: null, at: 3 });
  assert.equal(ahead(alone, 3, [early]), null);
});
