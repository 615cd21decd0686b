// Undo and redo of every change of the page's state: by buttons, and by keys outside of texts.

import { one } from "../lib/dom.js";
import { history } from "../lib/history.js";

/**
 * Remember the states of a wish from now on.
 * @template {Record<string, any>} W
 * @param {ParentNode} root @param {W} wish
 * @param {object} told
 * @param {() => void} told.before  a change may be under way: make it
 * @param {(state: W) => void} told.restore  make this the state
 */
export function undoable(root, wish, { before, restore }) {
  const kept = history(wish);
  const buttons = { undo: one('[data-do="undo"]', root), redo: one('[data-do="redo"]', root) };

  function show() {
    buttons.undo.toggleAttribute("disabled", !kept.canUndo());
    buttons.redo.toggleAttribute("disabled", !kept.canRedo());
  }

  /** Since when a hand holds something. */
  let held = Infinity;
  addEventListener("pointerdown", () => void (held = performance.now()), { capture: true });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => void (held = Infinity));

  /** The wish may have changed. */
  function did() {
    kept.did(wish, performance.now(), held);
    show();
  }

  /** @param {"undo" | "redo"} way */
  function back(way) {
    before();
    did();
    const state = kept[way]();
    if (state) restore(state);
    show();
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    // In a text the browser undoes what was typed; a slider has nothing of its own to undo.
    const inside = event.target instanceof Element ? event.target : null;
    if (inside?.matches('textarea, input:not([type="range"]), [contenteditable]')) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    back(key === "y" || event.shiftKey ? "redo" : "undo");
  });

  show();
  return {
    undo: () => back("undo"),
    redo: () => back("redo"),
    did,
  };
}
