// A worksheet of a class as one person works on it: the tries at each task, where one is, how far one may see.

/** A task, without its number. @typedef {{ id: string, step: number, ask: string }} Task */
/**
 * What one did: tries at each task, in their order (null: it was shown), and which are done; `revision` counts
 * the changes, `counted` is the one that the class has; `waits` is to be judged yet; `step` is where one was.
 * @typedef {{ revision: number, counted: number, tries: Record<string, (string | null)[]>,
 *   done: Record<string, "right" | "shown">, waits: { task: string, text: string } | null, step: number }} Work
 */

/** Tries at a task that are kept: the first ones say what was hard, the last one how it ended. */
export const MOST = 20;

/** @returns {Work} */
export const begun = () => ({ revision: 1, counted: 0, tries: {}, done: {}, waits: null, step: 0 });

/** After a try that was judged, or (null) with the number shown. @param {Work} work @param {string} task
 * @param {string | null} text @param {boolean} right @returns {Work} */
export function tried(work, task, text, right) {
  const before = work.tries[task] ?? [];
  const kept = before.length < MOST ? before : before.slice(0, MOST - 1);
  const done = text === null ? "shown" : right ? "right" : null;
  return {
    ...work,
    revision: work.revision + 1,
    tries: { ...work.tries, [task]: [...kept, text] },
    done: done ? { ...work.done, [task]: done } : work.done,
  };
}

/** After what was said to the try that waits: it is among the tries, where it was one, and waits no more.
 * @param {Work} work @param {{ task: string, text: string }} waits @param {{ status: number, body: any }} found
 * @returns {Work} */
export function judged(work, { task, text }, { status, body }) {
  const right = status === 200 && isRight(body);
  const counts = right || (status === 200 && body.result === "wrong");
  return { ...(counts ? tried(work, task, text, right) : work), waits: null };
}

/** @param {{ result: string }} verdict */
export const isRight = ({ result }) => result === "right" || result === "follows";

/** The task that one is at; null where all are done. @template {Task} T @param {readonly T[]} tasks
 * @param {Work} work @returns {T | null} */
export const at = (tasks, work) => tasks.find(({ id }) => !work.done[id]) ?? null;

/** A step that is behind the last one of any walk. */
const END = 99_999;

/** The last step that may be seen: none that has the number of a task that waits.
 * @param {readonly Task[]} tasks @param {Work} work */
export const upto = (tasks, work) => Math.max(0, (at(tasks, work)?.step ?? END) - 1);

/** How the tasks went. @param {readonly Task[]} tasks @param {Work} work */
export function tally(tasks, work) {
  const how = tasks.map(({ id }) => {
    if (!work.done[id]) return "";
    return work.done[id] === "shown" ? "shown" : work.tries[id].length > 1 ? "later" : "once";
  });
  const count = (/** @type {string} */ kind) => how.filter((each) => each === kind).length;
  return { how, done: how.filter(Boolean).length, once: count("once"), later: count("later"), shown: count("shown") };
}

/** Of two accounts of the same work, which two windows wrote, the one that has more of it.
 * @param {Work} one @param {Work | undefined} other */
export const fuller = (one, other) => (other && other.revision > one.revision ? other : one);
