// Buttons that a script makes.

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

/** One whose deed is not undone: the first press asks. @param {string} text @param {string} asks  what it says then
 * @param {() => void} does */
export function asking(text, asks, does) {
  const made = button(text, () => {
    if (made.dataset.sure) return does();
    made.dataset.sure = "yes";
    made.textContent = asks;
  });
  return made;
}
