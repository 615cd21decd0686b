// Callouts whose cards the server makes for the picture as it stands here.

import { post } from "../lib/client.js";
import { dressed } from "../lib/dressed.js";
import { callout } from "./callout.js";

/** @typedef {import("./callout.js").Cards} Cards */

/**
 * @param {HTMLElement} stage @param {import("./picture.js").Picture} picture
 * @param {import("./callouts.js").Page} page
 */
export const carded = (stage, picture, page) =>
  callout(stage, picture, page, {
    made: false,
    ready: () => dressed("css/callout.css"),
    cards: (sent) =>
      post(sent, "/api/callouts").then(
        ({ status, body }) => (status === 200 ? /** @type {Cards} */ (body) : null),
        () => null,
      ),
  });
