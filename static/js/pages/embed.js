// A picture inside another page: stepping, and what is said of each step and thing.

import { post } from "../lib/client.js";
import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { _ } from "../lib/language.js";
import { named } from "../lib/locks.js";
import { asking, fetched } from "../parts/asking.js";
import { callouts, shownBy } from "../parts/callouts.js";
import { commands } from "../parts/commands.js";
import { explanation } from "../parts/explanation.js";
import { revealButton } from "../parts/locked.js";
import { followWindows } from "../parts/matrix.js";
import { numbered } from "../parts/numbered.js";
import { choosing, factors, looking, pictured } from "../parts/pictured.js";
import { rooming } from "../parts/rooming.js";
import { timebar } from "../parts/timebar.js";
import { telling } from "../parts/told.js";
import { zoomable } from "../parts/zoom.js";
import { Walk, stepping } from "../walk.js";
import { lightFigure } from "../parts/figure.js";
import { leads } from "../parts/demanded.js";

/** @typedef {import("../lib/types.js").Story} Story */

const page = one("main.studio");
const open = /** @type {HTMLAnchorElement} */ (one("[data-open]"));

const walk = new Walk({
  step: Number(one("[data-stage]").dataset.step),
  locks: page.dataset.lock ?? "",
});
const caption = one("[data-caption]");
const wish = JSON.parse(one("#wish").textContent ?? "");
const questionsOf = fetched(post);
/** @param {string} text */
const say = (text) => void (caption.textContent = text);
const picture = pictured(walk, page);
const zoom = zoomable(picture);
const figure = one("[data-figure]", page);
const lines = leads(figure);
walk.subscribe(() => {
  lightFigure(figure, walk.step, page.dataset.hide?.includes("values"));
  lines.show(walk.step);
});
/** The room that was asked for last. */
let newest = "";
telling(walk, page, (sentence) => {
  const { story, asked } = walk;
  if (!story || !asked) return;
  sentence.append(" ", _("Next: what is %(what)s?", { what: named(story, asked) }), " ", revealButton());
});
// What is locked is asked for above the picture.
const why = explanation(walk, one("#explanation"), picture, { asks: false });
const choose = choosing(picture, looking(walk));
followWindows(one("#explanation"), () => wish);
factors(picture, why.factor);
timebar(walk, one("footer.time"), (step) => {
  const url = new URL(location.href);
  url.searchParams.set("step", String(step));
  return url.href;
});

walk.subscribe(() => {
  const { step } = walk;
  const url = new URL(open.href);
  url.searchParams.set("step", String(step));
  open.href = url.href;
});
const cards = callouts(one("[data-stage]"), picture, {
  sheet: page,
  place: one(".place", page),
  now: () => shownBy(walk, wish, newest || (one("[data-stage]").dataset.room ?? "")),
});
walk.subscribe(() => cards.look());
commands(
  walk,
  document,
  keysOf("embed"),
  {
    ...stepping(walk),
    ...zoom,
    ask: asking(walk, async () => walk.story && questionsOf(walk.story, wish), say, picture.touch.slots),
    enter: (event) => (walk.posed ? walk.next() : choose(event)),
    why: why.toggle,
    leave() {
      if (why.close()) return;
      walk.pose(null);
      zoom.whole();
    },
  },
  numbered(walk, page),
);
walk.subscribe((changed) => {
  const locked = walk.story?.locked;
  if (!changed.has("locks") || !locked || !walk.locks.opened.has(locked.key)) return;
  // The server sends what is shown now, and all that follows.
  const url = new URL(location.href);
  const before = url.searchParams.get("unlocked");
  url.searchParams.set("unlocked", [before, locked.key].filter(Boolean).join(","));
  url.searchParams.set("step", String(locked.index));
  location.replace(url);
});
const embedded = /** @type {Story} */ (JSON.parse(one("#story").textContent ?? ""));
walk.load(embedded);
const rooms = rooming(picture, (room) => {
  void lay(room || (one("[data-stage]").dataset.room ?? ""));
  return true;
});
rooms.arrived(true);

/** The same story in the picture for a room. @param {string} room */
async function lay(room) {
  newest = room;
  const asked = { ...wish, room, have: walk.story?.structure };
  const answer = await post(asked, "/api/picture").catch(() => null);
  if (newest !== room) return;
  // None where the one in hand is the one.
  if (answer?.body.svg) walk.lay({ ...embedded, ...answer.body });
  rooms.arrived(true);
}
