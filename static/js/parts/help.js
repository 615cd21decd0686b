// The help with keys, and what each button says of its own, from the table of keys.

import { one } from "../lib/dom.js";
import { shortcuts, written } from "../lib/keys.js";

/** @param {ParentNode} root @param {readonly import("../lib/keys.js").Key[]} table  the page's keys */
export function help(root, table) {
  const list = one("[data-keys]", root);
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
    for (const button of root.querySelectorAll(`[data-do="${entry.does}"]`)) {
      button.setAttribute("aria-keyshortcuts", shortcuts(entry));
    }
  }
}
