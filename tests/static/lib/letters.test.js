import assert from "node:assert/strict";
import { test } from "node:test";

import { lettersFor } from "../../../static/js/lib/letters.js";

test("letters are as large as a window of that width asks for", () => {
  assert.deepEqual([1920, 1900, 1899, 1440, 1419, 1366, 1299, 390].map(lettersFor), [18, 18, 16, 16, 14, 14, 13, 13]);
});
