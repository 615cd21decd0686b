// Places on a picture that other windows find again, wherever things are drawn there: by the node or wire
// that is nearest, in the picture's own units; beside a picture in parts of the screen.

/** @typedef {{ about: string, x: number, y: number }} Spot  `about` empty: in parts of the screen */
/** A line of the pen: its points, one after another, from what it is about.
 * @typedef {{ about: string, points: number[] }} Stroke */

/** @type {WeakMap<Element, Map<string, [number, number]>>} */
const known = new WeakMap();

/** Where each node and each wire's label is. @param {Element} svg */
function anchors(svg) {
  const found = known.get(svg) ?? new Map();
  if (!found.size) {
    for (const thing of svg.querySelectorAll("[data-title]")) {
      const label = thing.matches(".edge") ? thing.querySelector("text.value, .local rect") : null;
      const moved = /\(([-\d.]+),([-\d.]+)\)/.exec(thing.getAttribute("transform") ?? "");
      const at = label
        ? [label.getAttribute("x"), label.getAttribute("y")]
        : [moved?.[1], moved?.[2]];
      if (at[0]) found.set(thing.getAttribute("data-slot") ?? "", at.map(Number));
    }
    known.set(svg, found);
  }
  return found;
}

/** The nearest of them; nothing where there is no picture.
 * @param {Element | null} svg @param {number} x @param {number} y */
function nearest(svg, x, y) {
  let least = Infinity;
  let found = { about: "", at: [0, 0] };
  for (const [about, at] of svg ? anchors(svg) : []) {
    const away = Math.hypot(at[0] - x, at[1] - y);
    if (away < least) [least, found] = [away, { about, at }];
  }
  return found;
}

/** Where something is; null where there is nothing of that name.
 * @param {Element | null} svg @param {string} about */
const where = (svg, about) => (about ? ((svg && anchors(svg).get(about)) ?? null) : [0, 0]);

/** A line in the picture's units as other windows want it.
 * @param {Element | null} svg @param {number[]} points @returns {Stroke} */
export function named(svg, points) {
  /** @param {number} axis */
  const middle = (axis) => {
    const all = points.filter((_, k) => k % 2 === axis);
    return (Math.min(...all) + Math.max(...all)) / 2;
  };
  const { about, at } = nearest(svg, middle(0), middle(1));
  return { about, points: points.map((each, k) => each - at[k % 2]) };
}

/** The points of a line where they are in this picture; none where it has not what they are about.
 * @param {Element | null} svg @param {Stroke} stroke */
export function drawn(svg, { about, points }) {
  const at = where(svg, about);
  return at ? points.map((each, k) => each + at[k % 2]) : [];
}

/** What a place of the window is on a screen.
 * @param {import("./screen.js").Screen} screen @param {number} clientX @param {number} clientY
 * @returns {Spot} */
export function spotAt(screen, clientX, clientY) {
  const { root, canvas, frame, svg } = screen;
  const box = root.getBoundingClientRect();
  const inner = canvas.getBoundingClientRect();
  const inside =
    clientX >= inner.left && clientX <= inner.right && clientY >= inner.top && clientY <= inner.bottom;
  if (!svg || !inside) {
    return { about: "", x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }
  const shrunk = root.offsetWidth / box.width;
  const x = frame.x + ((clientX - box.left) * shrunk - frame.left) / frame.scale;
  const y = frame.y + ((clientY - box.top) * shrunk - frame.top) / frame.scale;
  const { about, at } = nearest(svg, x, y);
  return { about, x: x - at[0], y: y - at[1] };
}

/** Where a place is on a screen, in parts of it; null where it is nowhere.
 * @param {import("./screen.js").Screen} screen @param {Spot} spot
 * @returns {[number, number] | null} */
export function whereOn({ root, frame, svg }, { about, x, y }) {
  if (!about) return [x, y];
  const at = where(svg, about);
  return (
    at && [
      (frame.left + (at[0] + x - frame.x) * frame.scale) / root.offsetWidth,
      (frame.top + (at[1] + y - frame.y) * frame.scale) / root.offsetHeight,
    ]
  );
}
