// The program's numbers: their fields, and the same on the picture itself.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";
import { isOwn, listen, markFields, randomNumbers } from "./fields.js";
import { holding } from "./holding.js";
import { editInPlace } from "./inplace.js";
import { placeOf } from "../lib/places.js";
import { writeValue } from "../lib/text.js";

/** @typedef {import("../lib/text.js").Value} Value */

/**
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} root
 * @param {object} page
 * @param {import("./picture.js").Picture} page.picture
 * @param {import("../store.js").Store} page.store
 * @param {import("./editor.js").Editor} page.program
 * @param {(text: string) => void} page.say
 */
export function numberFields(walk, root, { picture, store, program, say }) {
  const { wish } = store;
  const fields = one("[data-fields]", root);
  const reset = one('[data-do="reset"]', root);

  holding((held) => store.hold(held));

  /** @param {HTMLElement} field @param {Value | string} value */
  function onNumber(field, value) {
    if (field.dataset.role === "rate") wish.rate = isOwn(field, value) ? null : value;
    else if (isOwn(field, value)) delete wish.values[field.dataset.key ?? ""];
    else if (typeof value !== "string") wish.values[field.dataset.key ?? ""] = value;
    store.askForNumbers();
    mark();
  }

  /** @param {string} typed */
  const onNonsense = (typed) =>
    say(_("“%(typed)s” is not a number: write it like −1.5, 0,25, 1/3 or 2e-3.", { typed }));

  /** Say which numbers are not the program's own. */
  function mark() {
    reset.hidden = Object.keys(wish.values).length === 0 && wish.rate === null;
    markFields(fields);
    inplace.mark();
    /** @type {Map<number, string>} */
    const lines = new Map();
    for (const { name, role, line } of walk.story?.nodes ?? []) {
      const value = name && role ? wish.values[placeOf(name).key] : undefined;
      if (value !== undefined) lines.set(line, writeValue(value).replaceAll("\n", "; "));
    }
    program.changed(lines);
  }

  listen(fields, { onNumber, onNonsense });
  const inplace = editInPlace(walk, root, { picture, fields, wish: () => wish, onNumber, onNonsense });
  one("form.numbers", root).addEventListener("submit", (event) => event.preventDefault());

  return {
    mark,
    /** Other numbers for inputs and weights. */
    random: () => randomNumbers(fields),
    /** Change the leaf that has the focus; false where none has. */
    edit: () => inplace.edit(),
  };
}
