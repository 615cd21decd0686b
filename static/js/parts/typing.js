// What is typed into the program is asked for, a moment after the last letter.

import { keptValues } from "../lib/text.js";
import { focusExists } from "./wish.js";

const PAUSE = 350;

/**
 * @param {import("./editor.js").Editor} program
 * @param {import("../store.js").Store} store
 * @param {() => void} stale  what is shown is not what is typed any more
 */
export function typing({ field, unmark }, store, stale) {
  const { wish } = store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  /** What was typed is the program now. */
  function take() {
    clearTimeout(pause);
    if (wish.program === field.value) return;
    wish.values = keptValues(wish.values, wish.program, field.value);
    wish.program = field.value;
    if (!focusExists(wish)) wish.focus = "*";
  }

  field.addEventListener("input", () => {
    unmark();
    stale();
    clearTimeout(pause);
    pause = setTimeout(() => {
      take();
      store.ask();
    }, PAUSE);
  });
  return { take };
}
