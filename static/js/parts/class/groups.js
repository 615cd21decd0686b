// What answers came to: a row for each group, one bar for each ballot. The marks and outlines say without
// colour what is right and which ballot was first; the numbers stand at the bars' ends, and in a table.

import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { answers, vote as named } from "./said.js";

/** As `Kind` of app/classroom/results.py. @typedef {"right" | "mistake" | "other" | "unread" | "none" | "unjudged"} Kind */
/** @typedef {{ kind: Kind, words: string, label: string, counts: number[], shares: string[], numbers: string[] }} Group */
/** @typedef {{ ask: string, reveal: string, slots: string[], totals: number[], groups: Group[] }} Results */

/** @type {Record<Kind, string>} */
export const MARKS = { right: "✓", mistake: "✗", other: "–", unread: "–", none: "–", unjudged: "?" };

/** @param {Results} results */
export function grouped({ totals, groups }) {
  const votes = totals.length;
  const largest = Math.max(1, ...groups.flatMap(({ counts }) => counts));
  const table = element("table", "groups");
  const caption = document.createElement("caption");
  caption.textContent = answers(totals[votes - 1]);
  if (votes > 1) caption.append(key());
  const body = document.createElement("tbody");
  for (const group of groups) {
    const row = document.createElement("tr");
    row.dataset.kind = group.kind;
    const head = document.createElement("th");
    head.scope = "row";
    const mark = element("span", "mark", MARKS[group.kind]);
    mark.setAttribute("aria-hidden", "true");
    const words = element("span", "of", group.label);
    words.title = group.words;
    if (group.numbers.length) words.append(element("span", "numbers", group.numbers.join(_(" or "))));
    head.append(mark, words);
    const cell = document.createElement("td");
    group.counts.forEach((count, vote) => {
      const bar = element("span", "bar-of");
      const first = vote < votes - 1;
      bar.dataset.vote = first ? "before" : "after";
      bar.style.setProperty("--share", String(count / largest));
      bar.toggleAttribute("data-none", !count);
      const said = group.kind === "right" ? `${count} = ${group.shares[vote]}` : String(count);
      const which = votes > 1 ? `${named(first)}: ` : "";
      const hidden = element("span", "hidden", which);
      bar.append(element("i", ""), hidden, element("b", "", said));
      cell.append(bar);
    });
    row.append(head, cell);
    body.append(row);
  }
  table.append(caption, body);
  return table;
}

function key() {
  const made = element("span", "key");
  made.setAttribute("aria-hidden", "true");
  for (const [vote, words] of [
    ["before", named(true)],
    ["after", named(false)],
  ]) {
    const one = element("span", "", words);
    one.dataset.vote = vote;
    made.append(one);
  }
  return made;
}
