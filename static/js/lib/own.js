// A question of a lecturer's own: how it is told, and what may be chosen. What is right is among it only once
// it is shown.

/** @typedef {"choice" | "number" | "text" | "wire"} Kind */
/** As `read_own` of app/predict/own.py has it.
 * @typedef {{ kind: Kind, ask: string, choices?: string[], right?: number[] | string }} Own */
/** @typedef {{ value: string, label: string }} Option */

/** Choices as they stand everywhere: A. … @param {readonly string[]} choices @returns {Option[]} */
export const lettered = (choices) =>
  choices.map((words, k) => ({ value: String(k + 1), label: `${String.fromCharCode(65 + k)}. ${words}` }));

/** The wires of a story, as its picture names them. @param {Pick<import("./types.js").Story, "nodes" | "edges"> | null} story
 * @returns {Option[]} */
export function wires(story) {
  const written = new Map(story?.nodes.map((node) => [node.id, node.written]));
  return (story?.edges ?? []).map(({ id, from, to }) => ({ value: id, label: `${written.get(from)} → ${written.get(to)}` }));
}

/** What may be chosen of a question. @param {Own} own @param {Parameters<typeof wires>[0]} story */
export const optionsOf = ({ kind, choices = [] }, story) =>
  kind === "choice" ? lettered(choices) : kind === "wire" ? wires(story) : [];

/** A question as a form says it: choices stand one in each line, a star before those that are right.
 * @param {{ kind: Kind, ask: string, choices: string, right: string }} typed @returns {Own} */
export function read({ kind, ask, choices, right }) {
  if (kind !== "choice") return { kind, ask, ...(kind !== "text" && right.trim() ? { right: right.trim() } : {}) };
  const lines = choices.split("\n").map((line) => line.trim()).filter(Boolean);
  const stars = lines.flatMap((line, k) => (line.startsWith("*") ? [k + 1] : []));
  return { kind, ask, choices: lines.map((line) => line.replace(/^\*\s*/, "")), ...(stars.length ? { right: stars } : {}) };
}

/** The same as it was typed. @param {Own} own */
export const typed = ({ kind, ask, choices = [], right }) => ({
  kind,
  ask,
  choices: choices.map((words, k) => `${Array.isArray(right) && right.includes(k + 1) ? "* " : ""}${words}`).join("\n"),
  right: typeof right === "string" ? right : "",
});
