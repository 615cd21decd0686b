// A style sheet that several parts want is fetched once.

import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {EventTarget[]} */
let links = [];
globalThis.document = /** @type {any} */ ({
  querySelector: () => ({ href: "/static/abc/css/style.css" }),
  createElement: () => Object.assign(new EventTarget(), { remove() { links = links.filter((each) => each !== this); } }),
  head: { append: (/** @type {EventTarget} */ link) => links.push(link) },
});
const { dressed } = await import("../../../static/js/lib/dressed.js");
const hrefs = () => links.map((link) => /** @type {any} */ (link).href);

test("a sheet stands in the page once, whoever asks for it, and another beside it", async () => {
  const both = [dressed("css/worksheet.css"), dressed("css/worksheet.css")];
  links[0].dispatchEvent(new Event("load"));
  await Promise.all([...both, dressed("css/worksheet.css")]);
  void dressed("css/class.css");
  assert.deepEqual(hrefs(), ["/static/abc/css/worksheet.css", "/static/abc/css/class.css"]);
});

test("where it could not be had nobody waits for it, and the next one tries again", async () => {
  links = [];
  const first = dressed("css/callout.css");
  links[0].dispatchEvent(new Event("error"));
  await first;
  assert.deepEqual(hrefs(), []);
  const next = dressed("css/callout.css");
  links[0].dispatchEvent(new Event("load"));
  await next;
  assert.deepEqual(hrefs(), ["/static/abc/css/callout.css"]);
});
