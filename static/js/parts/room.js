// The picture in its room: all of it, without bounds on its scale. Only where its text could not be
// read then it is seen in parts, with a small map of the whole.

import { seen } from "../lib/camera.js";
import { overview } from "./overview.js";

/** Pixels of a number's text that parts of a picture are made for; and those below which it is seen in
 * parts: nothing moves where a little smaller all of it can be seen. */
const READ = 13;
const LEAST = 0.85 * READ;
const LEAST_OF_MANY = 8;
/** Pixels around what is to be seen: what will be written beside it has its place there. */
const AROUND = 20;
/** A number's text in the picture's own units, where none can be measured. */
const TEXT = 13;

export class Room {
  /** Pixels per unit. */
  scale = 1;
  /** Pixels of a number's letters if all of the picture is seen. */
  letters = 0;
  /** @type {ReturnType<typeof overview> | null} */
  #map = null;

  /** @param {HTMLElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    canvas.addEventListener("scroll", () => this.frame(), { passive: true });
  }

  get size() {
    return inside(this.canvas);
  }

  /** @param {SVGElement} svg @param {number} magnified  how much larger than it fits */
  fit(svg, magnified) {
    const { width, height } = this.size;
    if (width <= 0 || height <= 0) return;
    const own = { width: Number(svg.dataset.width), height: Number(svg.dataset.height) };
    const whole = Math.min(width / own.width, height / own.height);
    const text = svg.querySelector("text.value");
    const letters = (text && parseFloat(getComputedStyle(text).fontSize)) || TEXT;
    this.letters = whole * letters;
    // A network of many neurons says more as a whole than its numbers do.
    const parts = this.letters < (svg.hasAttribute("data-many") ? LEAST_OF_MANY : LEAST);
    this.scale = (parts ? READ / letters : whole) * magnified;
    svg.style.width = `${Math.floor(own.width * this.scale)}px`;
    svg.style.height = `${Math.floor(own.height * this.scale)}px`;
    this.canvas.toggleAttribute("data-parts", parts || magnified > 1);
    this.frame();
  }

  /** Whether there is more than can be seen. */
  get cut() {
    return this.canvas.hasAttribute("data-parts");
  }

  /** Show the part that some things are in; a part is left only for what is not in it.
   * @param {readonly Element[]} about */
  show(about) {
    const { canvas } = this;
    const svg = canvas.querySelector("svg.graph");
    if (!this.cut || !about.length || !(svg instanceof SVGElement)) return;
    const outer = canvas.getBoundingClientRect();
    const told = () => about.map((each) => around([each]));
    const inner = around(about);
    if (within(inner, outer)) return this.#map?.giveWay(told(), false);
    const place = svg.getBoundingClientRect();
    const view = seen(
      { width: Number(svg.dataset.width), height: Number(svg.dataset.height) },
      { width: canvas.clientWidth / this.scale, height: canvas.clientHeight / this.scale },
      {
        x: (inner.left - place.left) / this.scale,
        y: (inner.top - place.top) / this.scale,
        width: inner.width / this.scale,
        height: inner.height / this.scale,
      },
    );
    canvas.scrollTo(
      view.x * this.scale + place.left - outer.left + canvas.scrollLeft,
      view.y * this.scale + place.top - outer.top + canvas.scrollTop,
    );
    this.frame();
    this.#map?.giveWay(told(), true);
  }

  /** Another picture is put into the room: its map is drawn when it is known whether it needs one. */
  draw() {
    this.#map?.remove();
    this.#map = null;
    this.canvas.removeAttribute("data-parts");
  }

  /** Mark on the map what is seen now. */
  frame() {
    const { canvas } = this;
    const svg = canvas.querySelector("svg.graph");
    if (!this.cut || !(svg instanceof SVGElement)) {
      this.#map?.remove();
      this.#map = null;
      return;
    }
    this.#map ??= overview(canvas, svg);
    const inner = svg.getBoundingClientRect();
    const outer = canvas.getBoundingClientRect();
    const x = Math.max(0, outer.left - inner.left) / this.scale;
    const y = Math.max(0, outer.top - inner.top) / this.scale;
    this.#map.frame({
      x,
      y,
      width: Math.min(Number(svg.dataset.width) - x, canvas.clientWidth / this.scale),
      height: Math.min(Number(svg.dataset.height) - y, canvas.clientHeight / this.scale),
    });
  }
}

/** The smallest box with air around all of them. @param {readonly Element[]} things */
function around(things) {
  const boxes = things.map((each) => each.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((each) => each.left)), Math.min(...boxes.map((each) => each.top))];
  const [right, bottom] = [Math.max(...boxes.map((each) => each.right)), Math.max(...boxes.map((each) => each.bottom))];
  return new DOMRect(left - AROUND, top - AROUND, right - left + 2 * AROUND, bottom - top + 2 * AROUND);
}

/** The size of a box inside its padding. @param {HTMLElement} box */
export function inside(box) {
  const style = getComputedStyle(box);
  return {
    width: box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
    height: box.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
  };
}

/** @param {DOMRect} inner @param {DOMRect} outer */
const within = (inner, outer) =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;
