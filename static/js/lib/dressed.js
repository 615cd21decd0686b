// The style sheet of what is fetched when it is wanted.

/** It is there, or cannot be had: then what it dresses is seen plain. Under the page's own version.
 * @param {string} sheet  css/….css */
export function dressed(sheet) {
  const own = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="stylesheet"]'));
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = own.href.replace(/css\/[^/]*$/, sheet);
  document.head.append(link);
  return new Promise((done) => {
    for (const event of ["load", "error"]) link.addEventListener(event, done, { once: true });
  });
}
