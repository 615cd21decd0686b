import assert from "node:assert/strict";
import { test } from "node:test";

/** What happens in the window, and what is done then. @type {Map<string, () => void>} */
const heard = new Map();
Object.assign(globalThis, { addEventListener: (/** @type {string} */ what, /** @type {() => void} */ done) => heard.set(what, done) });
const { fly } = await import("../../../static/js/parts/flying.js");

/** A cell that keeps what it is told. @param {string} hue @param {string} origin */
function cell(hue, origin) {
  const attributes = /** @type {Record<string, string>} */ ({ "data-hue": hue, "data-origin": origin });
  /** @type {{ frames: Keyframe[], delay: number, ended?: boolean }[]} */
  const moved = [];
  const element = {
    moved,
    getAttribute: (/** @type {string} */ name) => attributes[name] ?? null,
    animate: (/** @type {Keyframe[]} */ frames, /** @type {{ delay: number }} */ { delay }) => {
      const flight = { frames, delay, ended: false };
      moved.push(flight);
      return { cancel: () => void (flight.ended = true) };
    },
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

test("any key and any touch ends a flight", () => {
  prefers(false);
  const ended = (/** @type {() => void} */ by) => {
    const one = cell("0", "1 1");
    fly([one]);
    assert.equal(one.moved[0].ended, false);
    by();
    return one.moved[0].ended;
  };
  for (const what of ["keydown", "pointerdown"]) assert.ok(ended(() => heard.get(what)?.()), what);
});

test("who wants no motion has none", () => {
  prefers(true);
  const one = cell("0", "1 1");
  fly([one]);
  assert.equal(one.moved.length, 0);
});
