// Lines from the lit parts of a figure to the nodes that they stand for: each begins at its part and lies behind both
// figure and picture, so that it covers no word of them.

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */
/** The way a line takes: from a joint to where it ends, by two points that bend it. @typedef {[Point, Point, Point, Point]} Way */

/** For each step, by the figure. @type {WeakMap<Element, string[]>} */
const known = new WeakMap();

/** Places along a line at which it is looked at. */
const SAMPLES = 40;
/** How much worse than a pixel of length it is to run through a box or a text at one of them. */
const CROSSED = 40;
/** Pixels around what is in the way. */
const AIR = 3;

/** @param {Way} way @param {number} t @returns {Point} */
function along([a, b, c, d], t) {
  const s = 1 - t;
  const mix = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return {
    x: mix[0] * a.x + mix[1] * b.x + mix[2] * c.x + mix[3] * d.x,
    y: mix[0] * a.y + mix[1] * b.y + mix[2] * c.y + mix[3] * d.y,
  };
}

/** Ways into a box from above, from the left and from the right. @param {Point} from @param {Rect} box @returns {Way[]} */
function ways(from, { left, top, right, bottom }) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const high = Math.max(30, (top - from.y) / 2);
  /** @param {number} side @param {number} by @returns {Way} */
  const beside = (side, by) => [from, { x: side + by, y: from.y + high }, { x: side + by, y }, { x: side, y }];
  return [
    [from, { x: from.x, y: from.y + high }, { x, y: top - high }, { x, y: top }],
    ...[40, 70, 110].flatMap((by) => [beside(left, -by), beside(right, by)]),
  ];
}

/** How long a way is, and what is in it. @param {Way} way @param {readonly Rect[]} kept @param {Rect} room */
function cost(way, kept, room) {
  let found = 0;
  let last = way[0];
  for (let k = 1; k <= SAMPLES; k += 1) {
    const now = along(way, k / SAMPLES);
    found += Math.hypot(now.x - last.x, now.y - last.y);
    if (kept.some((each) => inside(now, each, AIR))) found += CROSSED;
    if (!inside(now, room, 0)) found += 10 * CROSSED;
    last = now;
  }
  return found;
}

/** @param {Point} point @param {Rect} box @param {number} air */
const inside = ({ x, y }, box, air) =>
  x > box.left - air && x < box.right + air && y > box.top - air && y < box.bottom + air;

/** The best of the ways. @param {Point} from @param {Rect} to @param {readonly Rect[]} kept @param {Rect} room */
export const best = (from, to, kept, room) =>
  ways(from, to)
    .map((way) => ({ way, cost: cost(way, kept, room) }))
    .reduce((one, other) => (other.cost < one.cost ? other : one)).way;

/** @param {HTMLElement} place  of the figure; beside it stands the picture */
export function leading(place) {
  const room = /** @type {HTMLElement} */ (place.parentElement);
  const sheet = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sheet.setAttribute("class", "leads");
  sheet.setAttribute("aria-hidden", "true");
  const line = sheet.appendChild(document.createElementNS(sheet.namespaceURI ?? "", "path"));
  let now = 0;
  let waits = false;

  /** Draw it where things are now. */
  function draw() {
    waits = false;
    const figure = place.querySelector("[data-leads]");
    const led = figure && told(figure)[now];
    const ends = (led ? led.split(",") : []).flatMap((each) => {
      const [part, which, id] = each.split(" ");
      const joint = place.querySelectorAll(`[data-part="${part}"] .joint`)[Number(which)];
      const box = room.querySelector(`.graph [data-node="${id}"] .box`);
      return joint && box ? [{ joint, box, id }] : [];
    });
    sheet.toggleAttribute("data-drawn", ends.length > 0);
    if (!ends.length) return;
    if (!sheet.isConnected) room.prepend(sheet);
    const outer = room.getBoundingClientRect();
    // In the speaker's window a screen is drawn smaller than it is.
    const larger = room.offsetWidth / outer.width;
    /** @param {Element} element @returns {Rect} */
    const rect = (element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const [x, y] = [outer.left, outer.top];
      return { left: (left - x) * larger, top: (top - y) * larger, right: (right - x) * larger, bottom: (bottom - y) * larger };
    };
    const texts = room.querySelectorAll(".graph .node .box, .graph text, .cell .named text");
    const all = { left: 0, top: 0, right: room.offsetWidth, bottom: room.offsetHeight };
    const drawn = ends.map(({ joint, box, id }) => {
      const from = rect(joint);
      const kept = [...texts].filter((each) => each !== box && !each.closest(`[data-node="${id}"]`)).map(rect);
      const start = { x: (from.left + from.right) / 2, y: (from.top + from.bottom) / 2 };
      const way = best(start, rect(box), kept, all);
      const [a, ...more] = way.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
      return `M${a}C${more.join(" ")}`;
    });
    line.setAttribute("d", drawn.join(""));
  }

  /** Once in a frame, after all that is written in it. */
  function later() {
    if (waits || !(place.querySelector("[data-leads]") || sheet.isConnected)) return;
    waits = true;
    requestAnimationFrame(draw);
  }
  new ResizeObserver(later).observe(room);
  // A picture that is laid out for its room anew, or looked at closely, has its nodes elsewhere.
  new MutationObserver(later).observe(room, { childList: true, subtree: true, attributes: true, attributeFilter: ["viewBox", "width", "style", "data-fitting"] });
  room.addEventListener("scroll", later, { capture: true, passive: true });
  return {
    /** @param {number} step */
    show(step) {
      now = step;
      later();
    },
  };
}

/** @param {Element} figure */
function told(figure) {
  let found = known.get(figure);
  if (!found) known.set(figure, (found = /** @type {string[]} */ (JSON.parse(figure.getAttribute("data-leads") ?? "[]"))));
  return found;
}
