// The drawer of program and numbers: the picture makes room for it where there is some, else it lies
// over the page.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";

/** @param {HTMLElement} root  the page's body */
export function drawer(root) {
  const panel = one("#side", root);
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = root.querySelectorAll('[data-do="drawer"][aria-controls]');
  const more = one("[data-more] summary", root);
  const beside = () => matchMedia("(min-width: 960px)").matches;

  /** @param {boolean} open */
  function set(open) {
    if (open === root.hasAttribute("data-drawer")) return;
    const leaving = panel.contains(document.activeElement);
    root.toggleAttribute("data-drawer", open);
    mark();
    if (open) one(".close", panel).focus({ preventScroll: true });
    else if (leaving) ([...buttons].find((each) => each.checkVisibility()) ?? more).focus({ preventScroll: true });
  }

  function mark() {
    for (const button of buttons) {
      button.setAttribute("aria-expanded", String(root.hasAttribute("data-drawer")));
    }
  }

  mark();
  return {
    /** Mark the buttons where something is said about the program. @param {number} count */
    doubt(count) {
      for (const button of buttons) {
        button.toggleAttribute("data-doubted", count > 0);
        if (count) button.setAttribute("aria-description", _("Something is said about the program."));
        else button.removeAttribute("aria-description");
      }
    },
    toggle: () => set(!root.hasAttribute("data-drawer")),
    open: () => set(true),
    close: () => set(false),
    /** Whether somebody types in it beside the picture. */
    typing: () => beside() && panel.contains(document.activeElement) && !document.activeElement?.matches("button, a"),
    /** Where it lies over the page: closed. */
    away() {
      if (!beside()) set(false);
    },
  };
}
