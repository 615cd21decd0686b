import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { pieces } from "../../../static/js/lib/below.js";

/** @type {[string, string[]][]} what the server is tested by as well (tests/app/routes/test_filters.py) */
const CASES = JSON.parse(readFileSync(new URL("../../letters.json", import.meta.url), "utf8"));

test("what a name has behind its line stands below it, as where the server writes it", () => {
  for (const [sentence, expected] of CASES) assert.deepEqual(pieces(sentence), expected, sentence);
});
