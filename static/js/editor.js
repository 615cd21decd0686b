// The program's text, and what is wrong with it: said below, underlined in its place.

import { one } from "./dom.js";
import { around } from "./text.js";

export const editor = /** @type {HTMLTextAreaElement} */ (one("#program"));
const underline = one("[data-underline]");
const problem = one("[data-problem]");

/** Say what is wrong and underline it, or that nothing is.
 * @param {import("./client.js").Problem | null} found */
export function markProblem(found) {
  problem.replaceChildren();
  underline.replaceChildren();
  editor.removeAttribute("aria-invalid");
  if (!found) return;
  const words = document.createElement("p");
  const where = document.createElement("strong");
  where.textContent = `Line ${found.line}: `;
  words.append(where, ...coded(found.message));
  problem.append(words);
  if (found.hint) {
    const hint = document.createElement("p");
    hint.append(...coded(found.hint));
    problem.append(hint);
  }
  const [before, culprit, after] = around(
    editor.value,
    found.line ?? 1,
    found.column ?? 1,
    found.end_column ?? 2,
  );
  const mark = document.createElement("mark");
  mark.textContent = culprit;
  underline.replaceChildren(before, mark, `${after}\n`);
  editor.setAttribute("aria-invalid", "true");
  scrollTogether();
}

/** Words with what stands between backticks set as code.
 * @param {string} text */
const coded = (text) =>
  text.split("`").map((part, k) => {
    if (k % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });

function scrollTogether() {
  underline.scrollTop = editor.scrollTop;
  underline.scrollLeft = editor.scrollLeft;
}

/** The text has changed: the place of the error is not known any more. */
export const clearMark = () => underline.replaceChildren();

editor.addEventListener("scroll", scrollTogether);
