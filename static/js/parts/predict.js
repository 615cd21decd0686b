// Ask, in the studio: each number is asked for before it is shown, in a field at its own place. The
// server says what an answer means; here is the field, the keyboard, and what was done so far.

import { say as letter } from "../lib/below.js";
import { post } from "../lib/client.js";
import { one } from "../lib/dom.js";
import { put } from "../lib/markup.js";
import { beside } from "../lib/beside.js";
import { fitFormulas } from "./fit.js";
import { needed } from "./needed.js";
import { allowed, askedAt, done, earlier, inOrder, posed, recordOf, summary, touchedAt, waiting, withTouched, written } from "../lib/worksheet.js";
import { _ } from "../lib/language.js";
import { previous } from "../lib/timeline.js";

/** @typedef {import("../lib/worksheet.js").Question} Question */
/** @typedef {import("../lib/worksheet.js").Outcome} Outcome */
const LOST = _("No connection: your answer is kept. Press Check again, or let it be shown.");

/** A question where an answer is typed says how. @param {Question} question */
const toType = ({ ask, typing }) => `${ask} ${typing}`.trim();

/**
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {object} page
 * @param {import("./picture.js").Picture} page.picture
 * @param {() => object} page.wish  what is looked at, for the server
 * @param {() => string} page.title
 * @param {() => void} page.pause  somebody plays: stop
 */
export function predicting(walk, root, { picture, wish, title, pause }) {
  const box = one("section[data-predict]", root);
  const form = /** @type {HTMLFormElement} */ (one("form", box));
  const label = one("[data-ask]", box);
  const input = /** @type {HTMLInputElement} */ (one("input", box));
  const said = one("[data-said]", box);
  const hints = one("[data-hints]", box);
  const hintButton = /** @type {HTMLButtonElement} */ (one("[data-hint]", box));
  const showButton = /** @type {HTMLButtonElement} */ (one("[data-show]", box));
  const summaryButton = /** @type {HTMLButtonElement} */ (one("[data-sum]", box));
  const switchButton = one('[data-do="ask"]', root);
  const dialog = /** @type {HTMLDialogElement} */ (one("[data-summary]", root));
  let on = false;
  /** All that can be asked, and what is, in order. @type {Question[]} */
  let all = [];
  /** @type {Question[]} */
  let questions = [];
  /** The slots of what was touched when the questions were asked for. @type {readonly string[]} */
  let touched = [];
  /** @type {import("../lib/worksheet.js").Records} */
  let records = new Map();
  /** @type {Question | null} */
  let asked = null;
  /** Counts the tellings, so that an answer about an older one is dropped. */
  let telling = 0;
  let checking = false;
  /** The step that an answer led to: what was said of it stands until one leaves. */
  let answered = -1;
  let leaving = false;
  /** Until the questions are there nobody may go on; whoever wanted to, goes on then. */
  let fetching = false;
  /** @type {number | null} */
  let wanted = null;
  /** Somebody has just asked for them: then the first one comes at once. */
  let begins = false;

  /** @param {string} text @param {"" | "good" | "bad"} [mood] */
  function say(text, mood = "") {
    letter(said, text);
    said.dataset.mood = mood;
    if (text) box.hidden = false;
  }

  /** Ask for the questions of what is told now. */
  async function fetchQuestions() {
    telling += 1;
    const mine = telling;
    fetches(true);
    const answer = await post(wish(), "/api/questions").catch(() => null);
    if (mine !== telling || !on) return;
    fetches(false);
    const begin = begins;
    begins = false;
    if (answer?.status !== 200) {
      questions = [];
      arrive(false);
      goOn();
      return say(_("The questions could not be fetched. Switch Ask off and on to try again."), "bad");
    }
    all = answer.body.questions;
    const chosenBefore = new Set(questions.filter((each) => each.touched).map(({ id }) => id));
    const fresh = all.filter(({ id, touched: only }) => !only || chosenBefore.has(id));
    const same = new Set(fresh.map((/** @type {Question} */ each) => JSON.stringify(each)));
    // Where a locked number has been opened, more can be asked; what was asked stays as it was.
    const more =
      questions.length > 0 && questions.every((each) => !each.reveal || same.has(JSON.stringify(each)));
    if (more) questions = fresh;
    else {
      questions = inOrder(all);
      records = new Map();
      asked = null;
      say("");
    }
    const chosen = begin && touchedAt(all, touched, walk.step);
    if (chosen) return choose(chosen);
    const first = begin && waiting(questions, records, walk.level, walk.step, Infinity);
    if (first) walk.go(allowed(walk.steps, first, walk.step, first.step, walk.level));
    arrive(begin);
    goOn();
  }

  /** @param {boolean} now */
  function fetches(now) {
    fetching = now;
    switchButton.setAttribute("aria-busy", String(now));
  }

  /** Ask for one that was touched, where its number is not shown yet. @param {Question} question */
  function choose(question) {
    questions = withTouched(all, questions, records, question);
    recordOf(records, question.id).outcome = null;
    walk.go(previous(walk.steps, question.step, walk.level));
    arrive(true);
  }

  /** To where the reader wanted to go while the questions were fetched. */
  function goOn() {
    const to = wanted;
    wanted = null;
    walk.go(to);
  }

  /** What is asked at the step where the reader is. @param {boolean} focus */
  function arrive(focus) {
    if (!on) {
      box.hidden = true;
      return walk.pose(null);
    }
    const { steps, step } = walk;
    const found = askedAt(steps, questions, records, step, walk.level);
    const beside = found
      ? questions.filter((each) => each.step === found.step && done(records, each))
      : [];
    walk.pose(
      found &&
        posed(
          { ...found, ask: toType(found) },
          beside.flatMap((each) => each.slots),
        ),
    );
    if (!leaving && step !== answered && found !== asked) say("");
    form.hidden = !found;
    const sums = !found && step === walk.last && [...records.values()].some((each) => each.outcome);
    summaryButton.hidden = !sums;
    box.hidden = !found && !sums && !said.textContent;
    if (found && found !== asked) {
      label.textContent = toType(found);
      input.value = "";
      input.removeAttribute("aria-invalid");
      drawHints(found);
    }
    asked = found;
    lay();
    if (!focus) return;
    (found ? input : sums ? summaryButton : picture.canvas).focus({ preventScroll: true });
  }

  /** The field at the number's own place: over its question mark; where that is in the strip alone, above
   * it, beside the neurons. */
  function lay() {
    box.style.left = box.style.top = "";
    const slots = (walk.posed?.slots ?? []).flatMap((slot) => picture.elements.get(slot) ?? []);
    const place = slots.find((each) => picture.canvas.contains(each));
    const outer = box.offsetParent?.getBoundingClientRect();
    if (box.hidden || !slots.length || !outer || getComputedStyle(box).position !== "absolute") return;
    const field = input.getBoundingClientRect();
    const inner = box.getBoundingClientRect();
    const number = place?.getBoundingClientRect();
    const wanted = number
      ? { left: number.left + number.width / 2 - field.width / 2 - (field.left - inner.left) - outer.left, top: number.top - outer.top - 4 }
      : { left: inner.left - outer.left, top: inner.top - outer.top };
    const seen = place ? needed(walk, picture, place) : [...picture.canvas.querySelectorAll(".neuron .box")];
    const kept = seen.map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      const [from, above] = [x - outer.left, y - outer.top];
      return { left: from, top: above, right: from + width, bottom: above + height };
    });
    const lies = beside(inner, wanted, kept, outer);
    box.style.left = `${lies.left}px`;
    box.style.top = `${lies.top}px`;
  }

  /** @param {Question} question */
  function drawHints(question) {
    const given = records.get(question.id)?.hints ?? 0;
    hints.replaceChildren(
      ...question.hints.slice(0, given).map((text, k) => {
        const line = document.createElement("p");
        letter(line, text);
        if (k && question.formula) {
          const formula = document.createElement("span");
          formula.className = "formula";
          put(formula, question.formula);
          line.append(" ", formula);
        }
        return line;
      }),
    );
    fitFormulas(hints);
    hintButton.disabled = given >= question.hints.length;
    hintButton.textContent = given ? _("Second hint") : _("Hint");
  }

  function hint() {
    if (!asked) return;
    const record = recordOf(records, asked.id);
    record.hints += 1;
    drawHints(asked);
    lay();
    input.focus({ preventScroll: true });
  }

  /** @param {Question} question @param {Outcome} outcome */
  function finish(question, outcome) {
    recordOf(records, question.id).outcome = outcome;
    const all = questions.filter((each) => each.step === question.step);
    if (all.every((each) => done(records, each)) || !waitingHere(question)) leave(question.step);
    else {
      answered = walk.step;
      arrive(true);
    }
  }

  /** What has been predicted, or shown, is locked no more. @param {number} k */
  function leave(k) {
    answered = k;
    leaving = true;
    walk.open(walk.steps[k].key);
    // What was locked is not there yet: one stands before it until the server has sent it.
    walk.go(k);
    leaving = false;
  }

  /** Whether another question of the same step waits at this level. @param {Question} question */
  const waitingHere = (question) =>
    waiting(questions, records, walk.level, question.step - 1, question.step) !== null;

  async function check() {
    const question = asked;
    const typed = input.value.trim();
    if (!question || checking) return;
    if (!typed) return say(_("Type a number, a fraction or an expression; or ask for a hint."));
    checking = true;
    const mine = telling;
    const others = earlier(records);
    delete others[question.id];
    const answer = await post(
      { ...wish(), question: question.id, answer: typed, earlier: others },
      "/api/check",
    ).catch(() => null);
    checking = false;
    if (mine !== telling || asked !== question) return;
    if (!answer) return say(LOST, "bad");
    if (answer.status !== 200) return say(answer.body.error.message, "bad");
    const { result, text } = answer.body;
    const fine = result === "right" || result === "follows" || result === "part";
    say(text, fine ? "good" : "bad");
    lay();
    input.toggleAttribute("aria-invalid", !fine);
    if (result === "unread") return input.select();
    if (result === "part") {
      input.value = `${typed.replace(/[;,]$/, "")}${/;|\d,\d/.test(typed) ? "; " : ", "}`;
      return input.focus();
    }
    recordOf(records, question.id).typed.push(typed);
    if (result === "wrong") return input.select();
    finish(question, result);
  }

  function drawSummary() {
    const found = summary(questions, records);
    /** @param {string} tag @param {string | number} text */
    const cell = (tag, text) => {
      const made = document.createElement(tag);
      letter(made, String(text));
      return made;
    };
    one("[data-kinds]", dialog).replaceChildren(
      ...found.kinds.map((row) => {
        const line = document.createElement("tr");
        const head = cell("th", row.title);
        head.setAttribute("scope", "row");
        const once = cell("td", _("%(once)s of %(asked)s", { once: row.once, asked: row.asked }));
        line.append(head, once, cell("td", row.later), cell("td", row.shown));
        return line;
      }),
    );
    one("[data-answers]", dialog).replaceChildren(
      ...found.lines.map(({ ask, typed, hints: given, verdict, reveal }) => {
        const line = document.createElement("li");
        const attempts = typed.join(_(", then ")) || _("no answer");
        const text = `${attempts}: ${[verdict, given].filter((x) => x).join(", ")}`;
        line.append(cell("strong", ask), ` ${text}. `, cell("span", reveal));
        return line;
      }),
    );
    one("[data-of]", dialog).textContent = title();
    dialog.showModal();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" || input.value) return;
    event.preventDefault();
    walk.previous();
  });
  hintButton.addEventListener("click", hint);
  showButton.addEventListener("click", () => {
    if (!asked) return;
    say(`${asked.reveal}.`);
    finish(asked, "shown");
  });
  summaryButton.addEventListener("click", drawSummary);
  one("[data-print]", dialog).addEventListener("click", () => {
    /** @type {HTMLDetailsElement} */ (one("details", dialog)).open = true;
    print();
  });
  one("[data-save]", dialog).addEventListener("click", () => {
    const link = document.createElement("a");
    const text = written(title(), summary(questions, records));
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = _("worksheet.txt");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  /** How far one may go: a number that waits is asked for first. @param {number} k */
  walk.guard = (k) => {
    wanted = null;
    if (!on || k <= walk.step) return k;
    if (fetching) {
      wanted = k;
      return walk.step;
    }
    const question = waiting(questions, records, walk.level, walk.step, k);
    if (!question) return k;
    pause();
    if (question === asked) {
      say(_("First: %(question)s Or let it be shown.", { question: question.ask }));
      input.focus();
    }
    return allowed(walk.steps, question, walk.step, k, walk.level);
  };

  walk.subscribe((changed) => {
    if (changed.has("story") && on) void fetchQuestions();
    else if (changed.has("step") && on) arrive(true);
    else if (changed.has("level") && on) arrive(false);
    else if (changed.has("layout") && on) lay();
  });
  new ResizeObserver(lay).observe(picture.canvas);
  picture.canvas.addEventListener("scroll", lay, { passive: true });

  return {
    /** Whether numbers are asked for. */
    on: () => on,
    /** Ask for what is touched there, unless it is shown already. @param {readonly string[]} slots */
    touched(slots) {
      const found = on && !fetching ? touchedAt(all, slots, walk.step) : null;
      if (!found || found.step <= walk.step) return false;
      choose(found);
      return true;
    },
    /** @param {boolean} asks @param {boolean} [begin]  with the next number at once
     * @param {readonly string[]} [slots]  of what is touched: that is asked for first */
    switch(asks, begin = false, slots = []) {
      on = asks;
      touched = slots;
      wanted = null;
      begins = begin && on;
      switchButton.setAttribute("aria-pressed", String(on));
      if (on) return void fetchQuestions();
      fetches(false);
      arrive(false);
    },
  };
}
