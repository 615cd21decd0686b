// What the questions of a class came to, with a server that fails now and then.

import assert from "node:assert/strict";
import { test } from "node:test";

import { gathered } from "../../../static/js/parts/class/gathered.js";

test("one failed result leaves the others in the table, and is asked for again", async () => {
  const asked = [];
  const server = (broken) => async (number) => {
    asked.push(number);
    return number === broken ? null : { status: 200, body: { ask: `Q${number}` } };
  };
  const first = await gathered([], 3, server(2));
  assert.deepEqual([first.all, first.found.map((each) => each?.ask ?? null)], [false, ["Q1", null, "Q3"]]);
  const second = await gathered(first.found, 4, server(0));
  assert.deepEqual([second.all, second.found.map((each) => each?.ask)], [true, ["Q1", "Q2", "Q3", "Q4"]]);
  assert.deepEqual(asked, [1, 2, 3, 2, 3, 4], "the last one had may have changed since");
  const never = await gathered([], 1, async () => ({ status: 400, body: {} }));
  assert.deepEqual(never, { found: [null], all: true });
});
