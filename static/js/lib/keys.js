// The table of all keys: which page has which, and what they do there. It makes every page's handler,
// its help and its `aria-keyshortcuts`; a key means the same wherever it is.

import { _ } from "./language.js";

/** @typedef {"studio" | "offline" | "embed" | "class" | "stage" | "talk" | "desk"} Page */
/**
 * A row of the table. `keys`: as events name them, letters small, "Shift+G" for a capital; `on`: the
 * pages that have it; `shown`: how the keys are written in the help, where not one by one.
 * @typedef {{ keys: readonly string[], does: string, says: string, on: string, shown?: string }} Key
 */
/** @typedef {{ key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean }} Press */
/** What has the focus: a text of several lines, a field of one line, something that Space and Enter
 * press, a part of the picture, or nothing of these.
 * @typedef {"text" | "line" | "control" | "thing" | ""} Inside */

/** A lesson or a talk before an audience, and its speaker's window. */
const HALL = "stage talk desk";
const ALL = `studio offline embed ${HALL}`;
/** Wherever one steps, also where a class follows. */
const STEPPED = `${ALL} class`;

/** In the order of the help. @returns {readonly Key[]} */
export const keys = () => [
  { keys: ["ArrowRight", " ", "PageDown"], does: "next", says: _("next step"), on: STEPPED },
  { keys: ["ArrowLeft", "PageUp"], does: "previous", says: _("previous step"), on: STEPPED },
  { keys: ["Home"], does: "first", says: _("to the start"), on: STEPPED },
  { keys: ["End"], does: "last", says: _("to the end"), on: STEPPED },
  { keys: ["1"], does: "forward", says: _("to the forward pass"), on: STEPPED },
  { keys: ["2"], does: "backward", says: _("to the backward pass"), on: STEPPED },
  { keys: ["3"], does: "update", says: _("to the update"), on: STEPPED },
  { keys: ["g"], does: "number", says: _("to step 17"), shown: "G 17 ⏎", on: "studio offline embed class stage" },
  { keys: ["g"], does: "number", says: _("to slide 16 of a talk, its state 2"), shown: "G 16.2 ⏎", on: "talk desk" },
  { keys: ["["], does: "previousPart", says: _("slide or phase before"), on: HALL },
  { keys: ["]"], does: "nextPart", says: _("slide or phase after"), on: HALL },
  { keys: ["q"], does: "ask", says: _("ask for each number before it is shown, and no more"), on: "studio" },
  { keys: ["q"], does: "ask", says: _("ask for the next number; → or ⏎ shows it"), on: `offline embed ${HALL}` },
  { keys: ["c"], does: "class", says: _("open a class; its code, and how it ends"), on: "stage talk" },
  { keys: ["r"], does: "again", says: _("in a class: ask the same again, after people have talked"), on: HALL },
  { keys: ["Enter"], does: "enter", says: _("on a leaf: its chain"), on: "studio stage talk" },
  { keys: ["Enter"], does: "enter", says: _("on a node or wire: its explanation"), on: "offline embed" },
  { keys: ["Enter"], does: "enter", says: _("the number that is asked for"), on: "desk" },
  { keys: ["w"], does: "why", says: _("why: the whole explanation, and back"), on: ALL },
  { keys: ["e"], does: "edit", says: _("program and numbers; on a leaf its number, ↑ ↓ step it"), on: "studio" },
  { keys: ["e"], does: "edit", says: _("change a number, choose a leaf"), on: "stage talk" },
  { keys: ["n"], does: "arithmetic", says: _("slide numbers or exact numbers"), on: "studio stage talk" },
  { keys: ["v"], does: "values", says: _("values: hide and show"), on: `studio ${HALL}` },
  { keys: ["l"], does: "locals", says: _("local gradients: hide and show"), on: `studio ${HALL}` },
  { keys: ["Shift+G"], does: "gradients", says: _("gradients: hide and show"), on: `studio ${HALL}` },
  { keys: ["z"], does: "closely", says: _("close to the step’s node and back"), on: STEPPED },
  { keys: ["a"], does: "whole", says: _("all of the picture"), on: STEPPED },
  { keys: ["+", "="], does: "larger", says: _("larger picture"), on: STEPPED },
  { keys: ["-"], does: "smaller", says: _("smaller picture"), on: STEPPED },
  { keys: ["p"], does: "play", says: _("play and pause"), on: "studio offline stage talk" },
  { keys: ["o"], does: "overview", says: _("overview of all states"), on: HALL },
  { keys: ["f", "F5"], does: "present", says: _("present"), on: "studio" },
  { keys: ["f", "F5"], does: "present", says: _("fullscreen and back"), on: "stage talk" },
  { keys: ["b", "."], does: "blank", says: _("black screen and back"), on: HALL },
  { keys: ["m"], does: "pointer", says: _("pointer: a dot at the mouse"), on: HALL },
  { keys: ["d"], does: "pen", says: _("draw (ink stays with its step)"), on: "stage talk" },
  { keys: ["x"], does: "erase", says: _("take the last stroke away"), on: "stage talk" },
  { keys: ["Shift+X"], does: "eraseAll", says: _("take all strokes of this step away"), on: "stage talk" },
  { keys: ["s"], does: "speaker", says: _("speaker’s window"), on: "stage talk" },
  { keys: ["t"], does: "theme", says: _("next theme"), on: `studio offline class ${HALL}` },
  { keys: ["?"], does: "help", says: _("this help"), on: `studio offline class ${HALL}` },
  { keys: ["Escape"], does: "leave", says: _("back: close what is open, then leave"), on: STEPPED },
];

/** Keys that a clicker has: a field of one line has no use for them, and lets them through. */
const CLICKER = new Set(["PageDown", "PageUp", "F5"]);

/** The keys of a page. @param {Page} page */
export const keysOf = (page) => keys().filter(({ on }) => on.split(" ").includes(page));

/** @type {Record<string, string>} */
const WRITTEN = {
  ArrowRight: "→",
  ArrowLeft: "←",
  " ": _("Space"),
  PageDown: "Page Down",
  PageUp: "Page Up",
  Escape: "Esc",
  Enter: "⏎",
  "-": "−",
};

/** @param {string} key */
export const written = (key) =>
  WRITTEN[key] ?? (key.length > 1 ? key.replace("+", " ") : key.toUpperCase());

/** @param {Key} entry */
export const shortcuts = (entry) =>
  entry.keys.map((key) => ({ " ": "Space", "+": "Plus" })[key] ?? key).join(" ");

/** The name that the table has for a press: letters by what they are, of other alphabets by where
 * they are. @param {Press} press */
export function named({ key, code = "", shiftKey = false }) {
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  const known = key.length === 1 && key > "~" && place ? place : key;
  if (!/^[a-z]$/i.test(known)) return known;
  return shiftKey ? `Shift+${known.toUpperCase()}` : known.toLowerCase();
}

/**
 * What a press asks for, or null: not while typing, and never with Ctrl, Alt or Meta.
 * @param {Press} press @param {Inside} inside @param {readonly Key[]} table  the page's
 */
export function actionFor(press, inside, table) {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = named(press);
  if (key !== "Escape") {
    if (inside === "text" || (inside === "line" && !CLICKER.has(key))) return null;
    if (inside === "control" && (key === " " || key === "Enter")) return null;
  }
  return table.find(({ keys: own }) => own.includes(key))?.does ?? null;
}

/** The kind of what has the focus, for `actionFor`.
 * @param {EventTarget | null} element @returns {Inside} */
export function kindOf(element) {
  if (!(element instanceof Element)) return "";
  if (element.matches('input:is(:not([type]), [type="text"])')) return "line";
  if (element.matches("textarea, select, input, [contenteditable]")) return "text";
  if (element.matches("[data-title]")) return "thing";
  return element.matches("button, a[href], summary, [role=button]") ? "control" : "";
}

/**
 * What a press does to the number that is typed after G, or null: it is no part of one.
 * @param {string} typed  so far @param {Press} press
 * @returns {{ typed: string | null, go?: string } | null}  `typed` null: no number is typed any more
 */
export function typing(typed, press) {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = named(press);
  if (/^\d$/.test(key)) return { typed: `${typed}${key}`.slice(0, 7) };
  if ((key === "." || key === ",") && typed && !typed.includes(".")) return { typed: `${typed}.` };
  if (key === "Backspace") return { typed: typed ? typed.slice(0, -1) : null };
  if (key === "Enter") return typed ? { typed: null, go: typed } : { typed: null };
  return key === "Escape" || key === "g" ? { typed: null } : null;
}
