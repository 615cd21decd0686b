// The program's text: numbered lines in colours beneath it, and what is wrong with it, said below
// and underlined in its place.

import { coded } from "../lib/coded.js";
import { one } from "../lib/dom.js";
import { around } from "../lib/text.js";
import { between, tokens } from "../lib/tokens.js";
import { _ } from "../lib/language.js";

/** @typedef {import("../lib/tokens.js").Language} Language */
/** @typedef {import("../lib/tokens.js").Token} Token */
/** @typedef {import("../lib/client.js").Problem} Problem */

/** @param {ParentNode} root */
export function programEditor(root) {
  const editor = /** @type {HTMLTextAreaElement} */ (one("#program", root));
  const layer = one("[data-underline]", root);
  const problem = one("[data-problem]", root);
  const doubts = one("[data-doubts]", root);

  /** @type {Language} */
  const language = JSON.parse(one("#language", root).textContent ?? "");

  /** The error that is underlined. @type {Problem | null} */
  let marked = null;
  /** What each line of the layer shows. @type {string[]} */
  let shown = [];

  /** Draw the lines that have changed; they lie exactly beneath the text. */
  function draw() {
    const lines = editor.value.split("\n");
    const wanted = lines.map((line, k) => `${marked?.line === k + 1 ? JSON.stringify(marked) : ""}\n${line}`);
    wanted.forEach((want, k) => {
      if (shown[k] === want) return;
      const drawn = layer.children[k] ?? layer.appendChild(document.createElement("span"));
      drawn.className = "line";
      drawn.replaceChildren(...lineParts(lines[k], marked?.line === k + 1 ? marked : null));
    });
    while (layer.children.length > lines.length) layer.lastElementChild?.remove();
    shown = wanted;
    layer.style.width = `${editor.clientWidth}px`;
    scrollTogether();
  }

  /** @param {string} line @param {Problem | null} wrong */
  function lineParts(line, wrong) {
    const pieces = tokens(line, language);
    if (!wrong) return pieces.map(piece);
    const [before, culprit, after] = between(pieces, wrong.column ?? 1, wrong.end_column ?? 2);
    const mark = document.createElement("mark");
    mark.append(...(culprit.length ? culprit.map(piece) : [" "]));
    return [...before.map(piece), mark, ...after.map(piece)];
  }

  /** Put a text in place of another, as if it were typed: the browser can undo it.
   * @param {number} from @param {number} to @param {string} text @param {number} [caret]  in it */
  function put(from, to, text, caret = text.length) {
    editor.focus({ preventScroll: true });
    editor.setSelectionRange(from, to);
    // Old, but the one way that keeps the browser's own undo; where it is gone, the text is put.
    const typed = document.execCommand("insertText", false, text);
    if (!typed) {
      editor.setRangeText(text, from, to, "end");
      editor.dispatchEvent(new Event("input", { bubbles: true }));
    }
    editor.setSelectionRange(from + caret, from + caret);
  }

  /** Another text, which nobody typed. @param {string} text */
  function setProgram(text) {
    if (editor.value !== text) editor.value = text;
    clearMark();
  }

  /** Say what is wrong and underline it, or that nothing is.
   * @param {Problem | null} found */
  function markProblem(found) {
    problem.replaceChildren();
    editor.removeAttribute("aria-invalid");
    marked = found;
    draw();
    if (!found) return;
    const words = document.createElement("p");
    const where = document.createElement("strong");
    where.append(_("Line %(line)s:", { line: found.line ?? 1 }), " ");
    words.append(where, ...coded(found.message));
    problem.append(words);
    if (found.hint) {
      const hint = document.createElement("p");
      hint.append(...coded(found.hint));
      problem.append(hint);
    }
    if (typeof found.cure === "string") problem.append(cureButton(found, found.cure));
    editor.setAttribute("aria-invalid", "true");
  }

  /** Say what was read and may have been meant otherwise, with the other reading as a button.
   * @param {Problem[]} found */
  function showDoubts(found) {
    doubts.replaceChildren(
      ...found.flatMap((doubt) => {
        const words = document.createElement("p");
        words.append(...coded(`${doubt.message} ${doubt.hint}`.trim()));
        return typeof doubt.cure === "string" ? [words, cureButton(doubt, doubt.cure)] : [words];
      }),
    );
  }

  /** @param {Problem} found @param {string} cure */
  function cureButton(found, cure) {
    const place = [found.line ?? 1, found.column ?? 1, found.end_column ?? 2];
    const text = editor.value;
    const [before, culprit] = around(text, place[0], place[1], place[2]);
    // Nothing is replaced where a line is put in: `around` gives at least a space.
    const width = place[2] > place[1] ? culprit.length : 0;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button cure";
    // One text in the button: words and code beside each other would each be broken on their own.
    const label = document.createElement("span");
    label.append(...coded(_("Put `%(cure)s` there", { cure: cure.trim() })));
    button.append(label);
    button.addEventListener("click", () => {
      // Of a text that has changed since the place is not known any more.
      if (editor.value === text) put(before.length, before.length + width, cure);
    });
    return button;
  }

  /** The other reading of a doubt as a button, or null. @param {Problem} doubt */
  const cureOf = (doubt) => (typeof doubt.cure === "string" ? cureButton(doubt, doubt.cure) : null);

  function scrollTogether() {
    layer.scrollTop = editor.scrollTop;
    layer.scrollLeft = editor.scrollLeft;
  }

  /** The text has changed: the place of the error is not known any more. */
  function clearMark() {
    marked = null;
    draw();
    for (const button of problem.querySelectorAll(".cure")) button.remove();
    doubts.replaceChildren();
    one("[data-claims]", root).replaceChildren();
    markClaims();
  }

  /** The line of the program at a height of the page, from 1; 0 where there is none.
   * @param {number} y */
  function lineAt(y) {
    const found = [...layer.children].findIndex((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      return top <= y && y < bottom;
    });
    return found + 1;
  }

  /** Where the caret stands on the page.
   * @param {number} offset  in the text */
  function caretBox(offset) {
    const before = editor.value.slice(0, offset).split("\n");
    const line = layer.children[before.length - 1];
    let column = before[before.length - 1].length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    range.selectNodeContents(line);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const { length } = /** @type {Text} */ (text);
      if (column <= length) {
        range.setStart(text, column);
        range.setEnd(text, column);
        break;
      }
      column -= length;
    }
    const box = range.getBoundingClientRect();
    return box.height ? box : line.getBoundingClientRect();
  }

  /** Light the lines, and no others. @param {Iterable<number>} lines  from 1 */
  function lightLines(lines) {
    const wanted = new Set(lines);
    [...layer.children].forEach((line, k) => line.classList.toggle("lit", wanted.has(k + 1)));
  }

  /** Mark the lines whose numbers are others now, and say which.
   * @param {ReadonlyMap<number, string>} now  by line, from 1 */
  function markChanged(now) {
    for (const [k, line] of [...layer.children].entries()) {
      const text = now.get(k + 1);
      line.classList.toggle("changed", text !== undefined);
      if (text === undefined) line.removeAttribute("data-now");
      else line.setAttribute("data-now", text);
    }
  }

  /** Mark the lines of one's own backward pass, as the list below says of each. */
  function markClaims() {
    for (const line of layer.children) line.removeAttribute("data-judged");
    for (const item of root.querySelectorAll("[data-claim]")) {
      const line = layer.children[Number(item.getAttribute("data-claim")) - 1];
      line?.setAttribute("data-judged", item.className);
    }
  }

  editor.addEventListener("scroll", scrollTogether);
  editor.addEventListener("input", draw);
  new ResizeObserver(draw).observe(editor);
  one(".editor", root).classList.add("layered");
  draw();

  return {
    field: editor,
    language,
    put,
    set: setProgram,
    mark: markProblem,
    doubt: showDoubts,
    cureOf,
    unmark: clearMark,
    lineAt,
    caretBox,
    light: lightLines,
    changed: markChanged,
    judge: markClaims,
  };
}

/** @typedef {ReturnType<typeof programEditor>} Editor */

/** @param {Token} token */
function piece([kind, text]) {
  if (kind === "sign") return text;
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = text;
  return made;
}
