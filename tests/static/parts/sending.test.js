// What a lecturer does arrives in order, and a story that is refused takes its steps along.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sending } from "../../../static/js/parts/class/sending.js";

test("the steps of a story that was refused are not sent as steps of the one before", async (t) => {
  const sent = [];
  t.mock.method(globalThis, "fetch", async (_where, { body }) => {
    const { kind, data } = JSON.parse(body);
    sent.push([kind, data.step]);
    const bad = data.wish === "long";
    return { status: bad ? 400 : 200, json: async () => ({ error: { message: "too long" } }) };
  });
  const refused = await new Promise((done) => {
    const sender = sending("CODE", "token", { onLost() {}, onRefused: (...why) => done(why) });
    sender.send("show", { step: 1, wish: "long" });
    sender.send("show", { step: 2 });
    sender.send("lock", {});
    sender.send("show", { step: 3, wish: "short" });
    sender.send("show", { step: 4 });
  });
  assert.deepEqual(refused, ["too long", 400, "show"]);
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(sent, [["show", 1], ["lock", undefined], ["show", 3], ["show", 4]]);
});
