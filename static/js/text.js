// Texts that people type: numbers, and the lines of a program.

/**
 * The number that was typed, or null; a proper minus sign is one too.
 * @param {string} typed
 */
export function readNumber(typed) {
  const text = typed.trim().replace("\u2212", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** A number, or nested lists of numbers. @typedef {number | NestedNumbers} Value */
/** @typedef {(number | NestedNumbers)[]} NestedNumbers */

/**
 * The list of numbers that was typed, or null: entries between commas or spaces, rows on lines of
 * their own. `rows` says whether rows are wanted.
 * @param {string} typed @param {boolean} rows
 * @returns {Value | null}
 */
export function readNumbers(typed, rows) {
  const lines = typed.split(/[\n;]/).map((line) => line.replace(/[[\]]/g, " ").trim());
  const found = lines
    .filter((line) => line)
    .map((line) => line.split(/[\s,]+/).filter((part) => part).map(readNumber));
  if (!found.length || found.some((row) => !row.length || row.includes(null))) return null;
  const numbers = /** @type {number[][]} */ (found);
  if (rows) return numbers.every((row) => row.length === numbers[0].length) ? numbers : null;
  return numbers.flat();
}

/**
 * The changed numbers that still hold after the program was edited: those of leaves whose line is
 * the same as before. An edited line says what its number is.
 * @param {Record<string, Value>} values @param {string} before @param {string} after
 */
export function keptValues(values, before, after) {
  /** @param {string} program @param {string} name */
  const line = (program, name) =>
    program.split("\n").find((each) => each.split(/[:=]/)[0].trim() === name);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const now = line(after, name);
      return now !== undefined && now === line(before, name);
    }),
  );
}

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
