// The numbers' fields: a text, a slider or two sides each, which say the same number.

import { randomLike, stepped } from "../lib/numbers.js";
import { readNumber, readNumbers, writeValue } from "../lib/text.js";

/** @typedef {import("../lib/text.js").Value} Value */

/** The field of a leaf, or null.
 * @param {HTMLElement} fields @param {string} key */
export const fieldOf = (fields, key) =>
  /** @type {HTMLElement | null} */ (
    fields.querySelector(`.field[data-key="${CSS.escape(key)}"]:not([data-role="rate"])`)
  );

/** A field's text, or null where it has too many numbers for one.
 * @param {HTMLElement} field */
export const textOf = (field) =>
  /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (
    field.querySelector('input[type="text"], textarea')
  );

/**
 * What a text in a field means, or null; a falling learning rate, 1/(1+t), is read by the server.
 * @param {HTMLElement} field @param {string} typed
 * @returns {Value | string | null}
 */
export function readIn(field, typed) {
  if (field.dataset.role === "rate" && /t\s*\)/.test(typed)) return typed.trim();
  if (!field.classList.contains("wide")) return readNumber(typed);
  return readNumbers(typed, field.hasAttribute("data-rows"));
}

/** The program's own number of a field. @param {HTMLElement} field */
const ownOf = (field) => readIn(field, field.dataset.own ?? "");

/** Whether a value is the program's own; texts show ten digits.
 * @param {HTMLElement} field @param {Value | string} value */
export const isOwn = (field, value) =>
  (typeof value === "string" ? value : writeValue(value)) === written(ownOf(field) ?? "");

/** @param {Value | string} value */
const written = (value) => (typeof value === "string" ? value : writeValue(value));

/**
 * Let a field show a number; not its text where that is being typed.
 * @param {HTMLElement} field @param {Value | string} value @param {boolean} [typing]
 */
export function showIn(field, value, typing = false) {
  const text = textOf(field);
  if (!text) return;
  if (!typing) text.value = written(value);
  text.removeAttribute("aria-invalid");
  const slider = field.querySelector('input[type="range"]');
  if (slider instanceof HTMLInputElement && typeof value === "number") {
    if (Math.abs(value) > Number(slider.max)) {
      slider.max = String(Math.abs(value));
      if (Number(slider.min) < 0) slider.min = String(-Math.abs(value));
    }
    slider.value = String(value);
  }
  for (const side of field.querySelectorAll("[data-side]")) {
    side.setAttribute("aria-pressed", String(Number(side.getAttribute("data-side")) === value));
  }
  markOwn(field, value);
}

/** @param {HTMLElement} field @param {Value | string} value */
function markOwn(field, value) {
  const back = field.querySelector("[data-back]");
  if (back instanceof HTMLElement) back.hidden = isOwn(field, value);
}

/** Mark the fields whose number is not the program's.
 * @param {HTMLElement} fields */
export function markFields(fields) {
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (fields.querySelectorAll(".field"))) {
    const text = textOf(field);
    const value = text && readIn(field, text.value);
    if (value !== null) markOwn(field, value);
  }
}

/** New numbers for all inputs and weights, by name; labels and constants stay as they are.
 * @param {HTMLElement} fields */
export function randomNumbers(fields) {
  /** @type {Record<string, Value>} */
  const found = {};
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (fields.querySelectorAll(".field"))) {
    if (!["input", "weight", "variable"].includes(field.dataset.role ?? "")) continue;
    const own = textOf(field) && ownOf(field);
    if (own !== null && typeof own !== "string") found[field.dataset.key ?? ""] = randomLike(own);
  }
  return found;
}

/**
 * Follow what is typed, dragged and pressed in the fields.
 * @param {HTMLElement} fields
 * @param {object} told
 * @param {(field: HTMLElement, value: Value | string) => void} told.onNumber
 * @param {(typed: string) => void} told.onNonsense  what was typed is no number; it stays
 */
export function listen(fields, { onNumber, onNonsense }) {
  /** @param {HTMLElement} field @param {Value | string} value @param {boolean} [typing] */
  function set(field, value, typing) {
    showIn(field, value, typing);
    onNumber(field, value);
  }

  fields.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const field = input.closest(".field");
    if (!(field instanceof HTMLElement)) return;
    if (input.type === "range") {
      // Two decimals are as fine as a hand is.
      return set(field, Math.round(Number(input.value) * 100) / 100);
    }
    const value = readIn(field, input.value);
    if (value !== null) return set(field, value, true);
    input.setAttribute("aria-invalid", "true");
    onNonsense(input.value);
  });

  fields.addEventListener("keydown", (event) => {
    const input = event.target;
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
    if (!way || !(input instanceof HTMLInputElement) || input.type !== "text") return;
    const field = input.closest(".field");
    const value = readNumber(input.value);
    if (value === null || !(field instanceof HTMLElement)) return;
    event.preventDefault();
    set(field, stepped(value, way, event.shiftKey));
  });

  fields.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest("[data-side], [data-back]");
    const field = pressed && pressed.closest(".field");
    if (!pressed || !(field instanceof HTMLElement)) return;
    const side = pressed.getAttribute("data-side");
    const value = side === null ? ownOf(field) : Number(side);
    if (value === null) return;
    set(field, value);
    if (side === null) textOf(field)?.focus({ preventScroll: true });
  });
}
