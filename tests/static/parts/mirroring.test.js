// A stage that follows a class, or has just taken it over, is where the class is, with its numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Session } from "../../../static/js/lib/session.js";
import { mirrored } from "../../../static/js/parts/class/mirroring.js";

/** A story of that request. @param {Record<string, any>} wish @param {number} [count] */
const story = (wish, count = 4) => ({
  wish, focus: wish.focus, structure: wish.open ?? "graph", svg: "", nodes: [{ id: "n0" }],
  steps: Array.from({ length: count }, (_each, index) => ({ index, phase: "forward", stop: "node", iteration: 0, node: "n0", edge: null })),
});
const slide = (number, more) => ({
  number, title: "", html: "", section: "", question: "", text: "", notes: "", style: "points",
  level: "formula", points: [], story: null, from: 0, to: 0, ...more,
});
/** @param {string} slug  of a talk; "": a lesson alone */
const stage = (slug) => {
  const pictured = slide(2, { story: 0, to: 3 });
  return new Session(
    /** @type {any} */ ({
      title: "", slug, back: "", at: 0, room: "1440x600x18", hide: [], stories: [story({ focus: "*", values: { w: 1, b: 2 } })],
      slides: slug ? [slide(1, { points: ["a", "b"] }), pictured] : [pictured],
    }),
    { paint() {}, connect: () => () => {} },
  );
};
const how = (answer, asked = []) => ({
  ask: async (wish) => {
    asked.push(wish);
    return answer ?? { status: 200, body: story(wish, wish.open ? 9 : 4) };
  },
  newest: () => true, say: (message) => asked.push(message), posed: false,
});
const where = { place: 1, points: 2, says: "" };
const own = { values: { b: 2, w: 1 }, focus: "*" };

test("a stage that follows has the class's numbers, and asks for them only where they are others", async () => {
  for (const slug of ["talk", ""]) {
    const [session, asked] = [stage(slug), []];
    const shown = { step: 2, ...(slug && { slide: where }) };
    assert.ok(await mirrored(session, { ...shown, wish: own }, how(null, asked)));
    assert.deepEqual([session.now.state.step, asked], [2, []], "the order of names is none of a difference");
    const other = { ...own, values: { w: 7, b: 2 } };
    for (const _again of [1, 2]) await mirrored(session, { ...shown, wish: other }, how(null, asked));
    assert.deepEqual([session.now.state.step, session.now.story.wish.values.w, asked.length], [2, 7, 1]);
    await mirrored(session, { ...shown, wish: own, blank: true }, how(null, asked));
    assert.deepEqual([session.now.story.wish.values.w, session.place.blank], [1, true]);
  }
});

test("the chain of a weight is a detour, and one comes back from it", async () => {
  const session = stage("talk");
  await mirrored(session, { wish: own, step: 2, slide: where }, how(null));
  await mirrored(session, { wish: { ...own, focus: "w" }, step: 3 }, how(null));
  assert.deepEqual([session.aside?.stories[0].wish.focus, session.now.state.step], ["w", 3]);
  assert.equal(session.base.stories[0].wish.focus, "*");
  await mirrored(session, { wish: null, step: 2, slide: { place: 0, points: 2, says: "" } }, how(null));
  assert.deepEqual([session.aside, session.now.state], [null, { slide: 0, step: 2, says: "" }]);
  const lesson = stage("");
  await mirrored(lesson, { wish: { ...own, open: "n" }, step: 8 }, how(null));
  assert.deepEqual([lesson.aside?.stories[0].wish.open, lesson.now.state.step], ["n", 8]);
});

test("of a story that is still to come the class's numbers come with their picture", async () => {
  const session = stage("talk");
  Object.assign(session.base.stories[0], { waits: true, svg: undefined });
  const wish = { ...own, values: { w: 7, b: 2 } };
  await mirrored(session, { wish, step: 2, slide: where }, how({ status: 200, body: { ...story(wish), svg: "here" } }));
  session.arrive([/** @type {any} */ (story(own))]);
  assert.deepEqual([session.now.story?.svg, session.now.story?.wish.values.w, session.waits], ["here", 7, false]);
});

test("what a busy server did not say is asked for again; what is newer counts", async () => {
  const session = stage("");
  const shown = { wish: { ...own, values: { w: 7, b: 2 } }, step: 2 };
  assert.equal(await mirrored(session, shown, how({ status: 503, body: {} })), false);
  assert.equal(await mirrored(session, shown, { ...how(null), ask: () => Promise.reject(new Error()) }), false);
  await mirrored(session, shown, { ...how(null), newest: () => false });
  assert.deepEqual([session.walk.step, session.now.story?.wish.values.w], [0, 1]);
});
