import { test } from "node:test";
import assert from "node:assert/strict";
import { best } from "../../../static/js/parts/leading.js";

const ROOM = { left: 0, top: 0, right: 800, bottom: 600 };
const BOX = { left: 380, top: 400, right: 420, bottom: 440 };

test("a line leads into the box below from above", () => {
  const [from, , , to] = best({ x: 400, y: 100 }, BOX, [], ROOM);
  assert.deepEqual([from, to], [{ x: 400, y: 100 }, { x: 400, y: 400 }]);
});

test("where something stands above the box it comes from a side", () => {
  const above = { left: 370, top: 330, right: 430, bottom: 385 };
  const to = best({ x: 400, y: 100 }, BOX, [above], ROOM)[3];
  assert.equal(to.y, 420);
  assert.ok(to.x === 380 || to.x === 420);
});

test("and from the side on which no text stands, inside the room", () => {
  const kept = [
    { left: 370, top: 330, right: 430, bottom: 385 },
    { left: 425, top: 405, right: 700, bottom: 435 },
  ];
  assert.equal(best({ x: 400, y: 100 }, BOX, kept, ROOM)[3].x, 380);
  const atEdge = { left: 2, top: 400, right: 42, bottom: 440 };
  const over = [{ left: 0, top: 330, right: 60, bottom: 385 }];
  assert.equal(best({ x: 300, y: 100 }, atEdge, over, ROOM)[3].x, 42);
});
