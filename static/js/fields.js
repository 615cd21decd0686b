// The numbers' fields: a text, a slider or two sides each, which say the same number.

import { one } from "./dom.js";
import { readNumber, readNumbers } from "./text.js";

/**
 * Follow what is typed, dragged and pressed in the fields.
 * @param {HTMLElement} fields
 * @param {object} told
 * @param {(field: HTMLElement, value: import("./text.js").Value | string) => void} told.onNumber
 * @param {(typed: string) => void} told.onNonsense  what was typed is no number; it stays
 */
export function listen(fields, { onNumber, onNonsense }) {
  /** @param {HTMLElement} field @param {number} value */
  function set(field, value) {
    for (const side of field.querySelectorAll("[data-side]")) {
      side.setAttribute("aria-pressed", String(Number(side.getAttribute("data-side")) === value));
    }
    onNumber(field, value);
  }

  fields.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const field = input.closest(".field");
    if (!(field instanceof HTMLElement)) return;
    if (input instanceof HTMLTextAreaElement) {
      // A falling learning rate, 1/(1+t), is read by the server.
      const typed = input.value.trim();
      const falling = field.dataset.role === "rate" && /t/.test(typed);
      const value = falling ? typed : readNumbers(typed, field.hasAttribute("data-rows"));
      input.toggleAttribute("aria-invalid", value === null);
      if (value === null) {
        input.setAttribute("aria-invalid", "true");
        return onNonsense(input.value);
      }
      return onNumber(field, value);
    }
    const text = /** @type {HTMLInputElement} */ (one('input[type="text"]', field));
    if (input.type === "range") {
      // Two decimals are as fine as a hand is.
      const value = Math.round(Number(input.value) * 100) / 100;
      text.value = String(value);
      text.removeAttribute("aria-invalid");
      return set(field, value);
    }
    const value = readNumber(input.value);
    input.toggleAttribute("aria-invalid", value === null);
    if (value === null) {
      input.setAttribute("aria-invalid", "true");
      return onNonsense(input.value);
    }
    const slider = field.querySelector('input[type="range"]');
    if (slider instanceof HTMLInputElement) {
      if (Math.abs(value) > Number(slider.max)) {
        slider.max = String(Math.abs(value));
        if (Number(slider.min) < 0) slider.min = String(-Math.abs(value));
      }
      slider.value = String(value);
    }
    return set(field, value);
  });

  fields.addEventListener("click", (event) => {
    const side = event.target instanceof Element && event.target.closest("[data-side]");
    const field = side && side.closest(".field");
    if (!side || !(field instanceof HTMLElement)) return;
    const value = Number(side.getAttribute("data-side"));
    /** @type {HTMLInputElement} */ (one('input[type="text"]', field)).value = String(value);
    set(field, value);
  });
}
