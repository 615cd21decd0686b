// What all windows of a class say alike: its code, how one is linked, how many are here and have answered.

import { _ } from "../../lib/language.js";

/** A code, or a number, as it is read out. @param {string} code */
export const spaced = (code) => `${code.slice(0, 3)} ${code.slice(3)}`;

/** @param {number} count */
export const here = (count) => (count === 1 ? _("1 here") : _("%(count)s here", { count }));

/** @param {number} count */
export const answers = (count) => (count === 1 ? _("1 answer") : _("answers: %(count)s", { count }));

/** The name of a vote where there are two. @param {boolean} first */
export const vote = (first) => (first ? _("before") : _("after talking"));

/** How many there are: also who has answered and gone. @param {import("../../lib/stream.js").Counts} counts */
export const peopleOf = (counts) => Math.max(counts.here, counts.answered);

/** How many work on what is handed out. @param {import("../../lib/stream.js").Counts} counts */
export const begunSaid = (counts) =>
  _("%(count)s of %(people)s have begun the worksheet", { count: counts.answered, people: peopleOf(counts) });

/** What → does with what is asked, behind its arrow or without; "" where it goes on.
 * @param {{ phase: string, own: object | null } | null | undefined} asked @param {boolean} arrow */
export function onward(asked, arrow) {
  if (asked?.phase === "open") return arrow ? _("→ Close the answers") : _("close the answers");
  if (asked?.phase !== "closed") return "";
  if (asked.own) return arrow ? _("→ Show the answers") : _("show the answers");
  return arrow ? _("→ Show the number") : _("show the number");
}

export const trying = () => _("no connection, trying again");

/** Say on a mark how one is linked. @param {HTMLElement} mark @param {import("../../lib/stream.js").Linked} linked
 * @returns {boolean}  whether that is new */
export function linkedSaid(mark, linked) {
  if (mark.dataset.linked === linked) return false;
  mark.dataset.linked = linked;
  mark.textContent = { live: _("connected"), asking: _("connected, a little late"), lost: _("no connection") }[linked];
  return true;
}
