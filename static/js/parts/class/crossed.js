// Questions × mistakes: a row for each vote, a column for what is right, each mistake that is frequent, the rest.

import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";

/** @typedef {import("./groups.js").Results} Results */
/** @typedef {import("./groups.js").Kind} Kind */
/** @typedef {{ kind: Kind, label: string }} Column */

/** Mistakes that have a column of their own. */
const MOST = 4;

/** In which column a kind counts that has none of its own. @type {Record<Kind, Kind>} */
const OF = { right: "right", mistake: "other", other: "other", unread: "none", none: "none", unjudged: "unjudged" };

/** The columns: what was not judged has one where there is any. @param {readonly (Results | null)[]} results
 * @returns {Column[]} */
export function columnsOf(results) {
  const groups = results.flatMap((result) => result?.groups ?? []);
  /** How often each mistake was made. @type {Map<string, number>} */
  const made = new Map();
  for (const { kind, label, counts } of groups) {
    if (kind === "mistake") made.set(label, (made.get(label) ?? 0) + Math.max(...counts));
  }
  const named = [...made].sort(([, one], [, other]) => other - one).slice(0, MOST);
  return [
    { kind: "right", label: _("right") },
    ...named.map(([label]) => /** @type {Column} */ ({ kind: "mistake", label })),
    { kind: "other", label: _("other") },
    { kind: "none", label: _("none") },
    ...groups.filter(({ kind }) => kind === "unjudged").slice(0, 1),
  ];
}

/** @param {readonly (Results | null)[]} results  from the first question; of one with none nothing is said */
export function crossed(results) {
  const columns = columnsOf(results);
  const table = element("table", "crossed");
  const head = document.createElement("tr");
  head.append(heading(_("vote"), "col"), ...columns.map(({ label }) => heading(label, "col")));
  const top = document.createElement("thead");
  top.append(head);
  table.append(top, ...results.flatMap((result, k) => (result ? [rows(result, columns, k + 1)] : [])));
  return table;
}

/** Of a question: its words over the votes. @param {Results} result @param {Column[]} columns @param {number} number */
function rows({ ask, totals, groups }, columns, number) {
  const body = document.createElement("tbody");
  const title = heading(`${number}. ${ask}`, "rowgroup");
  title.colSpan = columns.length + 1;
  const first = document.createElement("tr");
  first.append(title);
  body.append(first);
  totals.forEach((total, vote) => {
    const made = document.createElement("tr");
    made.append(heading(totals.length > 1 ? _("vote %(number)s", { number: vote + 1 }) : _("answers"), "row"));
    for (const column of columns) {
      const mine = groups.filter((group) => column === columnOf(group, columns));
      const count = mine.reduce((sum, { counts }) => sum + counts[vote], 0);
      const cell = element("td", "", count ? String(count) : "·");
      cell.dataset.kind = column.kind;
      cell.style.setProperty("--share", String(count / Math.max(total, 1)));
      cell.toggleAttribute("data-none", !count);
      made.append(cell);
    }
    body.append(made);
  });
  return body;
}

/** @param {Column} group  a group, as far as that matters @param {Column[]} columns */
export function columnOf({ kind, label }, columns) {
  const own = kind === "mistake" && columns.find((each) => each.kind === kind && each.label === label);
  return own || columns.find((each) => each.kind === OF[kind]);
}

/** @param {string} text @param {"col" | "row" | "rowgroup"} scope */
function heading(text, scope) {
  const made = document.createElement("th");
  made.scope = scope;
  made.textContent = text;
  return made;
}
