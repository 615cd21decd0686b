// What the page keeps by itself stands in its address as the server writes it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { carry, written } from "../../../static/js/lib/state.js";

test("what is kept is written, and what is off leaves the address", () => {
  const url = new URL("http://here/studio?p=1x&hide=values&predict=1&lock=value:q");
  carry(url, { hide: "local,gradients", lock: "", predict: false, other: true });
  assert.equal(written(url), "http://here/studio?p=1x&hide=local,gradients&other=1");
});
