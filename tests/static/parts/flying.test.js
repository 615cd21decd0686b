import assert from "node:assert/strict";
import { test } from "node:test";

import { fly } from "../../../static/js/parts/flying.js";

/** A cell that keeps what it is told. @param {string} hue @param {string} origin */
function cell(hue, origin) {
  const attributes = /** @type {Record<string, string>} */ ({ "data-hue": hue, "data-origin": origin });
  /** @type {{ frames: Keyframe[], delay: number }[]} */
  const moved = [];
  const element = {
    moved,
    getAttribute: (/** @type {string} */ name) => attributes[name] ?? null,
    animate: (/** @type {Keyframe[]} */ frames, /** @type {{ delay: number }} */ { delay }) => moved.push({ frames, delay }),
  };
  return /** @type {Element & typeof element} */ (/** @type {unknown} */ (element));
}

/** @param {boolean} still */
const prefers = (still) => Object.assign(globalThis, { matchMedia: () => ({ matches: still }) });

test("entries come from where they stood, one line after the other", () => {
  prefers(false);
  const cells = [cell("0", "-40 12"), cell("0", "-30 12"), cell("1", "5 6")];
  fly(cells);
  assert.deepEqual(
    cells.map(({ moved }) => moved[0].frames[0].transform),
    ["translate(-40px, 12px)", "translate(-30px, 12px)", "translate(5px, 6px)"],
  );
  const [first, same, next] = cells.map(({ moved }) => moved[0].delay);
  assert.ok(first === same && next > same);
});

test("who wants no motion has none", () => {
  prefers(true);
  const one = cell("0", "1 1");
  fly([one]);
  assert.equal(one.moved.length, 0);
});
