// One screen: shows any state of a deck in a box, by the picture that the studio has, too. What it
// shows depends on the state alone, never on what was shown before.

import { say } from "../../lib/below.js";
import { remark } from "../../lib/coded.js";
import { at, kin, lastOf, lockedAt, ownWords, place } from "../../lib/deck.js";
import { one } from "../../lib/dom.js";
import { formulaAt } from "../../lib/formula.js";
import { phaseName } from "../../lib/language.js";
import { put } from "../../lib/markup.js";
import { ASKING } from "../../lib/session.js";
import { saidOf } from "../../lib/veil.js";
import { figured, lightFigure } from "../figure.js";
import { leads } from "../demanded.js";
import { answering } from "../locked.js";
import { StagePicture } from "./picture.js";
import { keeping, rowsFor, stripFor } from "./ruler.js";
import { whyOn } from "./why.js";

/** @typedef {import("../../lib/deck.js").Deck} Deck */
/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {import("../../lib/session.js").Zoom} Zoom */

/** How much smaller a sentence may get to stand in one line. */
const ONE_LINE = 0.8;
/** How small a sentence of one line and the formula may get: so that they are read from the last row. */
const SMALLEST_SENTENCE = 0.63;
const SMALLEST_LINE = 0.7;

/** Whether a lesson's own state asks something. @param {{ kind: string, sentence: string }} told */
const asks = ({ kind, sentence }) => kind === "board" && sentence.endsWith("?");

export class Screen {
  /** @type {Told | null} */
  #story = null;
  #text = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.canvas = one("[data-picture]", root);
    this.strip = one("[data-strip]", root);
    this.figure = one("[data-figure]", root);
    this.leads = leads(this.figure);
    this.picture = new StagePicture(this.canvas, this.strip);
    this.caption = one("[data-caption]", root);
    this.formula = one("[data-formula]", root);
    this.text = one("[data-text-slide]", root);
    const why = root.querySelector("[data-why]");
    this.why = why instanceof HTMLElement ? whyOn(why, this.picture) : null;
    root.style.setProperty("--rows", "2");
    this.#silence();
  }

  #silence() {
    keeping(this.strip, 0);
    this.strip.removeAttribute("data-ahead");
    this.caption.replaceChildren();
    Object.assign(this.caption.dataset, { says: "", long: "" });
    this.caption.style.setProperty("--fit", "1");
    this.formula.replaceChildren();
    this.formula.style.setProperty("--fit", "1");
  }

  /**
   * @param {Deck} deck @param {number} k
   * @param {{ hide?: readonly string[], zoom?: Zoom | null, posed?: import("../../walk.js").Posed | null, why?: string | null }} [look]
   */
  show(deck, k, { hide = [], zoom = null, posed = null, why = null } = {}) {
    const { root, picture } = this;
    const { state, slide, story } = at(deck, k);
    root.dataset.state = String(k);
    root.dataset.slide = String(slide.number);
    root.dataset.step = String(state.step);
    const veil = hide.join(" ");
    const other = (root.dataset.hide ?? "") !== veil;
    root.dataset.hide = veil;
    put(one("[data-title]", root), slide.html);
    put(one("[data-section]", root), slide.section);
    one("[data-place]", root).textContent = place(deck, k);
    root.dataset.kind = story ? "lesson" : slide.style;
    const phase = story?.steps[state.step].phase ?? "";
    root.dataset.phase = phase;
    one("[data-phase-name]", root).textContent = phase && phaseName(phase);
    if (!story) {
      this.#story = null;
      root.style.setProperty("--rows", "2");
      picture.clear();
      figured(this.figure, {});
      this.#silence();
      this.why?.show(null);
      this.#showText(slide, state);
    } else {
      this.#text = "";
      this.text.replaceChildren();
      this.text.removeAttribute("data-figured");
      this.text.style.setProperty("--fit", "1");
      const before = this.#story;
      const fresh = story !== before;
      this.#story = story;
      const stories = kin(deck, story);
      root.style.setProperty("--rows", String(rowsFor(stories)));
      keeping(this.strip, stripFor(root, deck, stories));
      picture.last = lastOf(deck, story);
      if (fresh) figured(this.figure, story.page);
      lightFigure(this.figure, state.step, hide.includes("values"));
      this.figure.parentElement?.toggleAttribute("data-alone", slide.alone);
      if (fresh) picture.load(story, state.step, this.#new(story, before));
      const looks = fresh ? undefined : picture.go(state.step);
      if (other && !fresh) picture.relabelAll();
      // A chain is asked for on the way back, and not before.
      const chained = story.steps.slice(0, state.step + 1).some(isBack);
      this.strip.toggleAttribute("data-ahead", !chained);
      picture.ask(posed?.slots ?? [], [], posed?.step ?? 0);
      const locked = lockedAt(story, state);
      if (posed) this.#ask(posed.ask);
      else if (locked) this.#ask(locked, answering(story.page.url));
      else this.#say(story, slide, state, hide);
      // First all is written, then measured, then fitted: one layout per state.
      looks?.();
      this.#fit();
      picture.look(zoom);
      this.leads.show(state.step);
      // What is asked is explained after the answer.
      const silent = why === null || posed !== null || ASKING.has(state.says);
      this.why?.show(silent ? null : { story, step: state.step, about: why || null, hide });
    }
  }

  /** What of a story is drawn anew: nothing that moves, while a hand changes its numbers.
   * @param {Told} story @param {Told | null} before */
  #new(story, before) {
    const same = story.held && before?.structure === story.structure;
    return {
      ...(same ? {} : { svg: story.svg }),
      ...(same && before.focus === story.focus ? {} : { strip: story.page.strip }),
    };
  }

  /** What is shown; null for a slide of text. */
  get story() {
    return this.#story;
  }

  /** The picture that is shown, or null. */
  get svg() {
    return this.root.dataset.kind === "lesson" ? this.canvas.querySelector("svg.graph") : null;
  }

  /** Keep the picture from sight, because another comes. @param {boolean} on */
  wait(on) {
    this.canvas.toggleAttribute("data-fitting", on);
  }

  /** @param {Told} story @param {import("../../lib/deck.js").Slide} slide @param {import("../../lib/deck.js").State} state
   * @param {readonly string[]} hide */
  #say(story, slide, state, hide) {
    const { caption, formula } = this;
    const told = story.steps[state.step];
    const words = ownWords(slide, state);
    if (words) put(caption, words);
    else say(caption, saidOf(told, hide));
    caption.dataset.says = words ? state.says : asks(told) ? "question" : "";
    caption.dataset.long = "";
    caption.style.setProperty("--fit", "1");
    // A question stands alone; what it asks for comes with the answer.
    const written = state.says === "question" ? "" : formulaAt(story, state.step, hide);
    put(formula, written);
    // What was read otherwise than meant is said before the first step, where it disturbs least.
    const doubt = state.says || state.step ? undefined : story.doubts?.[0];
    if (doubt) formula.replaceChildren(remark(doubt.message));
    formula.style.setProperty("--fit", "1");
  }

  /** Sentence and formula as large as their room allows; the room is the same at every step. */
  #fit() {
    const { caption, formula } = this;
    const long = caption.clientWidth / caption.scrollWidth < ONE_LINE;
    if (long) caption.dataset.long = "yes";
    if (long && caption.scrollHeight > caption.clientHeight + 2) caption.dataset.long = "very";
    if (!long) shrink(caption, SMALLEST_SENTENCE);
    shrink(formula, SMALLEST_LINE);
  }

  /** The question stands where the sentence stands, and alone: the symbols of a slope may be its number.
   * @param {string} question @param {Node[]} below  what stands in the formula's place */
  #ask(question, below = []) {
    say(this.caption, question);
    Object.assign(this.caption.dataset, { says: "question", long: "" });
    this.caption.style.setProperty("--fit", "1");
    this.formula.replaceChildren(...below);
    this.formula.style.setProperty("--fit", "1");
  }

  /** @param {import("../../lib/deck.js").Slide} slide @param {import("../../lib/deck.js").State} state */
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
    const figure = slide.figures[Math.max(0, state.step - 1)];
    text.toggleAttribute("data-figured", Boolean(figure));
    if (figure) text.append(line("div", figure, true, "curves"));
    if (slide.question) text.append(line("p", slide.question, asked, "question"));
    if (slide.text) text.append(line("p", slide.text, state.says === "text", "answer"));
    text.style.setProperty("--fit", "1");
    for (let fit = 1; fit > 0.56 && tooLarge(text); fit -= 0.04) {
      text.style.setProperty("--fit", (fit - 0.04).toFixed(2));
    }
  }

  /** Where what is drawn on the picture goes, which is kept in the picture's own units; of a text, in
   * thousandths of the screen's width.
   * @returns {{ x: number, y: number, left: number, top: number, scale: number }} */
  get frame() {
    const { root, svg } = this;
    if (!svg) return { x: 0, y: 0, left: 0, top: 0, scale: root.offsetWidth / 1000 };
    const [outer, inner] = [root.getBoundingClientRect(), svg.getBoundingClientRect()];
    // In the speaker's window a screen is drawn smaller than it is.
    const shrunk = root.offsetWidth / outer.width;
    const [x, y, width] = (svg.getAttribute("viewBox") ?? "0 0 1").split(/[ ,]+/).map(Number);
    return {
      x,
      y,
      left: (inner.left - outer.left) * shrunk,
      top: (inner.top - outer.top) * shrunk,
      scale: (inner.width * shrunk) / width,
    };
  }
}

/** Whether a step is of the way back or of the update; a lesson's own state stands before one.
 * @param {import("../../lib/types.js").Step} step */
const isBack = ({ kind, phase }) => kind !== "board" && (phase === "backward" || phase === "update");

/** @param {HTMLElement} box */
const tooLarge = (box) =>
  box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;

/** A text smaller until it fits, or may not get smaller. Not all of it does: what is small already stays, so
 * once may be too little. @param {HTMLElement} box @param {number} least */
function shrink(box, least) {
  for (let size = 1; size > least; ) {
    const fit = Math.min(box.clientWidth / box.scrollWidth, box.clientHeight / box.scrollHeight);
    if (fit >= 1) return;
    size = Math.max(least, size * fit - 0.01);
    box.style.setProperty("--fit", size.toFixed(3));
  }
}

/** @param {string} tag @param {string} markup @param {boolean} there @param {string} [name] */
function line(tag, markup, there, name = "") {
  const made = document.createElement(tag);
  put(made, markup);
  if (name) made.className = name;
  // It keeps its place while it is not there yet.
  if (!there) made.dataset.state = "absent";
  return made;
}
