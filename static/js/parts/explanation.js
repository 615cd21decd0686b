// The whole explanation, over the picture: of the step, or of what is looked at. The server made it;
// here it is opened and closed, and put in its place, as far as the step has come.

import { one } from "../lib/dom.js";
import { put } from "../lib/markup.js";
import { _ } from "../lib/language.js";
import { gone, veiled, veils } from "../lib/veil.js";
import { fitFormulas } from "./fit.js";
import { lockCard, lockedField } from "./locked.js";

/** @typedef {import("../lib/types.js").Story} Story */
/**
 * What is explained: a node or a wire, or a step (`about` null); without the numbers of hidden layers.
 * @typedef {{ story: Story, step: number, about: string | null, hide?: readonly string[] }} Looked
 */

/** What the server says of it; nothing where it has no explanation. @param {Looked} looked */
export const found = ({ story, step, about }) => story.explanations?.[about ?? story.steps[step]?.group ?? ""];

/**
 * Its place over a picture, wherever that is.
 * @param {HTMLElement} root @param {import("./picture.js").Picture} picture
 */
export function place(root, picture) {
  const thing = one("[data-thing]", root);
  const cards = one("[data-explanation]", root);

  /** On the side where what it is about is not. @param {string | null} slot */
  function beside(slot) {
    const about = slot ? picture.find(slot)?.getBoundingClientRect() : null;
    const { left, width } = picture.canvas.getBoundingClientRect();
    const right = about && about.left + about.width / 2 > left + width / 2;
    root.dataset.side = right ? "left" : "right";
  }

  return {
    cards,
    isOpen: () => root.hasAttribute("data-open"),
    /** @param {Looked | null} looked  null: nothing is said */
    write(looked) {
      const said = looked && found(looked);
      cards.replaceChildren(said ? upTo(looked, said.html) : "");
      thing.textContent = (looked?.about && said?.title) || _("Why?");
    },
    /** Open it beside what it is about, or close it.
     * @param {boolean} shown @param {string | null} [about] */
    open(shown, about = null) {
      root.toggleAttribute("data-open", shown);
      for (const button of document.querySelectorAll('[data-do="why"][aria-controls]')) {
        button.setAttribute("aria-expanded", String(shown));
      }
      if (shown) beside(about);
    },
  };
}

/**
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} root
 * @param {import("./picture.js").Picture} picture  it says what is looked at
 * @param {object} [page]
 * @param {(question: string, typed: string) => Promise<{ status: number, body: any }>} [page.check]
 *   asks the server whether an answer is right, where there is one
 * @param {boolean} [page.asks]  whether what is locked is asked for here
 */
export function explanation(walk, root, picture, { check, asks = true } = {}) {
  const over = place(root, picture);
  const { cards } = over;
  /** Whether that of the step is wanted. */
  let wanted = false;

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
    const { story, step, now, focus } = walk;
    if (!story || !now) return;
    const asked = asks ? walk.asked : null;
    // What is asked is explained after the answer.
    over.write(walk.posed ? null : { story, step, about: focus });
    if (asked && !focus) cards.prepend(card(story, asked));
    // What is locked here is asked for without being asked for.
    const shown = wanted || focus !== null || Boolean(asked);
    over.open(shown, focus ?? now.edge ?? now.node);
    if (shown) fitFormulas(cards);
  }

  // What is typed into a card stays while the picture is laid out anew.
  walk.subscribe((changed) => {
    if (!changed.has("layout")) show();
  });
  new ResizeObserver(() => over.isOpen() && fitFormulas(cards)).observe(root);
  document.fonts.ready.then(() => over.isOpen() && fitFormulas(cards));

  /** Open it for the step. */
  function open() {
    wanted = true;
    show();
  }

  /** Open it for the step, or close it. */
  function toggle() {
    wanted = !over.isOpen();
    if (walk.focus) walk.look(null);
    else show();
  }

  return {
    open,
    toggle,
    /** Close it; false where it is not open. */
    close() {
      if (!wanted && !walk.focus) return false;
      wanted = false;
      if (walk.focus) walk.look(null);
      else show();
      return true;
    },
    /** Of the step where a factor is told; pressed there once more, it closes. @param {number} step */
    factor(step) {
      if (step === walk.step) return toggle();
      walk.go(step);
      open();
    },
  };
}

/**
 * What of an explanation is there at a step, with the formulas that it points to.
 * @param {Looked} looked @param {string} html
 */
function upTo({ story, step, hide = [] }, html) {
  const made = document.createElement("template");
  put(made, html);
  const { content } = made;
  /** @type {NodeListOf<HTMLElement>} */
  const parts = content.querySelectorAll("[data-line], [data-since], [data-until], [data-layers]");
  for (const part of parts) {
    const { line, since = line ? String(parseInt(line)) : "0", until = "Infinity", layers = "" } = part.dataset;
    const hidden = gone(layers, hide) || (line && isVeiled(story, line, hide));
    if (Number(since) > step || Number(until) <= step || hidden) part.remove();
    else if (line) put(part, lineAt(story, line));
    for (const name of ["data-line", "data-since", "data-until", "data-layers"]) part.removeAttribute(name);
  }
  // Of an author's own words nobody knows which numbers are in them.
  for (const note of veils(hide) ? content.querySelectorAll(".note") : []) {
    if (/\d/.test(note.textContent ?? "")) note.remove();
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

/** Whether a step's line has a number of a hidden layer.
 * @param {Story} story @param {string} place @param {readonly string[]} hide */
function isVeiled({ steps }, place, hide) {
  const [of, which] = place.split(".");
  const step = /** @type {import("../lib/types.js").StageStep | undefined} */ (steps[Number(of)]);
  return step !== undefined && veiled(step, Number(which), hide);
}
