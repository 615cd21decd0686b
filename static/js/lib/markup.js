// The one place where markup becomes part of a page.

/**
 * Put the server's own markup, where every text is escaped, in place of what an element has.
 * @param {Element} root @param {string} markup
 */
export function put(root, markup) {
  root.innerHTML = markup;
}
