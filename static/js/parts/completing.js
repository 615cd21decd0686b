// The list of what a word may become, beneath the caret: arrows choose, Tab or Enter takes.

import { completion, inserted } from "../lib/complete.js";
import { one } from "../lib/dom.js";
import { indenting } from "./indenting.js";

/** @param {ParentNode} root @param {import("./editor.js").Editor} program */
export function completing(root, program) {
  const { field: editor, language, put, caretBox } = program;
  const list = one("#completions", root);
  /** What is offered, and which of it is chosen (-1: none yet).
   * @type {{ found: import("../lib/complete.js").Completion, at: number } | null} */
  let open = null;

  /** @param {boolean} [asked] */
  function offer(asked = false) {
    const { selectionStart, selectionEnd, value } = editor;
    const found =
      selectionStart === selectionEnd ? completion(value, selectionStart, language, asked) : null;
    if (!found) return close();
    open = { found, at: asked ? 0 : -1 };
    list.replaceChildren(
      ...found.candidates.map(({ text, says }, k) => {
        const option = document.createElement("li");
        option.id = `completion-${k}`;
        option.role = "option";
        const word = document.createElement("code");
        word.textContent = text;
        option.append(word, ` ${says}`);
        return option;
      }),
    );
    list.hidden = false;
    const side = /** @type {HTMLElement} */ (list.offsetParent);
    const [caret, outer] = [caretBox(found.from), side.getBoundingClientRect()];
    const most = side.clientWidth - list.offsetWidth - 8;
    list.style.left = `${Math.max(8, Math.min(caret.left - outer.left, most))}px`;
    list.style.top = `${caret.bottom - outer.top + side.scrollTop + 3}px`;
    choose(open.at);
  }

  function close() {
    open = null;
    list.hidden = true;
    editor.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  function choose(at) {
    if (!open) return;
    open.at = at;
    [...list.children].forEach((option, k) => option.setAttribute("aria-selected", String(k === at)));
    if (at < 0) editor.removeAttribute("aria-activedescendant");
    else editor.setAttribute("aria-activedescendant", `completion-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  function take(at) {
    if (!open) return;
    const { from, to, candidates } = open.found;
    const { text, caret } = inserted(candidates[at].insert);
    close();
    put(from, to, text, caret);
    close();
  }

  editor.addEventListener("input", () => offer());
  editor.addEventListener("blur", close);
  editor.addEventListener("click", close);
  editor.addEventListener("scroll", close);
  editor.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return offer(true);
    }
    if (!open || event.ctrlKey || event.altKey || event.metaKey) return;
    const { at } = open;
    const count = open.found.candidates.length;
    if (event.key === "ArrowDown") choose((at + 1) % count);
    else if (event.key === "ArrowUp") choose((at - 1 + count + (at < 0 ? 1 : 0)) % count);
    else if (event.key === "Tab" && !event.shiftKey) take(Math.max(at, 0));
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Escape") close();
    else {
      if (/^(Arrow|Home|End|Page|Enter)/.test(event.key)) close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  // After the list: what is chosen with Enter begins no line.
  indenting(program);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });

  return {
    offer,
    /** Put an operation where the caret stands; a chosen text goes into its brackets. @param {string} insert */
    insert(insert) {
      const { selectionStart: from, selectionEnd: to, value } = editor;
      const chosen = insert.includes("|") ? value.slice(from, to) : "";
      const { text, caret } = inserted(insert.replace("|", `${chosen}|`));
      put(insert.includes("|") ? from : to, to, text, caret);
      close();
    },
  };
}
