// A walk in a file of its own: steps through a finished story, without a server.

import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { _ } from "../lib/language.js";
import { named } from "../lib/locks.js";
import { asking } from "../parts/asking.js";
import { callout } from "../parts/callout.js";
import { commands, pausing } from "../parts/commands.js";
import { explanation } from "../parts/explanation.js";
import { lightFigure } from "../parts/figure.js";
import { leading } from "../parts/leading.js";
import { help } from "../parts/help.js";
import { numbered } from "../parts/numbered.js";
import { choosing, factors, lights, looking, pictured } from "../parts/pictured.js";
import { nextTheme } from "../parts/themes.js";
import { timebar } from "../parts/timebar.js";
import { telling } from "../parts/told.js";
import { zoomable } from "../parts/zoom.js";
import { Walk, stepping } from "../walk.js";

/** @typedef {import("../lib/types.js").Story} Story */

/** The step in the address, or null. */
function asked() {
  const found = /^#step=(\d{1,6})$/.exec(location.hash);
  return found ? Number(found[1]) : null;
}

/** @typedef {{ questions: import("../lib/worksheet.js").Asked[], callouts: import("../parts/callout.js").Cards | null }} Held */
const embedded = /** @type {Story & Held} */ (
  JSON.parse(one("#story").textContent ?? "")
);
const walk = new Walk({ step: asked() ?? Number(one("[data-stage]").dataset.step) });
const picture = pictured(walk, document);
telling(walk, document, (sentence) => {
  const { story, asked: locked } = walk;
  if (story && locked) sentence.append(" ", _("Locked: what is %(what)s?", { what: named(story, locked) }));
});
const why = explanation(walk, one("#explanation"), picture);
const time = timebar(walk, one("footer.time"), (step) => `#step=${step}`);
lights(picture);
const choose = choosing(picture, looking(walk));
const zoom = zoomable(picture);
const figure = one("[data-figure]");
const leads = leading(figure);
walk.subscribe(() => {
  lightFigure(figure, walk.step);
  leads.show(walk.step);
});
factors(picture, why.factor);

walk.subscribe(() => {
  try {
    history.replaceState(null, "", `#step=${walk.step}`);
  } catch {
    // Some browsers allow no change of a file's address; it then opens where it was saved.
  }
});
addEventListener("hashchange", () => {
  const found = asked();
  if (found !== null && found !== walk.step) walk.go(found);
});

const keys = keysOf("offline");
commands(
  walk,
  document,
  keys,
  pausing(
    {
      ...stepping(walk),
      ...zoom,
      ask: asking(
        walk,
        async () => embedded.questions,
        (text) => void (one("[data-caption]").textContent = text),
        picture.touch.slots,
      ),
      enter: (event) => (walk.posed ? walk.next() : choose(event)),
      play: time.play,
      theme: nextTheme,
      help: () => /** @type {HTMLDialogElement} */ (one("[data-help]")).showModal(),
      why: why.toggle,
      leave() {
        if (why.close()) return;
        if (walk.posed) walk.pose(null);
        else zoom.whole();
      },
    },
    time.pause,
  ),
  numbered(walk, one("main")),
);
help(document, keys);

document.addEventListener("click", (event) => {
  const wanted = event.target instanceof Element && event.target.closest("[data-set-theme]");
  if (!(wanted instanceof HTMLElement)) return;
  document.documentElement.dataset.theme = wanted.dataset.setTheme;
  for (const each of document.querySelectorAll("[data-set-theme]")) {
    each.setAttribute("aria-pressed", String(each === wanted));
  }
});

const { callouts } = embedded;
if (callouts) {
  const page = one("main");
  const cards = callout(
    one("[data-stage]"),
    picture,
    {
      sheet: page,
      place: one(".place", page),
      now: () => walk.story && { story: walk.story, step: walk.step, wish: {}, room: "", silent: walk.posed !== null },
    },
    { made: true, ready: async () => {}, cards: async () => callouts },
  );
  walk.subscribe(() => cards.look());
}
walk.load(embedded);
