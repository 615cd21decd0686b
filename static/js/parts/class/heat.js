// The heat map of a worksheet: a row for each task, a column for each person, who is farthest first; with a
// name where one was given. What a cell says stands in it as a sign and in words, not in its colour alone.

import { element } from "../../lib/dom.js";
import { say as letter } from "../../lib/below.js";
import { _ } from "../../lib/language.js";

/** As `Kind` of app/classroom/worksheet.py.
 * @typedef {"right" | "later" | "shown" | "mistake" | "other" | "unjudged" | "at" | "ahead"} Kind */
/** @typedef {{ sign: string, label: string, count: number, words?: string }} Made */
/** @typedef {{ id: string, ask: string, reveal: string, at: number, reached: number, once: number, right: number, shown: number, mistakes: Made[] }} Task */
/** As `grid` of app/classroom/worksheet.py makes it.
 * @typedef {{ number: number, out: boolean, people: number, done: number, tasks: Task[], mistakes: Made[], cells: [Kind, string][][], names?: string[] }} Grid */

/** What stands in a cell, beside the sign of its mistake. @type {Record<Kind, string>} */
export const SIGNS = { right: "✓", later: "✓", shown: "○", mistake: "", other: "–", unjudged: "?", at: "…", ahead: "" };

/** In words. @param {Kind} kind @param {string} label */
function said(kind, label) {
  /** @type {Record<Kind, string>} */
  const words = {
    right: _("right at once"),
    later: _("right later"),
    shown: _("had it shown"),
    other: _("another number"),
    unjudged: _("not judged"),
    at: _("working on it"),
    ahead: _("not there yet"),
    mistake: "",
  };
  return [words[kind], label].filter(Boolean).join(": ");
}

/** Where most people are, in words. @param {Grid} grid */
export function where({ tasks, people, done }) {
  const most = tasks.reduce((best, each, k) => (each.at > tasks[best].at ? k : best), 0);
  const parts = [people === 1 ? _("1 person") : _("people: %(count)s", { count: people }), _("done: %(count)s", { count: done })];
  if (tasks[most]?.at) parts.push(_("most are at task %(number)s: %(count)s", { number: most + 1, count: tasks[most].at }));
  return parts.join(" · ");
}

/** @param {Grid} grid */
export function heat({ tasks, mistakes, cells, people, names = [] }) {
  const table = element("table", "heat");
  const head = document.createElement("tr");
  head.append(
    heading(_("task"), "col"),
    heading(_("right"), "col"),
    heading(_("here"), "col"),
    heading(_("frequent mistakes"), "col"),
    ...cells.map((_cell, k) =>
      names[k] ? heading(names[k], "col", "", "called") : heading(String(k + 1), "col", _("person %(number)s", { number: k + 1 })),
    ),
  );
  const top = document.createElement("thead");
  top.append(head);
  const body = document.createElement("tbody");
  const labels = new Map(mistakes.map(({ sign, label }) => [sign, label]));
  tasks.forEach((task, k) => {
    const row = document.createElement("tr");
    const name = heading("", "row");
    letter(name, `${k + 1}. ${task.ask}`);
    name.title = `${task.ask} ${task.reveal}`;
    const frequent = task.mistakes.map(({ sign, label, count }) => `${sign}: ${label} ×${count}`).join(" · ");
    row.append(
      name,
      element("td", "right", task.reached ? _("%(right)s of %(reached)s", { right: task.right, reached: task.reached }) : "·"),
      element("td", "here", task.at ? String(task.at) : "·"),
      element("td", "frequent", frequent),
      ...cells.map((person) => cell(person[k], labels)),
    );
    body.append(row);
  });
  table.append(top, body);
  const box = element("div", "");
  box.append(table, legend(mistakes));
  if (cells.length < people) box.append(element("p", "quiet", _("The first %(count)s are drawn; all are counted.", { count: cells.length })));
  return box;
}

/** @param {[Kind, string]} found @param {Map<string, string>} labels */
function cell([kind, sign], labels) {
  const made = element("td", "one");
  made.dataset.kind = kind;
  const seen = element("span", "", `${kind === "shown" ? "" : sign}${SIGNS[kind]}`);
  seen.setAttribute("aria-hidden", "true");
  made.append(seen, element("span", "hidden", said(kind, labels.get(sign) ?? "")));
  return made;
}

/** @param {Made[]} mistakes */
function legend(mistakes) {
  const list = element("ul", "legend");
  const line = (/** @type {string} */ sign, /** @type {string} */ words, /** @type {string} */ kind) => {
    const item = element("li", "");
    const mark = element("b", "", sign);
    mark.dataset.kind = kind;
    item.append(mark, ` ${words}`);
    return item;
  };
  list.append(
    line("✓", _("right at once"), "right"),
    line("a✓", _("right after a mistake"), "later"),
    ...mistakes.map(({ sign, words, label, count }) => line(sign, `${words || label} ×${count}`, "mistake")),
    line("–", _("another number"), "other"),
    line("○", _("had it shown"), "shown"),
    line("…", _("working on it"), "at"),
  );
  return list;
}

/** @param {string} text @param {"col" | "row"} scope @param {string} [words]  in place of a bare number
 * @param {string} [kind]  "called": a name, which stands upright */
function heading(text, scope, words = "", kind = "") {
  const made = document.createElement("th");
  made.scope = scope;
  if (kind) {
    made.title = text;
    made.append(element("bdi", kind, text));
  } else if (!words) made.textContent = text;
  else {
    const seen = element("span", "", text);
    seen.setAttribute("aria-hidden", "true");
    made.append(seen, element("span", "hidden", words));
  }
  return made;
}
