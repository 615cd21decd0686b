// The talk's plan beside the clock: how long it is to take as far as it has been shown, and whether that is kept.

import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";

/** Minutes by which one may be off before it is said. */
const NEAR = 1;

/** Minutes until a slide begins and until it ends, and all. @param {readonly { minutes: number }[]} slides @param {number} place */
export function plan(slides, place) {
  const sum = (/** @type {readonly { minutes: number }[]} */ some) => some.reduce((all, { minutes }) => all + minutes, 0);
  return { from: sum(slides.slice(0, place)), to: sum(slides.slice(0, place + 1)), all: sum(slides) };
}

/** Minutes behind the plan; below 0: ahead of it. @param {number} passed @param {{ from: number, to: number }} planned */
export const behind = (passed, { from, to }) => (passed > to ? passed - to : passed < from ? passed - from : 0);

/** @param {HTMLElement} root @param {readonly { minutes: number }[]} slides */
export function planning(root, slides) {
  const said = element("p", "kept");
  const bar = element("p", "plan-bar");
  bar.setAttribute("aria-hidden", "true");
  const done = element("i", "");
  const now = element("b", "");
  bar.append(done, now);
  root.append(said, bar);
  const { all } = plan(slides, 0);
  root.hidden = !all;
  return {
    /** @param {number} seconds @param {number} place */
    show(seconds, place) {
      if (!all) return;
      const passed = seconds / 60;
      const planned = plan(slides, place);
      const off = Math.trunc(behind(passed, planned) / NEAR) * NEAR;
      const of = _("of %(minutes)s min", { minutes: Math.round(all) });
      const kept = off > 0 ? _("%(minutes)s min behind", { minutes: off }) : off < 0 ? _("%(minutes)s min ahead", { minutes: -off }) : _("in time");
      const text = `${of} · ${kept}`;
      if (said.textContent !== text) said.textContent = text;
      root.toggleAttribute("data-behind", off > 0);
      bar.style.setProperty("--begin", String(planned.from / all));
      bar.style.setProperty("--to", String(planned.to / all));
      bar.style.setProperty("--now", String(Math.min(1, passed / all)));
    },
  };
}
