// One table of keys: it makes the handler, the help and `aria-keyshortcuts`.

/** @typedef {{ keys: string[], does: string, says: string }} Key */

/** @type {readonly Key[]} */
export const KEYS = [
  { keys: ["ArrowRight", " ", "PageDown"], does: "next", says: "next step" },
  { keys: ["ArrowLeft", "PageUp"], does: "previous", says: "previous step" },
  { keys: ["Home"], does: "first", says: "to the start" },
  { keys: ["End"], does: "last", says: "to the end" },
  { keys: ["1"], does: "forward", says: "to the forward pass" },
  { keys: ["2"], does: "backward", says: "to the backward pass" },
  { keys: ["3"], does: "update", says: "to the update" },
  { keys: ["p"], does: "play", says: "play and pause" },
  { keys: ["?"], does: "help", says: "this help" },
  { keys: ["Escape"], does: "leave", says: "close, or back to the step" },
];

/** @type {Record<string, string>} */
const WRITTEN = {
  ArrowRight: "→",
  ArrowLeft: "←",
  " ": "Space",
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
 */
export function actionFor(event, inside) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const entry = KEYS.find((each) => each.keys.includes(event.key));
  if (!entry) return null;
  if (inside === "text") return null;
  if (inside === "control" && event.key === " ") return null;
  return entry.does;
}
