// The picture and the strip: puts every slot's value into the document.

import { condense } from "../lib/condense.js";
import { put } from "../lib/markup.js";
import { hiddenAt, layerOf } from "./layers.js";
import { between, lines, valueAt } from "../lib/slots.js";
import { fly } from "./flying.js";
import { Room } from "./room.js";
import { fits, longest, more, steady } from "./strip.js";
import { touching } from "./touching.js";

/** @typedef {import("../lib/types.js").Story} Story */
/** @typedef {import("../lib/slots.js").Line} Line */

/** Wires from which on nothing moves: each frame of a movement paints the whole picture. */
const LARGE = 120;

export class Picture {
  /** @param {HTMLElement} canvas @param {HTMLElement} strip */
  constructor(canvas, strip) {
    this.canvas = canvas;
    this.strip = strip;
    /** @type {Map<string, Element[]>} */
    this.elements = new Map();
    /** Elements that have the state of a slot, too. @type {Map<string, Element[]>} */
    this.followers = new Map();
    /** Slots with a place in the strip. @type {Set<string>} */
    this.inStrip = new Set();
    /** @type {Map<string, Line>} */
    this.lines = new Map();
    /** The longest texts that the strip's places are made for. @type {ReadonlyMap<string, number>} */
    this.placed = new Map();
    /** The connection that is asked for, and the step that shows its number.
     * @type {{ found: Element, shownAt: number } | null} */
    this.lit = null;
    /** Slots with a question mark, and those answered beside them. @type {string[]} */
    this.questioned = [];
    this.step = 0;
    /** What has come since the last step and has a place that it comes from. @type {Element[]} */
    this.arrived = [];
    /** Whether the picture was made for other numbers: then a text may be wider than its place. */
    this.held = false;
    /** How much larger than fitted it is shown; see zoom.js. */
    this.magnified = 1;
    /** What moves where a step is shown: begun when all is written.
     * @type {(before: number, step: number) => (() => void) | null} */
    this.moves = () => null;
    /** On paper the sheet says how large it is. */
    this.printed = matchMedia("print");
    this.room = new Room(canvas);
    new ResizeObserver(() => this.fit()).observe(canvas);
    this.printed.addEventListener("change", () => this.fit());
    let wide = 0;
    new ResizeObserver(() => {
      if (wide === strip.clientWidth) return;
      wide = strip.clientWidth;
      this.steady();
    }).observe(strip);
    strip.addEventListener("scroll", () => more(strip), { passive: true });
    this.touch = touching(canvas, strip);
  }

  /** The strip as large as there is room, with places that do not change from step to step. */
  steady() {
    this.placed = this.stripTexts();
    steady(this.strip, this.lines);
  }

  /** How long the longest text of each place of the strip is. */
  stripTexts() {
    return longest([...this.lines.values()].filter(({ slot }) => this.inStrip.has(slot)));
  }

  /**
   * Show another story at a step. Where `svg` or `strip` are given they replace what is there; `moving`:
   * only numbers have changed, and a hand goes on to change them.
   * @param {Story} story @param {number} step
   * @param {{ svg?: string, strip?: string, moving?: boolean }} fresh
   */
  load(story, step, fresh = {}) {
    this.moves(step, step);
    const focused = fresh.svg === undefined ? null : heirOf(this.canvas);
    if (fresh.svg !== undefined) put(this.canvas, fresh.svg);
    if (fresh.strip !== undefined) put(this.strip, fresh.strip);
    this.held = fresh.svg === undefined && this.story !== undefined;
    if (!this.story || fresh.svg !== undefined || fresh.strip !== undefined) this.scan();
    this.story = story;
    this.canvas.toggleAttribute("data-large", this.canvas.querySelectorAll(".wire").length > LARGE);
    this.lines = lines(story.steps);
    const changed = [...this.lines.values()].flatMap((line) => this.put(line, step));
    if (this.held) condense(changed);
    const still = Boolean(fresh.moving) && this.held && step === this.step;
    this.step = step;
    if (still) this.relabel(changed);
    else this.relabelAll();
    // What has room in the places of before leaves them as they are.
    if (!fresh.moving || !fits(this.stripTexts(), this.placed)) this.steady();
    if (fresh.svg !== undefined) this.room.draw();
    if (!still) this.fit();
    focused?.()?.focus({ preventScroll: true });
  }

  /** Find the slots' elements. */
  scan() {
    const { canvas, strip } = this;
    this.elements = by("data-slot", [canvas, strip]);
    this.followers = by("data-follows", [canvas, strip]);
    this.inStrip = new Set(by("data-slot", [strip]).keys());
  }

  /** @param {number} step
   * @returns {(() => void) | undefined}  looks where things are by then, and brings them into sight and into motion */
  go(step) {
    if (!this.story || step === this.step) return undefined;
    const before = this.step;
    const begin = this.moves(before, step);
    this.step = step;
    this.arrived = [];
    /** @type {Element[]} */
    const touched = [];
    for (const line of between(this.story.steps, this.lines, before, step)) {
      touched.push(...this.put(line, step));
    }
    this.relabel(touched);
    const { arrived } = this;
    return () => {
      if (this.held) condense(touched);
      this.showActive();
      begin?.();
      if (step === before + 1) fly(arrived);
    };
  }

  /** @param {Line} line @param {number} step @returns {Element[]} */
  put(line, step) {
    return this.write(line.slot, line.attribute, valueAt(line, step));
  }

  /** @param {string} slot @param {string} attribute @param {string} value
   * @returns {Element[]}  those that have changed */
  write(slot, attribute, value) {
    const name = `data-${attribute}`;
    const changed = (this.elements.get(slot) ?? []).filter((element) => {
      if (attribute === "text") {
        const target = element.querySelector("[data-text]") ?? element;
        if (target.textContent === value) return false;
        target.textContent = value;
        return true;
      }
      if (attribute === "ribbon") return drawn(element, value);
      if (attribute === "bar") return barred(element, value);
      if (attribute === "line") return lined(element, value);
      if (element.getAttribute(name) === value) return false;
      if (name === "data-state" && element.hasAttribute("data-origin")) this.arrived.push(element);
      element.setAttribute(name, value);
      if (attribute === "heat") {
        // A cell of the strip has its number beside it.
        const cells = [...element.children].filter((each) => each.hasAttribute("data-shade"));
        cells.forEach((cell, k) => cell.setAttribute("data-shade", value[k] ?? ""));
      }
      return true;
    });
    if (attribute === "state") {
      for (const element of this.followers.get(slot) ?? []) element.setAttribute("data-state", value);
    }
    return changed;
  }

  /**
   * Put a question mark where a number is asked for, and beside it what has been answered already:
   * what the step that shows it will show. Both are gone at the next call.
   * @param {string[]} asked @param {string[]} known @param {number} shownAt
   */
  ask(asked, known, shownAt) {
    this.light(asked, shownAt);
    if (!asked.length && !this.questioned.length) return;
    const touched = this.questioned.flatMap((slot) => this.putAll(slot, this.step));
    for (const element of this.questioned.flatMap((slot) => this.elements.get(slot) ?? [])) {
      for (const each of [element, element.closest("[data-title]")]) each?.classList.remove("asking");
    }
    for (const slot of asked) {
      const found = this.elements.get(slot) ?? [];
      touched.push(...this.write(slot, "state", "asked"));
      const sign = found[0]?.getAttribute("data-ask") ?? "?";
      if (this.lines.has(`${slot} text`)) touched.push(...this.write(slot, "text", sign));
      if (this.lines.has(`${slot} ribbon`)) this.write(slot, "ribbon", "");
      // The wire or node that it belongs to is lit, too.
      for (const element of found) {
        for (const each of [element, element.closest("[data-title]")]) each?.classList.add("asking");
      }
    }
    for (const slot of known) touched.push(...this.putAll(slot, shownAt));
    this.questioned = [...asked, ...known];
    this.relabel(touched);
    // Its question mark may stand where nothing was to be seen before.
    if (this.magnified === 1) this.showActive();
  }

  /** A connection that is asked for is lit, and is still when its number is shown, until one goes on.
   * @param {readonly string[]} asked @param {number} shownAt */
  light(asked, shownAt) {
    const places = asked.flatMap((slot) => this.elements.get(slot) ?? []);
    const found = places.map((each) => each.closest(".connection")).find((each) => each);
    if (found) this.lit = { found, shownAt };
    const told = !asked.length && this.lit !== null && this.step === this.lit.shownAt;
    if (!found && !told) this.lit = null;
    this.touch.keep(this.lit?.found ?? null, told);
  }

  /** Everything of a slot as it is at a step.
   * @param {string} slot @param {number} step @returns {Element[]} */
  putAll(slot, step) {
    return ["state", "text", "ribbon", "line"].flatMap((attribute) => {
      const line = this.lines.get(`${slot} ${attribute}`);
      return line ? this.put(line, step) : [];
    });
  }

  /** Say again what the touched wires and nodes are: their title and all that is visible of them.
   * @param {Element[]} touched */
  relabel(touched) {
    const groups = new Set(touched.map((each) => each.closest("[data-title]")));
    for (const group of groups) {
      if (!group) continue;
      let label = group.getAttribute("data-title") ?? "";
      const hidden = hiddenAt(group);
      for (const part of group.querySelectorAll("[data-say]")) {
        const text = (part.textContent ?? "").trim().replace(/^=\s*/, "");
        if (part.getAttribute("data-state") !== "absent" && text && !hidden.includes(layerOf(part))) {
          label += `, ${part.getAttribute("data-say")} ${text}`;
        }
      }
      group.setAttribute("aria-label", label);
    }
  }

  /** Say everything again: layers were hidden or shown. */
  relabelAll() {
    this.relabel([...this.elements.values()].flat());
  }

  /** @param {string} slot @returns {SVGElement | null} */
  find(slot) {
    const found = this.canvas.querySelector(`[data-slot="${CSS.escape(slot)}"]`);
    return found instanceof SVGElement ? found : null;
  }

  /** @param {number} by  how much larger than it fits */
  magnify(by) {
    this.magnified = by;
    this.fit();
  }

  /** All of it as large as there is room; what is too large for that is seen in parts. */
  fit() {
    const svg = this.canvas.querySelector("svg.graph");
    if (!(svg instanceof SVGElement)) return;
    if (this.printed.matches) {
      svg.style.removeProperty("width");
      svg.style.removeProperty("height");
      return;
    }
    this.room.fit(svg, this.magnified);
    // Who looks closely looks where he wants.
    if (this.magnified === 1) this.showActive();
  }

  /** What the step is about. */
  get active() {
    const told = this.story?.steps[this.step];
    const slot = told?.edge ?? told?.node ?? told?.shown.find(([, , value]) => value === "active")?.[0];
    return this.elements.get(slot ?? "")?.[0] ?? null;
  }

  /** Bring what the step is about into sight, and what is asked for, where not all is in it. */
  showActive() {
    const { strip, room } = this;
    const told = this.story?.steps[this.step];
    if (!told) return;
    const asked = this.canvas.querySelectorAll('[data-state="asked"]');
    room.show([...(this.active ? [this.active] : []), ...asked]);
    if (strip.scrollWidth <= strip.clientWidth && strip.scrollHeight <= strip.clientHeight) return;
    const changed = told.shown.flatMap(([slot]) => this.elements.get(slot) ?? []);
    const now = changed.find((element) => strip.contains(element) && element.getClientRects().length);
    if (now) into(strip, now);
    more(strip);
  }
}

/** What has the focus in a picture in the place of what has it now, once another is there: the same thing, the
 * node that a neuron is where it is opened, or the other way round. @param {HTMLElement} canvas */
function heirOf(canvas) {
  const held = document.activeElement?.closest("[data-title]");
  if (!held || !canvas.contains(held)) return null;
  /** @param {string} name */
  const of = (name) => held.getAttribute(name) ?? held.closest(`[${name}]`)?.getAttribute(name) ?? "";
  const [title, slot, open, name] = ["data-title", "data-slot", "data-open", "data-name"].map(of);
  return () => {
    const same = [...canvas.querySelectorAll(`[data-title="${CSS.escape(title)}"]`)];
    const found = same.find((each) => each.closest("[data-slot]")?.getAttribute("data-slot") === slot) ?? same[0];
    const other = canvas.querySelector(open ? `[data-name="${CSS.escape(open)}"]` : `[data-open="${CSS.escape(name)}"]`);
    const heir = found ?? other;
    return heir instanceof SVGElement ? heir : null;
  };
}

/** The elements that have an attribute, by its value.
 * @param {string} name @param {readonly Element[]} roots @returns {Map<string, Element[]>} */
function by(name, roots) {
  /** @type {Map<string, Element[]>} */
  const found = new Map();
  for (const element of roots.flatMap((root) => [...root.querySelectorAll(`[${name}]`)])) {
    const value = element.getAttribute(name) ?? "";
    found.set(value, [...(found.get(value) ?? []), element]);
  }
  return found;
}

/** A bar as it is said: its sign, and how long it is.
 * @param {Element} element @param {string} said @returns {boolean}  whether it is another */
function barred(element, said) {
  const [sign = "", length = "0"] = said.split(" ");
  const line = element.querySelector("line");
  if (element.getAttribute("data-sign") === sign && line?.getAttribute("x2") === length) return false;
  element.setAttribute("data-sign", sign);
  line?.setAttribute("x2", length);
  return true;
}

/** A ribbon as it is said: its sign, its width, how large its chevrons are, how far below its wire it lies.
 * @param {Element} element @param {string} said @returns {boolean}  whether it is another */
function drawn(element, said) {
  const [sign = "", width = "0", chevrons = "0", below = "0"] = said.split(" ");
  const [band, place] = element.children;
  if (element.getAttribute("data-sign") === sign && band.getAttribute("stroke-width") === width) return false;
  element.setAttribute("data-sign", sign);
  element.toggleAttribute("data-thin", below !== "0");
  band.setAttribute("stroke-width", width);
  band.setAttribute("transform", `translate(0,${below})`);
  place.firstElementChild?.setAttribute("transform", `scale(${chevrons})`);
  return true;
}

/** A connection's line as it is said: its sign, and how wide it is.
 * @param {Element} element @param {string} said @returns {boolean}  whether it is another */
function lined(element, said) {
  const [sign = "", width = "1"] = said.split(" ");
  const line = element.firstElementChild;
  if (element.getAttribute("data-sign") === sign && line?.getAttribute("stroke-width") === width) return false;
  element.setAttribute("data-sign", sign);
  line?.setAttribute("stroke-width", width);
  return true;
}

/** Scroll a box so that an element inside it can be seen.
 * @param {HTMLElement} box @param {Element} element */
function into(box, element) {
  if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) return;
  const outer = box.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  // Room for the label beside it.
  const margin = Math.min(110, box.clientWidth / 4);
  const x =
    inner.left < outer.left + margin
      ? inner.left - outer.left - margin
      : Math.max(0, inner.right - outer.right + margin);
  const y =
    inner.top < outer.top + margin
      ? inner.top - outer.top - margin
      : Math.max(0, inner.bottom - outer.bottom + margin);
  if (x || y) box.scrollBy({ left: x, top: y });
}
