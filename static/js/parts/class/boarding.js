// What stands on the board: what a question came to is asked for until it is there, or another takes its place.

import { pause, settles } from "../../lib/stream.js";

/** Milliseconds until it is looked again whether the class has all that was sent. */
const SOON = 100;

/**
 * @param {Pick<ReturnType<typeof import("./board.js").board>, "ask" | "show" | "hide">} card
 * @param {object} page
 * @param {(number: number) => Promise<{ status: number, body: any } | null>} page.ask  for what a question came to
 * @param {() => boolean} page.leads  whether a class is led
 * @param {() => boolean} page.still  whether the class has all that was sent
 * @param {() => import("../../lib/own.js").Own | null} page.own  the lecturer's own question, if it is one
 * @param {() => void} page.paint  what stands beside the board may have to go
 * @param {(text: string) => void} page.say
 */
export function boarding(card, { ask, leads, still, own, paint, say }) {
  /** The question whose results are on the board, or on their way there. */
  let boarded = 0;

  /** Nothing is on the board. */
  function clear() {
    boarded = 0;
    card.hide();
  }

  return {
    ask: card.ask,
    clear,
    /** Results of another question than that one go; 0: all do. @param {number} number */
    keep(number) {
      if (boarded && boarded !== number) clear();
    },
    /** What a question came to: where the server is busy a little later. @param {number} number */
    async show(number) {
      if (boarded === number) return;
      boarded = number;
      for (let failed = 0; boarded === number && leads(); ) {
        const all = still();
        const answer = all ? await ask(number) : null;
        if (boarded !== number) return;
        if (answer?.status === 200) {
          paint();
          return card.show(answer.body, own());
        }
        if (settles(answer)) return say(answer.body.error.message);
        if (all) failed += 1;
        await new Promise((done) => setTimeout(done, all ? pause(failed) : SOON));
      }
    },
  };
}
