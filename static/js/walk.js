// The state of a walk in the browser: what is walked along, where the reader is, how finely he
// walks, what is locked, and what he looks at instead of the step. Every page is a view of one; it
// knows no page itself.

import { Locks } from "./lib/locks.js";
import * as timeline from "./lib/timeline.js";

/** @typedef {import("./lib/types.js").Level} Level */
/** @typedef {import("./lib/types.js").Stop} Stop */
/**
 * What changed: another story, new numbers in the same one, where it is drawn, the step (also where it
 * stays), how finely one walks, what is looked at, what is locked, or what is asked.
 * @typedef {"story" | "numbers" | "layout" | "step" | "level" | "focus" | "locks" | "question"} Change
 */
/**
 * A number that is asked for before the next step shows it.
 * @typedef {object} Posed
 * @property {string} ask  the question, which stands where the sentence stands
 * @property {string[]} slots  where the number is going to stand
 * @property {string[]} beside  what has been answered already, of the same step
 * @property {number} step  the step that shows it
 * @property {string} [id]  the question's name
 */

/**
 * What shows a walk: it writes what has changed, and may return what it has to measure for that, which is
 * done when all views have written: a layout for all of them, not one for each.
 * @typedef {(changed: ReadonlySet<Change>) => void | (() => void)} View
 */

/** @template {{ steps: readonly Stop[] }} [S=import("./lib/types.js").Story] */
export class Walk {
  /** What is walked along: a story, or a talk. @type {S | null} */
  story = null;
  step = 0;
  /** What is looked at instead of the step, by its id. @type {string | null} */
  focus = null;
  /** What is asked at this step, instead of what it says. @type {Posed | null} */
  posed = null;
  /** Another says how far one may go: a number that waits is asked for first.
   * @type {(k: number) => number} */
  guard = (k) => k;
  /** @type {Set<View>} */
  #views = new Set();

  /** @param {{ step?: number, level?: Level, locks?: string }} [begin] */
  constructor({ step = 0, level = "formula", locks = "" } = {}) {
    this.step = step;
    this.level = level;
    this.locks = new Locks(locks);
  }

  /** @returns {readonly S["steps"][number][]} */
  get steps() {
    return this.story?.steps ?? [];
  }

  /** The step where the reader is. @returns {S["steps"][number] | undefined} */
  get now() {
    return this.steps[this.step];
  }

  get last() {
    return Math.max(0, this.steps.length - 1);
  }

  /** The place of the step among those where the reader stops: [place, of], from 1. */
  get place() {
    return timeline.place(this.steps, this.step, this.level);
  }

  /** The step whose number is asked for here, because it is locked; or null. */
  get asked() {
    return this.locks.asked(this.steps, this.step);
  }

  /**
   * Be told what has changed, from now on, in the order in which one asked for it.
   * @param {View} view
   * @returns {() => void}  be told no more
   */
  subscribe(view) {
    this.#views.add(view);
    return () => void this.#views.delete(view);
  }

  /** @param {Change[]} changes */
  #tell(...changes) {
    const changed = new Set(changes);
    const looks = [];
    for (const view of this.#views) looks.push(view(changed));
    for (const look of looks) look?.();
  }

  /** Walk along another story, or another telling of it, from where the reader is.
   * @param {S} story @param {{ step?: number }} [at] */
  load(story, { step = this.step } = {}) {
    this.#take(story);
    this.step = this.#within(step);
    this.focus = null;
    this.posed = null;
    this.#tell("story");
  }

  /** The same story, drawn for another room: what the reader looks at, and what he is asked, stays.
   * @param {S} story */
  lay(story) {
    this.#take(story);
    this.#tell("layout");
  }

  /** @param {S} story */
  #take(story) {
    const { locked } = /** @type {{ locked?: S["steps"][number] | null }} */ (story);
    this.story = locked ? { ...story, steps: [...story.steps, locked] } : story;
  }

  /** The numbers of the story have changed, and nothing else. */
  renew() {
    this.#tell("numbers");
  }

  /** To a step, or as near to it as one may go. @param {number | null} k */
  go(k) {
    if (!this.story || k === null) return;
    this.step = this.#within(this.guard(Math.min(k, this.last)));
    this.focus = null;
    this.posed = null;
    this.#tell("step");
  }

  /** @param {number} k */
  #within(k) {
    return this.locks.hold(this.steps, Math.max(0, Math.min(k, this.last)));
  }

  /** The stop after this one. */
  get after() {
    return this.story ? timeline.next(this.steps, this.step, this.level) : 0;
  }

  /** The stop before this one. */
  get before() {
    return this.story ? timeline.previous(this.steps, this.step, this.level) : 0;
  }

  next() {
    this.go(this.after);
  }

  previous() {
    this.go(this.before);
  }

  /** To the first step of a phase, where there is one. @param {string} phase */
  phase(phase) {
    this.go(timeline.phaseStart(this.steps, phase));
  }

  /** Look at a node or a wire; at null: at the step again. @param {string | null} id */
  look(id) {
    if (!this.story || id === this.focus) return;
    this.focus = id;
    this.#tell("focus");
  }

  /** Ask for the next number, or no more. @param {Posed | null} posed */
  pose(posed) {
    if (!this.story || (!posed && !this.posed)) return;
    this.posed = posed;
    this.#tell("question");
  }

  /** @param {Level} level */
  by(level) {
    this.level = level;
    this.#tell("level");
  }

  /** Unlock a number: it has been predicted, or is to be shown. @param {string} key */
  open(key) {
    this.locks.open(key);
    this.#tell("locks");
  }

  /** Show the number that is asked for here. */
  reveal() {
    const { asked } = this;
    if (!asked) return;
    this.open(asked.key);
    this.go(asked.index);
  }
}

/** What every page's keys and buttons do to its walk, by name.
 * @template {{ steps: readonly Stop[] }} S
 * @param {Walk<S>} walk @returns {Record<string, () => void>} */
export const stepping = (walk) => ({
  next: () => walk.next(),
  previous: () => walk.previous(),
  first: () => walk.go(0),
  last: () => walk.go(walk.last),
  forward: () => walk.phase("forward"),
  backward: () => walk.phase("backward"),
  update: () => walk.phase("update"),
  reveal: () => walk.reveal(),
});
