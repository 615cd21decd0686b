// Layers of the picture: values, local gradients and gradients can be hidden, for a question.

import { one } from "../lib/dom.js";

/** The layer that a part of the picture belongs to.
 * @param {Element} part */
export function layerOf(part) {
  if (part.closest(".value, .update")) return "values";
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
 * @param {(hidden: string[]) => void} changed
 */
export function layers(page, changed) {
  const menu = one("[data-layers]");
  const boxes = [...menu.querySelectorAll("input")];
  const show = () => {
    const hidden = boxes.filter((box) => !box.checked).map((box) => box.value);
    page.dataset.hide = hidden.join(" ");
    menu.closest("[data-more]")?.toggleAttribute("data-some", hidden.length > 0);
    return hidden;
  };
  const hidden = hiddenAt(page);
  for (const box of boxes) box.checked = !hidden.includes(box.value);
  show();
  menu.addEventListener("change", () => {
    changed(show());
  });

  return {
    /** @param {string} layer */
    toggle(layer) {
      const box = boxes.find(({ value }) => value === layer);
      if (!box) return;
      box.checked = !box.checked;
      changed(show());
    },
  };
}
