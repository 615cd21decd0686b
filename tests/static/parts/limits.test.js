// What pages of a class say over again of the server is the same there: limits, and how somebody is with a task.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MOST as TRIES } from "../../../static/js/lib/working.js";
import { MOST as TASKS } from "../../../static/js/parts/class/handing.js";
import { SIGNS } from "../../../static/js/parts/class/heat.js";
import { LONGEST, NUMBER } from "../../../static/js/parts/class/questioning.js";

const source = (/** @type {string} */ path) => readFileSync(new URL(`../../../app/${path}`, import.meta.url), "utf8");
/** What a pattern finds in a source. @param {string} path @param {RegExp} pattern */
const found = (path, pattern) => /** @type {RegExpExecArray} */ (pattern.exec(source(path)))[1];
const limit = (/** @type {string} */ name) =>
  Number(found("limits.py", new RegExp(`^${name} = Limit\\([^()]*?\\bmost=([\\d_]+),`, "m")).replaceAll("_", ""));

test("a worksheet has as many tasks, and a task as many tries, as the server keeps", () => {
  assert.deepEqual([TASKS, TRIES], [limit("CLASS_TASKS"), limit("CLASS_TRIES")]);
});

test("a question of one's own, and its number, may be as long as the server reads", () => {
  assert.equal(LONGEST, Number(found("predict/own.py", /^LONGEST = (\d+)$/m)));
  assert.equal(NUMBER, Number(found("predict/answers.py", /^MOST = (\d+)$/m)));
});

test("each way to be with a task has a sign in the heat map", () => {
  const kinds = [...found("classroom/worksheet.py", /^Kind = Literal\[(.*)\]$/m).matchAll(/\w+/g)].map(([kind]) => kind);
  assert.ok(kinds.length > 7);
  assert.deepEqual(Object.keys(SIGNS).sort(), kinds.sort());
});
