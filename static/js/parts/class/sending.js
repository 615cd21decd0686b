// What a lecturer does, sent to the class one after another: the next when the server has the last. It is
// sent until it is there, under the same key, so that it counts once.

import { asked, secret } from "../../lib/classes.js";
import { pause } from "../../lib/stream.js";

/** @typedef {{ kind: string, data: Record<string, any>, key: string }} Event */

/**
 * @param {string} code @param {string} token
 * @param {{ onLost: (lost: boolean) => void, onRefused: (message: string, status: number, kind: string) => void,
 *   onStill?: () => void }} page  `onStill`: all is there
 */
export function sending(code, token, { onLost, onRefused, onStill }) {
  /** @type {Event[]} */
  let waiting = [];
  let runs = false;
  let failed = 0;
  /** The last of the class's events that is one of these. */
  let seq = 0;

  async function run() {
    runs = true;
    while (waiting.length) {
      const [event] = waiting;
      const answer = await asked(`/class/${code}/event`, token, event);
      if (!answer || answer.status >= 500) {
        onLost(true);
        await new Promise((done) => setTimeout(done, pause(failed)));
        failed += 1;
        continue;
      }
      if (failed) onLost(false);
      failed = 0;
      waiting = waiting.filter((each) => each !== event);
      if (answer.status < 400) {
        seq = Math.max(seq, answer.body.seq ?? 0);
        continue;
      }
      // The steps of a story that was refused are none of the one before it.
      if ("wish" in event.data) {
        const next = waiting.findIndex(({ data }) => "wish" in data || "text" in data);
        const until = next < 0 ? waiting.length : next;
        waiting = waiting.filter((each, k) => k >= until || each.kind !== "show");
      }
      onRefused(answer.body.error.message, answer.status, event.kind);
    }
    runs = false;
    onStill?.();
  }

  return {
    /** @param {string} kind @param {Record<string, any>} [data] */
    send(kind, data = {}) {
      // Of two places that nobody has been told of the last is enough; the first may be under way.
      const last = waiting.at(-1);
      const over = kind === "show" && last?.kind === "show" && waiting.length > 1 && !("wish" in last.data);
      if (over) waiting.pop();
      waiting.push({ kind, data, key: secret() });
      if (!runs) void run();
    },
    /** Whether all is there. */
    still: () => !waiting.length,
    /** Whether a state of the class knows of all that was sent. @param {{ seq: number }} state */
    known: (state) => !waiting.length && state.seq >= seq,
  };
}
