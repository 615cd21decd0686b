// The gallery's search: lessons that are not meant are hidden, and parts without any.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";
import { matches } from "../lib/search.js";

/** @param {ParentNode} root */
export function searching(root) {
  const box = one("[data-search]", root);
  const field = /** @type {HTMLInputElement} */ (one("input", box));
  const cards = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".cards > li")]);
  const texts = cards.map((card) => `${card.textContent} ${card.dataset.words ?? ""}`);

  function search() {
    const typed = field.value.trim();
    const found = matches(typed, texts);
    for (const [k, card] of cards.entries()) card.hidden = !found[k];
    for (const part of root.querySelectorAll(".part")) {
      /** @type {HTMLElement} */ (part).hidden = !part.querySelector(".cards > li:not([hidden])");
    }
    for (const beside of root.querySelectorAll("[data-opening], .also")) {
      /** @type {HTMLElement} */ (beside).hidden = Boolean(typed);
    }
    const count = found.filter(Boolean).length;
    one("[data-found]", root).textContent = !typed ? "" : count ? _("%(count)s found", { count }) : _("Nothing is found.");
  }

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      /** @type {HTMLElement | null} */ (root.querySelector(".cards > li:not([hidden]) a"))?.click();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      field.value = "";
      search();
      field.blur();
    }
  });
  root.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
    if (key !== "/" || ctrlKey || metaKey || altKey || target === field) return;
    event.preventDefault();
    field.select();
  });
  box.hidden = false;
  // What a browser has typed again on the way back.
  search();
}
