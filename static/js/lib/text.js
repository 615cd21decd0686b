// Texts that people type: numbers, and the lines of a program.

import { DECIMAL } from "./language.js";
import { keyboard, readNumber } from "./reading.js";

export { readNumber };

/** A number, or nested lists of numbers. @typedef {number | NestedNumbers} Value */
/** @typedef {(number | NestedNumbers)[]} NestedNumbers */

/**
 * The list of numbers that was typed, or null: entries between commas or spaces, rows on lines of
 * their own (or behind a bar). `rows` says whether rows are wanted.
 * @param {string} typed @param {boolean} rows @param {string} [decimal]
 * @returns {Value | null}
 */
export function readNumbers(typed, rows, decimal = DECIMAL) {
  const lines = keyboard(typed, false)
    .replace(/\]\s*[,;]?\s*\[/g, "\n")
    .split(decimal === "," ? /[\n|]/ : /[\n;|]/)
    .map((line) => line.replace(/[[\]]/g, " ").trim());
  const found = lines.filter((line) => line).map((line) => readRow(line, decimal));
  if (!found.length || found.some((row) => !row.length || row.includes(null))) return null;
  const numbers = /** @type {number[][]} */ (found);
  if (rows) return numbers.every((row) => row.length === numbers[0].length) ? numbers : null;
  return numbers.flat();
}

/**
 * The entries of a line. With a decimal comma they stand apart by semicolons, spaces, or commas
 * that a space follows; where that makes no sense, by any comma: 2,−1,1.
 * @param {string} line @param {string} decimal
 */
function readRow(line, decimal) {
  /** @param {RegExp} between */
  const row = (between) => line.split(between).filter((part) => part).map((part) => readNumber(part, false));
  if (decimal !== ",") return row(/[\s,]+/);
  const found = row(/\s*;\s*|,\s+|\s+/);
  return found.includes(null) ? row(/[\s,;]+/) : found;
}

/**
 * As a field shows it: a vector in one line, a matrix in several; ten digits.
 * @param {Value} value @param {string} [decimal] @returns {string}
 */
export function writeValue(value, decimal = DECIMAL) {
  if (!Array.isArray(value)) return String(Number(value.toPrecision(10))).replace(".", decimal);
  const between = Array.isArray(value[0]) ? "\n" : decimal === "," ? "; " : ", ";
  return value.map((each) => writeValue(each, decimal)).join(between);
}

/**
 * The lines that give a name: `h[0] = …` gives h0, and in a loop `h[t] = …` and `x = …` give h1 and x1.
 * @param {string} program @param {string} name
 */
export const linesOf = (program, name) =>
  program.split("\n").filter((line) => {
    const [, indent, given, index] = /^(\s*)([^\s:=[]+)\s*(\[[^=:]*\])?\s*[:=]/.exec(line) ?? [];
    if (given === undefined || !index) return given === name || (indent && numbered(name, given));
    const places = index.match(/-?\d+/g);
    return /[^\d\s[\],-]/.test(index)
      ? numbered(name, given)
      : name.replace(/minus/g, "-").replaceAll("_", "") === `${given}${places?.join("")}`.replaceAll("_", "");
  });

/** Whether a name is another one with an index. @param {string} name @param {string} given */
const numbered = (name, given) => name.startsWith(given) && /^(_?(minus)?\d+)+$/.test(name.slice(given.length));

/**
 * The changed numbers that still hold after the program was edited: those of leaves whose line is
 * the same as before. An edited line says what its number is.
 * @param {Record<string, Value>} values @param {string} before @param {string} after
 */
export function keptValues(values, before, after) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const now = linesOf(after, name).join("\n");
      return now && now === linesOf(before, name).join("\n");
    }),
  );
}

/**
 * How a line begins that comes after another: as that one, and in a loop four spaces further.
 * @param {string} line  up to the caret
 */
export const indentAfter = (line) =>
  /^[ \t]*/.exec(line)?.[0] + (/^\s*for\b.*:\s*$/.test(line.split("#")[0]) ? "    " : "");

/**
 * A program around the place of an error: [before, culprit, after].
 * @param {string} program @param {number} line @param {number} column @param {number} end
 */
export function around(program, line, column, end) {
  const lines = program.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const text = lines[line - 1] ?? "";
  const from = start + Math.min(column - 1, text.length);
  const to = Math.max(start + Math.min(end - 1, text.length), from);
  return [program.slice(0, from), program.slice(from, to) || " ", program.slice(to)];
}
