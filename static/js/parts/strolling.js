// A walk that goes round by itself, while it is seen and nobody has stopped it.

import { player } from "./player.js";

/**
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} seen @param {HTMLElement} button
 */
export function strolling(walk, seen, button) {
  /** Whether it is to go, as far as it is seen: not by itself where nothing is to move. */
  let wanted = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  let inView = false;
  const round = player(walk, (step) => walk.go(step), {
    round: true,
    show: (playing) => button.setAttribute("aria-pressed", String(playing)),
  });

  function look() {
    const goes = wanted && inView && document.visibilityState === "visible";
    if (goes !== round.playing) round.play();
  }

  button.addEventListener("click", () => {
    wanted = !round.playing;
    look();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    wanted = false;
    look();
  });
  document.addEventListener("visibilitychange", look);
  new IntersectionObserver(([entry]) => {
    inView = entry?.isIntersecting ?? false;
    look();
  }).observe(seen);
  button.hidden = false;
}
