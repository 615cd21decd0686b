// A leaf's number dragged sideways on the picture: a step for so many pixels, all numbers follow.

import { dragged } from "../lib/numbers.js";

/** Pixels until a press is a drag, and pixels for a step. */
const SLACK = 4;
const STEP = 8;

/**
 * @template L
 * @typedef {object} Numbers
 * @property {(event: PointerEvent) => { leaf: L, now: number } | null} at  the single number that is pressed
 * @property {(leaf: L, value: number) => void} set
 */

/**
 * @template L
 * @param {HTMLElement} canvas @param {Numbers<L>} numbers
 */
export function draggable(canvas, { at, set }) {
  /** @type {{ leaf: L, before: number, value: number, x: number, moved: boolean } | null} */
  let hand = null;
  let ended = false;

  /** @param {number} value */
  function show(value) {
    if (!hand || hand.value === value) return;
    hand.value = value;
    set(hand.leaf, value);
  }

  /** @param {boolean} moved */
  function end(moved) {
    ended = moved;
    hand = null;
    canvas.removeAttribute("data-dragging");
  }

  addEventListener("pointerdown", () => void (ended = false), { capture: true });
  canvas.addEventListener("pointerover", (event) => canvas.toggleAttribute("data-drags", Boolean(at(event))));
  // Before the picture itself is moved by the same hand.
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button || !event.isPrimary) return;
      const found = at(event);
      if (!found) return;
      event.stopPropagation();
      hand = { leaf: found.leaf, before: found.now, value: found.now, x: event.clientX, moved: false };
    },
    { capture: true },
  );
  addEventListener("pointermove", (event) => {
    if (!hand || !event.isPrimary) return;
    const away = event.clientX - hand.x;
    if (!hand.moved && Math.abs(away) < SLACK) return;
    if (!hand.moved) canvas.setAttribute("data-dragging", "");
    hand.moved = true;
    show(dragged(hand.before, Math.trunc(away / STEP), event.shiftKey));
  });
  for (const how of /** @type {const} */ (["pointerup", "pointercancel"])) {
    addEventListener(how, () => hand && end(hand.moved));
  }
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !hand?.moved) return;
      event.preventDefault();
      event.stopPropagation();
      show(hand.before);
      end(true);
    },
    { capture: true },
  );
  // The click that ends a drag asks for nothing.
  canvas.addEventListener(
    "click",
    (event) => {
      if (!ended) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
