// A picture inside another page: stepping, and nothing else.

import { one } from "./dom.js";
import { actionFor } from "./keys.js";
import { Locks, lockCard, named } from "./locks.js";
import { Picture } from "./picture.js";
import { zoomable } from "./zoom.js";
import { _ } from "./language.js";

/** @typedef {import("./types.js").Story} Story */

const page = one("main.studio");
const stage = one("[data-stage]");
const caption = one("[data-caption]");
const open = /** @type {HTMLAnchorElement} */ (one("[data-open]"));
const picture = new Picture(one("[data-picture]"), one("[data-strip]"));
picture.whole = true;
const zoom = zoomable(picture);
const locks = new Locks(page.dataset.lock ?? "");
const story = /** @type {Story} */ (JSON.parse(one("#story").textContent ?? ""));
let step = locks.hold(story.steps, Number(stage.dataset.step));

/** @param {number} k */
function go(k) {
  step = locks.hold(story.steps, Math.max(0, Math.min(k, story.steps.length - 1)));
  picture.go(step);
  show();
}

function show() {
  stage.dataset.step = String(step);
  one("[data-place]").textContent = _("Step %(number)s of %(count)s", { number: step + 1, count: story.steps.length });
  caption.replaceChildren(story.steps[step].sentence);
  const asked = locks.asked(story.steps, step);
  if (asked) {
    const reveal = /** @type {HTMLElement} */ (lockCard(story, asked).querySelector("button"));
    caption.append(" ", _("Next: what is %(what)s?", { what: named(story, asked) }), " ", reveal);
  }
  one('[data-do="previous"]').toggleAttribute("data-end", step === 0);
  one('[data-do="next"]').toggleAttribute("data-end", step === story.steps.length - 1);
  const url = new URL(open.href);
  url.searchParams.set("step", String(step));
  open.href = url.href;
}

/** @type {Record<string, () => void>} */
const actions = {
  next: () => go(step + 1),
  previous: () => go(step - 1),
  first: () => go(0),
  last: () => go(story.steps.length - 1),
  zoomIn: zoom.in,
  zoomOut: zoom.out,
  zoomFit: zoom.fit,
  reveal() {
    const asked = locks.asked(story.steps, step);
    if (!asked) return;
    locks.open(asked.key);
    go(asked.index);
  },
};

document.addEventListener("click", (event) => {
  const asked = event.target instanceof Element && event.target.closest("[data-do], [data-go]");
  if (!(asked instanceof HTMLElement)) return;
  event.preventDefault();
  const { do: action, go: k } = asked.dataset;
  if (k !== undefined) go(Number(k));
  else if (action) actions[action]?.();
});

document.addEventListener("keydown", (event) => {
  const control = event.target instanceof Element && event.target.closest("button, a[href]");
  const action = actionFor(event, control ? "control" : "");
  if (!action || !actions[action]) return;
  event.preventDefault();
  actions[action]();
});

picture.load(story, step);
show();
