// What a student has typed, sent to the class until it is there; a later one takes its place.

import { rest, settles } from "../../lib/stream.js";

/** @typedef {import("../../lib/classes.js").Answer} Answer */
/** @typedef {{ status: number, body: any }} Reply */

/**
 * @param {() => Answer | undefined} kept  what it is now: somebody may type on while it is sent
 * @param {(what: Answer) => Promise<Reply | null>} send
 * @param {(now: Answer, revision: number) => void} came  the server has said something to that revision
 */
export async function delivered(kept, send, came) {
  let failed = 0;
  for (let what = kept(); what && !what.result; what = kept()) {
    const { revision } = what;
    const found = await send(what);
    const now = kept();
    if (now && settles(found)) {
      failed = 0;
      // What was typed on is sent next.
      if (now.revision === revision) now.result = found.body.result ?? found.body.error.message;
      came(now, revision);
    } else await rest(failed++);
  }
}

/** What the server says, once it says anything; null where it is no longer to be known.
 * @param {() => Promise<Reply>} ask @param {() => boolean} wanted @returns {Promise<Reply | null>} */
export async function settled(ask, wanted) {
  for (let failed = 0; wanted(); failed += 1) {
    const found = await ask().catch(() => null);
    if (settles(found)) return found;
    await rest(failed);
  }
  return null;
}
