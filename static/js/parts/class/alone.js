// A worksheet on a student's page: everybody walks alone. A task is asked where the lecturer's board would ask
// it; one goes on when the server says that it is right, or has the number shown. All tries are sent to the
// class, and kept here until they are there.

import { asked as request, remember, watchedMember } from "../../lib/classes.js";
import { say as letter } from "../../lib/below.js";
import { post } from "../../lib/client.js";
import { element, one } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { rest, settles } from "../../lib/stream.js";
import { at, begun, fuller, isRight, judged, tally, tried, upto } from "../../lib/working.js";

/** @typedef {import("../../lib/working.js").Task} Task */
/** @typedef {import("../../lib/working.js").Work} Work */
/** As a class is told it. @typedef {{ number: number, ballot: number, wish: object, tasks: string[], takes: boolean }} Sheet */

/** @type {Record<string, string>} */
const MARKS = { once: "✓", later: "✓", shown: "○", "": "·" };

/**
 * @param {import("./field.js").Field} field
 * @param {HTMLElement} root  the student's page
 * @param {object} page
 * @param {string} page.code
 * @param {import("../../lib/classes.js").Member} page.own
 * @param {(step: number) => void} page.onDone  a task is done: its step may be seen
 * @param {() => boolean} [page.named]  whether the lecturer sees one by name
 */
export function alone(field, root, { code, own, onDone, named = () => false }) {
  const place = one("[data-task]", root);
  const mine = one("[data-mine]", root);
  /** @type {Sheet | null} */
  let sheet = null;
  /** The tasks, and of which worksheet in which language they are. @type {Task[]} */
  let tasks = [];
  let known = "";
  /** The task that the field asks. */
  let asked = "";
  let judging = false;
  let sending = false;

  /** @returns {Work} */
  const work = () => own.works?.[sheet?.ballot ?? 0] ?? begun();

  /** @param {Work} now @param {number} [ballot] */
  function keep(now, ballot = sheet?.ballot ?? 0) {
    own.works = { ...own.works, [ballot]: now };
    remember(code, own);
  }

  watchedMember(code, (found) => {
    const ballot = sheet?.ballot ?? 0;
    if (!sheet || !found.works?.[ballot]) return;
    const before = work();
    own.works = { ...own.works, [ballot]: fuller(before, found.works[ballot]) };
    if (work() !== before) onDone(work().step);
  });

  /** Which task one is at, from 1; 0 where all are done. */
  const number = () => tasks.findIndex(({ id }) => !work().done[id]) + 1;

  /** Send all that was done, until the class has it, or takes no more. */
  async function send() {
    if (sending) return;
    sending = true;
    for (let failed = 0; sheet?.takes && work().counted < work().revision; ) {
      const out = sheet;
      const { ballot } = out;
      const { revision, tries } = work();
      const found = await request(`/class/${code}/work`, own.person, { ballot, revision, tries });
      if (settles(found)) {
        const { result, error } = found.body;
        if (result === "closed") {
          if (sheet === out) break; // it is sent again when it is handed out again
          continue; // as it has been meanwhile
        }
        if (error) field.note(error.message);
        else if (result === "full") field.note(_("This class takes no more answers."));
        const now = own.works?.[ballot];
        if (now) keep({ ...now, counted: Math.max(now.counted, revision) }, ballot);
        failed = 0;
        show();
        continue;
      }
      await rest(failed);
      failed += 1;
    }
    sending = false;
  }

  /** Have what waits judged, as soon as the server can be asked. */
  async function judge() {
    if (judging) return;
    judging = true;
    for (let failed = 0; sheet && work().waits; ) {
      const { ballot, wish } = sheet;
      const { task, text } = /** @type {{ task: string, text: string }} */ (work().waits);
      const found = await post({ ...wish, question: task, answer: text }, "/api/check").catch(() => null);
      const now = own.works?.[ballot];
      if (now?.waits?.task !== task || now.waits.text !== text) continue;
      if (settles(found)) {
        // Also where it has been collected meanwhile: it is sent when it is handed out again.
        keep(judged(now, { task, text }, found), ballot);
        if (sheet?.ballot === ballot) came(task, found);
        continue;
      }
      field.say(_("No connection: your answer is kept, and judged when the connection is back."));
      await rest(failed);
      failed += 1;
    }
    judging = false;
  }

  /** What was said to a try. @param {string} task @param {{ status: number, body: any }} found */
  function came(task, { status, body }) {
    if (status !== 200) return field.say(body.error.message, "bad");
    const right = isRight(body);
    // There are no hints here, which the judge would name.
    const plain = body.result === "wrong" && !body.mistakes.length;
    field.say(plain ? _("Not quite. Try it once more.") : body.text, right ? "good" : ["part", "unread"].includes(body.result) ? "" : "bad");
    show();
    void send();
    if (right) done(task);
    else if (body.result !== "part") field.again();
  }

  /** @param {string} task */
  function done(task) {
    onDone(tasks.find(({ id }) => id === task)?.step ?? 0);
  }

  const asker = {
    /** @param {string} text */
    send(text) {
      const task = at(tasks, work())?.id;
      if (!sheet?.takes || !task || work().waits) return;
      keep({ ...work(), waits: { task, text } });
      field.say(_("Sending… your answer is kept."));
      void judge();
    },
    unknown() {
      const task = at(tasks, work())?.id;
      if (!sheet?.takes || !task) return;
      keep({ ...tried(work(), task, null, false), waits: null });
      field.say(_("It stands in the picture now."));
      void send();
      done(task);
    },
  };

  function show() {
    if (!sheet) return;
    const now = work();
    const { done: many } = tally(tasks, now);
    place.hidden = false;
    place.textContent = number()
      ? _("Worksheet: task %(number)s of %(count)s", { number: number(), count: tasks.length })
      : _("Worksheet: all %(count)s tasks are done", { count: tasks.length });
    field.open(sheet.takes);
    if (!sheet.takes) field.note(_("The lecturer takes no answers now."));
    else if (now.counted < now.revision) field.note(_("Your answers are kept here until the class has them."));
    else if (many) field.note("");
    else if (named()) field.note(_("The lecturer sees how far all are and which mistakes are made; of you by name."));
    else field.note(_("The lecturer sees how far all are and which mistakes are made, and no names."));
    results();
  }

  /** All that one did, when it is done. */
  function results() {
    const now = work();
    const { how, once, later, shown } = tally(tasks, now);
    mine.hidden = how.some((each) => !each);
    if (mine.hidden) return;
    const items = tasks.map(({ id, ask }, k) => {
      const item = element("li", "");
      const mark = element("span", "when", MARKS[how[k]]);
      mark.setAttribute("aria-hidden", "true");
      const typed = (now.tries[id] ?? []).map((each) => each ?? _("shown"));
      const words = element("span", "");
      letter(words, `${ask} `);
      item.append(mark, words, element("b", "mine", typed.join(" → ")));
      item.dataset.result = how[k] === "shown" ? "" : "right";
      return item;
    });
    one("[data-answers]", mine).replaceChildren(...items);
    one("[data-all]", mine).textContent = _("Right at once: %(once)s, later: %(later)s, shown: %(shown)s.", {
      once,
      later,
      shown,
    });
  }

  return {
    /** A worksheet is handed out, or has gone on. Throws where the server cannot be asked.
     * @param {Sheet} now */
    async begin(now) {
      const fresh = sheet?.ballot !== now.ballot;
      const answer = known === JSON.stringify(now.tasks) && !fresh ? null : await post({ ...now.wish, tasks: now.tasks }, "/api/tasks");
      if (answer && answer.status !== 200) throw new Error(answer.body.error.message);
      sheet = now;
      if (answer) [tasks, known] = [answer.body.tasks, JSON.stringify(now.tasks)];
      if (fresh) {
        asked = "";
        field.by(asker, _("Show me"));
        field.name(_("Check"));
        field.say("");
        if (!own.works?.[now.ballot]) keep(begun());
      }
      show();
      void send();
      void judge();
    },
    /** What the lecturer sees of one has changed. */
    renew: show,
    /** Collected: the lecturer is followed again. */
    end() {
      if (!sheet) return;
      sheet = null;
      place.hidden = true;
      mine.hidden = true;
      field.show(false);
    },
    /** What is to be told, and asked. */
    scene: () => ({ upto: upto(tasks, work()), question: at(tasks, work())?.id ?? "", step: work().step }),
    /** The step that shows what is asked next; null where nothing is. */
    next: () => at(tasks, work())?.step ?? null,
    /** Which task that is, and of how many. */
    number: () => [number(), tasks.length],
    /** Ask it, where one is at it; elsewhere what was said last stands alone.
     * @param {import("./field.js").Question | null} question @param {boolean} here */
    ask(question, here) {
      const task = at(tasks, work())?.id ?? "";
      const { waits } = work();
      if (question && task !== asked) field.ask(question, waits?.task === task ? waits.text : "");
      asked = question ? task : "";
      field.show(true, here && question !== null);
      show();
    },
    /** One is at a step. @param {number} step */
    stay(step) {
      if (sheet && work().step !== step) keep({ ...work(), step });
    },
  };
}
