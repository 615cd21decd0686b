// A stream is read however its bytes are cut, and tries come at other moments for everybody.
import assert from "node:assert/strict";
import { test } from "node:test";

import { follow, parsed, pause, settles } from "../../../static/js/lib/stream.js";

const TEXT = ': pad\n\nid: LOG-7\ndata: {"seq":7}\n\nevent: count\ndata: {"here":2}\n\n';

test("a stream cut anywhere says the same", () => {
  const whole = parsed(TEXT).events;
  assert.deepEqual(whole, [
    { id: "LOG-7", event: "", data: '{"seq":7}' },
    { id: "", event: "count", data: '{"here":2}' },
  ]);
  for (let cut = 0; cut <= TEXT.length; cut += 1) {
    const first = parsed(TEXT.slice(0, cut));
    const second = parsed(first.rest + TEXT.slice(cut));
    assert.deepEqual([...first.events, ...second.events], whole, `cut at ${cut}`);
    assert.equal(second.rest, "");
  }
});

test("a sign of life is no event", () => {
  assert.deepEqual(parsed(":\n\n"), { events: [], rest: "" });
});

test("pauses grow with failures, by chance, and never past fifteen seconds", () => {
  assert.equal(pause(0, () => 0), 100);
  assert.ok(pause(0, () => 1) <= 700 && pause(3, () => 1) > pause(1, () => 1));
  assert.ok(pause(99, () => 1) <= 15_100);
});

test("nobody, a server that is busy and one that fails are asked again; what is refused is not", () => {
  for (const status of [200, 201, 400, 403, 404, 409]) assert.ok(settles({ status }), String(status));
  for (const status of [429, 500, 503]) assert.ok(!settles({ status }), String(status));
  assert.ok(!settles(null));
});

/** A page that follows a class, and what was said there. @param {any} t */
function page(t) {
  const whole = new EventTarget();
  const here = /** @type {any} */ (globalThis);
  here.addEventListener = whole.addEventListener.bind(whole);
  here.document = Object.assign(new EventTarget(), { hidden: false });
  /** Who was asked, and what comes of it. @type {{ where: string, reply: (response: any) => void }[]} */
  const asked = [];
  t.mock.method(globalThis, "fetch", (/** @type {string} */ where, /** @type {{ signal: AbortSignal }} */ { signal }) => {
    return new Promise((reply, fail) => {
      asked.push({ where, reply });
      signal.addEventListener("abort", () => fail(signal.reason));
    });
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const said = [];
  const begin = (/** @type {string} */ name) =>
    follow(`/class/${name}`, "me", {
      onState: ({ seq }) => said.push(`${name} is at ${seq}`),
      onCounts: () => said.push(`${name} counts`),
      onLinked: (linked) => said.push(`${name} ${linked}`),
      onGone: () => said.push(`${name} gone`),
    });
  const turn = () => new Promise((done) => setImmediate(done));
  const happens = async (/** @type {string} */ name) => {
    whole.dispatchEvent(new Event(name));
    here.document.dispatchEvent(new Event("visibilitychange"));
    await turn();
  };
  return { begin, said, asked, happens, turn };
}

test("a stream that has ended says nothing more, whatever becomes of the network, and one that goes on does", async (t) => {
  const { begin, said, happens, turn } = page(t);
  const [one, other] = [begin("A"), begin("B")];
  one.end();
  await turn();
  for (const event of ["offline", "online"]) await happens(event);
  assert.ok(said.length && said.every((each) => each === "B lost"), said.join());
  other.end();
  said.length = 0;
  for (const event of ["offline", "online"]) await happens(event);
  assert.deepEqual(said, []);
});

test("one whose class is gone has ended", async (t) => {
  const { begin, said, asked, happens, turn } = page(t);
  begin("A");
  asked.shift()?.reply({ status: 404 });
  await turn();
  for (const event of ["offline", "online"]) await happens(event);
  assert.deepEqual([said, asked], [["A gone"], []]);
});

test("what was under way where it ended while it asked now and then is heard by nobody", async (t) => {
  const { begin, said, asked, turn } = page(t);
  const stream = begin("A");
  asked.shift()?.reply({ status: 503, ok: false });
  await turn();
  const { where, reply } = /** @type {(typeof asked)[0]} */ (asked.shift());
  assert.equal(where, "/class/A/now");
  reply({ status: 200, ok: true, json: async () => (stream.end(), { log: "L", seq: 1, here: 1, answered: 0 }) });
  await turn();
  assert.deepEqual(said, []);
});
