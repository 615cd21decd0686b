// A small map of a picture that is seen in parts: boxes and wires, nothing written, and a frame around
// what is seen.

const SVG = "http://www.w3.org/2000/svg";
/** Pixels that it is wide and high at most. */
const WIDE = 120;
const HIGH = 92;
/** The corners of the picture's place where it can stand, the usual one first. */
const CORNERS = ["bottom right", "bottom left", "top right", "top left"];

/**
 * Draw it beside the picture's place.
 * @param {HTMLElement} canvas @param {SVGElement} svg
 */
export function overview(canvas, svg) {
  const map = document.createElement("div");
  map.className = "map";
  map.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS(SVG, "svg");
  const viewBox = svg.getAttribute("viewBox") ?? "0 0 0 0";
  const [left, top, width, height] = viewBox.split(/[ ,]+/).map(Number);
  const scale = Math.min(WIDE / width, HIGH / height);
  drawn.setAttribute("viewBox", viewBox);
  drawn.setAttribute("width", (width * scale).toFixed(1));
  drawn.setAttribute("height", (height * scale).toFixed(1));
  for (const wire of svg.querySelectorAll(".wire")) {
    const made = drawn.appendChild(document.createElementNS(SVG, "path"));
    made.setAttribute("d", wire.getAttribute("d") ?? "");
  }
  for (const node of svg.querySelectorAll(".node")) {
    const box = /** @type {SVGGraphicsElement | null} */ (node.querySelector(".box"))?.getBBox();
    if (!box) continue;
    const made = drawn.appendChild(document.createElementNS(SVG, "rect"));
    for (const side of /** @type {const} */ (["x", "y", "width", "height"])) {
      made.setAttribute(side, String(box[side]));
    }
    made.setAttribute("rx", String(Math.min(box.width, box.height) / 3));
    made.setAttribute("transform", node.getAttribute("transform") ?? "");
  }
  const here = drawn.appendChild(document.createElementNS(SVG, "rect"));
  here.setAttribute("class", "here");
  map.append(drawn);
  map.addEventListener("click", ({ clientX, clientY }) => {
    const all = drawn.getBoundingClientRect();
    canvas.scrollTo(
      ((clientX - all.left) / all.width) * canvas.scrollWidth - canvas.clientWidth / 2,
      ((clientY - all.top) / all.height) * canvas.scrollHeight - canvas.clientHeight / 2,
    );
  });
  canvas.after(map);

  return {
    remove: () => map.remove(),
    /** Mark what is seen, in the picture's units from its corner.
     * @param {{ x: number, y: number, width: number, height: number }} part */
    frame({ x, y, width, height }) {
      for (const [name, value] of Object.entries({ x: left + x, y: top + y, width, height })) {
        here.setAttribute(name, value.toFixed(1));
      }
    },
    /** Stand where it hides nothing of what is told, and as little as can be of the rest; it stays
     * where another corner is no better, and where nothing has moved as long as it hides nothing told.
     * @param {readonly DOMRect[]} told @param {boolean} moved */
    giveWay(told, moved) {
      /** @param {DOMRect} own */
      const covered = (own) => told.filter((each) => meet(own, each)).length;
      if (!moved && map.dataset.corner && !covered(map.getBoundingClientRect())) return;
      const others = [...svg.querySelectorAll('text:not([data-state="absent"]), .box')];
      const things = others.map((each) => each.getBoundingClientRect());
      /** @param {string} corner */
      const hidden = (corner) => {
        map.dataset.corner = corner;
        const own = map.getBoundingClientRect();
        return things.filter((each) => meet(own, each)).length + covered(own) * things.length;
      };
      const now = map.dataset.corner ?? CORNERS[0];
      const corners = [now, ...CORNERS.filter((each) => each !== now)];
      const costs = corners.map(hidden);
      map.dataset.corner = corners[costs.indexOf(Math.min(...costs))];
    },
  };
}

/** @param {DOMRect} one @param {DOMRect} other */
const meet = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
