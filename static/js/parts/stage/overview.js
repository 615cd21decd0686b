// The overview: every state as a stamp, by slides; a stamp is drawn when it comes into sight.

import { one } from "../../lib/dom.js";
import { put } from "../../lib/markup.js";
import { saidOf } from "../../lib/veil.js";
import { at, lockedAt, ownWords, place } from "../../lib/deck.js";
import { thumbnail } from "./thumbnail.js";

/** @typedef {import("../../lib/deck.js").Deck} Deck */

/**
 * Open the overview; `choose` is called with the state that was picked.
 * @param {HTMLDialogElement} dialog @param {Deck} deck @param {number} now
 * @param {readonly string[]} hide  layers
 * @param {(k: number) => void} choose
 */
export function overview(dialog, deck, now, hide, choose) {
  dialog.dataset.hide = hide.join(" ");
  const grid = one("[data-stamps]", dialog);
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        watch.unobserve(target);
        draw(target, deck, Number(target.dataset.stamp));
      }
    },
    { root: dialog, rootMargin: "50%" },
  );
  grid.replaceChildren(...deck.states.map((_, k) => stamp(deck, k, k === now, hide)));
  for (const button of grid.children) watch.observe(button);
  grid.onclick = (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-stamp]");
    if (!(button instanceof HTMLElement)) return;
    dialog.close();
    choose(Number(button.dataset.stamp));
  };
  grid.onkeydown = (event) => {
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const from = [...grid.children].findIndex((button) => button === document.activeElement);
    const to = by === undefined ? null : grid.children[from + by];
    if (by !== undefined) event.preventDefault();
    if (to instanceof HTMLElement) to.focus();
  };
  dialog.onclose = () => {
    watch.disconnect();
    grid.replaceChildren();
  };
  dialog.showModal();
  const current = grid.children[now];
  if (current instanceof HTMLElement) {
    current.scrollIntoView({ block: "center" });
    current.focus({ preventScroll: true });
  }
}

/** @param {Deck} deck @param {number} k @param {boolean} current
 * @param {readonly string[]} hide */
function stamp(deck, k, current, hide) {
  const { state, slide, story } = at(deck, k);
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.stamp = String(k);
  if (current) button.setAttribute("aria-current", "true");
  const words = document.createElement("span");
  words.className = "words";
  const number = document.createElement("b");
  number.textContent = place(deck, k);
  const said = story && !state.says ? saidOf(story.steps[state.step], hide) : slide.title;
  words.append(number, ` ${lockedAt(story, state) || said}`);
  const picture = document.createElement("span");
  picture.className = "stamp";
  button.append(picture, words);
  return button;
}

/** @param {HTMLElement} button @param {Deck} deck @param {number} k */
function draw(button, deck, k) {
  const { state, slide, story } = at(deck, k);
  const picture = one(".stamp", button);
  picture.setAttribute("aria-hidden", "true");
  if (story) return thumbnail(picture, story, state.step);
  picture.dataset.kind = slide.style;
  const title = document.createElement("strong");
  put(title, slide.html);
  const list = document.createElement("span");
  const own = ownWords(slide, state);
  const lines = [...slide.points.slice(0, state.step), ...(own ? [own] : [])];
  put(list, lines.map((line) => `<i>${line}</i>`).join(""));
  picture.append(title, list);
}
