// A worksheet: which questions there are, how each was answered, and which comes next. It compares
// no numbers: the server says what came of an answer.

import { _ } from "./language.js";

import { next, previous, reaches } from "./timeline.js";

/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Level} Level */
/** @typedef {{ id: string, step: number, stop: Level, kind: string, title: string, slots: string[], ask: string, typing: string, hints: string[], formula: string, reveal: string, count: number, touched?: boolean }} Question */
/** What belongs to a question wherever it is asked, also where nobody judges.
 * @typedef {Pick<Question, "id" | "step" | "stop" | "slots" | "ask" | "touched">} Asked */
/** @typedef {"right" | "follows" | "shown"} Outcome */
/** What was done about a question. @typedef {{ typed: string[], hints: number, outcome: Outcome | null }} Record */
/** @typedef {Map<string, Record>} Records */

/** @returns {Record} */
const untouched = () => ({ typed: [], hints: 0, outcome: null });

/** The record of a question, made where there is none.
 * @param {Records} records @param {string} id */
export function recordOf(records, id) {
  const found = records.get(id) ?? untouched();
  records.set(id, found);
  return found;
}

/** @param {Records} records @param {Asked} question */
export const done = (records, question) => !!records.get(question.id)?.outcome;

/** Those that are asked in a walk's own order: others are asked of who touches their place.
 * @template {Asked} Q @param {readonly Q[]} questions @returns {Q[]} */
export const inOrder = (questions) => questions.filter(({ touched }) => !touched);

/** What is asked of who touches one of these slots at a step: what comes next there, or was last; null where
 * nothing is.
 * @template {Asked} Q @param {readonly Q[]} questions @param {readonly string[]} slots @param {number} step
 * @returns {Q | null} */
export function touchedAt(questions, slots, step) {
  const found = questions.filter((each) => each.slots.some((slot) => slots.includes(slot)));
  const own = found.some(({ touched }) => touched) ? found.filter(({ touched }) => touched) : found;
  return own.find((each) => each.step > step) ?? own.at(-1) ?? null;
}

/** Those that are asked with one that was touched: it comes in place of what waits of the same numbers.
 * @param {readonly Question[]} all @param {readonly Question[]} asked @param {Records} records
 * @param {Question} chosen */
export const withTouched = (all, asked, records, chosen) =>
  all.filter((each) => {
    if (each === chosen) return true;
    const same = each.kind === chosen.kind || each.slots.some((slot) => chosen.slots.includes(slot));
    const instead = each.step === chosen.step && same && !done(records, each);
    return asked.includes(each) && !instead;
  });

/**
 * The first question behind one step, and not behind another, that waits for an answer.
 * @template {Asked} Q
 * @param {readonly Q[]} questions @param {Records} records @param {Level} level
 * @param {number} after @param {number} upTo
 */
export const waiting = (questions, records, level, after, upTo) =>
  questions.find(
    (each) =>
      each.step > after && each.step <= upTo && reaches(each.stop, level) && !done(records, each),
  ) ?? null;

/**
 * How far a reader may go: up to the stop before the first question that waits.
 * @param {readonly Step[]} steps @param {Question | null} question @param {number} from @param {number} to
 * @param {Level} level
 */
export const allowed = (steps, question, from, to, level) =>
  question && question.step <= to ? Math.max(from, previous(steps, question.step, level)) : to;

/**
 * The question that is asked at a step: before the next stop, or before the step that shows it.
 * @param {readonly Step[]} steps @param {Question[]} questions @param {Records} records
 * @param {number} step @param {Level} level
 */
export const askedAt = (steps, questions, records, step, level) =>
  step >= steps.length - 1
    ? null
    : waiting(questions, records, level, step, next(steps, step, level));

/**
 * The next number, and the stop right before the one that shows it; null where none comes any more.
 * @param {readonly import("./types.js").Stop[]} steps @param {readonly Asked[]} questions
 * @param {number} step @param {Level} level
 */
export function ahead(steps, questions, step, level) {
  const question = waiting(inOrder(questions), new Map(), level, step, Infinity);
  return question && { question, from: Math.max(step, previous(steps, question.step, level)) };
}

/** What a question asks, for a walk. @param {Asked} question @param {string[]} [beside]
 * @returns {import("../walk.js").Posed} */
export const posed = ({ id, ask, slots, step }, beside = []) => ({ id, ask, slots, beside, step });

/** Wrong answers, for the server to see what follows from them.
 * @param {Records} records */
export function earlier(records) {
  /** @type {{ [id: string]: string }} */
  const found = {};
  for (const [id, { typed, outcome }] of records) {
    const wrong = outcome === "right" ? typed.at(-2) : typed.at(-1);
    if (wrong !== undefined) found[id] = wrong;
  }
  return found;
}

/** At once: right at the first try, without a hint. @param {Record} record */
const atOnce = ({ typed, hints, outcome }) =>
  (outcome === "right" || outcome === "follows") && typed.length === 1 && hints === 0;

/**
 * What was right at once, by kind; and every answer.
 * @param {Question[]} questions @param {Records} records
 */
export function summary(questions, records) {
  /** @type {Map<string, { title: string, asked: number, once: number, later: number, shown: number }>} */
  const kinds = new Map();
  const lines = [];
  for (const question of questions) {
    const record = records.get(question.id);
    if (!record?.outcome) continue;
    const row = kinds.get(question.kind) ?? {
      title: question.title,
      asked: 0,
      once: 0,
      later: 0,
      shown: 0,
    };
    kinds.set(question.kind, row);
    row.asked += 1;
    if (record.outcome === "shown") row.shown += 1;
    else if (atOnce(record)) row.once += 1;
    else row.later += 1;
    const hints =
      record.hints > 1
        ? _("%(count)s hints", { count: record.hints })
        : record.hints
          ? _("1 hint")
          : "";
    lines.push({
      ask: question.ask,
      typed: record.typed,
      hints,
      verdict:
        record.outcome === "shown" ? _("shown") : atOnce(record) ? _("right at once") : _("right"),
      reveal: question.reveal,
    });
  }
  return { kinds: [...kinds.values()], lines };
}

/** The summary as a text, to be kept.
 * @param {string} title @param {ReturnType<typeof summary>} found */
export function written(title, { kinds, lines }) {
  const rows = kinds.map(
    ({ title: kind, once, asked, later, shown }) =>
      _("%(kind)s: %(once)s of %(asked)s right at once", { kind, once, asked }) +
      (later ? _(", %(later)s later", { later }) : "") +
      (shown ? _(", %(shown)s shown", { shown }) : ""),
  );
  const nothing = _("no answer");
  const answers = lines.map(({ ask, typed, hints, verdict, reveal }) =>
    [`${ask}`, `  ${typed.join("; ") || nothing} – ${[verdict, hints].filter((x) => x).join(", ")} (${reveal})`].join("\n"),
  );
  return `${[title, "", ...rows, "", ...answers].join("\n")}\n`;
}
