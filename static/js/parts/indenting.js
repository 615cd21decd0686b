// Where the next line of the program begins: below a loop's first line four spaces further.

import { indentAfter } from "../lib/text.js";

/** @param {import("./editor.js").Editor} program */
export function indenting({ field: editor, put }) {
  editor.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { selectionStart: from, selectionEnd: to, value } = editor;
    const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
    if (event.key === "Enter" && indentAfter(line)) {
      event.preventDefault();
      put(from, to, `\n${indentAfter(line)}`);
    } else if (event.key === "Backspace" && from === to && /^( {4})+$/.test(line)) {
      event.preventDefault();
      put(from - 4, to, "");
    }
  });
}
