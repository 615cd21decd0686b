// One screen: shows any state of a deck in a box, by the picture that the studio has, too. What it
// shows depends on the state alone, never on what was shown before.

import { one } from "../dom.js";
import { breakable } from "../panel.js";
import { Picture } from "../picture.js";
import { seen } from "./camera.js";
import { at, place } from "./deck.js";

/** @typedef {import("./deck.js").Deck} Deck */
/** @typedef {import("./deck.js").Told} Told */
/** @typedef {import("./camera.js").Rect} Rect */

/** The smallest text of a picture, in its own units (present.css sees to it). */
const SMALLEST_TEXT = 13.5;
/** How many lines of that text are as high as the screen. */
const LINES = 40;
/** On a screen that is narrower, in pixels, somebody sits in front of it. */
const NARROW = 720;
const NEAR_TEXT = 14;
const MOVE = 180;

/** How a picture is looked at: as large as can be read, all of it, or closely at a place.
 * @typedef {"fit" | "whole" | `near ${string}`} Zoom */

class StagePicture extends Picture {
  /** @type {Zoom} */
  zoom = "fit";
  /** @type {Rect | null} */
  view = null;
  /** @type {() => void} */
  onView = () => {};
  /** Where the picture begins, in its own units. */
  origin = { x: 0, y: 0 };
  /** Where the picture is on the screen. */
  box = { left: 0, top: 0, width: 0, height: 0 };
  #moving = 0;

  /** @param {HTMLElement} canvas @param {HTMLElement} strip @param {HTMLElement} screen */
  constructor(canvas, strip, screen) {
    super(canvas, strip);
    this.screen = screen;
    strip.style.setProperty("--fit", "1");
    canvas.dataset.cut = "";
    screen.style.setProperty("--line-height", "9cqh");
  }

  /** @override @param {Told} story @param {number} step @param {{ svg?: string, strip?: string }} fresh */
  load(story, step, fresh = {}) {
    this.view = null;
    const [, x, y] = /viewBox="([-\d.]+)[ ,]+([-\d.]+)/.exec(story.svg) ?? [];
    this.origin = { x: Number(x ?? 0), y: Number(y ?? 0) };
    super.load(story, step, fresh);
  }

  /** Nothing, for a slide of text. */
  clear() {
    this.canvas.replaceChildren();
    this.strip.replaceChildren();
    this.strip.classList.remove("plain");
    this.strip.style.setProperty("--fit", "1");
    this.canvas.dataset.cut = "";
    this.view = null;
  }

  /** @override */
  fit() {
    this.#steady();
    this.look(this.measure(), false);
  }

  /** The screen looks itself, once per state. @override */
  showActive() {}

  /** All that has to be known of the page's layout; to be called before anything is written. */
  measure() {
    const { canvas, strip, screen } = this;
    const now = strip.querySelector('.symbol[data-state="active"]');
    const wide = strip.scrollWidth > strip.clientWidth;
    const high = strip.scrollHeight > strip.clientHeight;
    const scrolls = (wide || high) && now instanceof HTMLElement;
    return {
      box: {
        left: canvas.offsetLeft,
        top: canvas.offsetTop,
        width: canvas.offsetWidth,
        height: canvas.offsetHeight,
      },
      // Pixels per unit of the picture from which on its text can be read.
      least: (screen.offsetWidth < NARROW ? NEAR_TEXT : screen.offsetHeight / LINES) / SMALLEST_TEXT,
      scroll: scrolls
        ? {
            left: now.offsetLeft + now.offsetWidth / 2 - strip.clientWidth / 2,
            top: now.offsetTop + now.offsetHeight / 2 - strip.clientHeight / 2,
          }
        : { left: 0, top: this.story?.steps[this.step].kind === "sum" ? strip.scrollHeight : 0 },
    };
  }

  /**
   * Look at what the step is about.
   * @param {ReturnType<StagePicture["measure"]>} measured @param {boolean} smoothly
   */
  look({ box, least, scroll }, smoothly) {
    const svg = this.canvas.querySelector("svg.graph");
    if (!(svg instanceof SVGElement) || !box.width || !box.height) return;
    this.box = box;
    this.strip.scrollTo(scroll);
    const scene = {
      ...this.origin,
      width: Number(svg.dataset.width),
      height: Number(svg.dataset.height),
    };
    const near = this.zoom.startsWith("near ") ? this.#rectOf(this.zoom.slice(5)) : null;
    const told = this.story?.steps[this.step];
    const subject = told?.edge ?? (told?.kind === "start" ? null : told?.node) ?? "";
    const to = seen({
      scene,
      box,
      least,
      about: this.#rectOf(subject),
      whole: this.zoom === "whole",
      near,
    });
    cancelAnimationFrame(this.#moving);
    const from = this.view;
    const still = !smoothly || !from || this.canvas.hasAttribute("data-large");
    if (still || matchMedia("(prefers-reduced-motion: reduce)").matches) return this.#show(svg, to);
    const began = performance.now();
    const frame = () => {
      const t = Math.min(1, (performance.now() - began) / MOVE);
      const ease = t * t * (3 - 2 * t);
      /** @param {keyof Rect} side */
      const mixed = (side) => from[side] + (to[side] - from[side]) * ease;
      if (t < 1) {
        this.#show(svg, { x: mixed("x"), y: mixed("y"), width: mixed("width"), height: mixed("height") });
        this.#moving = requestAnimationFrame(frame);
      } else this.#show(svg, to);
    };
    if (JSON.stringify(from) === JSON.stringify(to)) return this.#show(svg, to);
    frame();
  }

  /** @param {SVGElement} svg @param {Rect} view */
  #show(svg, view) {
    this.view = view;
    const box = [view.x, view.y, view.width, view.height].map((side) => side.toFixed(2)).join(" ");
    if (svg.getAttribute("viewBox") !== box) svg.setAttribute("viewBox", box);
    const [width, height] = [Number(svg.dataset.width), Number(svg.dataset.height)];
    const { x, y } = this.origin;
    const cut = [
      view.x > x + 1 && "left",
      view.x + view.width < x + width - 1 && "right",
      view.y > y + 1 && "top",
      view.y + view.height < y + height - 1 && "bottom",
    ];
    this.canvas.dataset.cut = cut.filter(Boolean).join(" ");
    this.onView();
  }

  /** Where a node or a wire is. @param {string} slot @returns {Rect | null} */
  #rectOf(slot) {
    const found = slot ? this.find(slot) : null;
    const moved = found?.getAttribute("transform")?.match(/translate\(([-\d.]+),\s*([-\d.]+)\)/);
    if (moved) return { x: Number(moved[1]), y: Number(moved[2]), width: 0, height: 0 };
    const wire = found?.querySelector(".wire");
    return wire instanceof SVGGraphicsElement ? wire.getBBox() : null;
  }

  /** Every number of the strip gets the width of its longest text, so that nothing ever moves, and the
   * strip the size at which all of these have room. */
  #steady() {
    const sizes = [...this.strip.querySelectorAll(".size")];
    const plain = sizes.length > 0 && sizes.every((size) => size.textContent === "(1×1)");
    this.strip.classList.toggle("plain", plain);
    /** @type {{ element: HTMLElement, text: string | null, state: string | undefined }[]} */
    const changing = [];
    for (const { slot, attribute, values } of this.lines.values()) {
      if (attribute !== "text") continue;
      const longest = values.reduce((long, [, text]) => (text.length > long.length ? text : long), "");
      for (const element of this.strip.querySelectorAll(`[data-slot="${slot}"]`)) {
        if (!(element instanceof HTMLElement)) continue;
        changing.push({ element, text: element.textContent, state: element.dataset.state });
        element.style.minWidth = "";
        element.textContent = longest;
        // What is known may have more beside it, such as the sign of a matrix.
        if (element.dataset.state) element.dataset.state = "done";
      }
    }
    // As large as its place allows with all of its longest texts, but never too small to be read.
    this.strip.style.setProperty("--fit", "1");
    const fit = this.strip.clientWidth / this.strip.scrollWidth;
    if (fit < 1) this.strip.style.setProperty("--fit", Math.max(0.73, fit - 0.01).toFixed(3));
    const widths = changing.map(
      ({ element }) => element.offsetWidth / parseFloat(getComputedStyle(element).fontSize),
    );
    changing.forEach(({ element, text, state }, k) => {
      element.textContent = text;
      if (state) element.dataset.state = state;
      element.style.minWidth = `${(widths[k] + 0.1).toFixed(2)}em`;
    });
  }
}

export class Screen {
  /** @type {Told | null} */
  #story = null;
  #text = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.canvas = one("[data-picture]", root);
    this.strip = one("[data-strip]", root);
    this.picture = new StagePicture(this.canvas, this.strip, root);
    this.caption = one("[data-caption]", root);
    this.formula = one("[data-formula]", root);
    this.text = one("[data-text-slide]", root);
    this.#silence();
  }

  #silence() {
    this.caption.replaceChildren();
    Object.assign(this.caption.dataset, { says: "", long: "" });
    this.formula.replaceChildren();
    this.formula.style.setProperty("--fit", "1");
  }

  /**
   * @param {Deck} deck @param {number} k
   * @param {{ hide?: readonly string[], zoom?: Zoom, title?: string }} [look]
   */
  show(deck, k, { hide = [], zoom = "fit", title = "" } = {}) {
    const { root, picture } = this;
    const { state, slide, story } = at(deck, k);
    root.dataset.state = String(k);
    root.dataset.slide = String(slide.number);
    root.dataset.step = String(state.step);
    root.dataset.hide = hide.join(" ");
    one("[data-title]", root).innerHTML = title || slide.html;
    one("[data-section]", root).innerHTML = slide.section;
    one("[data-place]", root).textContent = place(deck, k);
    root.dataset.kind = story ? "lesson" : slide.style;
    if (!story) {
      this.#story = null;
      root.style.setProperty("--line-height", "9cqh");
      picture.clear();
      this.#silence();
      this.#showText(slide, state);
    } else {
      this.#text = "";
      this.text.replaceChildren();
      this.text.style.setProperty("--fit", "1");
      picture.zoom = zoom;
      const fresh = story !== this.#story;
      this.#story = story;
      if (fresh) root.style.setProperty("--line-height", `${2 + 3.5 * Math.min(MOST_ROWS, rowsOf(story))}cqh`);
      if (fresh) picture.load(story, state.step, { svg: story.svg, strip: story.page.strip });
      else picture.go(state.step);
      this.#say(story, slide, state);
      // First all is written, then measured, then fitted: one layout per state.
      const { caption, formula } = this;
      const long = caption.scrollHeight > caption.clientHeight + 1;
      const fit = Math.min(
        formula.clientWidth / formula.scrollWidth,
        formula.clientHeight / formula.scrollHeight,
      );
      const measured = picture.measure();
      caption.dataset.long = long ? "yes" : "";
      formula.style.setProperty("--fit", fit < 1 ? Math.max(0.73, fit - 0.01).toFixed(3) : "1");
      picture.look(measured, !fresh);
    }
  }

  /** @param {Told} story @param {import("./deck.js").Slide} slide @param {import("./deck.js").State} state */
  #say(story, slide, state) {
    const { caption, formula } = this;
    const told = story.steps[state.step];
    const words = state.says ? slide[state.says] : "";
    if (words) caption.innerHTML = words;
    else caption.textContent = told.sentence;
    caption.dataset.says = words ? state.says : told.kind === "board" ? "question" : "";
    caption.dataset.long = "";
    // A question stands alone; what it asks for comes with the answer.
    const written = state.says === "question" ? "" : formulaAt(story, state.step);
    formula.innerHTML = written && breakable(written);
    formula.style.setProperty("--fit", "1");
  }

  /** @param {import("./deck.js").Slide} slide @param {import("./deck.js").State} state */
  #showText(slide, state) {
    const { text } = this;
    const key = JSON.stringify([slide, state]);
    if (key === this.#text) return;
    this.#text = key;
    const list = document.createElement("ul");
    slide.points.forEach((point, place) => {
      // A number or a formula of its own has no bullet.
      const bare = /^(\d+\.|<math)/.test(point) ? "bare" : "";
      list.append(line("li", point, place < state.step, bare));
    });
    const asked = state.says !== "";
    text.replaceChildren(list);
    if (slide.question) text.append(line("p", slide.question, asked, "question"));
    if (slide.text) text.append(line("p", slide.text, state.says === "text", "answer"));
    text.style.setProperty("--fit", "1");
    for (let fit = 1; fit > 0.56 && tooLarge(text); fit -= 0.04) {
      text.style.setProperty("--fit", (fit - 0.04).toFixed(2));
    }
  }

  /** What is drawn on the picture, in its units; of a text, in thousandths of the screen's width.
   * @returns {Rect & { left: number, top: number, scale: number }} */
  get frame() {
    const { picture, root } = this;
    if (root.dataset.kind !== "lesson" || !picture.view) {
      const scale = root.offsetWidth / 1000;
      return { x: 0, y: 0, width: 1000, height: root.offsetHeight / scale, left: 0, top: 0, scale };
    }
    const { left, top, width } = picture.box;
    return { ...picture.view, left, top, scale: width / picture.view.width };
  }
}

/** Rows of a matrix that are shown, at most. */
const MOST_ROWS = 5;

/** What a step shows in the line: its local gradient's formula or matrix, else its last formula; the
 * update keeps its own until the next forward pass. @param {Told} story @param {number} k */
function formulaAt(story, k) {
  const { phase, iteration, kind } = story.steps[k];
  for (; k >= 0; k -= 1) {
    const step = story.steps[k];
    if (step.phase !== phase || step.iteration !== iteration) break;
    const found = step.formulas.filter(isShort);
    // Of a product of numbers the strip says the same.
    if (kind === "product" && story.chains[0]?.paths.length === 1) return found.find(isMatrix) ?? "";
    const local = step.formulas.find((each, place) => step.cards[place] === "local" && isShort(each));
    if (found.length) return local ?? found.filter((each) => !isMatrix(each)).at(-1) ?? "";
    if (phase !== "update") break;
  }
  return "";
}

/** @param {string} formula */
const isMatrix = (formula) => formula.startsWith('<div class="matrix"');

/** Whether there is room for a formula or matrix; words are not for the stage. @param {string} formula */
const isShort = (formula) =>
  isMatrix(formula) ? rowsIn(formula) <= MOST_ROWS : formula.startsWith("<math");

/** The rows of a formula's largest matrix. @param {string} formula */
function rowsIn(formula) {
  const tables = formula.match(/<mtable.*?<\/mtable>|<table.*?<\/table>/gs) ?? [];
  // A table's heading stands above it, and a fraction's other half above or below.
  const more = /<mfrac>(?:(?!<\/mfrac>).)*<mtable/s.test(formula) ? 1 : 0;
  const rows = tables.map((table) => table.split(/<m?tr\b/).length - (table[1] === "m" ? 1 : 0));
  return Math.max(2, ...rows) + more;
}

/** The rows of a story's largest matrix; the line of formulas has room for it from the start.
 * @param {Told} story */
const rowsOf = (story) =>
  Math.max(2, ...story.steps.map(({ index }) => rowsIn(formulaAt(story, index))));

/** @param {HTMLElement} box */
const tooLarge = (box) =>
  box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;

/** @param {string} tag @param {string} markup @param {boolean} there @param {string} [name] */
function line(tag, markup, there, name = "") {
  const made = document.createElement(tag);
  // The server's own markup, where every text is escaped.
  made.innerHTML = markup;
  if (name) made.className = name;
  // It keeps its place while it is not there yet.
  if (!there) made.dataset.state = "absent";
  return made;
}

/**
 * A picture as small as a stamp: drawn once, not touched.
 * @param {HTMLElement} box @param {Told} story @param {number} step
 */
export function thumbnail(box, story, step) {
  new Thumb(box, document.createElement("div")).load(story, step, { svg: story.svg });
  for (const element of box.querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
}

class Thumb extends Picture {
  /** @override */
  fit() {}
  /** @override */
  showActive() {}
}
