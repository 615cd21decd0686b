// The board: what the answers came to, on a card that stands at the wire that was asked about.

import { say as letter } from "../../lib/below.js";
import { element } from "../../lib/dom.js";
import { lettered } from "../../lib/own.js";
import { grouped } from "./groups.js";

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/** Steps in which a place for the card is sought, across and down. */
const WAYS = 14;
/** Pixels between the card and what it must not touch. */
const AIR = 10;
/** How many times worse it is to cover the wire that was asked about than another. */
const ASKED = 8;

/** How much of two boxes lies over each other. @param {Box} one @param {Box} other */
export const overlap = (one, other) =>
  Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
  Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));

/**
 * Where a card of a size covers least, and of such places the nearest to a point: its left top corner.
 * @param {{ width: number, height: number }} card @param {Box} room @param {readonly Box[]} things
 * @param {{ x: number, y: number }} point @param {Box} [asked]  what was asked about, where it is one thing
 */
export function placed({ width, height }, room, things, { x, y }, asked) {
  let best = { left: room.left, top: room.top, cost: Infinity };
  const [wide, high] = [Math.max(0, room.right - room.left - width), Math.max(0, room.bottom - room.top - height)];
  for (let k = 0; k <= WAYS; k += 1) {
    for (let j = 0; j <= WAYS; j += 1) {
      const [left, top] = [room.left + (wide * k) / WAYS, room.top + (high * j) / WAYS];
      const box = { left: left - AIR, top: top - AIR, right: left + width + AIR, bottom: top + height + AIR };
      const own = asked ? ASKED * overlap(box, asked) : 0;
      const covered = things.reduce((sum, each) => sum + overlap(box, each), own);
      const away = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
      const cost = covered * 100 + away;
      if (cost < best.cost) best = { left, top, cost };
    }
  }
  return best;
}

/** @param {string} tag @param {string} text */
function said(tag, text) {
  const made = element(tag, "asks");
  letter(made, text);
  return made;
}

/** @param {HTMLElement} root @param {import("../stage/screen.js").Screen} screen */
export function board(root, screen) {
  const card = element("section", "board");
  card.setAttribute("aria-live", "polite");
  card.hidden = true;
  const leader = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  leader.setAttribute("class", "board-leader");
  leader.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  leader.append(line);
  root.append(leader, card);
  /** @type {import("./groups.js").Results | null} */
  let shown = null;
  /** Whether there is a card; without results it asks. */
  let asks = false;

  function place() {
    if (!shown && !asks) return;
    const outer = root.getBoundingClientRect();
    // On a slide of words there is no picture.
    const drawn = screen.canvas.getBoundingClientRect();
    const canvas = drawn.width && drawn.height ? drawn : outer;
    const asked = (shown?.slots ?? []).map((slot) => screen.picture.find(slot)).find((each) => each);
    const own = asked?.closest("[data-title]") ?? asked;
    const at = own?.getBoundingClientRect() ?? canvas;
    const point = { x: (at.left + at.right) / 2, y: (at.top + at.bottom) / 2 };
    const things = [...screen.canvas.querySelectorAll("svg.graph :is(.node, .edge text, .edge .wire, .edge rect)")]
      .map((each) => each.getBoundingClientRect())
      .filter(({ width, height }) => width && height);
    const { offsetWidth: width, offsetHeight: height } = card;
    const head = root.querySelector(".sentence")?.getBoundingClientRect().bottom ?? canvas.top;
    const room = { left: canvas.left + 16, top: Math.min(head, canvas.top) + 4, right: canvas.right - 16, bottom: canvas.bottom - 4 };
    const { left, top } = placed({ width, height }, room, things, point, own?.getBoundingClientRect());
    card.style.left = `${left - outer.left}px`;
    card.style.top = `${top - outer.top}px`;
    // From the edge of the card that looks at the wire, to the wire.
    const x = Math.min(Math.max(point.x, left + 24), left + width - 24);
    const below = point.y > top + height;
    const edge = below ? top + height : top;
    leader.toggleAttribute("hidden", !own || (point.y >= top && point.y <= top + height));
    const to = below ? at.top : at.bottom;
    const [a, b, c] = [x - outer.left, edge - outer.top, to - outer.top];
    line.setAttribute("d", `M${a - 14},${b} L${point.x - outer.left},${c} L${a + 14},${b} Z`);
  }

  new ResizeObserver(place).observe(root);
  return {
    /** A question of the lecturer's own, while it is asked. @param {import("../../lib/own.js").Own} own */
    ask({ ask, choices = [] }) {
      [shown, asks] = [null, true];
      const list = element("ul", "");
      list.append(...lettered(choices).map(({ label }) => said("li", label)));
      card.replaceChildren(said("p", ask), ...(choices.length ? [list] : []));
      card.hidden = false;
      place();
    },
    /** @param {import("./groups.js").Results} results @param {import("../../lib/own.js").Own | null} [own] */
    show(results, own = null) {
      [shown, asks] = [results, false];
      card.replaceChildren(...(own ? [said("p", own.ask)] : []), grouped(results));
      card.hidden = false;
      leader.removeAttribute("hidden");
      place();
    },
    hide() {
      [shown, asks] = [null, false];
      card.hidden = true;
      leader.setAttribute("hidden", "");
    },
  };
}
