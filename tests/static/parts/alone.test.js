// A worksheet on a student's page, where it is collected and handed out again while something is under way.

import assert from "node:assert/strict";
import { test } from "node:test";

const listeners = () => {};
/** An element that takes whatever is done to it. */
const thing = () => ({
  hidden: false, textContent: "", dataset: {}, append() {}, setAttribute() {}, replaceChildren() {},
  querySelector: thing,
});
Object.assign(globalThis, { addEventListener: listeners, removeEventListener: listeners });
globalThis.document = /** @type {any} */ ({ createElement: thing, documentElement: thing(), getElementById: () => null });
const { alone } = await import("../../../static/js/parts/class/alone.js");

const TASKS = [{ id: "6", step: 6, ask: "q" }, { id: "17", step: 17, ask: "∂p/∂v" }];
const SHEET = { number: 1, ballot: 4, wish: {}, tasks: ["6", "17"], takes: true };
const CLOSED = { result: "closed" };
const COUNTED = { result: "counted" };
const soon = () => new Promise((done) => setImmediate(done));

/** A page and a server that answers when it is told to. @param {any} t */
function page(t) {
  /** @type {Record<string, any>[]} */
  const works = [];
  /** What waits for the server, by the end of its address. @type {Record<string, ((body: object) => void)[]>} */
  const waiting = { check: [], work: [] };
  t.mock.method(globalThis, "fetch", async (where, { body } = /** @type {any} */ ({})) => {
    const kind = /** @type {string} */ (/([a-z]+)(\?.*)?$/.exec(String(where))?.[1]);
    const reply = (/** @type {object} */ said) => ({ status: 200, ok: true, json: async () => said });
    if (kind === "tasks") return reply({ tasks: TASKS });
    if (kind === "work") works.push(JSON.parse(body));
    return new Promise((done) => waiting[kind].push((said) => done(reply(said))));
  });
  /** @type {any} */
  let asker = null;
  const nothing = () => {};
  const field = { by: (/** @type {any} */ who) => (asker = who), open: nothing, note: nothing, say: nothing, name: nothing, show: nothing, again: nothing };
  const own = { person: "p", answers: {} };
  const worksheet = alone(/** @type {any} */ (field), /** @type {any} */ (thing()), { code: "C", own, onDone: nothing });
  const said = async (/** @type {string} */ kind, /** @type {object} */ body) => {
    waiting[kind].shift()?.(body);
    await soon();
  };
  return { worksheet, works, said, own: /** @type {any} */ (own), sends: (/** @type {string} */ text) => asker.send(text) };
}

test("an answer that is judged while the worksheet is away is among the tries, and is sent when it is back", async (t) => {
  const { worksheet, works, said, own, sends } = page(t);
  await worksheet.begin(SHEET);
  await said("work", COUNTED);
  sends("-1");
  await soon();
  worksheet.end();
  await said("check", { result: "right", text: "", mistakes: [] });
  assert.deepEqual([own.works[4].tries, own.works[4].done, own.works[4].waits], [{ 6: ["-1"] }, { 6: "right" }, null]);
  await worksheet.begin({ ...SHEET });
  await soon();
  assert.deepEqual(works.at(-1)?.tries, { 6: ["-1"] });
});

test("what came too late, while it was being handed out again, is sent once more, and else is not", async (t) => {
  const { worksheet, works, said } = page(t);
  await worksheet.begin(SHEET);
  await soon();
  worksheet.end();
  await worksheet.begin({ ...SHEET });
  await said("work", CLOSED);
  assert.equal(works.length, 2);
  await said("work", CLOSED);
  assert.equal(works.length, 2, "the class takes nothing: the next state says when");
  await worksheet.begin({ ...SHEET });
  await said("work", COUNTED);
  assert.equal(works.length, 3);
});
