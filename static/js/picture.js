// The picture and the strip: puts every slot's value into the document.

import { hiddenAt, layerOf } from "./layers.js";
import { between, lines, valueAt } from "./slots.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./slots.js").Line} Line */

/** Scales between which a picture is fitted; a larger one scrolls. */
const SMALLEST = 0.68;
const LARGEST = 1.5;
/** On paper the sheet says how large it is. */
const PRINTED = matchMedia("print");
/** Wires from which on nothing moves: each frame of a movement paints the whole picture. */
const LARGE = 120;

/** What a slot shows before its first change. */
const BLANK = { state: "", text: "", path: "", warn: "", heat: "" };

export class Picture {
  /** @param {HTMLElement} canvas @param {HTMLElement} strip */
  constructor(canvas, strip) {
    this.canvas = canvas;
    this.strip = strip;
    /** @type {Map<string, Element[]>} */
    this.elements = new Map();
    /** @type {Map<string, Line>} */
    this.lines = new Map();
    /** @type {Map<string, string>} */
    this.blank = new Map();
    /** Slots with a question mark, and those answered beside them. @type {string[]} */
    this.questioned = [];
    this.step = 0;
    /** How much larger than fitted it is shown; see zoom.js. */
    this.magnified = 1;
    /** Whether it rather gets small than being cut off below. */
    this.whole = false;
    new ResizeObserver(() => this.fit()).observe(canvas);
    PRINTED.addEventListener("change", () => this.fit());
  }

  /**
   * Show another story at a step. Where `svg` or `strip` are given they replace what is there.
   * @param {Story} story @param {number} step @param {{ svg?: string, strip?: string }} fresh
   */
  load(story, step, fresh = {}) {
    const focused = document.activeElement?.closest("[data-slot]")?.getAttribute("data-slot");
    // The server's own markup, where every text is escaped.
    if (fresh.svg !== undefined) this.canvas.innerHTML = fresh.svg;
    if (fresh.strip !== undefined) this.strip.innerHTML = fresh.strip;
    if (!this.story || fresh.svg !== undefined || fresh.strip !== undefined) this.scan();
    this.story = story;
    this.canvas.toggleAttribute("data-large", story.edges.length > LARGE);
    this.lines = lines(story.steps);
    for (const line of this.lines.values()) this.put(line, step);
    this.step = step;
    this.relabelAll();
    this.fit();
    if (focused && fresh.svg !== undefined) this.find(focused)?.focus({ preventScroll: true });
    this.showActive();
  }

  /** Find the slots' elements. */
  scan() {
    this.elements.clear();
    for (const root of [this.canvas, this.strip]) {
      for (const element of root.querySelectorAll("[data-slot]")) {
        const slot = element.getAttribute("data-slot") ?? "";
        const list = this.elements.get(slot);
        if (list) list.push(element);
        else this.elements.set(slot, [element]);
      }
    }
  }

  /** @param {number} step */
  go(step) {
    if (!this.story || step === this.step) return;
    const before = this.step;
    this.step = step;
    // First look where things are, then write: the other way round costs a layout.
    this.showActive();
    /** @type {Element[]} */
    const touched = [];
    for (const line of between(this.story.steps, this.lines, before, step)) {
      touched.push(...this.put(line, step));
    }
    this.relabel(touched);
  }

  /** @param {Line} line @param {number} step @returns {Element[]} */
  put(line, step) {
    const { slot, attribute } = line;
    return this.write(slot, attribute, valueAt(line, step) ?? blank(slot, attribute));
  }

  /** @param {string} slot @param {string} attribute @param {string} value @returns {Element[]} */
  write(slot, attribute, value) {
    const found = this.elements.get(slot) ?? [];
    for (const element of found) {
      if (attribute === "text") {
        const target = element.querySelector("[data-text]") ?? element;
        if (target.textContent !== value) target.textContent = value;
      } else if (attribute === "heat") {
        [...element.children].forEach((cell, k) => cell.setAttribute("data-shade", value[k] ?? "4"));
      } else if (element.getAttribute(`data-${attribute}`) !== value) {
        element.setAttribute(`data-${attribute}`, value);
      }
    }
    if (attribute === "state") {
      for (const element of this.strip.querySelectorAll(`[data-follows="${slot}"]`)) {
        element.setAttribute("data-state", value);
      }
    }
    return found;
  }

  /**
   * Put a question mark where a number is asked for, and beside it what has been answered already:
   * what the step that shows it will show. Both are gone at the next call.
   * @param {string[]} asked @param {string[]} known @param {number} shownAt
   */
  ask(asked, known, shownAt) {
    const touched = this.questioned.flatMap((slot) => this.putAll(slot, this.step));
    for (const element of touched) element.classList.remove("asking");
    for (const slot of asked) {
      const written = this.lines.has(`${slot} text`);
      if (written) this.write(slot, "text", slot.endsWith(".value") ? "= ?" : "?");
      const found = this.write(slot, "state", "asked");
      for (const element of found) element.classList.add("asking");
      touched.push(...found);
    }
    for (const slot of known) touched.push(...this.putAll(slot, shownAt));
    this.questioned = [...asked, ...known];
    this.relabel(touched);
  }

  /** Everything of a slot as it is at a step.
   * @param {string} slot @param {number} step @returns {Element[]} */
  putAll(slot, step) {
    return ["state", "text"].flatMap((attribute) => {
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

  /** As large as the stage allows, and never so small that it cannot be read. */
  fit() {
    const svg = this.canvas.querySelector("svg.graph");
    if (!(svg instanceof SVGElement)) return;
    if (PRINTED.matches) {
      svg.style.removeProperty("width");
      svg.style.removeProperty("height");
      return;
    }
    const width = Number(svg.dataset.width);
    const height = Number(svg.dataset.height);
    const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(this.canvas);
    const level =
      (this.canvas.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) / width;
    const upright =
      (this.canvas.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / height;
    const room = Math.min(level, upright);
    // A picture that is too high may scroll, but it is not made tiny to fit.
    const least = this.whole ? SMALLEST : Math.max(SMALLEST, Math.min(level, 0.9));
    const scale = Math.min(LARGEST, Math.max(least, room));
    svg.style.width = `${Math.floor(width * scale * this.magnified)}px`;
    svg.style.height = `${Math.floor(height * scale * this.magnified)}px`;
  }

  /** Bring what the step is about into sight, where the picture is larger than the stage. */
  showActive() {
    const { canvas, strip } = this;
    const told = this.story?.steps[this.step];
    const active = this.elements.get(told?.edge ?? told?.node ?? "")?.[0];
    if (active) into(canvas, active);
    const place = strip.scrollWidth > strip.clientWidth && told ? factor(told) : null;
    const now = place && strip.querySelector(`[data-slot="${place}"]`);
    if (now) into(strip, now);
  }
}

/** @param {string} slot @param {string} attribute */
function blank(slot, attribute) {
  if (attribute === "state") {
    if (slot.startsWith("f")) return "";
    if (/^[cgs]\d+(-\d+|\.product)?$/.test(slot)) return "asked";
    return /^[neo]\d+(-\d+)?$/.test(slot) ? "waiting" : "absent";
  }
  if (attribute === "text" && /^[cgs]\d+(-\d+|\.product)?$/.test(slot)) return "?";
  return BLANK[/** @type {keyof typeof BLANK} */ (attribute)];
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

/** The slot of the strip that a step is about: a factor, or the product.
 * @param {import("./types.js").Step} told */
const factor = (told) =>
  told.shown.find(([slot]) => /^[cgs]\d+(-\d+|\.product)?$/.test(slot))?.[0] ?? null;
