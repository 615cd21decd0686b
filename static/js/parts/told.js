// What is told, above the picture: phase and place of the step, and its sentence as large as it fits into
// its room; and the formula below the picture.

import { say } from "../lib/below.js";
import { remark } from "../lib/coded.js";
import { one } from "../lib/dom.js";
import { formulaAt, rowsOf } from "../lib/formula.js";
import { _, placed } from "../lib/language.js";
import { put } from "../lib/markup.js";

/** @typedef {import("../lib/deck.js").Told} Told */

/** How much smaller a sentence gets to stand in one line; in two it would be smaller still. */
const ONE_LINE = 0.68;
/** How small the formula may get, by its own size. */
const LEAST = 0.55;
/** Where it is kept that somebody has done the first thing. */
const BEGUN = "chalkgraph begun";

/**
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {(sentence: HTMLElement) => void} [more]  says more behind the sentence
 * @param {((doubt: import("../lib/client.js").Problem) => HTMLElement | null) | null} [cureOf]  the button that
 *   mends a program, where that is at hand. A doubt about the program is said everywhere in the formula's place,
 *   at the start, until one has stepped on, and where no formula stands
 */
export function telling(walk, root, more = () => {}, cureOf = null) {
  const box = one("[data-told]", root);
  const place = one("[data-place]", box);
  const sentence = one("[data-caption]", box);
  const line = one("[data-formula]", root);
  let begun = remembered();
  /** What the line shows. */
  let written = "";
  /** The story whose doubt the line shows, and the doubt that one has read and stepped on.
   * @type {import("../lib/types.js").Story | null} */
  let doubted = null;
  let read = "";
  /** How long the sentence and the formula were when they were fitted last. @type {readonly number[]} */
  let fitted = [];

  const lengths = () => [sentence, line].map(({ textContent }) => textContent?.length ?? 0);

  /** As large as they may be: then it can be measured how large they fit. */
  function whole() {
    fitted = lengths();
    sentence.dataset.long = "";
    for (const each of [sentence, line]) each.style.setProperty("--fit", "1");
  }

  function fit() {
    const share = Math.min(line.clientWidth / line.scrollWidth, line.clientHeight / line.scrollHeight);
    const wide = sentence.clientWidth / sentence.scrollWidth;
    if (wide < 1 && wide > ONE_LINE) sentence.style.setProperty("--fit", (wide - 0.01).toFixed(3));
    for (const size of ["yes", "very"]) {
      if (sentence.scrollWidth <= sentence.clientWidth + 1 && sentence.scrollHeight <= sentence.clientHeight + 2) break;
      sentence.dataset.long = size;
    }
    if (share < 1) line.style.setProperty("--fit", Math.max(LEAST, share - 0.01).toFixed(3));
  }

  function write() {
    const { story, step, now } = walk;
    if (!story || !now) return;
    box.dataset.phase = now.phase;
    place.textContent = placed(walk.place, now.phase);
    const said = walk.posed?.ask ?? now.sentence;
    say(sentence, said);
    sentence.dataset.says = walk.posed ? "question" : "";
    more(sentence);
    if (step) begun ||= begin();
    // The symbols of a slope may be its number: they wait for the answer. The rule stands in the strip.
    const elsewhere = now.kind === "rule" && root.querySelector('[data-strip] [data-slot="rule"]') !== null;
    const formula = walk.posed || elsewhere ? "" : formulaAt(/** @type {Told} */ (/** @type {unknown} */ (story)), step);
    const doubt = walk.posed ? undefined : story.doubts?.[0];
    if (doubt && (!step || !formula || read !== doubt.message)) {
      if (doubted !== story) line.replaceChildren(remark(doubt.message, cureOf?.(doubt) ?? null));
      doubted = story;
      written = "";
      return;
    }
    doubted = null;
    if (!begun) {
      const first = document.createElement("span");
      first.className = "first";
      // What can be done is less where no program is at hand: in another page, in a file.
      first.textContent = cureOf
        ? _("Click a weight for its chain · drag a number to change it · → for the next step")
        : _("Click a node or a wire to have it explained · → for the next step");
      line.replaceChildren(first);
      written = "";
    } else if (formula !== written || !formula) {
      put(line, formula);
      written = formula;
    }
  }

  walk.subscribe((changed) => {
    if (changed.has("step")) read = walk.story?.doubts?.[0]?.message ?? "";
    if (changed.has("story") && walk.story) {
      const rows = rowsOf(/** @type {Told} */ (/** @type {unknown} */ (walk.story)));
      line.style.setProperty("--rows", String(rows));
      line.toggleAttribute("data-remarked", Boolean(walk.story.doubts?.length));
    }
    write();
    // While a hand moves, what has room as it is stays as large: each look at it costs a layout.
    const fits = changed.has("numbers") && lengths().every((length, k) => length <= fitted[k]);
    if (fits) return undefined;
    whole();
    return fit;
  });
  new ResizeObserver(() => {
    whole();
    fit();
  }).observe(box);
}

function remembered() {
  try {
    return localStorage.getItem(BEGUN) !== null;
  } catch {
    return false;
  }
}

function begin() {
  try {
    localStorage.setItem(BEGUN, "yes");
  } catch {
    // Then it is said on the next page once more.
  }
  return true;
}
