// The style sheet of what is fetched when it is wanted.

/** Those that are there or on their way, so that each is fetched once. @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** It is there, or cannot be had: then what it dresses is seen plain, and the next who wants it tries again.
 * @param {string} sheet  css/….css @returns {Promise<void>} */
export function dressed(sheet) {
  const known = sheets.get(sheet) ?? put(sheet);
  sheets.set(sheet, known);
  return known;
}

/** Under the page's own version. @param {string} sheet @returns {Promise<void>} */
function put(sheet) {
  const own = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="stylesheet"]'));
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = own.href.replace(/css\/[^/]*$/, sheet);
  document.head.append(link);
  return new Promise((done) => {
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => {
      link.remove();
      sheets.delete(sheet);
      done();
    });
  });
}
