// The field of an answer on a student's page, with its own keys, because those of phones have no minus, or
// another one in each language. Who asks takes what is sent.

import { say as letter } from "../../lib/below.js";
import { one } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";

/** A question as it is asked; of a lecturer's own `kind` says which, and `options` are what may be chosen.
 * @typedef {{ ask: string, typing: string, slots: string[], step: number, count: number, size: boolean,
 *   kind?: import("../../lib/own.js").Kind, options?: import("../../lib/own.js").Option[] }} Question */
/** Who asks. @typedef {{ send: (text: string) => void, unknown: () => void }} Asker */
/** @typedef {ReturnType<typeof field>} Field */

/** Keys of the pad, in rows; of a vector or a size others stand beside 0. */
const PAD = ["789←", "456−", "123/", "0._⏎"];

/** @param {HTMLElement} root */
export function field(root) {
  const form = /** @type {HTMLFormElement} */ (one("form", root));
  const input = /** @type {HTMLInputElement} */ (one("input", form));
  const button = one("[data-send]", form);
  const said = one("[data-said]", root);
  const note = one("[data-note]", root);
  const pad = one("[data-pad]", root);
  const typing = one("[data-typing]", root);
  const unknown = one("[data-unknown]", root);
  const other = one('[data-do="keyboard"]', root);
  const ask = one("[data-own-ask]", root);
  const choices = one("[data-choices]", root);
  const usual = input.placeholder;
  const touch = matchMedia("(pointer: coarse)").matches;
  /** @type {Asker | null} */
  let asker = null;
  /** What may be chosen, in place of typing. @type {import("../../lib/own.js").Option[]} */
  let options = [];
  const pads = (/** @type {boolean} */ on) => {
    pad.hidden = !on;
    input.inputMode = on ? "none" : "text";
    other.hidden = !touch;
    other.textContent = on ? _("other keyboard") : _("number keys");
  };
  let padded = touch;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) asker?.send(input.value.trim());
    else input.focus();
  });
  unknown.addEventListener("click", () => asker?.unknown());
  other.addEventListener("click", () => {
    padded = !padded;
    pads(padded);
    input.focus();
  });

  /** @param {string} key */
  function press(key) {
    const { selectionStart: from, selectionEnd: to, value } = input;
    const [a, b] = [from ?? value.length, to ?? value.length];
    if (key === "⏎") return form.requestSubmit();
    if (key === "←") input.setRangeText("", a === b ? Math.max(0, a - 1) : a, b, "end");
    else input.setRangeText(key, a, b, "end");
    input.focus({ preventScroll: true });
  }

  /** @param {Question} question */
  function keys({ count, size }) {
    const apart = size ? "×" : count ? ";" : ",";
    const names = { "←": _("delete"), "⏎": _("send"), "−": _("minus"), "/": _("divided by") };
    pad.replaceChildren(
      ...PAD.flatMap((row) => [...row.replace("_", apart)]).map((key) => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = key;
        made.className = /\d/.test(key) ? "digit" : key === "⏎" ? "enter" : "";
        const name = names[/** @type {"←"} */ (key)];
        if (name) made.setAttribute("aria-label", name);
        made.addEventListener("click", () => press(key));
        return made;
      }),
    );
  }

  /** Choices as buttons; wires, of which there are many, as a list, also while there is no picture to name them.
   * @param {Question} question */
  function choosing({ kind }) {
    const chosen = kind === "choice" || kind === "wire";
    form.hidden = chosen;
    choices.hidden = !chosen;
    if (kind !== "wire") {
      choices.replaceChildren(
        ...options.map(({ value, label }) => {
          const made = document.createElement("button");
          made.type = "button";
          made.className = "choice";
          made.value = value;
          letter(made, label);
          made.addEventListener("click", () => asker?.send(value));
          return made;
        }),
      );
      return;
    }
    const list = document.createElement("select");
    list.setAttribute("aria-label", _("Wire"));
    list.append(new Option(_("Touch it, or choose it here"), ""), ...options.map(({ value, label }) => new Option(label, value)));
    list.addEventListener("change", () => list.value && asker?.send(list.value));
    choices.replaceChildren(list);
  }

  return {
    /** Another asks from now on. @param {Asker} who @param {string} words  what is pressed by who does not know */
    by(who, words) {
      asker = who;
      unknown.textContent = words;
    },
    /** @param {Question} question @param {string} text  what stands in the field */
    ask(question, text) {
      const { kind = "" } = question;
      options = question.options ?? [];
      letter(ask, kind ? question.ask : "");
      ask.hidden = !kind;
      choosing(question);
      input.value = text;
      input.placeholder = kind === "text" ? "" : usual;
      typing.textContent = question.typing;
      keys(question);
      pads(padded && !form.hidden && kind !== "text");
      other.hidden ||= kind === "text" || form.hidden;
    },
    /** What may be chosen is known better: the rest stays as it is. @param {Question} question */
    offer(question) {
      const same = JSON.stringify(question.options ?? []) === JSON.stringify(options);
      if (same) return;
      options = question.options ?? [];
      choosing(question);
    },
    /** What was chosen. @param {string} text */
    chosen(text) {
      for (const each of choices.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.value === text));
      const list = choices.querySelector("select");
      if (list) list.value = text;
    },
    /** An answer in words. @param {string} text */
    said: (text) => options.find(({ value }) => value === text)?.label ?? text,
    /** @param {boolean} shown @param {boolean} [asks]  whether there is a field; else what was said alone */
    show(shown, asks = true) {
      root.hidden = !shown;
      root.toggleAttribute("data-still", shown && !asks);
    },
    /** @param {boolean} on */
    open(on) {
      root.toggleAttribute("data-closed", !on);
      const all = [input, button, unknown, ...pad.querySelectorAll("button"), ...choices.querySelectorAll("button, select")];
      for (const each of all) each.toggleAttribute("disabled", !on);
    },
    /** @param {string} text @param {"" | "good" | "bad"} [mood] */
    say(text, mood = "") {
      said.dataset.mood = mood;
      if (said.textContent !== text) said.textContent = text;
    },
    /** @param {string} text */
    note(text) {
      note.textContent = text;
    },
    /** What is pressed to send. @param {string} text */
    name(text) {
      button.textContent = text;
    },
    /** What stands there may be typed over. */
    again() {
      input.focus({ preventScroll: true });
      input.select();
    },
    empty() {
      input.value = "";
    },
  };
}
