// Large matrices: a window of one is shown, and its buttons ask the server for the next.

import { post } from "../lib/client.js";
import { put } from "../lib/markup.js";

/**
 * Follow the buttons under the matrices of the explanation.
 * @param {HTMLElement} root
 * @param {() => object} asked  what is looked at now, as the story was asked for
 */
export function followWindows(root, asked) {
  root.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-window]");
    const matrix = button && button.closest("[data-matrix]");
    if (!button || !matrix) return;
    const [row, column] = (button.getAttribute("data-window") ?? "0,0").split(",").map(Number);
    const says = button.getAttribute("aria-label");
    const key = matrix.getAttribute("data-matrix");
    const answer = await post({ ...asked(), matrix: key, row, column }, "/api/matrix").catch(
      () => null,
    );
    if (answer?.status !== 200) return;
    const made = document.createElement("template");
    put(made, answer.body.html);
    const fresh = made.content.firstElementChild;
    if (!fresh) return;
    matrix.replaceWith(fresh);
    /** @type {HTMLElement | null} */ (fresh.querySelector(`[aria-label="${says}"]`))?.focus();
  });
}
