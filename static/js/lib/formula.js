// Which formula or matrix of a story stands in the stage's one line, and how many rows that needs.

import { veiled, veils } from "./veil.js";

/** @typedef {import("./deck.js").Told} Story */

/** Rows of a matrix that are shown, at most. */
export const MOST_ROWS = 5;

/** Factors of a product that are shown, at most. */
const MOST_FACTORS = 8;

/** What a step shows in the line: its local gradient's formula or matrix, else its last formula; the
 * update keeps its own until the next forward pass. @param {Story} story @param {number} k
 * @param {readonly string[]} [hide]  layers: a formula with a number of theirs is passed over */
export function formulaAt(story, k, hide = []) {
  const { phase, iteration, kind } = story.steps[k];
  for (; k >= 0; k -= 1) {
    const step = story.steps[k];
    if (step.phase !== phase || step.iteration !== iteration) break;
    /** @param {string} each @param {number} place */
    const fits = (each, place) => isShort(each) && !veiled(step, place, hide);
    const written = step.formulas.map((each, place) => step.lines?.[place] ?? each);
    const found = written.filter(fits);
    // Of a product of numbers the strip says the same.
    if (kind === "product" && story.chains[0]?.paths.length === 1) return found.find(isMatrix) ?? "";
    const local = written.find((each, place) => step.cards[place] === "local" && fits(each, place));
    if (found.length) return local ?? found.filter((each) => !isMatrix(each)).at(-1) ?? "";
    // What is hidden leaves the line to the symbols of the same thing.
    const symbols = veils(hide) && story.steps[k - 1]?.group === step.group;
    if (phase !== "update" && !symbols) break;
  }
  return "";
}

/** @param {string} formula */
const isMatrix = (formula) => formula.startsWith('<div class="matrix"');

/** Whether there is room for a formula or matrix; words are not for the stage. @param {string} formula */
const isShort = (formula) =>
  isMatrix(formula)
    ? rowsIn(formula) <= MOST_ROWS
    : formula.startsWith("<math") && formula.split("<mo>·</mo>").length <= MOST_FACTORS;

/** The rows of a formula's largest matrix; `nested` of one with a fraction in a fraction,
 * and of a brace with the words under it.
 * @param {string} formula @param {number} [nested] */
function rowsIn(formula, nested = 2) {
  const tables = formula.match(/<mtable.*?<\/mtable>|<table.*?<\/table>/gs) ?? [];
  // A table's heading stands above it, and a fraction's other half above or below.
  const more = /<mfrac>(?:(?!<\/mfrac>).)*<mtable/s.test(formula) ? 1 : 0;
  const rows = tables.map((table) => table.split(/<m?tr\b/).length - (table[1] === "m" ? 1 : 0));
  const deep = /<mfrac>(?:(?!<\/mfrac>).)*<mfrac>/s.test(formula);
  const under = formula.includes("⏟") ? nested : 0;
  return Math.max(deep ? nested : 2, ...rows) + more + under;
}

/** The rows of a story's largest matrix; the line of formulas has room for it from the start.
 * @param {Story} story @param {number} [nested]  those of a fraction in a fraction */
export const rowsOf = (story, nested) =>
  Math.max(2, ...story.steps.map(({ index }) => rowsIn(formulaAt(story, index), nested)));
