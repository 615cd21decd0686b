// What a word that is being typed may become.

import { namesAbove } from "./tokens.js";

/** @typedef {import("./tokens.js").Language} Language */
/** @typedef {{ text: string, says: string, insert: string }} Candidate */
/** @typedef {{ from: number, to: number, candidates: Candidate[] }} Completion */

const MOST = 8;
const LETTER = /[\p{L}\p{M}\d_]/u;

/**
 * The words that fit what stands before the caret, or null: roles behind a colon, a loop where a line
 * begins, else names given above and functions. Without `asked` a word must have begun.
 * @param {string} program @param {number} caret @param {Language} language @param {boolean} [asked]
 * @returns {Completion | null}
 */
export function completion(program, caret, language, asked = false) {
  let from = caret;
  while (from > 0 && LETTER.test(program[from - 1])) from -= 1;
  const word = program.slice(from, caret);
  if (LETTER.test(program[caret] ?? "") || /^\d/.test(word)) return null;
  const above = program.slice(0, from);
  const line = above.split("\n").length - 1;
  const before = above.slice(above.lastIndexOf("\n") + 1);
  if (before.includes("#")) return null;
  const role = /^\s*[^\s:=]+\s*:\s*$/.test(before);
  const loop = /\bfor\b.*\bin\s/.test(before);
  const computing = before.includes("=") || loop;
  const first = /^\s*$/.test(before);
  if (!role && !computing && !(first && word)) return null;
  if (!word && !asked && !role) return null;
  const names = namesAbove(program, line).map((name) => ({ text: name, says: "", insert: `${name}|` }));
  const counting = language.counting.filter(({ name }) => (first ? name === "for" : name === "len" || (loop && !/^(for|in)$/.test(name))));
  const fitting = role ? language.roles : [...(first ? [] : language.functions), ...counting];
  const listed = fitting.map(({ name, says, insert }) => ({
    text: name,
    says,
    // A role that has its number already, and a function that has its brackets, get no others.
    insert: rest(program, caret, role ? /^\s*=/ : /^\s*\(/) ? `${name}|` : insert,
  }));
  const small = word.toLowerCase();
  const candidates = [...(role || first ? [] : names), ...listed]
    .filter(({ text }) => text.toLowerCase().startsWith(small))
    .slice(0, MOST);
  const done = candidates.length === 1 && candidates[0].text === word;
  return candidates.length && (!done || asked) ? { from, to: caret, candidates } : null;
}

/** @param {string} program @param {number} caret @param {RegExp} what */
const rest = (program, caret, what) => what.test(program.slice(caret).split("\n")[0]);

/**
 * What is inserted, and where the caret then stands.
 * @param {string} insert  with a bar where the caret goes
 */
export function inserted(insert) {
  const at = insert.indexOf("|");
  return { text: insert.replace("|", ""), caret: at < 0 ? insert.length : at };
}
