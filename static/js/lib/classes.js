// What a browser keeps of classes, in its own storage: a lecturer's token, a student's number and answers.

/** @typedef {{ text: string, revision: number, result: string, unread?: string }} Answer  what came of it, and why it is
 *   not understood */
/** @typedef {{ person: string, answers: Record<string, Answer>, works?: Record<string, import("./working.js").Work>, name?: Answer, called?: string }} Member
 *   answers, and what was done of worksheets, by ballot; the name given, or that none is: an empty one; and that which the
 *   class has taken */
/** A class, and of which talk or lesson; as which device, if not as the one that opened it.
 * @typedef {{ code: string, token: string, of: string, device?: number }} Led */

const LED = "chalkgraph leads";
const OF = "chalkgraph class ";
const OWN = "chalkgraph questions";
/** Classes that are remembered. */
const MOST = 12;
/** Questions of one's own that are. */
const QUESTIONS = 30;

/** 128 random bits, as a server takes them. */
export function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @template T @param {string} name @param {T} usual @returns {T} */
function read(name, usual) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? usual;
  } catch {
    return usual;
  }
}

/** @param {string} name @param {unknown} value */
function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Then it is forgotten with the page.
  }
}

/** Who one is in a class: the same as long as the browser remembers. @param {string} code @returns {Member} */
export function member(code) {
  const found = read(OF + code, /** @type {Member | null} */ (null));
  if (found) return found;
  const made = { person: secret(), answers: {} };
  write(OF + code, made);
  return made;
}

/** Tell when another window of this browser has written down more of the same. @param {string} code
 * @param {(found: Member) => void} changed */
export const watchedMember = (code, changed) =>
  addEventListener("storage", ({ key }) => {
    const found = key === OF + code && read(OF + code, /** @type {Member | null} */ (null));
    if (found) changed(found);
  });

/** @param {string} code @param {Member} who */
export const remember = (code, who) => write(OF + code, who);

/** The class that this browser leads of a talk or a lesson, or null. @param {string} of @returns {Led | null} */
export const ledOf = (of) => read(LED, /** @type {Led[]} */ ([])).find((each) => each.of === of) ?? null;

/** Remember a class that is led, or, where it is null, no longer. @param {string} of @param {Led | null} led */
export function lead(of, led) {
  const others = read(LED, /** @type {Led[]} */ ([])).filter((each) => each.of !== of);
  write(LED, [...(led ? [led] : []), ...others].slice(0, MOST));
}

/** A lecturer's own questions, the newest first. @returns {import("./own.js").Own[]} */
export const keptOwn = () => read(OWN, /** @type {import("./own.js").Own[]} */ ([]));

/** Remember one for the next time, or no longer. @param {import("./own.js").Own} question @param {boolean} [on] */
export function keepOwn(question, on = true) {
  const others = keptOwn().filter((each) => each.ask !== question.ask || each.kind !== question.kind);
  write(OWN, [...(on ? [question] : []), ...others].slice(0, QUESTIONS));
}

/** Tell when another window opens a class, or leaves one. @param {() => void} changed */
export const watched = (changed) => addEventListener("storage", ({ key }) => void (key === LED && changed()));

/** An address of a class, with one's own secret in a header: GET, or POST of JSON; null where nobody answers.
 * @param {string} where @param {string} own @param {object} [body]
 * @returns {Promise<{ status: number, body: any } | null>} */
export async function asked(where, own, body) {
  const headers = { Authorization: `Bearer ${own}`, Accept: "application/json" };
  const sent = body && {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(where, sent ?? { headers });
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
}
