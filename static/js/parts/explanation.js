// The whole explanation, over the picture: of the step, or of what is looked at. The server made it;
// here it is opened and closed, and put in its place, as far as the step has come.

import { one } from "../lib/dom.js";
import { put } from "../lib/markup.js";
import { _ } from "../lib/language.js";
import { fitFormulas } from "./fit.js";
import { lockCard, lockedField } from "./locked.js";

/** @typedef {import("../lib/types.js").Story} Story */

/**
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} root
 * @param {import("./picture.js").Picture} picture  it says what is looked at
 * @param {(question: string, typed: string) => Promise<{ status: number, body: any }>} [check]
 *   asks the server whether an answer is right, where there is one
 */
export function explanation(walk, root, picture, check) {
  const thing = one("[data-thing]", root);
  const cards = one("[data-explanation]", root);
  /** Whether that of the step is wanted. */
  let wanted = false;

  const open = () => root.hasAttribute("data-open");

  /** The card of a locked number, with a field where the server has the answer.
   * @param {import("../lib/types.js").Story} story @param {import("../lib/types.js").Step} asked */
  function card(story, asked) {
    const made = lockCard(story, asked);
    const { ask } = asked;
    if (ask && check) {
      const field = lockedField((typed) => check(ask, typed), () => {
        walk.open(asked.key);
        walk.go(asked.index);
      });
      made.querySelector("p")?.after(field);
    }
    return made;
  }

  function show() {
    const { story, step, now, focus, asked } = walk;
    if (!story || !now) return;
    // What is asked is explained after the answer.
    const found = walk.posed ? undefined : story.explanations?.[focus ?? now.group];
    cards.replaceChildren(found ? upTo(step, found.html, story) : "");
    thing.textContent = (focus && found?.title) || _("Why?");
    if (asked && !focus) cards.prepend(card(story, asked));
    // What is locked here is asked for without being asked for.
    const shown = wanted || focus !== null || Boolean(asked);
    root.toggleAttribute("data-open", shown);
    for (const button of document.querySelectorAll('[data-do="why"][aria-controls]')) {
      button.setAttribute("aria-expanded", String(shown));
    }
    if (!shown) return;
    beside(focus ?? now.edge ?? now.node);
    fitFormulas(cards);
  }

  /** On the side where what it is about is not. @param {string | null} slot */
  function beside(slot) {
    const about = slot ? picture.find(slot)?.getBoundingClientRect() : null;
    const { left, width } = picture.canvas.getBoundingClientRect();
    const right = about && about.left + about.width / 2 > left + width / 2;
    root.dataset.side = right ? "left" : "right";
  }

  // What is typed into a card stays while the picture is laid out anew.
  walk.subscribe((changed) => changed.has("layout") || show());
  new ResizeObserver(() => open() && fitFormulas(cards)).observe(root);
  document.fonts.ready.then(() => open() && fitFormulas(cards));

  return {
    /** Open it for the step, or close it. */
    toggle() {
      wanted = !open();
      if (walk.focus) walk.look(null);
      else show();
    },
    /** Close it; false where it is not open. */
    close() {
      if (!wanted && !walk.focus) return false;
      wanted = false;
      if (walk.focus) walk.look(null);
      else show();
      return true;
    },
    /** Open it for the step. */
    open() {
      wanted = true;
      show();
    },
  };
}

/**
 * What of an explanation is there at a step, with the formulas that it points to.
 * @param {number} step @param {string} html @param {Story} story
 */
function upTo(step, html, story) {
  const made = document.createElement("template");
  put(made, html);
  const { content } = made;
  /** @type {NodeListOf<HTMLElement>} */
  const parts = content.querySelectorAll("[data-line], [data-since], [data-until]");
  for (const part of parts) {
    const { line, since = line ? String(parseInt(line)) : "0", until = "Infinity" } = part.dataset;
    if (Number(since) > step || Number(until) <= step) part.remove();
    else if (line) put(part, lineAt(story, line));
    for (const name of ["data-line", "data-since", "data-until"]) part.removeAttribute(name);
  }
  for (const card of content.querySelectorAll(".card:not(.check)")) {
    if (!card.querySelector(".formula")) card.remove();
  }
  return content;
}

/** The line at a place: "12.0", the first of step 12; "e3-1.0", the first of a wire.
 * @param {Story} story @param {string} place */
function lineAt({ steps, said }, place) {
  const [of, which] = place.split(".");
  return (steps[Number(of)]?.formulas ?? said?.[of])?.[Number(which)] ?? "";
}
