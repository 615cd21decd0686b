// Callouts whose cards the server makes for the picture as it stands here.

import { post } from "../lib/client.js";
import { callout } from "./callout.js";

/** @typedef {import("./callout.js").Cards} Cards */

/**
 * @param {HTMLElement} stage @param {import("./picture.js").Picture} picture
 * @param {import("./callouts.js").Page} page
 */
export const carded = (stage, picture, page) =>
  callout(stage, picture, page, {
    made: false,
    ready: dressed,
    cards: (sent) =>
      post(sent, "/api/callouts").then(
        ({ status, body }) => (status === 200 ? /** @type {Cards} */ (body) : null),
        () => null,
      ),
  });

/** The style sheet, under the page's own version. */
function dressed() {
  const own = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="stylesheet"]'));
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = own.href.replace(/css\/[^/]*$/, "css/callout.css");
  document.head.append(link);
  return new Promise((done) => {
    for (const event of ["load", "error"]) link.addEventListener(event, done, { once: true });
  });
}
