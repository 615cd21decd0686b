// Where one goes by a number: it is typed after G, and stands on the page until Enter.

import { _ } from "../lib/language.js";
import { stopAt } from "../lib/timeline.js";

/** What stands on the page while a number is typed; nothing where none is.
 * @param {HTMLElement} box @param {string | null} typed */
export function showTyped(box, typed) {
  box.hidden = typed === null;
  box.textContent = typed === null ? "" : _("Go to %(number)s ⏎", { number: typed || "…" });
}

/**
 * A page of a walk: the number is a step's, as the page counts them, from 1.
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} page
 */
export function numbered(walk, page) {
  const box = document.createElement("p");
  box.className = "typed";
  box.setAttribute("role", "status");
  box.dataset.typed = "";
  page.append(box);
  /** @type {string | null} */
  let now = null;
  /** @param {string | null} typed */
  const type = (typed) => showTyped(box, (now = typed));
  type(null);
  return {
    typed: () => now,
    type,
    /** @param {string} typed */
    go: (typed) => walk.go(stopAt(walk.steps, Math.floor(Number(typed)), walk.level)),
  };
}
