// One picture becomes the next before everybody's eyes: what both have goes from its place to its place, several
// things that are one now slide together, one that is several opens, and what is new comes in. The state is
// there first and the motion lies over it: nothing of it stays.

import { heirs, parted } from "../../lib/heirs.js";

/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ element: SVGElement, at: Point }} Thing */
/** @typedef {{ svg: SVGSVGElement, story: Told, box: DOMRect, things: Map<string, Thing[]> }} Seen */

/** One clock for all of it, in milliseconds. */
const CLOCK = 430;
/** Pixels that are no way. */
const NEAR = 2;
/** Wires from which on nothing moves: each frame paints the whole picture. */
const LARGE = 120;
/** What of a picture is neither a node nor a neuron. */
const BETWEEN = ".fans, .connections, .weights, .ribbons, .one, .caption, .dots, svg.graph > .edge";

/** @param {import("./screen.js").Screen} screen */
export function growing(screen) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let last = -1;
  /** @type {Animation[]} */
  let running = [];
  /** @type {HTMLElement | null} */
  let over = null;

  function stop() {
    for (const each of running) each.cancel();
    over?.remove();
    [running, over] = [[], null];
  }

  /** @param {Element} element @param {Keyframe[]} frames */
  function move(element, frames) {
    running.push(element.animate(frames, { duration: CLOCK, composite: "add" }));
  }
  /** @param {Iterable<Element>} elements @param {Keyframe[]} frames */
  function fade(elements, frames) {
    for (const each of elements) running.push(each.animate(frames, { duration: CLOCK }));
  }

  /** What is seen now. @returns {Seen | null} */
  function look() {
    const { svg, story } = screen;
    if (!(svg instanceof SVGSVGElement) || !story || screen.canvas.matches("[data-fitting], [data-parts]")) return null;
    if (svg.querySelectorAll(".wire").length > LARGE) return null;
    /** @type {Map<string, Thing[]>} */
    const things = new Map();
    /** @type {NodeListOf<SVGElement>} */
    const found = svg.querySelectorAll("[data-node]:not(.weights)");
    for (const element of found) {
      const { x, y, width, height } = (element.querySelector(".box") ?? element).getBoundingClientRect();
      const id = element.dataset.node ?? "";
      things.set(id, [...(things.get(id) ?? []), { element, at: { x: x + width / 2, y: y + height / 2 } }]);
    }
    return { svg, story, box: svg.getBoundingClientRect(), things };
  }

  /** @param {Seen} before @param {Seen} now */
  function become(before, now) {
    const later = heirs(before.story, now.story, (id) => now.things.has(id));
    const earlier = heirs(now.story, before.story, (id) => before.things.has(id));
    /** What is the same thing in both. @type {Map<Thing, Thing>} */
    const same = new Map();
    for (const [id, things] of before.things) {
      const heir = now.things.get(later.get(id) ?? "") ?? [];
      const { number } = parted(nameOf(before, id));
      const one = nameOf(before, id) !== nameOf(now, later.get(id) ?? "") && things.length === 1;
      if (one && number && heir.length > 1) pair(same, things[0], heir[number - 1]);
      else if (!one && heir.length === things.length) things.forEach((each, k) => pair(same, each, heir[k]));
    }
    const all = [...before.things.values()].flat();
    const kept = new Set(same.values());
    const stands = all.every((each) => far(each, same.get(each)) <= NEAR);
    if (!stands) leave(before, same, later, now);
    // What is new comes in when the rest has its place.
    const comes = [{ opacity: 0 }, { opacity: 0, offset: 0.45 }, { opacity: 1 }];
    const old = new Set([...before.svg.querySelectorAll(".wire")].map((each) => each.getAttribute("d")));
    const wires = [...now.svg.querySelectorAll(".wire")].filter((each) => !old.has(each.getAttribute("d")));
    fade(stands ? wires : now.svg.querySelectorAll(BETWEEN), comes);
    const scale = now.box.width / (now.svg.viewBox.baseVal.width || 1);
    const larger = before.box.width / (before.svg.viewBox.baseVal.width || 1) / scale;
    for (const [was, thing] of same) {
      // A box is written about its own middle, a neuron about the picture's corner.
      const size = thing.element.hasAttribute("transform") ? larger : 1;
      move(thing.element, from(was.at, thing.at, scale, size));
    }
    for (const [id, things] of now.things) {
      const origin = before.things.get(earlier.get(id) ?? "");
      for (const thing of things) {
        if (kept.has(thing)) continue;
        fade([thing.element], comes);
        // One that was there alone opens.
        if (origin && !stands) move(thing.element, from(middle(origin), thing.at, scale));
      }
    }
  }

  /** The picture of before, over the new one for as long as it takes.
   * @param {Seen} before @param {Map<Thing, Thing>} same @param {Map<string, string>} later @param {Seen} now */
  function leave({ svg, box, things }, same, later, now) {
    const wall = screen.root.parentElement;
    if (!wall) return;
    const { left, top } = wall.getBoundingClientRect();
    over = document.createElement("div");
    over.className = "leaving";
    over.ariaHidden = "true";
    over.inert = true;
    Object.assign(over.style, { left: `${box.left - left}px`, top: `${box.top - top}px`, width: `${box.width}px` });
    over.append(svg);
    wall.append(over);
    const scale = box.width / (svg.viewBox.baseVal.width || 1);
    fade(svg.querySelectorAll(BETWEEN), [{ opacity: 1 }, { opacity: 0, offset: 0.25 }, { opacity: 0 }]);
    for (const [id, group] of things) {
      const heir = now.things.get(later.get(id) ?? "");
      for (const thing of group) {
        // Where it goes on by itself, the new one is it.
        const until = same.has(thing) ? 0 : heir ? 0.75 : 0.01;
        fade([thing.element], [{ opacity: until ? 1 : 0 }, { opacity: until ? 1 : 0, offset: until }, { opacity: 0 }]);
        if (heir && until) move(thing.element, to(middle(heir), thing.at, scale));
      }
    }
    const first = running[0];
    first?.finished.then(stop, () => {});
  }

  /**
   * Show a state; its picture comes out of the one of before, where the talk says so and one goes on to it.
   * @param {import("../../lib/session.js").Session} session @param {() => void} show
   */
  return (session, show) => {
    const { at, zoom } = session.place;
    const { slide, story } = session.now;
    const [other, onwards] = [story !== screen.story, at === last + 1];
    if (other || at !== last) stop();
    last = at;
    const before = other && onwards && slide.grows && !zoom && !calm.matches ? look() : null;
    show();
    const now = before && look();
    if (before && now) become(before, now);
  };
}

/** @param {Seen} seen @param {string} id */
const nameOf = ({ story }, id) => story.nodes.find((node) => node.id === id)?.name ?? null;

/** @param {Map<Thing, Thing>} same @param {Thing} was @param {Thing | undefined} is */
function pair(same, was, is) {
  if (is) same.set(was, is);
}

/** @param {Thing} was @param {Thing | undefined} is */
const far = (was, is) => (is ? Math.hypot(is.at.x - was.at.x, is.at.y - was.at.y) : Infinity);

/** @param {readonly Thing[]} things @returns {Point} */
const middle = (things) => ({
  x: things.reduce((sum, { at }) => sum + at.x, 0) / things.length,
  y: things.reduce((sum, { at }) => sum + at.y, 0) / things.length,
});

/** From another place home, in a picture's own units; there it is `size` times as large.
 * @param {Point} other @param {Point} home @param {number} scale @param {number} [size] @returns {Keyframe[]} */
const from = (other, home, scale, size = 1) => [
  {
    transform: `translate(${(other.x - home.x) / scale}px, ${(other.y - home.y) / scale}px) scale(${size})`,
    easing: "ease-in-out",
  },
  { transform: "translate(0px, 0px) scale(1)", offset: 0.75 },
  { transform: "translate(0px, 0px) scale(1)" },
];

/** The other way. @param {Point} other @param {Point} home @param {number} scale @returns {Keyframe[]} */
function to(other, home, scale) {
  const [{ transform }, here] = from(other, home, scale);
  return [{ transform: here.transform, easing: "ease-in-out" }, { transform, offset: 0.75 }, { transform }];
}
