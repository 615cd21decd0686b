// A picture as small as a stamp.

import { Picture } from "../picture.js";

/** @typedef {import("../../lib/deck.js").Told} Told */

/**
 * Drawn once, and not touched.
 * @param {HTMLElement} box @param {Told} story @param {number} step
 */
export function thumbnail(box, story, step) {
  new Thumb(box, document.createElement("div")).load(story, step, { svg: story.svg });
  for (const element of box.querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
}

class Thumb extends Picture {
  /** @override */
  fit() {}
  /** @override */
  showActive() {}
}
