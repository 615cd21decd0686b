// A figure beside the graph: which of its parts are lit at a step, as the server says.

import { put } from "../lib/markup.js";

/** For each step, by the figure. @type {WeakMap<Element, string[]>} */
const known = new WeakMap();

/** By what grows, how it is drawn after each of its steps. @type {WeakMap<Element, string[]>} */
const stages = new WeakMap();

/** What stands in a place. @type {WeakMap<Element, string>} */
const written = new WeakMap();

/** Put a story's figure, or none, into its place. @param {HTMLElement} place
 * @param {{ figure?: string, beside?: string }} page */
export function figured(place, { figure = "", beside = "" }) {
  /** @type {HTMLElement} */ (place.parentElement).dataset.beside = beside;
  if (written.get(place) === figure) return;
  written.set(place, figure);
  put(place, figure);
}

/** What has been seen of something that grows is in the document, and nothing of what comes.
 * @param {HTMLElement} figure @param {number} seen @param {boolean} hidden */
function growing(figure, seen, hidden) {
  const place = /** @type {SVGElement | null} */ (figure.querySelector("[data-drawn]"));
  if (!place) return;
  let all = stages.get(place);
  if (!all) stages.set(place, (all = /** @type {string[]} */ (JSON.parse(place.dataset.drawn ?? "[]"))));
  place.dataset.drawn = "";
  put(place, hidden ? "" : all[seen]);
}

/** @param {HTMLElement} place @param {number} step @param {boolean} [hidden]  whether no number is to be seen */
export function lightFigure(place, step, hidden = false) {
  const figure = /** @type {HTMLElement | null} */ (place.querySelector(".figure"));
  if (!figure) return;
  let lit = known.get(figure);
  if (!lit) known.set(figure, (lit = /** @type {string[]} */ (JSON.parse(figure.dataset.steps ?? "[]"))));
  const now = new Set((lit[step] ?? "").split(" "));
  growing(figure, Number(/seen-(\d+)/.exec(lit[step] ?? "")?.[1] ?? 0), hidden);
  figure.toggleAttribute("data-named", now.has("named"));
  for (const part of figure.querySelectorAll("[data-part]")) {
    part.toggleAttribute("data-lit", now.has(part.getAttribute("data-part") ?? ""));
  }
}
