// A slide of the talk in a student's page: its words as far as they are shown, in one's own language.

import { post } from "../../lib/client.js";
import { element } from "../../lib/dom.js";
import { put } from "../../lib/markup.js";

/** @typedef {{ talk: string, place: number, points: number, says: string }} Slide */

/** @param {HTMLElement} root */
export function words(root) {
  let shown = "";

  /** @param {string} tag @param {string} name @param {string} markup */
  function line(tag, name, markup) {
    const made = element(tag, name);
    put(made, markup);
    return made;
  }

  return {
    /** @param {Slide | null} slide @param {boolean} beside  whether a picture is shown with it */
    async show(slide, beside) {
      const key = JSON.stringify([slide, beside]);
      if (key === shown) return;
      if (!slide) {
        shown = key;
        root.replaceChildren();
        root.hidden = true;
        return;
      }
      const answer = await post(slide, "/api/slide");
      if (answer.status !== 200) return;
      shown = key;
      const { html, section, points, figure, question, text, style } = answer.body;
      root.dataset.style = style;
      const list = element("ul", "");
      list.append(...points.map((/** @type {string} */ each) => line("li", "", each)));
      const parts = beside
        ? [line("p", "section", html), ...(text || question ? [line("p", text ? "answer" : "question", text || question)] : [])]
        : [
            ...(section ? [line("p", "section", section)] : []),
            line("h2", "", html),
            ...(points.length ? [list] : []),
            ...(figure ? [line("div", "curves", figure)] : []),
            ...(question ? [line("p", "question", question)] : []),
            ...(text ? [line("p", "answer", text)] : []),
          ];
      root.replaceChildren(...parts);
      root.hidden = false;
    },
  };
}
