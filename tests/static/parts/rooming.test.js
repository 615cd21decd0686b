import assert from "node:assert/strict";
import { test } from "node:test";

import { written } from "../../../static/js/parts/rooming.js";

test("rooms that differ by a few pixels are one room", () => {
  assert.equal(written({ width: 1419.5, height: 437 }, 16), "1408x430x16");
  assert.equal(written({ width: 1408, height: 430 }, 16), written({ width: 1439, height: 439 }, 16));
});
