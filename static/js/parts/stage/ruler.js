// How much room a screen leaves to a story's picture, whether it is shown or not: below the sentence, above
// the story's formulas and its strip.

import { MOST_ROWS, rowsOf } from "../../lib/formula.js";
import { put } from "../../lib/markup.js";
import { lines } from "../../lib/slots.js";
import { inside } from "../room.js";
import { steadied } from "./picture.js";

/** @typedef {import("../../lib/deck.js").Told} Told */

/** Rows that a fraction in a fraction takes, all of whose letters are read from the last row. */
const NESTED = 3;

/** Rows for which the line of formulas has room, at every step of a story. @param {Told} story */
export const rowsFor = (story) => Math.min(MOST_ROWS, rowsOf(story, NESTED));

/**
 * The size of a picture's place.
 * @param {HTMLElement} root  a screen @param {Told} story
 */
export function roomFor(root, story) {
  const screen = /** @type {HTMLElement} */ (root.cloneNode(false));
  /** @type {HTMLElement[]} */
  const parts = [...root.children].map((each) => screen.appendChild(/** @type {any} */ (each.cloneNode(false))));
  const strip = parts.find((each) => each.matches("[data-strip]"));
  const canvas = /** @type {HTMLElement} */ (root.querySelector("[data-picture]")?.cloneNode(false));
  parts.find((each) => each.matches(".room"))?.append(canvas);
  screen.dataset.kind = "lesson";
  Object.assign(screen.style, { position: "absolute", inset: "0", visibility: "hidden" });
  screen.style.setProperty("--rows", String(rowsFor(story)));
  // It is there for a moment in which nothing is painted.
  root.after(screen);
  if (strip) {
    put(strip, story.page.strip);
    steadied(strip, lines(story.steps));
  }
  const size = inside(canvas);
  screen.remove();
  return size;
}
