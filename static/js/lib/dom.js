// Finding things in the page.

/** The first element that a selector finds; the page has it.
 * @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} */
export const one = (selector, root = document) =>
  /** @type {HTMLElement} */ (root.querySelector(selector));

/** A new element. @param {string} tag @param {string} name  its class, or none @param {string} [text] */
export function element(tag, name, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}
