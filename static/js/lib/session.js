// What a window of the stage shows now: where its walk along the deck is, and how that is looked at.
// Whatever changes is told to the other windows, and what they tell is shown here.

import { Walk } from "../walk.js";
import { channelName, follow } from "./follow.js";
import { graphOf } from "./merge.js";
import { posed, touchedAt } from "./worksheet.js";
import * as decks from "./deck.js";

/** @typedef {import("./deck.js").Deck} Deck */
/** @typedef {import("./deck.js").Told} Told */
/** @typedef {import("./follow.js").Message} Message */
/** @typedef {import("../parts/stage/spots.js").Stroke} Stroke */
/** How closely a picture is looked at, and at which node or wire.
 * @typedef {{ by: number, about: string }} Zoom */
/**
 * Where the talk is and how it is looked at.
 * @typedef {object} Place
 * @property {number} at  the state
 * @property {number} home  the state to come back to from a detour
 * @property {boolean} blank
 * @property {string[]} hide  the layers that are hidden
 * @property {Zoom | null} zoom  null: all of the picture
 * @property {import("../walk.js").Posed | null} posed  what is asked instead of what the state says
 * @property {string | null} why  what is explained over the picture: a node or a wire; empty: the step;
 *   null: nothing
 * @property {string | null} typed  the number that is being typed, as far as it is; null: none is
 */

/** How much larger a close look is, a step of + and −, and the most. */
const CLOSE = 2;
const STEP = 1.25;
const MOST = 5;

/** States in which something is asked. */
export const ASKING = new Set(["question", "locked"]);

export class Session {
  /** Along the deck's states. @type {Walk<{ steps: import("./types.js").Stop[] }>} */
  walk = new Walk();
  /** The place without where the walk is. @type {Omit<Place, "at">} */
  #look = { home: 0, blank: false, hide: [], zoom: null, posed: null, why: null, typed: null };
  /** The deck that the walk is along. @type {Deck | null} */
  #walked = null;
  /** The chain that somebody asked for, away from the talk. @type {Deck | null} */
  aside = null;
  /** Strokes of the pen by the state's name. @type {Record<string, Stroke[]>} */
  strokes = {};
  /** The places of the stories of which a number was changed. @type {Set<number>} */
  #changed = new Set();

  /**
   * @param {import("./deck.js").Given} given
   * @param {object} told
   * @param {() => void} told.paint  show it all
   * @param {(message: Message) => void} [told.hear]  what another window tells besides
   * @param {(hear: (message: Message) => void) => (message: Message) => void} [told.connect]
   *   with the other windows
   */
  constructor(given, { paint, hear = () => {}, connect = (heard) => follow(channelName(), heard) }) {
    this.given = given;
    this.base = decks.deck(given);
    this.#look.hide = [...given.hide];
    this.paint = paint;
    this.tell = connect((message) => {
      this.#hear(message);
      hear(message);
    });
    this.start(given.at);
    this.walk.subscribe((changed) => {
      if (changed.has("step")) this.#shown();
    });
  }

  /** Be at a state of the deck, as it is now, before anything is shown. @param {number} at */
  start(at) {
    const { deck } = this;
    const along = this.#walked === deck ? this.walk.story : null;
    this.#walked = deck;
    this.walk.load(along ?? decks.way(deck), { step: at });
  }

  /** @returns {Place} */
  get place() {
    return { at: this.walk.step, ...this.#look };
  }

  #shown() {
    this.paint();
    this.tell({ place: this.place });
  }

  get deck() {
    return this.aside ?? this.base;
  }

  get now() {
    return decks.at(this.deck, this.walk.step);
  }

  /** The name of what is drawn on now. */
  get name() {
    return `${this.aside ? `aside ${this.now.story?.focus} ` : ""}${decks.nameOf(this.now.state)}`;
  }

  /** Ask the other windows what they show. */
  hello() {
    this.tell({ hello: true });
  }

  /** Everything, for a window that has just been opened. @returns {Message} */
  all() {
    return {
      place: this.place,
      stories: Object.fromEntries([...this.#changed].map((k) => [k, this.base.stories[k]])),
      aside: this.aside?.stories[0] ?? null,
      strokes: this.strokes,
    };
  }

  /** @param {Message} message */
  #hear({ hello, place, stories, aside, strokes }) {
    if (hello) return this.tell(this.all());
    for (const [k, story] of Object.entries(stories ?? {})) this.#put(Number(k), story, true);
    if (place) this.#look = lookOf(place);
    if (aside !== undefined) {
      const worn = aside && kept(aside, this.aside?.stories[0] ?? this.now.story);
      this.aside = worn && this.#detour(worn);
    }
    if (strokes) this.strokes = strokes;
    this.start(place?.at ?? this.walk.step);
    if (place || stories || strokes) this.paint();
  }

  /** A changed telling of a story; its picture stays as it is here, where that is wanted.
   * @param {number} index @param {Told} story @param {boolean} still */
  #put(index, story, still) {
    this.#changed.add(index);
    const told = still ? kept(story, this.base.stories[index]) : story;
    this.base = decks.replaced(this.base, index, told);
  }

  /** The same story with the picture for this window's room; other windows have rooms of their own.
   * @param {Told} story @param {Told} laid */
  lay(story, laid) {
    if (this.aside?.stories[0] === story) this.aside = this.#detour(laid);
    const index = this.base.stories.indexOf(story);
    if (index >= 0) this.base = decks.replaced(this.base, index, laid);
    this.start(this.walk.step);
    this.paint();
  }

  /** Whether the story that is to be shown is still to come. */
  get waits() {
    return this.now.story?.waits === true;
  }

  /** All stories of a talk are here: those that were still to come are put in their places.
   * @param {readonly Told[]} stories */
  arrive(stories) {
    const all = this.base.stories.map((each, k) => (each.waits ? stories[k] : each));
    this.base = decks.deck({ ...this.base, stories: all });
    this.start(this.walk.step);
    this.paint();
  }

  /** @param {Told} story */
  #detour(story) {
    return decks.detour(this.base, decks.at(this.base, this.#look.home).slide, story);
  }

  /** @param {Partial<Place>} part */
  set(part) {
    this.#look = lookOf({ ...this.place, ...part });
    if (part.at === undefined) this.#shown();
    else this.walk.go(part.at);
  }

  /** To a state; what was looked at closely is left. @param {number | null} at */
  go(at) {
    // A black screen comes back first: never two things at once.
    if (this.place.blank) return this.set({ blank: false, typed: null });
    if (at === null) return this.set({ typed: null });
    this.set({ at, typed: null, zoom: null, posed: null, why: this.#whyAt(at) });
  }

  /** What is explained at another state: its step, where that of the step was; of the same story, and
   * not before it has been answered. @param {number} k */
  #whyAt(k) {
    const { state, story } = decks.at(this.deck, decks.clamp(this.deck, k));
    const goesOn = this.#look.why === "" && story === this.now.story && !ASKING.has(state.says);
    return goesOn ? "" : null;
  }

  /** Whether something is asked here: it is explained after the answer. */
  get asks() {
    return this.#look.posed !== null || ASKING.has(this.now.state.says);
  }

  /** Explain a node or a wire, the step where `about` is empty; once more, no more. @param {string} about */
  explain(about) {
    const { why, blank } = this.#look;
    if (blank) return this.set({ blank: false });
    if (this.asks || !this.now.story) return;
    this.set({ why: why === about || (!about && why !== null) ? null : about });
  }

  /** A factor of the chain leads to its step, which is explained there. @param {number} step */
  factor(step) {
    if (step === this.now.state.step) return this.explain("");
    this.goToStep(step);
    if (!this.asks) this.set({ why: "" });
  }

  /** To a step of the story that is shown, if a state has it. @param {number} step */
  goToStep(step) {
    const { story, state } = this.now;
    const fits = this.deck.states
      .map((each, k) => ({ ...each, k }))
      .filter(({ slide }) => this.deck.slides[slide].story !== null)
      .filter(({ slide }) => this.deck.stories[this.deck.slides[slide].story ?? 0] === story);
    const found =
      fits.find((each) => each.step >= step && each.slide >= state.slide) ??
      fits.find((each) => each.step >= step);
    if (found) this.go(found.k);
  }

  /** The number that is typed after G. */
  number = {
    typed: () => this.place.typed,
    /** @param {string | null} typed */
    type: (typed) => this.set({ typed }),
    /** @param {string} typed */
    go: (typed) => this.go(decks.numbered(this.deck, typed)),
  };

  /** Ask for the next number of the story that is shown, or for the touched one: false where none comes.
   * @param {readonly import("./worksheet.js").Asked[]} questions  all of the story's
   * @param {readonly string[]} [slots]  of what is touched */
  ask(questions, slots = []) {
    const touched = touchedAt(questions, slots, this.now.state.step);
    const at = touched && decks.before(this.deck, this.walk.step, touched);
    if (touched && at !== null) {
      this.set({ at, posed: posed(touched), why: null, blank: false, typed: null });
      return true;
    }
    const found = decks.ahead(this.deck, this.walk.step, questions);
    const asked = found?.question ? posed(found.question) : null;
    if (found) this.set({ at: found.at, posed: asked, why: null, blank: false, typed: null });
    return found !== null;
  }

  /** To the first state of a phase, of the story that is shown. @param {string} phase */
  #phase(phase) {
    const found = decks.phaseOf(this.deck, this.walk.step, phase);
    if (found !== null) this.go(found);
  }

  /** @param {string} layer */
  toggle(layer) {
    const { hide } = this.place;
    const without = hide.filter((each) => each !== layer);
    this.set({ hide: without.length < hide.length ? without : [...hide, layer].sort() });
  }

  /** Look closely at a node or a wire, or at all again. @param {string} about */
  closely(about) {
    this.set({ zoom: this.place.zoom ? null : { by: CLOSE, about } });
  }

  /** Larger or smaller than now; never smaller than all of it. @param {number} factor */
  #zoom(factor) {
    const { zoom } = this.place;
    const by = Math.min(MOST, (zoom?.by ?? 1) * factor);
    this.set({ zoom: by > 1.01 ? { by, about: zoom?.about ?? this.#subject } : null });
  }

  /** What is told here: a wire or a node. */
  get #subject() {
    const { story, state } = this.now;
    const told = story?.steps[state.step];
    return told?.edge ?? told?.node ?? story?.nodes[0].id ?? "";
  }

  /** A changed telling of the story that is shown. @param {Told} story @param {number} index
   * @param {boolean} [still]  its picture stays as it is for now */
  change(story, index, still = false) {
    this.#put(index, story, still);
    this.#stay({ stories: { [index]: story } });
  }

  /** A chain of its own: in a lesson it takes the story's place, in a talk it is a detour.
   * @param {Told} story @param {boolean} fresh  whether it begins at the backward pass
   * @param {{ still?: boolean, away?: boolean }} [how]  `still`: its picture stays as it is for now; `away`: it is a
   *   detour anyway, a neuron alone, and begins in the phase where one is */
  depart(story, fresh, { still = false, away: leave = false } = {}) {
    if (fresh) this.#look.why = null;
    const { phase } = this.now.story?.steps[this.now.state.step] ?? { phase: "" };
    const away = leave || this.aside !== null || this.base.slug !== "";
    if (!away) this.#put(0, story, still);
    else {
      if (!this.aside) this.#look.home = this.walk.step;
      this.aside = this.#detour(still ? kept(story, this.now.story) : story);
    }
    const begin = fresh ? decks.phaseOf(this.deck, 0, leave && phase === "forward" ? phase : "backward") : null;
    this.#stay(away ? { aside: story } : { stories: { 0: story } }, leave && phase === "start" ? 0 : (begin ?? this.walk.step));
  }

  /** Back from a detour to the talk. */
  comeBack() {
    this.aside = null;
    this.#look.why = null;
    this.#stay({ aside: null }, this.#look.home);
  }

  /** Show the deck as it has become. @param {Message} message @param {number} at */
  #stay(message, at = this.walk.step) {
    this.#look.posed = null;
    this.start(at);
    this.paint();
    this.tell({ ...message, place: this.place });
  }

  /** @param {string} name @param {Stroke[]} strokes */
  ink(name, strokes) {
    this.strokes = { ...this.strokes, [name]: strokes };
    this.paint();
    this.tell({ strokes: this.strokes });
  }

  /** What the keys of both windows do. @type {Record<string, () => void>} */
  actions = {
    next: () => this.go(this.walk.after),
    previous: () => this.go(this.walk.before),
    first: () => this.go(0),
    last: () => this.go(this.walk.last),
    nextPart: () => this.go(decks.part(this.deck, this.walk.step, 1)),
    previousPart: () => this.go(decks.part(this.deck, this.walk.step, -1)),
    forward: () => this.#phase("forward"),
    backward: () => this.#phase("backward"),
    update: () => this.#phase("update"),
    number: () => this.set({ typed: "" }),
    blank: () => this.set({ blank: !this.place.blank }),
    why: () => this.explain(""),
    whole: () => this.set({ zoom: null }),
    closely: () => this.closely(this.#subject),
    larger: () => this.#zoom(STEP),
    smaller: () => this.#zoom(1 / STEP),
    values: () => this.toggle("values"),
    locals: () => this.toggle("local"),
    gradients: () => this.toggle("gradients"),
  };
}

/** A story in the picture in hand, of the same graph: nothing in it moves, until it is laid out anew.
 * @param {Told} story @param {Told | null} before @returns {Told} */
function kept(story, before) {
  const same = before && graphOf(before.structure) === graphOf(story.structure);
  const { svg, structure, laid } = same ? before : story;
  return { ...story, svg, structure, laid, held: true };
}

/** @param {Place} place @returns {Omit<Place, "at">} */
const lookOf = ({ at: _, ...look }) => look;
