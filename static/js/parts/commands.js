// What the keys and buttons of a page ask for.

import { actionFor, kindOf, typing } from "../lib/keys.js";

/** @typedef {Record<string, (event: Event) => void>} Actions  by name */
/**
 * The number that is typed after G.
 * @typedef {object} Numbered
 * @property {() => string | null} typed  so far; null: none is
 * @property {(typed: string | null) => void} type  show what has been typed
 * @property {(typed: string) => void} go  to where it leads
 */

/**
 * @param {import("../walk.js").Walk} walk @param {Document} root
 * @param {readonly import("../lib/keys.js").Key[]} table  the page's keys
 * @param {Actions} actions @param {Numbered} number
 */
export function commands(walk, root, table, actions, number) {
  root.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const asked = event.target.closest("[data-do], [data-go]");
    if (!(asked instanceof HTMLElement)) return;
    const { do: action, go: k } = asked.dataset;
    if (action && !actions[action]) return;
    event.preventDefault();
    if (action) actions[action](event);
    else walk.go(Number(k));
  });
  pressing(root, table, actions, number);
}

/**
 * Do what the keys of a page's table say, as long as no dialog is open.
 * @param {Document} root @param {readonly import("../lib/keys.js").Key[]} table
 * @param {Actions} actions @param {Numbered} number
 */
export function pressing(root, table, actions, number) {
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || root.querySelector("dialog[open]")) return;
    const kind = kindOf(event.target);
    const typed = number.typed();
    const part = typed === null || kind === "text" || kind === "line" ? null : typing(typed, event);
    if (part) {
      event.preventDefault();
      number.type(part.typed);
      if (part.go) number.go(part.go);
      return;
    }
    // Shift alone is on the way to another key.
    if (typed !== null && event.key !== "Shift") number.type(null);
    const action = actionFor(event, kind, table);
    if (!action || !actions[action]) return;
    event.preventDefault();
    actions[action](event);
  });
}

/**
 * The same actions, each of which stops the playing first; all but playing itself.
 * @param {Actions} actions @param {() => void} pause
 * @returns {Actions}
 */
export const pausing = (actions, pause) =>
  Object.fromEntries(
    Object.entries(actions).map(([name, act]) => [
      name,
      name === "play" ? act : (event) => void (pause(), act(event)),
    ]),
  );
