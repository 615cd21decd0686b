// A question of the lecturer's own: typed at the desk or on the stage, or taken from the talk's file, or from
// those asked before, which the browser keeps.

import { button } from "../../lib/button.js";
import { asked as request, keepOwn, keptOwn } from "../../lib/classes.js";
import { post, spoken } from "../../lib/client.js";
import { say as letter } from "../../lib/below.js";
import { dressed } from "../../lib/dressed.js";
import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { read, typed, wires } from "../../lib/own.js";

/** @typedef {import("../../lib/own.js").Own} Own */
/** @typedef {import("../../lib/own.js").Kind} Kind */

/** Characters of a question: `LONGEST` of app/predict/own.py; of a number: `MOST` of answers.py there. */
export const LONGEST = 300;
export const NUMBER = 200;

/** @returns {[Kind, string][]} */
const kinds = () => [
  ["choice", _("choices")],
  ["number", _("a number")],
  ["text", _("a text")],
  ["wire", _("which wire?")],
];

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {object} page
 * @param {(kind: string, data?: Record<string, any>) => void} page.send  to the class
 * @param {() => import("../../lib/classes.js").Led | null} page.led  the class; what is right of a slide's
 *   questions is told to who leads it alone
 * @param {(text: string) => void} page.say
 */
export function questioning(session, { send, led, say }) {
  const ready = dressed("css/worksheet.css");
  const dialog = document.createElement("dialog");
  dialog.className = "class-form own-question";
  dialog.setAttribute("aria-labelledby", "own-title");
  const title = element("h2", "", _("A question of your own"));
  title.id = "own-title";
  const form = document.createElement("form");
  const ask = document.createElement("input");
  ask.maxLength = LONGEST;
  ask.autocomplete = "off";
  const choices = document.createElement("textarea");
  choices.rows = 4;
  choices.spellcheck = false;
  const number = document.createElement("input");
  number.maxLength = NUMBER;
  number.autocomplete = "off";
  const wire = document.createElement("select");
  const rows = {
    choice: labelled(_("Choices, one in each line; a * before what is right"), choices),
    number: labelled(_("The right number, if there is one"), number),
    text: element("p", "quiet", _("The same texts are counted together.")),
    wire: labelled(_("The right wire, if there is one"), wire),
  };
  const which = document.createElement("fieldset");
  which.append(element("legend", "", _("The answer is")));
  for (const [kind, words] of kinds()) {
    const box = document.createElement("input");
    box.type = "radio";
    box.name = "own-kind";
    box.value = kind;
    const label = element("label", "");
    label.append(box, words);
    which.append(label);
  }
  const said = element("p", "said");
  said.setAttribute("role", "alert");
  const row = element("p", "row");
  const submit = button(_("Ask the class"), () => {}, "primary");
  submit.type = "submit";
  row.append(submit, button(_("Close"), () => dialog.close()));
  form.append(labelled(_("Question"), ask), which, ...Object.values(rows), said, row);
  const before = element("div", "before");
  dialog.append(title, form, before);
  document.body.append(dialog);

  const boxes = () => /** @type {HTMLInputElement[]} */ ([...which.querySelectorAll("input")]);
  const kindNow = () => /** @type {Kind} */ (boxes().find(({ checked }) => checked)?.value ?? "choice");

  function turn() {
    for (const [kind, part] of Object.entries(rows)) part.hidden = kind !== kindNow();
  }
  which.addEventListener("change", turn);

  /** What stands in the form. @returns {Own} */
  const own = () =>
    read({ kind: kindNow(), ask: ask.value, choices: choices.value, right: kindNow() === "wire" ? wire.value : number.value });

  /** @param {Own} question */
  function fill(question) {
    const found = typed(question);
    ask.value = found.ask;
    choices.value = found.choices || choices.value;
    if (found.kind === "wire") wire.value = found.right;
    else number.value = found.right;
    for (const each of boxes()) each.checked = each.value === found.kind;
    turn();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void give();
  });

  /** Whether it is being read: pressed twice it is asked once. */
  let reading = false;

  /** Have the server read it, and ask it. */
  async function give() {
    if (reading) return;
    const question = own();
    const { story, state } = session.now;
    if (question.kind === "wire" && !story) return void (said.textContent = _("There is no picture on this slide."));
    reading = true;
    const answer = await post({ own: question, counts: [{}] }, "/api/own").catch(() => null);
    reading = false;
    if (answer?.status !== 200) return void (said.textContent = answer?.body.error.message ?? _("No connection: try it again."));
    said.textContent = "";
    send("ask", { own: question, step: state.step });
    // A wire is one of this picture alone.
    keepOwn(question.kind === "wire" ? { kind: "wire", ask: question.ask } : question);
    dialog.close();
  }

  /** The questions that the slide brings. @returns {Promise<Own[]>} */
  async function ofSlide() {
    const [class_, { slug }, place] = [led(), session.deck, session.now.state.slide];
    if (!class_ || !slug) return [];
    const answer = await request(spoken(`/class/${class_.code}/asks?talk=${slug}&place=${place}`), class_.token);
    return answer?.status === 200 ? answer.body.asks : [];
  }

  /** Questions to take: of the slide, and those asked before. @param {readonly Own[]} slide */
  function offer(slide) {
    const old = keptOwn();
    before.replaceChildren(
      ...listed(_("Of this slide"), slide, null),
      ...listed(_("Asked before"), old, (question) => {
        keepOwn(question, false);
        offer(slide);
      }),
    );
  }

  /** @param {string} words @param {readonly Own[]} questions @param {((question: Own) => void) | null} forget */
  function listed(words, questions, forget) {
    if (!questions.length) return [];
    const list = element("ul", "");
    for (const question of questions) {
      const item = element("li", "");
      const take = button("", () => {
        fill(question);
        ask.focus();
      }, "take");
      letter(take, question.ask);
      item.append(take);
      if (forget) {
        const away = button("✕", () => forget(question));
        away.setAttribute("aria-label", _("Forget: %(question)s", { question: question.ask }));
        item.append(away);
      }
      list.append(item);
    }
    return [element("h3", "", words), list];
  }

  return {
    async open() {
      await ready;
      const { story } = session.now;
      wire.replaceChildren(new Option(_("not said"), ""), ...wires(story).map(({ value, label }) => new Option(label, value)));
      if (!boxes().some(({ checked }) => checked)) boxes()[0].checked = true;
      turn();
      offer([]);
      said.textContent = "";
      if (!dialog.open) dialog.showModal();
      ask.focus();
      say("");
      offer(await ofSlide());
    },
  };
}

/** @param {string} words @param {HTMLElement} control */
function labelled(words, control) {
  const label = element("label", "", words);
  label.append(control);
  return label;
}
