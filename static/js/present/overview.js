// The overview: every state as a stamp, by slides; a stamp is drawn when it comes into sight.

import { one } from "../dom.js";
import { at, place } from "./deck.js";
import { thumbnail } from "./screen.js";

/** @typedef {import("./deck.js").Deck} Deck */

/**
 * Open the overview; `choose` is called with the state that was picked.
 * @param {HTMLDialogElement} dialog @param {Deck} deck @param {number} now
 * @param {(k: number) => void} choose
 */
export function overview(dialog, deck, now, choose) {
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
  grid.replaceChildren(...deck.states.map((_, k) => stamp(deck, k, k === now)));
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

/** @param {Deck} deck @param {number} k @param {boolean} current */
function stamp(deck, k, current) {
  const { state, slide, story } = at(deck, k);
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.stamp = String(k);
  if (current) button.setAttribute("aria-current", "true");
  const words = document.createElement("span");
  words.className = "words";
  const number = document.createElement("b");
  number.textContent = place(deck, k);
  const said = story && !state.says ? story.steps[state.step].sentence : slide.title;
  words.append(number, ` ${said}`);
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
  title.innerHTML = slide.html;
  const list = document.createElement("span");
  list.innerHTML = slide.points.slice(0, state.step).map((point) => `<i>${point}</i>`).join("");
  if (state.says) list.innerHTML += `<i>${slide[state.says]}</i>`;
  picture.append(title, list);
}
