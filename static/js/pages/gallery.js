// The gallery: Example II walks by itself, and lessons are searched for.

import { say } from "../lib/below.js";
import { one } from "../lib/dom.js";
import { placed } from "../lib/language.js";
import { last } from "../parts/last.js";
import { pictured } from "../parts/pictured.js";
import { searching } from "../parts/searching.js";
import { strolling } from "../parts/strolling.js";
import { Walk } from "../walk.js";

const hero = one(".hero");
const walk = new Walk({ step: Number(hero.dataset.step) });
const ticks = /** @type {HTMLElement[]} */ ([...one("[data-ticks]", hero).children]);
const way = /** @type {HTMLAnchorElement} */ (one("[data-walk]"));

pictured(walk, document);
walk.subscribe(() => {
  const { now, step } = walk;
  if (!now) return;
  hero.dataset.phase = now.phase;
  one("[data-place]", hero).textContent = placed(walk.place, now.phase);
  say(one("[data-caption]", hero), now.sentence);
  for (const [k, tick] of ticks.entries()) tick.dataset.state = k < step ? "done" : k > step ? "ahead" : "now";
  // Who wants to go on by himself goes on from here.
  const there = new URL(way.href);
  there.searchParams.set("step", String(step));
  way.href = there.href;
});
walk.load(JSON.parse(one("#story").textContent ?? ""));
strolling(walk, hero, one('[data-do="play"]', hero));
searching(document);

const place = last();
if (place) {
  const link = /** @type {HTMLAnchorElement} */ (one("[data-last] a"));
  link.href = place.url;
  link.textContent = place.title;
  one("[data-last]").hidden = false;
  ringed(new URL(place.url, location.href).pathname);
}

/** Mark the frame of the lesson that was last open, and bring it into sight. @param {string} path */
function ringed(path) {
  const reel = document.querySelector("[data-reel]");
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("[data-reel] a");
  const found = [...links].find((link) => new URL(link.href).pathname === path);
  found?.setAttribute("aria-current", "true");
  if (reel && found) reel.scrollLeft = found.offsetLeft - (reel.clientWidth - found.offsetWidth) / 2;
}
