// What a class did: beside each question stands what was answered in this browser.

import { member } from "../lib/classes.js";
import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";

const { answers, works } = member(one("main.did").dataset.code ?? "");
for (const section of document.querySelectorAll("[data-ballots]")) {
  const ballots = section.getAttribute("data-ballots")?.split(" ") ?? [];
  const labels = JSON.parse(section.getAttribute("data-labels") || "{}");
  const said = (/** @type {string} */ text) => Object.hasOwn(labels, text) ? labels[text] : (text || _("I do not know"));
  const mine = ballots.flatMap((ballot) => (answers[ballot] ? [said(answers[ballot].text)] : []));
  const place = one("[data-own]", section);
  place.hidden = !mine.length;
  one("b", place).textContent = mine.join(" → ");
}
for (const section of document.querySelectorAll("[data-worksheet]")) {
  const tries = works?.[section.getAttribute("data-worksheet") ?? ""]?.tries ?? {};
  for (const row of section.querySelectorAll("[data-task]")) {
    const mine = tries[row.getAttribute("data-task") ?? ""] ?? [];
    one("[data-own]", row).textContent = mine.map((each) => each ?? _("shown")).join(" → ");
  }
}
