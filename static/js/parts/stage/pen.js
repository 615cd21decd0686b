// The pen: strokes over the screen, kept in the picture's own units and by what they are about, so that they
// stay where they were drawn when the window, the view or the layout changes.

import { drawn, named } from "./spots.js";

/** @typedef {import("./spots.js").Stroke} Stroke */

const SVG = "http://www.w3.org/2000/svg";
/** Points of a stroke that are nearer than this, in pixels, are one. */
const NEAR = 2;

export class Pen {
  on = false;
  /** @type {number[] | null} */
  #stroke = null;

  /**
   * @param {import("./screen.js").Screen} screen @param {SVGSVGElement} sheet
   * @param {object} told
   * @param {() => Stroke[]} told.strokes  of this state
   * @param {(strokes: Stroke[]) => void} told.onStrokes
   */
  constructor(screen, sheet, { strokes, onStrokes }) {
    this.screen = screen;
    this.sheet = sheet;
    this.strokes = strokes;
    this.onStrokes = onStrokes;
    screen.picture.onView = () => this.place();
    sheet.addEventListener("pointerdown", (event) => this.#down(event));
    sheet.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, () => this.#up());
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    this.#up();
    this.sheet.toggleAttribute("data-on", on);
  }

  /** Draw this state's strokes. */
  draw() {
    const group = document.createElementNS(SVG, "g");
    const { svg } = this.screen;
    const all = [...this.strokes().map((each) => drawn(svg, each)), this.#stroke ?? []];
    for (const stroke of all) if (stroke.length) group.append(path(stroke));
    this.sheet.replaceChildren(group);
    this.place();
  }

  /** Put the strokes where the picture is. */
  place() {
    const group = this.sheet.firstElementChild;
    if (!group?.hasChildNodes()) return;
    const { x, y, left, top, scale } = this.screen.frame;
    const moved = [scale, 0, 0, scale, left - x * scale, top - y * scale];
    group.setAttribute("transform", `matrix(${moved.map((part) => part.toFixed(3)).join(" ")})`);
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  #at(event) {
    const box = this.sheet.getBoundingClientRect();
    const shrunk = this.screen.root.offsetWidth / box.width;
    const { x, y, left, top, scale } = this.screen.frame;
    return [
      x + ((event.clientX - box.left) * shrunk - left) / scale,
      y + ((event.clientY - box.top) * shrunk - top) / scale,
    ];
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.on || event.button) return;
    event.preventDefault();
    this.sheet.setPointerCapture(event.pointerId);
    this.#stroke = this.#at(event);
    this.draw();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#stroke) return;
    const [x, y] = this.#at(event);
    const [before, above] = this.#stroke.slice(-2);
    if (Math.hypot(x - before, y - above) * this.screen.frame.scale < NEAR) return;
    this.#stroke.push(x, y);
    this.draw();
  }

  #up() {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke) this.onStrokes([...this.strokes(), named(this.screen.svg, stroke)]);
  }
}

/** @param {number[]} stroke */
function path(stroke) {
  const made = document.createElementNS(SVG, "path");
  const points = [];
  for (let k = 0; k < stroke.length; k += 2) {
    points.push(`${stroke[k].toFixed(1)} ${stroke[k + 1].toFixed(1)}`);
  }
  // A touch is a dot.
  made.setAttribute("d", `M${points.join("L")}${points.length === 1 ? `L${points[0]}` : ""}`);
  return made;
}
