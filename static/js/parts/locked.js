// What stands where a locked number is asked for.

import { named } from "../lib/locks.js";
import { _ } from "../lib/language.js";

/** @typedef {import("../lib/types.js").Story} Story */
/** @typedef {import("../lib/types.js").Step} Step */

/** A card with the question.
 * @param {Story} story @param {Step} step */
export function lockCard(story, step) {
  const card = document.createElement("section");
  card.className = "card lock";
  const heading = document.createElement("h3");
  heading.textContent = _("Locked");
  const question = document.createElement("p");
  const what = named(story, step);
  // Of a matrix no number can be typed.
  question.textContent = step.ask
    ? _("What is %(what)s? Work it out and answer; the walk goes on from there.", { what })
    : _("Locked: what is %(what)s?", { what });
  const line = document.createElement("p");
  line.append(revealButton());
  card.append(heading, question, line);
  return card;
}

/**
 * A field for the answer.
 * @param {(typed: string) => Promise<{ status: number, body: any }>} check
 * @param {() => void} right
 */
export function lockedField(check, right) {
  const form = document.createElement("form");
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("aria-label", _("Your answer"));
  const button = document.createElement("button");
  button.className = "button primary";
  button.textContent = _("Check");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  form.append(input, " ", button, said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.value.trim()) return input.focus();
    const answer = await check(input.value.trim()).catch(() => null);
    if (!answer) said.textContent = _("No connection, trying again. What you typed is kept.");
    else if (answer.status !== 200) said.textContent = answer.body.error.message;
    else if (answer.body.result === "right" || answer.body.result === "follows") right();
    else {
      said.textContent = answer.body.text;
      input.select();
    }
  });
  return form;
}

/** On the stage, where nobody types: let it be shown, or answer it in the studio at this address.
 * @param {string} studio @returns {Node[]} */
export function answering(studio) {
  const reveal = revealButton();
  reveal.textContent = _("Show it (⏎)");
  if (!studio) return [reveal];
  const link = document.createElement("a");
  link.className = "button";
  link.href = studio;
  link.dataset.studio = "";
  link.textContent = _("Answer it in the studio");
  return [reveal, link];
}

/** The button that shows a locked number. */
export function revealButton() {
  const reveal = document.createElement("button");
  reveal.type = "button";
  reveal.className = "button";
  reveal.dataset.do = "reveal";
  reveal.textContent = _("Show it");
  return reveal;
}
