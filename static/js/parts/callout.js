// The cards themselves: asked for once for a story at rest, and put beside the node that is told. Where one has
// no room there, or all of a picture is not seen, it is a sheet over the chain, when it is asked for.

import { lettersFor } from "../lib/letters.js";
import { put } from "../lib/markup.js";
import { _ } from "../lib/language.js";
import { fitFormulas } from "./fit.js";
import { hiddenAt } from "./layers.js";
import { inside } from "./room.js";

/** @typedef {import("./callouts.js").Told} Told */
/** Of a step: its card, whether its number is told, whether it says what the formula of the step says, and
 * where it stands and leads to.
 * @typedef {[key: string, known: boolean, same: boolean, ...place: number[]] | null} At */
/** `size`: a card's, in its letters; `scale`: at which these are as large as `letters` says.
 * @typedef {{ structure: string, letters: number, scale: number, size: [number, number], cards: Record<string, string>, steps: At[] }} Cards */
/** The cards of a story as it was asked for; none where the server has none for this picture.
 * @typedef {{ how: string, cards: Cards | null }} Held */
/** Where cards come from. `made`: they were made for one window, in which they stand as they do in any, as a
 * file's; else they are those of the picture as it stands here. `ready`: what has to be there besides.
 * @typedef {object} Source
 * @property {boolean} made
 * @property {() => Promise<unknown>} ready
 * @property {(sent: object) => Promise<Cards | null>} cards */

/** A hand that does nothing for so long rests. */
const RESTING = 250;
/** How small a card's letters may be, in pixels. */
const LEAST = 11;
/** Cards of stories, for all screens of a window. @type {WeakMap<object, Held>} */
const held = new WeakMap();
/** Those that are on their way. @type {WeakMap<object, { how: string, answer: Promise<Cards | null> }>} */
const asked = new WeakMap();
/** Pixels up to which a leader is as broad at the card as a speech bubble's. */
const NEAR = 90;

/**
 * @param {HTMLElement} stage  which says that cards are coming, and that one says what the formula says: a screen,
 *   or what a picture stands in
 * @param {import("./picture.js").Picture} picture
 * @param {import("./callouts.js").Page} page
 * @param {Source} source
 */
export function callout(stage, picture, { sheet, place, now, coming: others = () => [] }, source) {
  const { canvas, room } = picture;
  const beside = /** @type {HTMLElement} */ (canvas.parentElement);
  const card = document.createElement("aside");
  card.className = "callout";
  card.setAttribute("aria-label", _("What the node says about itself"));
  const leader = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  leader.setAttribute("aria-hidden", "true");
  const line = leader.appendChild(document.createElementNS(leader.namespaceURI ?? "", "path"));
  const ask = document.createElement("button");
  ask.type = "button";
  ask.className = "button callout-ask";
  ask.textContent = _("Card");
  ask.title = _("What the node says about itself");
  ask.addEventListener("click", (event) => {
    event.stopPropagation();
    wanted = !wanted;
    show();
  });

  /** How often the numbers of a story have changed. */
  let numbers = 0;
  /** Whether a card without room is wanted as a sheet. */
  let wanted = false;
  /** What stands in the card, of which cards. */
  let [written, of] = ["", /** @type {Cards | null} */ (null)];
  /** Cards as they have stood, their formulas fitted. @type {WeakMap<Cards, Map<string, Node[]>>} */
  const made = new WeakMap();
  /** The canvas's size; null: to be measured. @type {{ width: number, height: number } | null} */
  let measured = null;
  /** Where the picture lies in the place of its cards, and its scale.
   * @type {{ of: string, svg: SVGElement, left: number, top: number, scale: number } | null} */
  let frame = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let [coming, styled] = [false, false];

  const hidden = () => hiddenAt(canvas);
  const pictured = () => /** @type {SVGElement | null} */ (canvas.querySelector("svg.graph[data-callouts]"));

  /** The room that a story's picture has, to the pixel, and its letters. @param {Told} told */
  function within({ size }) {
    measured ??= inside(canvas);
    const { width, height } = size ?? measured;
    const screen = stage.closest(".screen");
    const letters = lettersFor((screen ?? document.documentElement).clientWidth);
    const least = screen ? Math.ceil(screen.clientHeight / 52) : 0;
    return `${Math.floor(width)}x${Math.floor(height)}x${Math.max(letters, least)}`;
  }

  /** How the cards of a story are asked for now; those that are made are there. @param {Told} told */
  const how = (told) => (source.made ? "" : [numbers, hidden().join(), within(told)].join(" "));

  /** The cards of a story as it is shown now, if they are here. @param {Told} told */
  function here(told) {
    const found = held.get(told.story);
    return found?.how === how(told) ? found : null;
  }

  /** The cards of a story, asked for once. @param {Told} told @returns {Promise<Cards | null>} */
  function fetched(told) {
    const wanted = how(told);
    const under = asked.get(told.story);
    if (under?.how === wanted) return under.answer;
    const { story, wish, room: laid } = told;
    const answer = source.cards({ ...wish, hide: hidden().join(","), room: laid, within: within(told) });
    asked.set(story, { how: wanted, answer });
    return answer;
  }

  /** The next story whose cards are wanted: first what is shown. @returns {Told | undefined} */
  function next() {
    if (hidden().includes("callouts")) return undefined;
    const shown = now();
    return [...(shown ? [shown] : []), ...others()].find((told) => !here(told));
  }

  /** Look at what is shown now; `other`: with other numbers. @param {boolean} [other] */
  function look(other = false) {
    if (other) numbers += 1;
    show();
    if (next()) soon();
    say();
  }

  const say = () => stage.toggleAttribute("data-carding", coming || resting !== undefined);

  function soon() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = undefined;
      if (coming) return;
      // Another picture is on its way.
      if (canvas.matches("[data-rooming], [data-fitting]") || stage.closest("[data-rooming]")) soon();
      else void run();
      say();
    }, RESTING);
  }

  async function run() {
    coming = true;
    if (!styled) await source.ready();
    styled = true;
    // Another look begins anew, when the hand rests.
    for (let told = next(); told && resting === undefined; told = next()) {
      const wanted = how(told);
      const cards = await fetched(told);
      // Places are those of one picture alone.
      held.set(told.story, { how: wanted, cards: cards?.structure === told.story.structure ? cards : null });
      show();
    }
    coming = false;
    // Another screen of the window may have had them here before.
    show();
    say();
  }

  /** The card of what is told, in its place. */
  function show() {
    const shown = now();
    const hide = hidden();
    const there = shown && !shown.silent && !hide.includes("callouts") && pictured();
    const cards = (there && here(shown)?.cards) || null;
    const at = shown && cards ? (cards.steps[shown.step] ?? null) : null;
    light(null);
    stage.removeAttribute("data-carded");
    if (!cards || !at) return clear();
    const [key, known, same, ...where] = at;
    // Places that are those of one window: in others a card is as large as the picture.
    const grown = source.made ? (framed()?.scale ?? 1) / cards.scale : 1;
    const [width, height] = cards.size.map((side) => side * cards.letters * grown);
    const free = picture.magnified === 1 && !room.cut && (!source.made || fits(where, width, height, cards.letters * grown));
    const floats = where.length > 2 && free;
    if (floats || !place) ask.remove();
    else if (ask.parentElement !== place) place.append(ask);
    ask.setAttribute("aria-expanded", String(!floats && wanted));
    if (!floats && !(wanted && place)) return clear(true);
    const letters = floats ? cards.letters * grown : Math.min(cards.letters, sheet.clientWidth / (cards.size[0] + 1));
    card.style.fontSize = `${letters}px`;
    card.style.width = `${cards.size[0] * letters}px`;
    card.style.height = `${cards.size[1] * letters}px`;
    card.toggleAttribute("data-sheet", !floats);
    const parent = floats ? beside : sheet;
    if (card.parentElement !== parent) parent.append(card);
    write(cards, key, known, letters);
    light(card.querySelector("[data-lit]")?.getAttribute("data-lit") ?? null);
    // The formula is said once, and its room stays.
    stage.toggleAttribute("data-carded", floats && same);
    if (floats) stand(where, [width, height]);
    else leader.remove();
  }

  /** Nothing stands there. @param {boolean} [asks]  but it can be asked for */
  function clear(asks = false) {
    if (!asks) ask.remove();
    card.remove();
    leader.remove();
  }

  /** @param {Cards} cards @param {string} key @param {boolean} known @param {number} letters */
  function write(cards, key, known, letters) {
    const what = `${key} ${known} ${letters}`;
    if (what === written && cards === of) return;
    [written, of] = [what, cards];
    const kept = made.get(cards) ?? new Map();
    made.set(cards, kept);
    const before = kept.get(what);
    if (before) return card.replaceChildren(...before);
    put(card, cards.cards[key]);
    // What is not told yet is not there.
    for (const part of known ? [] : card.querySelectorAll("[data-late]")) part.remove();
    if (!known) card.firstElementChild?.removeAttribute("data-lit");
    fitFormulas(card);
    kept.set(what, [...card.childNodes]);
  }

  /** Of a product the other one's wire is lit. @param {string | null} slot */
  function light(slot) {
    for (const wire of canvas.querySelectorAll(".edge.other")) wire.classList.remove("other");
    if (slot) canvas.querySelector(`.edge[data-slot="${CSS.escape(slot.replace(/\.value$/, ""))}"]`)?.classList.add("other");
  }

  /** Where the picture lies. */
  function framed() {
    const svg = pictured();
    if (!svg) return null;
    // The speaker's screens are drawn smaller than they are, by their walls.
    const size = `${svg.style.width} ${svg.style.height} ${stage.closest(".wall")?.getAttribute("style") ?? ""}`;
    if (frame?.of !== size || frame.svg !== svg) frame = { of: size, svg, ...lying(beside, svg) };
    return frame;
  }

  /** Whether a card made for another window can be read in this window, and is in it.
   * @param {number[]} where @param {number} width @param {number} height @param {number} letters */
  function fits([x, y], width, height, letters) {
    const found = framed();
    if (!found || letters < LEAST) return false;
    const [left, top] = [found.left + x * found.scale, found.top + y * found.scale];
    return left >= 0 && top >= 0 && left + width <= beside.clientWidth && top + height <= beside.clientHeight;
  }

  /** Beside its node. @param {number[]} where  in the picture's units @param {number[]} box  its size */
  function stand([x, y, ...leads], box) {
    const found = framed();
    if (!found) return;
    const { left: first, top: high, scale } = found;
    /** @param {number} px @param {number} py */
    const to = (px, py) => [first + px * scale, high + py * scale];
    const [left, top] = to(x, y);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
    beside.append(leader);
    leader.setAttribute("class", `callout-leader ${card.firstElementChild?.classList[1] ?? ""}`);
    line.setAttribute("d", led(top, top + box[1], leads.flatMap((at, k) => (k % 2 ? [to(leads[k - 1], at)] : []))));
  }

  new ResizeObserver(() => {
    measured = null;
    frame = null;
    look();
  }).observe(canvas);
  return { look };
}

/** Where a picture lies, and its scale; in a screen that is drawn smaller, too.
 * @param {HTMLElement} beside @param {SVGElement} svg */
function lying(beside, svg) {
  const [outer, inner] = [beside.getBoundingClientRect(), svg.getBoundingClientRect()];
  const shrunk = outer.width / beside.offsetWidth || 1;
  const [begin] = (svg.getAttribute("viewBox") ?? "0").split(/[ ,]+/).map(Number);
  const scale = inner.width / shrunk / Number(svg.dataset.width);
  return { left: (inner.left - outer.left) / shrunk - begin * scale, top: (inner.top - outer.top) / shrunk, scale };
}

/** From a card's upper or lower side, or from one beside it, to its node; near, as broad as a speech bubble's.
 * @param {number} top @param {number} bottom @param {number[][]} points */
function led(top, bottom, points) {
  const [[x, y], [endX, endY], ...more] = points;
  if (more.length) return `M${points.join("L")}`;
  const half = Math.hypot(x - endX, y - endY) < NEAR ? 9 : 0;
  const [dx, dy] = y < top + 1 || y > bottom - 1 ? [half, 0] : [0, half];
  return `M${x - dx},${y - dy}L${endX},${endY}L${x + dx},${y + dy}z`;
}
