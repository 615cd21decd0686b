// Which part of a picture is seen depends on the step alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { seen } from "../../../static/js/lib/camera.js";

const scene = { width: 900, height: 300 };
const part = { width: 500, height: 350 };
const spot = (x, width = 0) => ({ x, y: 0, width, height: 0 });

test("along a side where all of it has room it is in the middle", () => {
  assert.equal(seen(scene, part, spot(0)).y, -25);
});

test("a part around the step is seen, whatever was seen before", () => {
  for (let x = 0; x <= 900; x += 25) {
    const view = seen(scene, part, spot(x));
    assert.ok(view.x <= x && x <= view.x + part.width, "the step is in sight");
    assert.ok(view.x >= 0 && view.x + part.width <= 900, "and nothing beside the picture");
  }
  const places = Array.from({ length: 36 }, (_, k) => seen(scene, part, spot(k * 25)).x);
  assert.ok(new Set(places).size <= 3, "it seldom moves");
});

test("what is longer than parts have in common is in its part as a whole, if it can be", () => {
  for (let x = 0; x <= 450; x += 10) {
    const view = seen(scene, part, spot(x, 450));
    assert.ok(view.x <= x && x + 450 <= view.x + part.width);
    assert.ok(view.x >= 0 && view.x + part.width <= 900);
  }
});

test("in a place smaller than that the step is in the middle", () => {
  assert.equal(seen(scene, { width: 100, height: 350 }, spot(400, 20)).x, 360);
});
