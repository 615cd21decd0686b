// A button that a script makes.

/** @param {string} text @param {() => void} does @param {string} [kind]  its class, beside that of all buttons
 * @returns {HTMLButtonElement} */
export function button(text, does, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${kind}`.trim();
  made.textContent = text;
  made.addEventListener("click", does);
  return made;
}
