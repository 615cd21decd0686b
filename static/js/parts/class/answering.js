// A student's answer to what the board asks: sent until it is there, and what came of it. A later one takes
// its place.

import { asked as request, remember } from "../../lib/classes.js";
import { post } from "../../lib/client.js";
import { _ } from "../../lib/language.js";
import { delivered, settled } from "./delivering.js";
import { peopleOf } from "./said.js";

/** @typedef {import("./field.js").Question} Question */

/** Says why a text is not understood; "" where it is. A server that is busy is asked again, while that is wanted.
 * @typedef {(text: string, wanted: () => boolean) => Promise<string>} Read */

/** The server says what it can read, not what is right. @param {Question} question @param {object} wish  its story
 * @param {{ question: string, own: object | null }} asked @returns {Read | null} */
function reading({ kind }, wish, { question, own }) {
  if (kind && kind !== "number") return null;
  return async (text, wanted) => {
    const found = await settled(
      () =>
        own
          ? post({ own, counts: [{ [text]: 1 }] }, "/api/own")
          : post({ ...wish, question, answer: text, reading: true }, "/api/check"),
      wanted,
    );
    if (!own) return found?.body.result === "unread" ? found.body.text : "";
    return found?.body.of?.[text]?.[0] === "unread" ? _("Write it like −1.5 or 1/3.") : "";
  };
}

/**
 * @param {import("./field.js").Field} field
 * @param {object} page
 * @param {string} page.code
 * @param {import("../../lib/classes.js").Member} page.own
 */
export function answering(field, { code, own }) {
  let ballot = 0;
  let open = false;
  /** Whether the lecturer has closed; an answer may be taken all the same. */
  let closed = false;
  /** Whether what is asked is the lecturer's own. */
  let owned = false;
  /** Whether an answer can be read, by its text; null: that is not to be asked. @type {Read | null} */
  let reads = null;
  let counts = { here: 0, answered: 0 };
  /** The ballots that are being sent, so that each is sent once at a time. @type {Set<number>} */
  const sending = new Set();

  const answer = () => own.answers[ballot];

  function show() {
    const mine = answer();
    field.name(mine ? _("Send again") : _("Send"));
    const share = _("%(count)s of %(people)s so far", { count: counts.answered, people: peopleOf(counts) });
    const states = {
      "": mine ? _("Sending… your answer is kept.") : share,
      counted: `${_("received · counted")} · ${share}`,
      closed: _("This answer came after the lecturer had closed: it does not count."),
      full: _("This class takes no more answers."),
      older: _("received · counted"),
    };
    const text = states[/** @type {""} */ (mine?.result ?? "")] ?? mine?.result ?? "";
    const odd = mine?.result === "counted" && mine.unread;
    field.say(odd ? _("Received, but not understood. %(why)s", { why: odd }) : text, mine?.result === "counted" && !odd ? "good" : "");
    field.note(
      !open
        ? closed
          ? owned
            ? _("The answers are closed.")
            : _("The answers are closed. The number comes next.")
          : _("The lecturer takes no answers now.")
        : mine
          ? mine.text
            ? _("Your answer: %(answer)s. You can change it until the lecturer closes.", { answer: field.said(mine.text) })
            : _("Your answer: I do not know. You can change it until the lecturer closes.")
          : "",
    );
    field.open(open);
    field.chosen(mine?.text ?? "");
  }

  /** Send what was answered, until the server has it. @param {number} of */
  async function send(of) {
    if (sending.has(of)) return;
    sending.add(of);
    await delivered(
      () => own.answers[of],
      ({ text, revision }) => request(`/class/${code}/answer`, own.person, { ballot: of, revision, text }),
      (now, revision) => {
        remember(code, own);
        if (of === ballot) show();
        if (of === ballot && now.result === "counted") void understood(of, revision);
      },
    );
    sending.delete(of);
  }

  /** Whether what was counted is understood: said at once, while it can be sent again.
   * @param {number} of @param {number} revision */
  async function understood(of, revision) {
    const now = own.answers[of];
    // While it can be sent again; and nothing else has been.
    const wanted = () => of === ballot && own.answers[of].revision === revision;
    const why = now.text && reads ? await reads(now.text, wanted) : "";
    if (!why || !wanted()) return;
    now.unread = why;
    remember(code, own);
    show();
  }

  /** @param {string} text */
  function take(text) {
    if (!open) return;
    own.answers[ballot] = { text, revision: (answer()?.revision ?? 0) + 1, result: "" };
    remember(code, own);
    show();
    void send(ballot);
  }

  const asker = {
    send: take,
    unknown() {
      field.empty();
      take("");
    },
  };

  return {
    take,
    /** What is answered now; empty where nothing is. */
    mine: () => answer()?.text ?? "",
    /** Ask, or go on asking. @param {number} of  the ballot @param {Question} question @param {object} wish
     * @param {{ takes: boolean, phase: string, question: string, own: object | null }} now */
    ask(of, question, wish, now) {
      const { takes, phase } = now;
      const fresh = of !== ballot;
      // What came too late is not lost: it stands in the field of the next vote.
      const late = answer()?.result === "closed" ? answer().text : "";
      ballot = of;
      open = takes;
      closed = phase !== "open";
      owned = Boolean(question.kind);
      reads = reading(question, wish, now);
      field.show(true);
      if (fresh) {
        field.by(asker, _("I do not know"));
        field.ask(question, answer()?.text ?? late);
      } else field.offer(question);
      show();
      if (answer() && !answer().result) void send(ballot);
    },
    hide() {
      ballot = 0;
      field.show(false);
    },
    /** @param {{ here: number, answered: number }} found */
    count(found) {
      counts = found;
      if (ballot) show();
    },
  };
}
