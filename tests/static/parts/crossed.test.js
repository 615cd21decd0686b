// What the answers of a class came to: whatever the server tells of them has a mark and a column.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { columnOf, columnsOf } from "../../../static/js/parts/class/crossed.js";
import { MARKS } from "../../../static/js/parts/class/groups.js";

const source = readFileSync(new URL("../../../app/classroom/results.py", import.meta.url), "utf8");
const KINDS = [.../^Kind = Literal\[(.*)\]$/m.exec(source)[1].matchAll(/\w+/g)].map(([kind]) => kind);

/** Results with a group of each of some kinds. */
const results = (...kinds) => ({ groups: kinds.map((kind) => ({ kind, label: `label of ${kind}`, counts: [1] })) });

test("each kind of group that the server has has a mark and a column", () => {
  assert.ok(KINDS.length > 5);
  assert.deepEqual(Object.keys(MARKS).sort(), [...KINDS].sort());
  const found = results(...KINDS);
  const columns = columnsOf([null, found]);
  for (const group of found.groups) assert.ok(columnOf(group, columns), group.kind);
});

test("what was not judged counts for itself, and no other kind does with it", () => {
  const found = results(...KINDS);
  const columns = columnsOf([found]);
  const own = found.groups.filter((group) => columnOf(group, columns).kind === "unjudged");
  assert.deepEqual(own.map(({ kind }) => kind), ["unjudged"]);
  assert.equal(columns.at(-1).label, "label of unjudged");
  assert.ok(columnsOf([results("right", "none")]).every(({ kind }) => kind !== "unjudged"));
});

test("a mistake beyond those that have a column counts among other numbers", () => {
  const rare = { kind: "mistake", label: "rare", counts: [1] };
  const many = [1, 2, 3, 4].map((k) => ({ kind: "mistake", label: `${k}`, counts: [9] }));
  const columns = columnsOf([{ groups: [rare, ...many] }]);
  assert.equal(columnOf(rare, columns).kind, "other");
  assert.equal(columnOf(many[3], columns).label, "4");
});
