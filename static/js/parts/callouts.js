// Callouts on a page: what each node says about itself, beside it. What draws them comes when the picture is
// painted, and asks for the cards of a story once, at rest: stepping asks nothing.

import { later } from "../lib/later.js";
import { hiddenAt } from "./layers.js";

/**
 * A story, how it was asked for, and the room that its picture is laid out for; empty: the usual one. The
 * size of the picture's place, where that is not the canvas's as it is now.
 * @typedef {{ story: { structure: string }, wish: object, room: string, size?: { width: number, height: number } }} Told
 */
/** The step that is shown; `silent`: something is asked, and explained afterwards.
 * @typedef {Told & { step: number, silent: boolean }} Shown */
/**
 * @typedef {object} Page
 * @property {HTMLElement} sheet  where a card lies that has no room beside its node
 * @property {HTMLElement | null} place  the line in which it is asked for; null: it is not
 * @property {() => Shown | null} now  what is shown
 * @property {() => readonly Told[]} [coming]  what is going to be shown
 */

/**
 * Whenever it is not known yet whether a card stands at this step, the stage has `data-carding`.
 * @param {HTMLElement} stage @param {import("./picture.js").Picture} picture @param {Page} page
 */
export function callouts(stage, picture, page) {
  const part = later(
    () => import("../parts/carded.js"),
    (module) => module.carded(stage, picture, page),
    // Without a connection there are no cards; the next change asks for them again.
    () => stage.removeAttribute("data-carding"),
  );
  let begun = false;

  const hidden = () => hiddenAt(picture.canvas).includes("callouts");

  /** Something else is shown; `numbers`: the story has others now. @param {boolean} [numbers] */
  function look(numbers = false) {
    const made = part.here();
    if (made) made.look(numbers);
    else if (begun && !hidden()) {
      stage.toggleAttribute("data-carding", true);
      void part.use((fetched) => fetched.look());
    }
  }

  function start() {
    begun = true;
    stage.removeAttribute("data-carding");
    look();
  }

  function begin() {
    if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 1000 });
    else setTimeout(start); // Safari
  }

  // What is there first is shown first.
  stage.toggleAttribute("data-carding", !hidden());
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
  return { look };
}

/** What a page with a walk shows now. @param {import("../walk.js").Walk} walk @param {object} wish @param {string} room
 * @returns {Shown | null} */
export const shownBy = ({ story, step, posed }, wish, room) =>
  story && { story, step, wish, room, silent: posed !== null };

/** Whether a picture goes without cards: a slide may. @param {import("../lib/deck.js").Told} story */
export const bare = ({ wish }) => String(wish.hide).includes("callouts");
