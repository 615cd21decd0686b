// Finding things in the page.

/** The first element that a selector finds; the page has it.
 * @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} */
export const one = (selector, root = document) =>
  /** @type {HTMLElement} */ (root.querySelector(selector));
