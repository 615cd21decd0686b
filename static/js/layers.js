// Layers of the picture: values, local gradients and gradients can be hidden, for a question.

import { one } from "./dom.js";

/** The layer that a part of the picture belongs to.
 * @param {Element} part */
export function layerOf(part) {
  if (part.closest(".value")) return "values";
  if (part.closest(".local")) return "local";
  return part.classList.contains("gradient") ? "gradients" : "";
}

/** The layers that are hidden where an element stands.
 * @param {Element} element @returns {string[]} */
export const hiddenAt = (element) =>
  (element.closest("[data-hide]")?.getAttribute("data-hide") ?? "").split(" ").filter(Boolean);

/**
 * Follow the boxes that show and hide layers.
 * @param {HTMLElement} page  it carries `data-hide`
 * @param {() => void} changed
 */
export function layers(page, changed) {
  const menu = /** @type {HTMLDetailsElement} */ (one("[data-layers]"));
  const boxes = [...menu.querySelectorAll("input")];
  const show = () => {
    const hidden = boxes.filter((box) => !box.checked).map((box) => box.value);
    page.dataset.hide = hidden.join(" ");
    one("summary", menu).toggleAttribute("data-some", hidden.length > 0);
  };
  const hidden = hiddenAt(page);
  for (const box of boxes) box.checked = !hidden.includes(box.value);
  show();
  menu.addEventListener("change", () => {
    show();
    changed();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && !event.target.closest("[data-layers]")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    one("summary", menu).focus();
  });
}
