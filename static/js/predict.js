// Predict: the next number is asked for before it is shown. The server says what an answer means;
// here is the form, the keyboard, and what was done so far.

import { post } from "./client.js";
import { one } from "./dom.js";
import { fitFormulas } from "./panel.js";
import { stopPlaying } from "./timebar.js";
import { allowed, askedAt, done, earlier, recordOf, summary, waiting, written } from "./worksheet.js";
import { _ } from "./language.js";

/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./worksheet.js").Question} Question */
/** @typedef {import("./worksheet.js").Outcome} Outcome */
/**
 * What it needs to know of the studio.
 * @typedef {object} Around
 * @property {import("./picture.js").Picture} picture
 * @property {() => Step[]} steps
 * @property {() => number} step
 * @property {() => import("./types.js").Level} level
 * @property {(k: number) => void} go
 * @property {(way: "next" | "previous") => void} walk
 * @property {() => object} wish
 * @property {() => string} title
 */

const LOST = _("No connection: your answer is kept. Press Check again, or let it be shown.");

const box = one("section[data-predict]");
const form = /** @type {HTMLFormElement} */ (one("form", box));
const label = one("[data-ask]", box);
const input = /** @type {HTMLInputElement} */ (one("input", box));
const said = one("[data-said]", box);
const hints = one("[data-hints]", box);
const hintButton = /** @type {HTMLButtonElement} */ (one("[data-hint]", box));
const showButton = /** @type {HTMLButtonElement} */ (one("[data-show]", box));
const rest = one("[data-rest]", box);
const onButton = /** @type {HTMLButtonElement} */ (one("[data-on]", box));
const summaryButton = /** @type {HTMLButtonElement} */ (one("[data-sum]", box));
const switchButton = one('[data-do="predict"]');
const dialog = /** @type {HTMLDialogElement} */ (one("[data-summary]"));

/** @param {Around} around */
export function predicting(around) {
  let on = false;
  /** @type {Question[]} */
  let questions = [];
  /** @type {import("./worksheet.js").Records} */
  let records = new Map();
  /** @type {Question | null} */
  let asked = null;
  /** Counts the tellings, so that an answer about an older one is dropped. */
  let telling = 0;
  let checking = false;

  /** @param {string} text @param {"" | "good" | "bad"} [mood] */
  function say(text, mood = "") {
    said.textContent = text;
    said.dataset.mood = mood;
  }

  /** Ask for the questions of what is told now. @param {boolean} focus */
  async function fetchQuestions(focus) {
    telling += 1;
    const mine = telling;
    const answer = await post(around.wish(), "/api/questions").catch(() => null);
    if (mine !== telling || !on) return;
    if (answer?.status !== 200) {
      questions = [];
      arrive(false);
      return say(_("The questions could not be fetched. Switch Predict off and on to try again."), "bad");
    }
    const fresh = answer.body.questions;
    if (JSON.stringify(fresh) !== JSON.stringify(questions)) {
      questions = fresh;
      records = new Map();
      asked = null;
      say("");
    }
    arrive(focus);
  }

  /** What is asked at the step where the reader is. @param {boolean} focus */
  function arrive(focus) {
    box.hidden = !on;
    if (!on) return around.picture.ask([], [], 0);
    const [steps, step] = [around.steps(), around.step()];
    const found = askedAt(steps, questions, records, step, around.level());
    const beside = found
      ? questions.filter((each) => each.step === found.step && done(records, each))
      : [];
    around.picture.ask(
      found?.slots ?? [],
      beside.flatMap((each) => each.slots),
      found?.step ?? 0,
    );
    form.hidden = !found;
    rest.hidden = !!found;
    onButton.hidden = step >= steps.length - 1;
    summaryButton.hidden = ![...records.values()].some((each) => each.outcome);
    if (found && found !== asked) {
      label.textContent = found.ask;
      input.value = "";
      input.removeAttribute("aria-invalid");
      drawHints(found);
    }
    asked = found;
    if (!focus) return;
    (found ? input : onButton.hidden ? summaryButton : onButton).focus({ preventScroll: true });
    // The whole box, not only the field: on a phone a bar stands over the page's end.
    box.scrollIntoView({ block: "nearest" });
  }

  /** @param {Question} question */
  function drawHints(question) {
    const given = records.get(question.id)?.hints ?? 0;
    hints.replaceChildren(
      ...question.hints.slice(0, given).map((text, k) => {
        const line = document.createElement("p");
        line.textContent = text;
        if (k && question.formula) {
          const formula = document.createElement("span");
          formula.className = "formula";
          // MathML that the server wrote, with every name escaped.
          formula.innerHTML = question.formula;
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
    if (record.hints >= asked.hints.length) return showButton.focus();
    record.hints += 1;
    drawHints(asked);
    input.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  }

  /** @param {Question} question @param {Outcome} outcome */
  function finish(question, outcome) {
    recordOf(records, question.id).outcome = outcome;
    const all = questions.filter((each) => each.step === question.step);
    if (all.every((each) => done(records, each)) || !waitingHere(question)) around.go(question.step);
    else arrive(true);
  }

  /** Whether another question of the same step waits at this level. @param {Question} question */
  const waitingHere = (question) =>
    waiting(questions, records, around.level(), question.step - 1, question.step) !== null;

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
      { ...around.wish(), question: question.id, answer: typed, earlier: others },
      "/api/check",
    ).catch(() => null);
    checking = false;
    if (mine !== telling || asked !== question) return;
    if (!answer) return say(LOST, "bad");
    if (answer.status !== 200) return say(answer.body.error.message, "bad");
    const { result, text } = answer.body;
    const fine = result === "right" || result === "follows" || result === "part";
    say(text, fine ? "good" : "bad");
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
      made.textContent = String(text);
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
    one("[data-of]", dialog).textContent = around.title();
    dialog.showModal();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      hint();
    } else if (event.key === "PageUp" || (event.key === "ArrowLeft" && !input.value)) {
      event.preventDefault();
      around.walk("previous");
    }
  });
  hintButton.addEventListener("click", hint);
  showButton.addEventListener("click", () => {
    if (!asked) return;
    say(`${asked.reveal}.`);
    finish(asked, "shown");
  });
  onButton.addEventListener("click", () => {
    say("");
    around.walk("next");
  });
  summaryButton.addEventListener("click", drawSummary);
  one("[data-print]", dialog).addEventListener("click", () => {
    /** @type {HTMLDetailsElement} */ (one("details", dialog)).open = true;
    print();
  });
  one("[data-save]", dialog).addEventListener("click", () => {
    const link = document.createElement("a");
    const text = written(around.title(), summary(questions, records));
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = _("worksheet.txt");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  return {
    /** Whether numbers are asked for. */
    on: () => on,
    /** @param {boolean} wanted */
    switch(wanted) {
      on = wanted;
      switchButton.setAttribute("aria-pressed", String(on));
      if (on) void fetchQuestions(true);
      else arrive(false);
    },
    /** Another telling stands on the page. */
    reset() {
      if (on) void fetchQuestions(false);
    },
    /** How far one may go: a number that waits is asked for first. @param {number} k */
    allowed(k) {
      if (!on || k <= around.step()) return k;
      const question = waiting(questions, records, around.level(), around.step(), k);
      if (!question) return k;
      stopPlaying();
      if (question === asked) {
        say(_("First: %(question)s Or let it be shown.", { question: question.ask }));
        input.focus();
      }
      return allowed(around.steps(), question, around.step(), k, around.level());
    },
    arrive,
  };
}
