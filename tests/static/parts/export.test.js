import assert from "node:assert/strict";
import { test } from "node:test";

import { address, nameIn } from "../../../static/js/parts/export.js";

const PAGE = new URL("http://x/lesson/example-2?numbers=exact&v.w1=2&step=7&theme=board");
const FIELDS = {
  format: "pdf", steps: "all", level: "node", per_page: "3", around: "picture", width: "800", theme: "projector",
};
const BOTH = { whole: true, single: true };

/** @param {Partial<typeof FIELDS>} fields @param {{ whole: boolean, single: boolean }} kind */
const asked = (fields, kind, page = PAGE) => {
  const found = address(page, { ...FIELDS, ...fields }, kind, 12);
  return found.pathname + found.search;
};

test("what the page shows goes along, its own step and theme do not", () => {
  assert.equal(
    asked({}, BOTH),
    "/lesson/example-2.pdf?numbers=exact&v.w1=2&step=all&level=node&theme=projector&per_page=3",
  );
});

test("one step is the one that is shown, and only pixels have a width", () => {
  assert.equal(
    asked({ format: "png", steps: "one" }, { whole: false, single: true }),
    "/lesson/example-2.png?numbers=exact&v.w1=2&step=12&theme=projector&width=800",
  );
});

test("a picture in pixels may have its page around it", () => {
  const kind = { whole: false, single: true };
  assert.equal(
    asked({ format: "png", steps: "one", around: "page", width: "" }, kind),
    "/lesson/example-2.png?numbers=exact&v.w1=2&step=12&theme=projector&around=page",
  );
  assert.ok(!asked({ format: "svg", steps: "one", around: "page" }, kind).includes("around"));
});

test("a file that holds the whole walk opens at the step that is shown", () => {
  assert.equal(
    asked({ format: "html", steps: "one" }, { whole: true, single: false }),
    "/lesson/example-2.html?numbers=exact&v.w1=2&step=12&level=node&theme=projector",
  );
});

test("a file without steps has no options of steps", () => {
  const kind = { whole: false, single: false };
  assert.equal(asked({ format: "torch.py" }, kind), "/lesson/example-2.torch.py?numbers=exact&v.w1=2");
  const own = new URL("http://x/studio?p=1abc-_");
  assert.equal(asked({ format: "py" }, kind, own), "/studio.py?p=1abc-_");
});

test("a file's name is read from its header", () => {
  assert.equal(nameIn("attachment; filename=example-2.pdf"), "example-2.pdf");
  assert.equal(nameIn('inline; filename="a b.svg"; x=1'), "a b.svg");
  assert.equal(nameIn(null), "export");
});
