// A deck is slides and the stories that they show; its states are all that is shown, one after
// another. Where one is, is one integer.

import { _ } from "./language.js";
import { named } from "./locks.js";
import { reaches, stops } from "./timeline.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Level} Level */
/** @typedef {Record<string, any> & { values: Record<string, any>, focus: string, arithmetic: string }} Wish */
/** The room that a picture is laid out for, as the server reads it, and in a window of which size that was.
 * @typedef {{ room: string, size: string }} Laid */
/** `laid`: for which room of this window, where not for the deck's; `held`: for other numbers, which a hand
 * changes; `waits`: only its steps are here yet; `run`: of which figure that grows its picture is a state.
 * @typedef {Story & { steps: import("./types.js").StageStep[], chains: { leaf: string, paths: string[][] }[], slug: string, svg: string, wish: Wish, page: NonNullable<Story["page"]>, laid?: Laid, held?: boolean, waits?: boolean, run?: number | null }} Told */
/**
 * @typedef {object} Slide
 * @property {number} number
 * @property {number} minutes  planned for it; 0: no plan
 * @property {string} title
 * @property {string} html
 * @property {string} section
 * @property {string} question
 * @property {string} text
 * @property {string} notes
 * @property {string} style
 * @property {Level} level
 * @property {string[]} points
 * @property {number} [given]  how many of them are there from the start
 * @property {string[]} figures  one for each point, or none
 * @property {number | null} story
 * @property {number} from
 * @property {number} to
 * @property {number[]} [stops]  its steps one by one, where it has no others
 * @property {boolean} alone  whether the figure of its story stands there without the picture
 * @property {boolean} grows  whether its picture comes out of the one of before
 */
/**
 * Which slide, how far: the story's step, or how many points are there; and whether the slide's own
 * question or text is said there, or that the number which comes next is locked.
 * @typedef {{ slide: number, step: number, says: "" | "question" | "text" | "locked" }} State
 */
/** @typedef {{ title: string, slug: string, back: string, slides: Slide[], stories: Told[], at: number, room: string, hide: string[], rest?: string }} Given */
/** @typedef {Given & { states: State[] }} Deck */

/** @param {Given} given @returns {Deck} */
export const deck = (given) => ({
  ...given,
  states: given.slides.flatMap((slide, place) =>
    slide.story === null
      ? ofText(slide, place)
      : ofLesson(slide, place, given.stories[slide.story]),
  ),
});

/** @param {Slide} slide @param {number} place @returns {State[]} */
function ofText(slide, place) {
  const all = slide.points.length;
  /** @type {State[]} */
  const found = [];
  if (slide.style !== "points") found.push({ slide: place, step: all, says: "" });
  else {
    for (let step = (slide.given ?? 0) + 1; step <= all; step += 1) found.push({ slide: place, step, says: "" });
  }
  if (slide.question) found.push({ slide: place, step: all, says: "question" });
  if (slide.text) found.push({ slide: place, step: all, says: "text" });
  return found.length ? found : [{ slide: place, step: 0, says: "" }];
}

/** @param {Slide} slide @param {number} place @param {Told} story @returns {State[]} */
function ofLesson(slide, place, { steps, locked }) {
  const to = Math.min(slide.to, steps.length - 1);
  const from = Math.min(slide.from, to);
  const chosen = new Set(slide.stops?.map((step) => Math.min(step, to)));
  /** @type {State[]} */
  const found = [];
  for (let step = from; step <= to; step += 1) {
    if (chosen.size && !chosen.has(step)) continue;
    if (slide.level === "round" && insideRound(steps, step, to)) continue;
    if (chosen.size || step === from || step === to || stops(steps, step, slide.level)) {
      found.push({ slide: place, step, says: "" });
    }
  }
  // The question comes before the answer: a state of its own where there is only one, and an answer.
  if (slide.question && found.length === 1 && (slide.text || !chosen.size)) found.unshift({ ...found[0] });
  if (slide.text) found[found.length - 1].says = "text";
  if (slide.question) found[0].says = "question";
  // Of a locked number there is no step, but a state that asks for it.
  if (locked && slide.to >= steps.length) found.push({ slide: place, step: to, says: "locked" });
  return found;
}

/** Whether a step is inside a round that is like the first one: one sees how that ends, and no more.
 * @param {readonly import("./types.js").StageStep[]} steps @param {number} step @param {number} to */
const insideRound = (steps, step, to) =>
  steps[step].round > 0 && step < to && steps[step + 1].round === steps[step].round;

/** A deck as something that can be walked along: at every state of it one stops.
 * @param {Deck} shown @returns {{ steps: import("./types.js").Stop[] }} */
export const way = (shown) => ({
  steps: shown.states.map((_, index) => {
    const { state, story } = at(shown, index);
    const { phase = "", iteration = 0 } = story?.steps[state.step] ?? {};
    return { index, phase, iteration, stop: "node", key: "" };
  }),
});

/** Where the way along a whole story ends: before a locked number. @param {Told} story */
export const end = ({ steps, locked }) => steps.length - (locked ? 0 : 1);

/** A slide's own words at a state. @param {Slide} slide @param {State} state */
export const ownWords = (slide, { says }) =>
  says === "question" || says === "text" ? slide[says] : "";

/** What a state asks for that has no step, because its number is locked; "" where there is none.
 * @param {Told | null} story @param {State} state */
export const lockedAt = (story, { says }) =>
  says === "locked" && story?.locked
    ? _("Locked: what is %(what)s?", { what: named(story, story.locked) })
    : "";

/** The state's name: what belongs to it, such as strokes of the pen, is kept under it.
 * @param {State} state */
export const nameOf = ({ slide, step, says }) => `${slide} ${step} ${says}`;

/** @param {Deck} shown @param {number} at @returns {{ state: State, slide: Slide, story: Told | null }} */
export function at(shown, at) {
  const state = shown.states[at];
  const slide = shown.slides[state.slide];
  return { state, slide, story: slide.story === null ? null : shown.stories[slide.story] };
}

/** The stories whose pictures are states of one figure: they have the same room. @param {Given} shown @param {Told} story */
export const kin = ({ stories }, story) => {
  const { run = null } = story;
  return run === null ? [story] : stories.filter((each) => each.run === run && !each.waits);
};

/** The last step of a story that any state shows; of a story of another deck all of them may be.
 * @param {Deck} shown @param {Told} story */
export function lastOf({ slides, stories, states }, story) {
  const k = stories.indexOf(story);
  return k < 0 ? Infinity : Math.max(...states.map(({ slide, step }) => (slides[slide].story === k ? step : 0)));
}

/** @param {Deck} shown @param {number} k */
export const clamp = (shown, k) => Math.max(0, Math.min(k, shown.states.length - 1));

/**
 * Where a typed number leads: to a slide of a talk (16.2: its second state), to a step of a lesson.
 * @param {Deck} shown @param {string} typed @returns {number | null}
 */
export function numbered(shown, typed) {
  if (!/^\d/.test(typed)) return null;
  const [whole, part] = typed.split(".").map(Number);
  if (!shown.slug) return clamp(shown, whole - 1);
  let place = 0;
  shown.slides.forEach((slide, k) => {
    if (slide.number <= whole && slide.number !== shown.slides[place].number) place = k;
  });
  const first = firstOf(shown, place);
  const count = countOf(shown, place);
  return first + Math.max(0, Math.min((part || 1) - 1, count - 1));
}

/**
 * The next number of the story that is shown: what asks for it, and the state right before the one that
 * shows it; null where none comes. Of several at once that of the step where one stops is asked for. What
 * is locked has a state of its own, which asks for it.
 * @param {Deck} shown @param {number} now @param {readonly import("./worksheet.js").Asked[]} questions
 */
export function ahead(shown, now, questions) {
  const { story } = at(shown, now);
  for (let k = now; story && k + 1 < shown.states.length; k += 1) {
    const next = at(shown, k + 1);
    if (next.story !== story) return null;
    if (next.state.says === "locked") return { question: null, at: k + 1 };
    const told = questions.filter(
      ({ step, stop, touched }) =>
        !touched &&
        step > shown.states[k].step && step <= next.state.step && reaches(stop, next.slide.level),
    );
    const question = told.find(({ step }) => step === next.state.step) ?? told[0];
    if (question) return { question, at: k };
  }
  return null;
}

/**
 * The state of the story that is shown right before the one that shows a question's number: the nearest;
 * null where none does.
 * @param {Deck} shown @param {number} now @param {import("./worksheet.js").Asked} question
 */
export function before(shown, now, { step }) {
  const { story } = at(shown, now);
  const found = shown.states.flatMap((state, k) => {
    if (k + 1 >= shown.states.length || at(shown, k).story !== story) return [];
    const next = at(shown, k + 1);
    return next.story === story && state.step < step && step <= next.state.step ? [k] : [];
  });
  return found.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0] ?? null;
}

/** Whether a state is of the slide at a place; one that goes on with it has its number.
 * @param {Deck} shown @param {number} place @returns {(state: State) => boolean} */
const within = ({ slides }, place) => ({ slide }) => slides[slide].number === slides[place].number;

/** The first state of a slide. @param {Deck} shown @param {number} place */
export const firstOf = (shown, place) => shown.states.findIndex(within(shown, place));

/** How many it has. @param {Deck} shown @param {number} place */
const countOf = (shown, place) => shown.states.filter(within(shown, place)).length;

/**
 * The first state of a phase: of the lesson, or of the slides about the same story.
 * @param {Deck} shown @param {number} now @param {string} phase @returns {number | null}
 */
export function phaseOf(shown, now, phase) {
  const { story } = at(shown, now);
  if (!story) return null;
  const found = shown.states.findIndex((_, k) => {
    const other = at(shown, k);
    return other.story === story && story.steps[other.state.step].phase === phase;
  });
  return found < 0 ? null : found;
}

/**
 * The start of the next part (by = 1) or of this or the one before (by = -1): a slide of a talk, a
 * phase of a lesson.
 * @param {Deck} shown @param {number} now @param {1 | -1} by
 */
export function part(shown, now, by) {
  /** @param {number} k */
  const named = (k) => {
    const { state, story } = at(shown, k);
    return shown.slug || !story ? String(shown.slides[state.slide].number) : `${phaseAt(story, state.step)}`;
  };
  /** @param {number} k */
  const starts = (k) => k === 0 || named(k) !== named(k - 1);
  let k = now + by;
  while (k > 0 && k < shown.states.length - 1 && !starts(k)) k += by;
  return clamp(shown, k);
}

/** @param {Told} story @param {number} step */
const phaseAt = (story, step) => `${story.steps[step].iteration} ${story.steps[step].phase}`;

/** A state's place as it is written: "17 / 33" steps; of a talk's slides, and where one has several
 * states, which: "16.2 / 63". It is what one types after G to come here.
 * @param {Deck} shown @param {number} now */
export function place(shown, now) {
  if (!shown.slug) return `${now + 1} / ${shown.states.length}`;
  const { state, slide } = at(shown, now);
  const count = countOf(shown, state.slide);
  const which = now - firstOf(shown, state.slide) + 1;
  const last = shown.slides[shown.slides.length - 1].number;
  return `${slide.number}${count > 1 ? `.${which}` : ""} / ${last}`;
}

/**
 * The deck with another telling of one of its stories; a lesson's deck tells all of its steps.
 * @param {Deck} shown @param {number} index @param {Told} story
 */
export function replaced(shown, index, story) {
  const stories = shown.stories.map((each, k) => (k === index ? story : each));
  const slides = shown.slug
    ? shown.slides
    : shown.slides.map((slide) => ({ ...slide, to: end(story) }));
  return deck({ ...shown, slides, stories });
}

/**
 * A deck of one story alone, away from a talk: for a chain that somebody asked for.
 * @param {Deck} shown @param {Slide} slide @param {Told} story
 */
export const detour = (shown, slide, story) =>
  deck({
    ...shown,
    slug: "",
    slides: [{ ...slide, question: "", text: "", story: 0, level: "formula", from: 0, to: end(story), stops: [] }],
    stories: [story],
    at: 0,
  });
