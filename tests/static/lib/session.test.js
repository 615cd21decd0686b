// Windows of one talk: where each is, how it looks, and what they tell each other.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Session } from "../../../static/js/lib/session.js";

const phases = ["start", "forward", "backward", "update"];
const story = (focus = "*", count = 4) => ({
  focus, structure: "graph.wide", svg: "wide",
  nodes: [{ id: "n0" }],
  steps: phases.slice(0, count).map((phase, index) => ({
    index, phase, stop: "node", iteration: 0, node: `n${index}`, edge: null,
  })),
});
const slide = (number, more) => ({
  number, title: "", html: "", section: "", question: "", text: "", notes: "", style: "points",
  level: "formula", points: [], story: null, from: 0, to: 0, ...more,
});
const GIVEN = /** @type {any} */ ({
  title: "", slug: "talk", back: "", at: 0, room: "1440x600x18", hide: [],
  slides: [slide(1, { points: ["a", "b"] }), slide(2, { story: 0, to: 3 })],
  stories: [story()],
});

/** Two windows that hear each other. */
function windows(given = GIVEN) {
  /** @type {((message: any) => void)[]} */
  const heard = [];
  const painted = [0, 0];
  const open = (/** @type {number} */ k) =>
    new Session(given, {
      paint: () => void (painted[k] += 1),
      connect: (hear) => {
        heard[k] = hear;
        return (message) => heard[1 - k]?.(structuredClone(message));
      },
    });
  return { one: open(0), other: open(1), painted };
}

test("what one window does the other shows", () => {
  const { one, other, painted } = windows();
  one.actions.next();
  assert.deepEqual([one.walk.step, other.walk.step], [1, 1]);
  other.actions.last();
  assert.deepEqual([one.walk.step, other.walk.step], [5, 5]);
  one.toggle("values");
  one.closely("n0");
  assert.deepEqual(other.place, one.place);
  assert.deepEqual(other.place.hide, ["values"]);
  assert.ok(painted.every((count) => count >= 4));
});

test("a window never echoes what it heard", () => {
  const { one, other } = windows();
  let told = 0;
  const tell = other.tell;
  other.tell = (message) => {
    told += 1;
    tell(message);
  };
  one.actions.next();
  one.ink("x", [[1, 2]]);
  assert.equal(told, 0);
});

test("both ends hold", () => {
  const { one } = windows();
  one.actions.previous();
  assert.equal(one.walk.step, 0);
  for (let k = 0; k < 9; k += 1) one.actions.next();
  assert.equal(one.walk.step, 5);
});

test("a black screen comes back first, and the step stays", () => {
  const { one } = windows();
  one.actions.blank();
  one.actions.next();
  assert.deepEqual([one.place.blank, one.walk.step], [false, 0]);
  one.actions.next();
  assert.equal(one.walk.step, 1);
});

test("a typed number stands in both windows and leads to a slide, a phase's key to its first state", () => {
  const { one, other } = windows();
  one.actions.number();
  one.number.type("2");
  assert.deepEqual([one.walk.step, one.number.typed(), other.number.typed()], [0, "2", "2"]);
  one.number.go("2");
  assert.deepEqual([one.walk.step, one.number.typed(), other.number.typed()], [2, null, null]);
  one.actions.backward();
  assert.equal(one.now.story?.steps[one.now.state.step].phase, "backward");
});

test("looking closely, and larger, ends with the step", () => {
  const { one, other } = windows();
  one.go(2);
  one.actions.closely();
  assert.deepEqual(other.place.zoom, { by: 2, about: "n0" });
  one.actions.larger();
  assert.deepEqual(one.place.zoom, { by: 2.5, about: "n0" });
  one.actions.next();
  assert.deepEqual([one.place.zoom, other.place.zoom], [null, null]);
  one.actions.smaller();
  assert.equal(one.place.zoom, null, "it is never smaller than all of it");
  one.actions.larger();
  one.actions.smaller();
  assert.equal(one.place.zoom, null);
  for (let k = 0; k < 20; k += 1) one.actions.larger();
  assert.equal(one.place.zoom?.by, 5);
  one.actions.whole();
  assert.equal(one.place.zoom, null);
});

test("a detour is shown in both windows, and leads back to where the talk was", () => {
  const { one, other } = windows();
  one.go(3);
  one.depart(/** @type {any} */ (story("w")), true);
  assert.equal(one.now.story?.focus, "w");
  assert.equal(one.now.story?.steps[one.now.state.step].phase, "backward");
  assert.equal(other.now.story?.focus, "w");
  assert.equal(other.walk.step, one.walk.step);
  one.actions.last();
  one.comeBack();
  assert.deepEqual([one.walk.step, one.aside, other.walk.step, other.aside], [3, null, 3, null]);
});

test("a shorter telling keeps both windows inside", () => {
  const { one, other } = windows({ ...GIVEN, slug: "", slides: [slide(0, { story: 0, to: 3 })] });
  one.actions.last();
  one.change(/** @type {any} */ (story("*", 2)), 0);
  assert.deepEqual([one.walk.step, other.walk.step], [1, 1]);
});

test("each window keeps the picture for its own room, also where the other changes a number", () => {
  const { one, other, painted } = windows();
  one.go(3);
  const before = /** @type {any} */ (one.now.story);
  const laid = { ...before, svg: "narrow", structure: "graph.narrow", laid: { room: "small", size: "" }, held: false };
  const heard = painted[1];
  one.lay(before, laid);
  assert.deepEqual([one.now.story?.svg, other.now.story?.svg, painted[1]], ["narrow", "wide", heard]);
  one.change(/** @type {any} */ ({ ...laid, svg: "wider", structure: "graph.wider", rate: 2 }), 0, true);
  const [here, there] = [one.now.story, other.now.story];
  assert.deepEqual([here?.svg, here?.structure, here?.held], ["narrow", "graph.narrow", true]);
  assert.deepEqual([there?.svg, there?.structure, there?.held], ["wide", "graph.wide", true]);
  assert.ok(/** @type {any} */ (there).rate === 2, "its numbers are the new ones");
  one.lay(before, laid);
  assert.equal(one.now.story, here, "what came too late is not shown");
});

test("a window that is opened later hears of the changed stories alone", () => {
  const { one } = windows({ ...GIVEN, stories: [story(), story("w")] });
  one.lay(one.base.stories[1], /** @type {any} */ ({ ...story("w"), svg: "narrow" }));
  assert.deepEqual(one.all().stories, {});
  one.change(/** @type {any} */ (story("*", 3)), 0);
  assert.deepEqual(Object.keys(one.all().stories ?? {}), ["0"]);
});

test("what is hidden in the link is hidden from the start, by the link's own names", () => {
  const { one } = windows({ ...GIVEN, hide: ["values"] });
  one.actions.locals();
  assert.deepEqual(one.place.hide, ["local", "values"]);
});

test("one question stands in both windows until the next step shows its number", () => {
  const { one, other } = windows();
  const questions = [{ id: "3", step: 3, stop: /** @type {const} */ ("node"), slots: ["n3.value"], ask: "What?" }];
  one.go(2);
  assert.equal(one.ask(questions), true);
  assert.deepEqual([one.walk.step, other.walk.step, other.place.posed?.ask], [4, 4, "What?"]);
  one.actions.next();
  assert.deepEqual([one.place.posed, other.place.posed, other.walk.step], [null, null, 5]);
  assert.equal(one.ask(questions), false);
  one.go(2);
  one.ask(questions);
  one.change(/** @type {any} */ (story()), 0);
  assert.equal(one.place.posed, null, "other numbers have other answers");
});

test("a locked number is asked for in both windows, and opened in both the walk goes on", () => {
  const { one, other } = windows();
  const locked = { ...story("*", 2), locked: { index: 2, kind: "value", node: "n0" }, nodes: [{ id: "n0", written: "q" }], edges: [] };
  one.change(/** @type {any} */ (locked), 0);
  one.go(2);
  assert.equal(one.ask([]), true);
  assert.deepEqual([one.now.state.says, other.now.state.says, one.place.posed], ["locked", "locked", null]);
  one.change(/** @type {any} */ (story()), 0);
  assert.deepEqual([one.now.state, other.now.state.step], [{ slide: 1, step: 2, says: "" }, 2]);
});

test("what is explained in one window is explained in the other, and the same closes it", () => {
  const { one, other } = windows();
  one.actions.last();
  one.actions.why();
  assert.equal(other.place.why, "");
  other.explain("n0");
  assert.equal(one.place.why, "n0");
  one.explain("n0");
  assert.equal(other.place.why, null);
  one.explain("n0");
  other.actions.why();
  assert.equal(one.place.why, null);
});

test("a step goes on with what explains the step, and closes what explains a thing", () => {
  const { one } = windows();
  one.go(3);
  one.actions.why();
  one.actions.next();
  assert.equal(one.place.why, "");
  one.explain("n0");
  one.actions.previous();
  assert.equal(one.place.why, null);
  one.actions.why();
  one.go(0);
  assert.equal(one.place.why, null, "a slide of text has nothing to explain");
});

test("a factor is explained at its step, and once more there no more", () => {
  const { one } = windows();
  one.actions.last();
  one.factor(1);
  assert.deepEqual([one.now.state.step, one.place.why], [1, ""]);
  one.factor(1);
  assert.equal(one.place.why, null);
});

test("what is asked is explained after the answer", () => {
  const { one } = windows();
  one.go(3);
  one.actions.why();
  assert.ok(one.ask([{ id: "a", step: 2, stop: "node", slots: ["s"], ask: "What?" }]));
  assert.ok(one.asks);
  assert.equal(one.place.why, null);
  one.actions.why();
  one.explain("n0");
  assert.equal(one.place.why, null);
  one.actions.next();
  assert.ok(!one.asks);
  one.actions.why();
  assert.equal(one.place.why, "");
});
