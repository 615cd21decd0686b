// What is looked at: how lists and links beside the picture change it, and show it.

import { linesOf } from "../lib/text.js";

/** @typedef {import("../lib/state.js").Wish} Wish */
/** What is asked for once, with a wish: where to go, to which step, or the numbers only.
 * @typedef {{ go?: "forward" | "backward", to?: number, brief?: boolean }} Once */

/** What a list beside the picture changes by what is chosen in it: the server wrote it there.
 * @param {HTMLSelectElement} list @returns {Partial<Wish>} */
export const chosenIn = (list) => JSON.parse(list.selectedOptions[0].dataset.state ?? "{}");

/** The choices as the page's links and lists show them.
 * @param {Wish} wish */
export function showChoices(wish) {
  for (const link of document.querySelectorAll("[data-numbers]")) {
    if (link.getAttribute("data-numbers") === wish.arithmetic) {
      link.setAttribute("aria-current", "true");
    } else link.removeAttribute("aria-current");
  }
}

/** Whether the chosen leaf is still in the program.
 * @param {Wish} wish */
export function focusExists({ focus, program }) {
  if (focus === "*" || focus === "-") return true;
  return linesOf(program, focus).length > 0;
}
