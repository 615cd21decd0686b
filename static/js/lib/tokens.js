// A program's text in coloured pieces. Which words are roles and functions the server says.

/** @typedef {{ name: string, says: string, insert: string }} Word */
/** @typedef {{ roles: Word[], functions: Word[], counting: Word[] }} Language */
/** A piece of a line and what it is. @typedef {[kind: string, text: string]} Token */

const PIECE = /(#.*)|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([\p{L}_][\p{L}\p{M}\d_]*(?:\^?\{[^{}]*\}|\^\[[^[\]]*\]|⁽[^⁾]*⁾|[₀-₉]+|['′″])*)|([^#\d.\p{L}_]+|.)/giu;

/**
 * The pieces of one line; together they are the line.
 * @param {string} line @param {Language} language
 * @returns {Token[]}
 */
export function tokens(line, { roles, functions, counting }) {
  /** @type {Token[]} */
  const found = [];
  for (const match of line.matchAll(PIECE)) {
    const [text, comment, number, word] = match;
    const before = line.slice(0, match.index);
    const after = line.slice(match.index + text.length);
    let kind = "sign";
    if (comment) kind = "comment";
    else if (number) kind = "number";
    else if (word) {
      kind = "name";
      if (/^\s*$/.test(before) && /^\s*(\[[^\]=]*\]\s*)*([-+*/@]?=(?!=)|:)/.test(after)) kind = "given";
      else if (counting.some((each) => each.name === text)) kind = "function";
      else if (/^\s*[^\s:=#]+\s*:\s*$/.test(before)) {
        kind = roles.some((each) => each.name === text) ? `role ${text}` : "name";
      } else if (functions.some((each) => each.name === text) && /^\s*\(/.test(after)) {
        kind = "function";
      }
    }
    found.push([kind, text]);
  }
  return found;
}

/**
 * Pieces with those between two columns (from 1, the end exclusive) apart from the others, as
 * [before, between, after].
 * @param {Token[]} pieces @param {number} from @param {number} to
 * @returns {[Token[], Token[], Token[]]}
 */
export function between(pieces, from, to) {
  /** @type {[Token[], Token[], Token[]]} */
  const parts = [[], [], []];
  let column = 1;
  for (const [kind, text] of pieces) {
    const cuts = [0, from - column, to - column, text.length].map((cut) =>
      Math.max(0, Math.min(cut, text.length)),
    );
    for (const k of [0, 1, 2]) {
      const piece = text.slice(cuts[k], cuts[k + 1]);
      if (piece) parts[k].push([kind, piece]);
    }
    column += text.length;
  }
  return parts;
}

/** The names that a program gives above a line, the nearest first.
 * @param {string} program @param {number} line  from 0 */
export const namesAbove = (program, line) =>
  program
    .split("\n")
    .slice(0, line)
    .flatMap((each) => {
      const counts = /^\s*for\s+(.*?)\s+in\b/.exec(each)?.[1].split(/[\s,]+/) ?? [];
      return [...counts, /^\s*(?:for\b.*:\s*)?([^\s:=#]+?)\s*(?:[-+*/@]|:[^=]*)?=/.exec(each)?.[1] ?? ""];
    })
    .filter((name) => name)
    .reverse();
