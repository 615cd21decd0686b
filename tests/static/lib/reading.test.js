import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readNumber } from "../../../static/js/lib/reading.js";
import { readNumbers } from "../../../static/js/lib/text.js";

const CASES = JSON.parse(readFileSync(new URL("../../reading.json", import.meta.url), "utf8"));

for (const [typed, number] of CASES.numbers) {
  test(`a field reads ${JSON.stringify(typed)} as the server does`, () => {
    const read = readNumber(typed);
    assert.ok(read !== null && Math.abs(read - number) <= 1e-12 * Math.max(1, Math.abs(number)), String(read));
  });
}

for (const typed of CASES.none) {
  test(`a field has no number for ${JSON.stringify(typed)}, as the server has none`, () => {
    assert.equal(readNumber(typed), null);
  });
}

for (const [typed, decimal, value] of CASES.lists) {
  test(`a field reads the list ${JSON.stringify(typed)} with ${decimal} as the server does`, () => {
    const rows = Array.isArray(value[0]);
    const flat = (/** @type {any} */ found) => found.flat(2);
    const read = readNumbers(typed, rows, decimal);
    assert.ok(read !== null);
    if (rows) assert.deepEqual(read.map((row) => row.length), value.map((/** @type {any} */ row) => row.length));
    for (const [k, each] of flat(read).entries()) assert.ok(Math.abs(each - flat(value)[k]) <= 1e-12);
    assert.equal(flat(read).length, flat(value).length);
  });
}
