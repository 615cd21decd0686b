// How much room a screen leaves to a story's picture, whether it is shown or not: below the sentence, above
// the story's formulas and its strip.

import { lastOf } from "../../lib/deck.js";
import { MOST_ROWS, rowsOf } from "../../lib/formula.js";
import { put } from "../../lib/markup.js";
import { lines } from "../../lib/slots.js";
import { inside } from "../room.js";
import { steadied } from "./picture.js";

/** @typedef {import("../../lib/deck.js").Deck} Deck */
/** @typedef {import("../../lib/deck.js").Told} Told */

/** Rows that a fraction in a fraction takes, all of whose letters are read from the last row. */
const NESTED = 3;

/** The rows that stories were found to need. @type {WeakMap<Told, number>} */
const found = new WeakMap();

/** @param {Told} story */
function rowsOfStory(story) {
  const rows = found.get(story) ?? rowsOf(story, NESTED);
  found.set(story, rows);
  return rows;
}

/** Rows for which the line of formulas has room, at every step of some stories. @param {readonly Told[]} stories */
export const rowsFor = (stories) =>
  Math.min(MOST_ROWS, Math.max(...stories.map(rowsOfStory)));

/** How high stories' strips are, by what is on them; fonts that come make them anew.
 * @type {WeakMap<Told["page"], { size: string, height: number }>} */
const heights = new WeakMap();

/** The size of a screen, and whether its letters are ours. @param {HTMLElement} root */
const sizeOf = (root) => `${root.clientWidth}x${root.clientHeight} ${document.fonts.status}`;

/**
 * How high the highest strip of some stories is, in pixels; nothing for one alone, which has its own.
 * @param {HTMLElement} root  a screen @param {Deck} deck @param {readonly Told[]} stories
 */
export function stripFor(root, deck, stories) {
  if (stories.length < 2) return 0;
  const size = sizeOf(root);
  return Math.max(...stories.map((story) => heightOf(root, deck, story, stories, size)));
}

/** Those of some stories whose strips `stripFor` would have to measure. @param {HTMLElement} root @param {readonly Told[]} stories */
export function unmeasured(root, stories) {
  const size = sizeOf(root);
  return stories.length < 2 ? [] : stories.filter(({ page }) => heights.get(page)?.size !== size);
}

/** @param {HTMLElement} root @param {Deck} deck @param {Told} story @param {readonly Told[]} stories @param {string} size */
export function heightOf(root, deck, story, stories, size = sizeOf(root)) {
  const known = heights.get(story.page);
  if (known?.size === size) return known.height;
  const { screen, strip } = copied(root, deck, story, rowsFor(stories));
  const height = strip.offsetHeight;
  screen.remove();
  heights.set(story.page, { size, height });
  return height;
}

/** Have a strip take as much as the highest of some stories, also where its own has nothing on it yet.
 * @param {HTMLElement} strip @param {number} height */
export function keeping(strip, height) {
  strip.style.minHeight = `${height}px`;
  // Always there, so that a state is the same whichever way one came to it.
  strip.dataset.shared = height > 0 ? "yes" : "";
}

/**
 * The size of a picture's place.
 * @param {HTMLElement} root  a screen @param {Deck} deck @param {Told} story
 * @param {readonly Told[]} stories  with the same room
 */
export function roomFor(root, deck, story, stories) {
  const least = stripFor(root, deck, stories);
  const { screen, strip, canvas } = copied(root, deck, story, rowsFor(stories));
  keeping(strip, least);
  const size = inside(canvas);
  screen.remove();
  return size;
}

/** A screen that is there for a moment in which nothing is painted, with a story's strip.
 * @param {HTMLElement} root @param {Deck} deck @param {Told} story @param {number} rows  of the line of formulas */
function copied(root, deck, story, rows) {
  const screen = /** @type {HTMLElement} */ (root.cloneNode(false));
  /** @type {HTMLElement[]} */
  const parts = [...root.children].map((each) => screen.appendChild(/** @type {any} */ (each.cloneNode(false))));
  /** @param {string} name */
  const part = (name) => parts.find((each) => each.matches(name)) ?? document.createElement("div");
  const [strip, room] = [part("[data-strip]"), part(".room")];
  const canvas = /** @type {HTMLElement} */ (root.querySelector("[data-picture]")?.cloneNode(false));
  strip.style.removeProperty("min-height");
  room.dataset.beside = story.page.beside;
  // A ring shares the room with its losses otherwise than a row.
  canvas.toggleAttribute("data-ring", story.svg.includes(" data-ring="));
  room.append(canvas);
  screen.dataset.kind = "lesson";
  Object.assign(screen.style, { position: "absolute", inset: "0", visibility: "hidden" });
  screen.style.setProperty("--rows", String(rows));
  root.after(screen);
  put(strip, story.page.strip);
  steadied(strip, lines(story.steps), lastOf(deck, story));
  return { screen, strip, canvas };
}
