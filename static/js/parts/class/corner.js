// The corner of the stage while a class is on: where to join, how many are here, how many have answered;
// and the same large, with how a class is ended and its results are taken along.

import { asking, button } from "../../lib/button.js";
import { _ } from "../../lib/language.js";
import { element } from "../../lib/dom.js";
import { answers, here as hereSaid, peopleOf, spaced, trying } from "./said.js";

/** @typedef {"open" | "closed" | "revealed"} Phase */

/** Where a code is typed; where it does not fit into a line, its last word goes to the next. */
const joining = () => [location.host, document.createElement("wbr"), "/join"];

/**
 * @param {HTMLElement} root
 * @param {object} does
 * @param {() => void} does.end
 * @param {() => void} does.drive
 * @param {() => void} does.remove
 * @param {() => void} does.hand  a worksheet: out, or collected
 * @param {() => void} does.question  of one's own
 * @param {(kind: "csv" | "json") => void} does.take
 */
export function corner(root, { end, remove, take, drive, hand, question }) {
  const small = element("aside", "class-corner");
  small.setAttribute("aria-label", _("The class"));
  small.hidden = true;
  const where = element("p", "where");
  const code = element("p", "code-of");
  const here = element("p", "here");
  const answered = element("p", "answered");
  answered.setAttribute("role", "status");
  const bar = element("p", "share-of");
  bar.append(element("i", ""));
  const image = new Image();
  image.alt = "";
  const words = element("div", "words");
  words.append(where, code, here, answered, bar);
  small.append(words, image);
  root.append(small);

  const elsewhere = element("p", "elsewhere");
  elsewhere.append(element("span", "", _("Another device leads this class now.")), button(_("Take over here"), drive));
  elsewhere.hidden = true;
  root.append(elsewhere);

  const large = document.createElement("dialog");
  large.className = "class-open";
  large.setAttribute("aria-labelledby", "class-title");
  document.body.append(large);
  let link = "";
  let isOver = false;
  /** Whether a worksheet is handed out. */
  let isOut = false;

  /** @param {boolean} [fresh]  whether it has just been opened */
  function fill(fresh = false) {
    const title = element("h2", "");
    title.id = "class-title";
    title.textContent = isOver ? _("The class has ended") : _("Join the class");
    const address = element("p", "address");
    address.append(...joining());
    const large_ = element("p", "code-of");
    large_.textContent = code.textContent;
    const picture = new Image();
    picture.src = image.src;
    picture.alt = _("QR code of the class");
    const count = element("p", "here");
    count.textContent = here.textContent;
    const did = document.createElement("a");
    did.className = "button";
    did.href = `${link}/did`;
    did.target = "_blank";
    did.rel = "noopener";
    did.textContent = _("What we did");
    const file = [button(_("Answers (CSV)"), () => take("csv")), button(_("Results (JSON)"), () => take("json"))];
    const deleting = asking(_("Delete all of it"), _("Really delete: press once more"), remove);
    const row = element("p", "row");
    const sheet = isOut ? _("Collect the worksheet") : _("Hand out a worksheet");
    const rest = isOver
      ? []
      : [
          button(_("A question of your own"), () => (large.close(), question())),
          button(sheet, () => (large.close(), hand())),
          asking(_("End the class"), _("Really end: press once more"), end),
        ];
    row.append(button(isOver ? _("Close") : fresh ? _("Begin") : _("Go on"), () => large.close(), "primary"), ...rest, did, ...file, deleting);
    const told = element("div", "told-large");
    told.append(title, ...(isOver ? [] : [address, large_, count]), row);
    large.replaceChildren(told, ...(isOver ? [] : [picture]));
  }

  return {
    /** @param {string} of */
    begin(of) {
      isOver = false;
      link = `${location.origin}/class/${of}`;
      where.replaceChildren(...joining());
      code.textContent = spaced(of);
      image.src = `/qr.svg?link=${encodeURIComponent(link)}`;
      small.hidden = false;
    },
    /** @param {boolean} [fresh] */
    open(fresh) {
      fill(fresh);
      if (!large.open) large.showModal();
    },
    /** @param {{ here: number, answered: number }} counts @param {Phase | null} phase
     * @param {{ out: boolean, own: boolean }} what  whether a worksheet is handed out, a question is one's own */
    show(counts, phase, { out, own }) {
      isOut = out;
      const { answered: sent } = counts;
      const people = peopleOf(counts);
      here.textContent = hereSaid(counts.here);
      const big = large.querySelector(".here");
      if (big) big.textContent = here.textContent;
      const said = {
        open: _("%(count)s of %(people)s answered · → closes", { count: sent, people }),
        closed: own
          ? _("%(answers)s, closed · → shows the answers, R asks again", { answers: answers(sent) })
          : _("%(answers)s, closed · → shows the number, R asks again", { answers: answers(sent) }),
        revealed: answers(sent),
      };
      const begun = _("worksheet: %(count)s of %(people)s have begun", { count: sent, people });
      const text = phase ? said[phase] : out ? begun : "";
      if (answered.textContent !== text) answered.textContent = text;
      small.dataset.phase = phase ?? "";
      bar.style.setProperty("--share", String(sent / Math.max(people, 1)));
    },
    /** @param {boolean} other  whether another device drives */
    elsewhere(other) {
      elsewhere.hidden = !other;
    },
    /** @param {boolean} lost */
    lost(lost) {
      small.toggleAttribute("data-lost", lost);
      where.replaceChildren(...(lost ? [trying()] : joining()));
    },
    ended() {
      if (isOver) return;
      isOver = true;
      small.hidden = true;
      fill();
      if (!large.open) large.showModal();
    },
    over() {
      small.hidden = true;
      elsewhere.hidden = true;
      large.close();
    },
  };
}
