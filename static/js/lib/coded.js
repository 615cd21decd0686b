// Words with what is typed in them set as code.

/** What stands between backticks becomes code. @param {string} text @returns {(string | HTMLElement)[]} */
export const coded = (text) =>
  text.split("`").map((part, k) => {
    if (k % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });

/** What was read and may have been meant otherwise, in short: in the place of a formula.
 * @param {string} message @param {HTMLElement | null} [cure]  the button with the other reading */
export function remark(message, cure = null) {
  const made = document.createElement("span");
  made.className = "first doubt";
  made.setAttribute("role", "note");
  const words = document.createElement("span");
  words.append(...coded(message));
  made.append(words, ...(cure ? [cure] : []));
  return made;
}
