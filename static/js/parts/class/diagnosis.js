// One's own answers to a question that is revealed, each with what Predict says of it; and how many were right.

import { post, spoken } from "../../lib/client.js";
import { asked as request } from "../../lib/classes.js";
import { element, one } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { vote } from "./said.js";

/** @typedef {{ ballots: number[], question: string, number: number, own: import("../../lib/own.js").Own | null }} Asked */

/**
 * @param {HTMLElement} root
 * @param {{ code: string, own: import("../../lib/classes.js").Member }} page
 */
export function diagnosis(root, { code, own }) {
  const list = one("[data-answers]", root);
  const all = one("[data-all]", root);
  /** What is shown, so that it is asked for once. */
  let shown = "";

  /** @param {string} text @param {string} when @param {object} wish @param {Asked} asked
   * @param {string} reveal  what is right, as the board says it */
  async function told(text, when, wish, { question, own: mine }, reveal) {
    const item = element("li", "");
    if (when) item.append(element("span", "when", when));
    if (!text) {
      item.append(element("b", "mine", _("I do not know")));
      return item;
    }
    if (mine) return judged(item, text, wish, mine);
    item.append(element("b", "mine", text));
    const found = await post({ ...wish, question, answer: text }, "/api/check").catch(() => null);
    const result = found?.status === 200 ? found.body.result : "";
    item.dataset.result = result;
    if (result === "right") item.append(element("span", "verdict", _("right")));
    // There are no hints here, which the judge would name where it knows no mistake.
    const plain = result === "wrong" && !found?.body.mistakes.length && reveal;
    if (found?.status === 200) item.append(element("p", "", plain ? _("Right: %(right)s", { right: reveal }) : found.body.text));
    return item;
  }

  /** An answer to a question of the lecturer's own. @param {HTMLElement} item @param {string} text
   * @param {object} wish @param {import("../../lib/own.js").Own} mine */
  async function judged(item, text, wish, mine) {
    const about = mine.kind === "wire" ? wish : {};
    const found = await post({ ...about, own: mine, counts: [{ [text]: 1 }] }, "/api/own").catch(() => null);
    const [kind, label] = found?.status === 200 ? found.body.of[text] : ["", ""];
    const said = mine.kind === "choice" || mine.kind === "wire" ? label : text;
    item.append(element("b", "mine", said || text));
    item.dataset.result = kind;
    if (kind === "right") item.append(element("span", "verdict", _("right")));
    else if (found?.body.reveal) item.append(element("p", "", _("Right: %(right)s", { right: found.body.reveal })));
    return item;
  }

  return {
    /** @param {Asked} asked @param {object} wish */
    async show(asked, wish) {
      root.hidden = false;
      const key = `${asked.number} ${asked.ballots.length}`;
      if (key === shown) return;
      shown = key;
      const mine = asked.ballots
        .map((ballot, k) => ({ answer: own.answers[ballot], k }))
        .filter(({ answer }) => answer?.result === "counted" || answer?.result === "older");
      const when = (/** @type {number} */ k) => (asked.ballots.length < 2 ? "" : vote(!k));
      const found = await request(spoken(`/class/${code}/results/${asked.number}`), own.person);
      const reveal = found?.status === 200 ? found.body.reveal : "";
      const items = await Promise.all(
        mine.map(({ answer, k }) => told(answer.text, when(k), wish, asked, reveal)),
      );
      if (shown !== key) return;
      list.replaceChildren(...(items.length ? items : [element("li", "quiet", _("You sent no answer."))]));
      const groups = found?.status === 200 ? found.body.groups : [];
      const right = groups.find((/** @type {{ kind: string }} */ { kind }) => kind === "right");
      all.textContent = right ? _("Right in the class: %(shares)s", { shares: right.shares.join(" → ") }) : "";
    },
    hide() {
      shown = "";
      root.hidden = true;
    },
  };
}
