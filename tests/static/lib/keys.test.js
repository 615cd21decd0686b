import assert from "node:assert/strict";
import { test } from "node:test";

import { actionFor, keys, keysOf, named, shortcuts, typing, written } from "../../../static/js/lib/keys.js";

/** @type {import("../../../static/js/lib/keys.js").Page[]} */
const PAGES = ["studio", "offline", "embed", "class", "stage", "talk", "desk"];
const TABLES = PAGES.map(keysOf);
const STUDIO = keysOf("studio");
const STAGE = keysOf("stage");

/** A press of what the table calls a key. @param {string} name */
const press = (name) =>
  name.startsWith("Shift+") ? { key: name.slice(6), shiftKey: true } : { key: name };
test("every key of a table asks for its action", () => {
  for (const table of TABLES) {
    for (const { keys: own, does } of table) {
      for (const key of own) assert.equal(actionFor(press(key), "", table), does);
    }
  }
});

test("no key asks for two things on a page", () => {
  for (const table of TABLES) {
    const all = table.flatMap(({ keys: own }) => own);
    assert.equal(new Set(all).size, all.length);
  }
});

test("a key means the same on every page that has it", () => {
  /** @type {Map<string, string>} */
  const means = new Map();
  for (const { keys: own, does } of keys()) {
    for (const key of own) assert.equal(means.get(key) ?? does, does, key);
    for (const key of own) means.set(key, does);
  }
  for (const name of ["ArrowRight", "ArrowLeft", "PageDown", "PageUp", " ", "Home", "End", "1", "2", "3", "g"]) {
    for (const table of TABLES) assert.equal(actionFor(press(name), "", table), means.get(name), name);
  }
});

test("every row holds on a page, and on none that there is not", () => {
  for (const { on, does } of keys()) {
    assert.ok(on, does);
    for (const page of on.split(" ")) assert.ok(PAGES.some((each) => each === page), page);
  }
});

test("a clicker's keys mean on the stage what they mean everywhere", () => {
  const means = (/** @type {string} */ key) => actionFor({ key }, "", STAGE);
  assert.deepEqual(
    ["PageDown", "PageUp", "F5", ".", "b", "Escape"].map(means),
    ["next", "previous", "present", "blank", "blank", "leave"],
  );
});

test("other keys ask for nothing", () => {
  for (const key of ["Tab", "ArrowUp", "ArrowDown", "7", "9", "F6", "Shift", "k", "y"]) {
    for (const table of TABLES) assert.equal(actionFor({ key }, "", table), null, key);
  }
});

test("keys belong to the text while somebody types, but for Escape", () => {
  for (const { keys: own, does } of STUDIO) {
    for (const key of own) {
      assert.equal(actionFor(press(key), "text", STUDIO), key === "Escape" ? does : null);
    }
  }
});

test("a field of one line lets a clicker's keys through, and no other", () => {
  const through = STAGE.flatMap(({ keys: own }) => own).filter((key) => actionFor(press(key), "line", STAGE));
  assert.deepEqual(through, ["PageDown", "PageUp", "F5", "Escape"]);
});

test("keys with Ctrl, Alt or Meta belong to the browser", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    assert.equal(actionFor({ key: "ArrowRight", [held]: true }, "", STUDIO), null);
    assert.equal(typing("1", { key: "7", [held]: true }), null);
  }
});

test("Space and Enter press a button that has the focus; all other keys step from it, too", () => {
  assert.equal(actionFor({ key: " " }, "control", STUDIO), null);
  assert.equal(actionFor({ key: "Enter" }, "control", STUDIO), null);
  assert.equal(actionFor({ key: "ArrowRight" }, "control", STUDIO), "next");
  assert.equal(actionFor({ key: "?", shiftKey: true }, "control", STUDIO), "help");
});

test("Enter is for what has the focus in the picture, and Space steps from it", () => {
  assert.equal(actionFor({ key: "Enter" }, "thing", STUDIO), "enter");
  assert.equal(actionFor({ key: " " }, "thing", STUDIO), "next");
});

test("a letter means the same with Caps Lock, and its capital may mean something else", () => {
  assert.equal(actionFor({ key: "L" }, "", STAGE), "locals");
  assert.equal(actionFor({ key: "G" }, "", STAGE), "number");
  assert.equal(actionFor({ key: "G", shiftKey: true }, "", STAGE), "gradients");
  assert.equal(actionFor({ key: "L", shiftKey: true }, "", STAGE), null);
});

test("where another alphabet is typed the place of a key counts", () => {
  assert.equal(named({ key: "й", code: "KeyQ" }), "q");
  assert.equal(named({ key: "ě", code: "Digit2" }), "2");
  assert.equal(named({ key: "+", code: "Digit1" }), "+");
  assert.equal(named({ key: "z", code: "KeyY" }), "z");
});

test("keys are written as they stand on a keyboard", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowLeft", " ", "PageDown", "Home", "Escape", "p", "?", "1", "Shift+G"].map(written),
    ["→", "←", "Space", "Page Down", "Home", "Esc", "P", "?", "1", "Shift G"],
  );
});

test("shortcuts name keys as aria-keyshortcuts wants them", () => {
  assert.equal(shortcuts(STUDIO[0]), "ArrowRight Space PageDown");
  const larger = STUDIO.find(({ does }) => does === "larger");
  assert.equal(larger && shortcuts(larger), "Plus =");
});

/** What is typed after G, key by key. @param {string[]} presses */
function typed(...presses) {
  /** @type {{ typed: string | null, go?: string } | null} */
  let now = { typed: "" };
  for (const key of presses) now = typing(now?.typed ?? "", { key });
  return now;
}

test("a number is typed, mended and sent off", () => {
  assert.deepEqual(typed("1", "7"), { typed: "17" });
  assert.deepEqual(typed("1", "6", ".", "2", "Enter"), { typed: null, go: "16.2" });
  assert.deepEqual(typed("1", "6", ",", "2"), { typed: "16.2" }, "a comma is a point");
  assert.deepEqual(typed("1", "8", "Backspace", "7"), { typed: "17" });
  assert.deepEqual(typed(..."1234567890"), { typed: "1234567" });
});

test("a number is put away by Escape, by G, by taking back its last digit, and by Enter alone", () => {
  for (const keys of [["1", "Escape"], ["1", "g"], ["Backspace"], ["Enter"]]) {
    assert.deepEqual(typed(...keys), { typed: null });
  }
});

test("any other key is no part of a number", () => {
  for (const key of ["ArrowRight", "q", "PageDown", "?"]) assert.equal(typing("1", { key }), null);
  assert.equal(typing("", { key: "." }), null);
  assert.equal(typing("1.2", { key: "." }), null);
});
