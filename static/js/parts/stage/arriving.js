// The other stories of a talk: they are many, so they come when the first one is seen; then all are here,
// and a hall needs no network any more.

/** How long the page is left alone after it is loaded. */
const CALM = 300;
/** How long one waits before one asks once more without a connection. */
const AGAIN = 2000;

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {() => void} lost  says that there is no connection
 * @returns {{ all: Promise<void>, hurry: () => void }}  when all are here; `hurry`: one of them is needed
 */
export function arriving(session, lost) {
  const { rest } = session.given;
  if (!rest) return { all: Promise.resolve(), hurry() {} };
  const url = rest;
  let asked = false;
  /** @type {() => void} */
  let arrived = () => {};
  /** @type {Promise<void>} */
  const all = new Promise((resolve) => {
    arrived = resolve;
  });

  async function bring() {
    if (asked) return;
    asked = true;
    const answer = await fetch(url).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (found) {
      session.arrive(found.stories);
      return arrived();
    }
    asked = false;
    if (session.waits) lost();
    setTimeout(bring, AGAIN);
  }

  const calm = () => void setTimeout(bring, CALM);
  if (document.readyState === "complete") calm();
  else addEventListener("load", calm, { once: true });
  return { all, hurry: () => void bring() };
}
