// What is wrong, said above the picture; and whether the picture shows what was asked for.

import { one } from "../lib/dom.js";

/** @param {HTMLElement} root  the stage */
export function status(root) {
  const line = one("[data-status]", root);
  /** What is shown is not what was asked for: not yet, or not any more. */
  const stale = () => void (root.dataset.stale = "yes");

  return {
    stale,
    /** @param {string} text */
    say(text) {
      line.textContent = text;
      line.hidden = false;
      stale();
    },
    /** The picture is what was asked for; the words beside it follow. */
    numbersCurrent: () => void (root.dataset.stale = "words"),
    /** What is shown is what was asked for. */
    current() {
      line.hidden = true;
      line.textContent = "";
      delete root.dataset.stale;
    },
  };
}
