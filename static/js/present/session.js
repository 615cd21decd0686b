// What a window of the stage shows now, and what its keys do to that; whatever changes is told to
// the other windows, and what they tell is shown here.

import { channelName, follow } from "./follow.js";
import * as decks from "./deck.js";

/** @typedef {import("./deck.js").Deck} Deck */
/** @typedef {import("./deck.js").Told} Told */
/** @typedef {import("./follow.js").Message} Message */
/** @typedef {import("./screen.js").Zoom} Zoom */
/**
 * Where the talk is and how it is looked at.
 * @typedef {object} Place
 * @property {number} at  the state
 * @property {number} home  the state to come back to from a detour
 * @property {boolean} blank
 * @property {string[]} hide  the layers that are hidden
 * @property {Zoom} zoom
 * @property {string} typed  the number that is being typed
 */

const PHASES = ["forward", "backward", "update"];

export class Session {
  /** @type {Place} */
  place = { at: 0, home: 0, blank: false, hide: [], zoom: "fit", typed: "" };
  /** The chain that somebody asked for, away from the talk. @type {Deck | null} */
  aside = null;
  /** Strokes of the pen by the state's name. @type {Record<string, number[][]>} */
  strokes = {};

  /**
   * @param {import("./deck.js").Given} given
   * @param {object} told
   * @param {() => void} told.paint  show it all
   * @param {(message: Message) => void} [told.hear]  what another window tells besides
   */
  constructor(given, { paint, hear = () => {} }) {
    this.given = given;
    this.base = decks.deck(given);
    this.place.at = decks.clamp(this.base, given.at);
    this.paint = paint;
    this.tell = follow(channelName(), (message) => {
      this.#hear(message);
      hear(message);
    });
  }

  get deck() {
    return this.aside ?? this.base;
  }

  get now() {
    return decks.at(this.deck, this.place.at);
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
      stories: this.base.stories === this.given.stories ? undefined : this.base.stories,
      aside: this.aside?.stories[0] ?? null,
      strokes: this.strokes,
    };
  }

  /** @param {Message} message */
  #hear({ hello, place, stories, aside, strokes }) {
    if (hello) return this.tell(this.all());
    if (stories) this.base = this.#with(stories);
    if (place) this.place = place;
    if (aside !== undefined) this.aside = aside && this.#detour(aside);
    if (strokes) this.strokes = strokes;
    this.place = { ...this.place, at: decks.clamp(this.deck, this.place.at) };
    if (place || stories || strokes) this.paint();
  }

  /** @param {Told[]} stories */
  #with(stories) {
    return stories.reduce(
      (deck, story, k) => (deck.stories[k] === story ? deck : decks.replaced(deck, k, story)),
      this.base,
    );
  }

  /** @param {Told} story */
  #detour(story) {
    return decks.detour(this.base, decks.at(this.base, this.place.home).slide, story);
  }

  /** @param {Partial<Place>} part */
  set(part) {
    this.place = { ...this.place, ...part };
    this.paint();
    this.tell({ place: this.place });
  }

  /** To a state; what was looked at closely is left. @param {number | null} at */
  go(at) {
    // A black screen comes back first: never two things at once.
    if (this.place.blank) return this.set({ blank: false, typed: "" });
    if (at === null) return this.set({ typed: "" });
    const zoom = this.place.zoom.startsWith("near") ? "fit" : this.place.zoom;
    this.set({ at: decks.clamp(this.deck, at), typed: "", zoom });
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

  /** @param {string} digit */
  type(digit) {
    this.set({ typed: `${this.place.typed}${digit}`.slice(-7) });
  }

  /** @param {string} layer */
  toggle(layer) {
    const { hide } = this.place;
    const without = hide.filter((each) => each !== layer);
    this.set({ hide: without.length < hide.length ? without : [...hide, layer].sort() });
  }

  /** @param {Zoom} zoom */
  look(zoom) {
    this.set({ zoom: this.place.zoom === zoom ? "fit" : zoom });
  }

  /** A changed telling of the story that is shown. @param {Told} story @param {number} index */
  change(story, index) {
    this.base = decks.replaced(this.base, index, story);
    this.#stay({ stories: this.base.stories });
  }

  /** A chain of its own: in a lesson it takes the story's place, in a talk it is a detour.
   * @param {Told} story @param {boolean} fresh  whether it begins at the backward pass */
  depart(story, fresh) {
    if (!this.aside && !this.base.slug) {
      this.base = decks.replaced(this.base, 0, story);
    } else {
      if (!this.aside) this.place.home = this.place.at;
      this.aside = this.#detour(story);
    }
    const start = fresh ? decks.phaseOf(this.deck, 0, "backward") : null;
    if (start !== null) this.place.at = start;
    this.#stay(this.aside ? { aside: story } : { stories: this.base.stories });
  }

  /** Back from a detour to the talk. */
  comeBack() {
    this.aside = null;
    this.place.at = this.place.home;
    this.#stay({ aside: null });
  }

  /** @param {Message} message */
  #stay(message) {
    this.place = { ...this.place, at: decks.clamp(this.deck, this.place.at) };
    this.paint();
    this.tell({ ...message, place: this.place });
  }

  /** @param {string} name @param {number[][]} strokes */
  ink(name, strokes) {
    this.strokes = { ...this.strokes, [name]: strokes };
    this.paint();
    this.tell({ strokes: this.strokes });
  }

  /** What the keys of both windows do. @type {Record<string, () => void>} */
  actions = {
    next: () => this.go(this.place.at + 1),
    previous: () => this.go(this.place.at - 1),
    first: () => this.go(0),
    last: () => this.go(this.deck.states.length - 1),
    nextPart: () => this.go(decks.part(this.deck, this.place.at, 1)),
    previousPart: () => this.go(decks.part(this.deck, this.place.at, -1)),
    enter: () => this.place.typed && this.go(decks.numbered(this.deck, this.place.typed)),
    phase: () => {
      const phase = PHASES[Number(this.place.typed) - 1];
      if (this.place.typed) this.go(phase ? decks.phaseOf(this.deck, this.place.at, phase) : null);
    },
    blank: () => this.set({ blank: !this.place.blank }),
    whole: () => this.look("whole"),
    zoom: () => {
      const { story, state } = this.now;
      if (!story) return;
      const told = story.steps[state.step];
      const near = this.place.zoom.startsWith("near");
      this.look(near ? this.place.zoom : `near ${told.edge ?? told.node ?? story.nodes[0].id}`);
    },
    values: () => this.toggle("values"),
    locals: () => this.toggle("locals"),
    gradients: () => this.toggle("gradients"),
    sizes: () => this.toggle("sizes"),
  };
}
