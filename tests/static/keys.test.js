import assert from "node:assert/strict";
import { test } from "node:test";

import { KEYS, actionFor, shortcuts, written } from "../../static/js/keys.js";
import { SPEAKER_KEYS, STAGE_KEYS } from "../../static/js/present/stagekeys.js";

const TABLES = [KEYS, STAGE_KEYS, SPEAKER_KEYS];

test("every key of a table asks for its action", () => {
  for (const table of TABLES) {
    for (const { keys, does } of table) {
      for (const key of keys) assert.equal(actionFor({ key }, "", table), does);
    }
  }
});

test("no key asks for two things", () => {
  for (const table of TABLES) {
    const all = table.flatMap(({ keys }) => keys);
    assert.equal(new Set(all).size, all.length);
  }
});

test("a clicker's keys mean on the stage what they mean everywhere", () => {
  const means = (key) => actionFor({ key }, "", STAGE_KEYS);
  assert.deepEqual(
    ["PageDown", "PageUp", "F5", ".", "b", "Escape"].map(means),
    ["next", "previous", "fullscreen", "blank", "blank", "leave"],
  );
});

test("a clicker's Page Down and Page Up step", () => {
  assert.equal(actionFor({ key: "PageDown" }, ""), "next");
  assert.equal(actionFor({ key: "PageUp" }, ""), "previous");
});

test("other keys ask for nothing", () => {
  for (const key of ["a", "Enter", "Tab", "ArrowUp", "ArrowDown", "7", "9", "F6", "Shift"]) {
    assert.equal(actionFor({ key }, ""), null);
  }
});

test("keys belong to the text while somebody types", () => {
  for (const { keys } of KEYS) {
    for (const key of keys) assert.equal(actionFor({ key }, "text"), null);
  }
});

test("keys with Ctrl, Alt or Meta belong to the browser", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    assert.equal(actionFor({ key: "ArrowRight", [held]: true }, ""), null);
  }
});

test("Space presses a button that has the focus, and steps elsewhere", () => {
  assert.equal(actionFor({ key: " " }, "control"), null);
  assert.equal(actionFor({ key: " " }, ""), "next");
});

test("all other keys step from a button, too", () => {
  assert.equal(actionFor({ key: "ArrowRight" }, "control"), "next");
  assert.equal(actionFor({ key: "?" }, "control"), "help");
});

test("keys are written as they stand on a keyboard", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowLeft", " ", "PageDown", "Home", "Escape", "p", "?", "1"].map(written),
    ["→", "←", "Space", "Page Down", "Home", "Esc", "P", "?", "1"],
  );
});

test("shortcuts name keys as aria-keyshortcuts wants them", () => {
  assert.equal(shortcuts(KEYS[0]), "ArrowRight Space PageDown");
});
