// Nothing on a page is reached for when a module is read: only when its part is made, in its root.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("../../../static/js/", import.meta.url));
const named = (/** @type {string} */ folder) =>
  readdirSync(join(HERE, folder), { recursive: true, encoding: "utf-8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name));
const MODULES = [...named("parts"), ...named("lib"), "walk.js", "store.js"];

test("there are parts and helpers to look at", () => {
  assert.ok(MODULES.length > 50, String(MODULES.length));
});

for (const name of MODULES) {
  test(`${name} can be read where there is no page`, async () => {
    for (const part of ["document", "window", "location", "matchMedia"]) {
      assert.equal(part in globalThis, false, `${part} would hide what is looked for`);
    }
    assert.ok(await import(join(HERE, name)));
  });
}

test("markup becomes part of a page in one place", () => {
  const all = [...MODULES, ...named("pages"), "theme.js"];
  const found = all.filter((name) =>
    /innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write/.test(readFileSync(join(HERE, name), "utf-8")),
  );
  assert.deepEqual(found, ["lib/markup.js"]);
});

test("no part keeps what it does in a module's own variables", () => {
  const found = MODULES.filter((name) => /^let /m.test(readFileSync(join(HERE, name), "utf-8")));
  assert.deepEqual(found, []);
});
