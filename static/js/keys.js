// One table of keys per page: it makes the handler, the help and `aria-keyshortcuts`.

import { _ } from "./language.js";

/** `shown`: how the keys are written in the help, where not one by one.
 * @typedef {{ keys: string[], does: string, says: string, shown?: string }} Key */

/** @type {readonly Key[]} */
export const KEYS = [
  { keys: ["ArrowRight", " ", "PageDown"], does: "next", says: _("next step") },
  { keys: ["ArrowLeft", "PageUp"], does: "previous", says: _("previous step") },
  { keys: ["Home"], does: "first", says: _("to the start") },
  { keys: ["End"], does: "last", says: _("to the end") },
  { keys: ["1"], does: "forward", says: _("to the forward pass") },
  { keys: ["2"], does: "backward", says: _("to the backward pass") },
  { keys: ["3"], does: "update", says: _("to the update") },
  { keys: ["p"], does: "play", says: _("play and pause") },
  { keys: ["q"], does: "predict", says: _("predict: be asked for each number") },
  { keys: ["F5"], does: "present", says: _("present") },
  { keys: ["e", "F2"], does: "edit", says: _("change the number of the leaf in focus; ↑ ↓ step it") },
  { keys: ["+", "="], does: "zoomIn", says: _("larger picture") },
  { keys: ["-"], does: "zoomOut", says: _("smaller picture") },
  { keys: ["0"], does: "zoomFit", says: _("picture as it fits") },
  { keys: ["?"], does: "help", says: _("this help") },
  { keys: ["Escape"], does: "leave", says: _("close, or back to the step") },
];

/** @type {Record<string, string>} */
const WRITTEN = {
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  " ": _("Space"),
  PageDown: "Page Down",
  PageUp: "Page Up",
  Escape: "Esc",
};

/** @param {string} key */
export const written = (key) => WRITTEN[key] ?? (key.length > 1 ? key : key.toUpperCase());

/** @param {Key} entry */
export const shortcuts = (entry) =>
  entry.keys.map((key) => (key === " " ? "Space" : key)).join(" ");

/**
 * What a key press asks for, or null: not while typing, and never with Ctrl, Alt or Meta.
 * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean }} event
 * @param {string} inside  the kind of element that has the focus: "text", "control" or ""
 * @param {readonly Key[]} [table]
 */
export function actionFor(event, inside, table = KEYS) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const entry = table.find((each) => each.keys.includes(event.key));
  if (!entry) return null;
  if (inside === "text") return null;
  if (inside === "control" && event.key === " ") return null;
  return entry.does;
}

/**
 * The help, and the buttons' `aria-keyshortcuts`, from a table.
 * @param {readonly Key[]} table @param {HTMLElement} list  a `dl`
 */
export function explain(table, list) {
  for (const entry of table) {
    const term = document.createElement("dt");
    for (const text of entry.shown ? [entry.shown] : entry.keys.map(written)) {
      const shown = document.createElement("kbd");
      shown.textContent = text;
      term.append(shown, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = entry.says;
    list.append(term, meaning);
    for (const button of document.querySelectorAll(`[data-do="${entry.does}"]`)) {
      button.setAttribute("aria-keyshortcuts", shortcuts(entry));
    }
  }
}

/** The kind of element that has the focus, for `actionFor`.
 * @param {EventTarget | null} element */
export function kindOf(element) {
  if (!(element instanceof Element)) return "";
  if (element.matches("textarea, select, input, [contenteditable]")) return "text";
  return element.matches("button, a[href], summary, [role=button]") ? "control" : "";
}
