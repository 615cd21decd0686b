import assert from "node:assert/strict";
import { test } from "node:test";

import { lettersFor, written } from "../../../static/js/parts/rooming.js";

test("letters are as large as a window of that width asks for", () => {
  assert.deepEqual([1920, 1900, 1899, 1440, 1419, 1366, 1299, 390].map(lettersFor), [18, 18, 16, 16, 14, 14, 13, 13]);
});

test("rooms that differ by a few pixels are one room", () => {
  assert.equal(written({ width: 1419.5, height: 437 }, 16), "1408x430x16");
  assert.equal(written({ width: 1408, height: 430 }, 16), written({ width: 1439, height: 439 }, 16));
});
