// The explanation: the step's sentence and its cards, or those of what was clicked.

import { _ } from "./language.js";

/** @typedef {import("./types.js").Story} Story */

/** @param {string} tag @param {string} [name] @param {string} [text] */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

const EQUALS = "<mo>=</mo>";

/** A formula as one piece per equals sign, so that a long one can go on in the next line: browsers
 * do not break formulas. @param {string} formula */
export function breakable(formula) {
  if (!formula.startsWith("<math")) return formula;
  const start = formula.indexOf("<mrow>") + "<mrow>".length;
  const end = formula.lastIndexOf("</mrow>");
  const [before, after] = [formula.slice(0, start), formula.slice(end)];
  const parts = formula.slice(start, end).split(EQUALS);
  // The first equals sign keeps its left side; where matrices stand there is no room for it.
  const kept = formula.includes("<mtable>") && parts.length === 2 ? 1 : 2;
  const whole = [parts.slice(0, kept).join(EQUALS), ...parts.slice(kept)];
  return whole.map((part, k) => before + (k ? EQUALS : "") + part + after).join(" ");
}

/** @param {Story} story @param {Map<string, string[]>} cards */
function cardElements(story, cards) {
  return [...cards].map(([kind, formulas]) => {
    const card = element("section", `card ${kind}`);
    card.append(element("h3", "", story.titles[kind]));
    for (const formula of formulas) {
      const line = element("p", "formula");
      // MathML that the server wrote, with every name escaped.
      line.innerHTML = breakable(formula);
      card.append(line);
    }
    return card;
  });
}

/** @param {{ text: string, verdict: string }} check */
function checkElement(check) {
  const card = element("section", "card check");
  card.append(element("h3", "", _("Check")), element("p", "", check.text));
  if (check.verdict === "agrees") {
    card.append(element("p", "verdict good", _("✓ agrees with finite differences")));
  } else if (check.verdict === "differs") {
    card.append(element("p", "verdict bad", _("✗ differs from finite differences")));
  }
  return card;
}

/** @param {string} text */
function remarkElement(text) {
  const remark = element("p", "remark");
  remark.append(element("strong", "", "Note"), ` ${text}`);
  return remark;
}

/** @param {Map<string, string[]>} cards @param {string[]} kinds @param {string[]} formulas */
function gather(cards, kinds, formulas) {
  kinds.forEach((kind, place) => {
    const list = cards.get(kind);
    if (list) list.push(formulas[place]);
    else cards.set(kind, [formulas[place]]);
  });
}

/**
 * What is said about a step.
 * @param {Story} story @param {number} k
 * @returns {HTMLElement[]}
 */
export function explainStep(story, k) {
  const step = story.steps[k];
  /** @type {Map<string, string[]>} */
  const cards = new Map();
  for (const other of story.steps.slice(0, k + 1)) {
    if (other.group === step.group) gather(cards, other.cards, other.formulas);
  }
  const parts = [];
  if (step.note) parts.push(element("p", "note", step.note));
  if (step.remark) parts.push(remarkElement(step.remark));
  parts.push(...cardElements(story, cards));
  const node = story.nodes.find((each) => each.id === step.check);
  if (node?.check.text) parts.push(checkElement(node.check));
  return parts;
}

/**
 * What is known up to now of a node or wire that was clicked; its symbols always.
 * @param {Story} story @param {number} k @param {string} id
 * @returns {{ title: string, parts: HTMLElement[] }}
 */
export function explainThing(story, k, id) {
  const edge = story.edges.find((each) => each.id === id);
  const name = (/** @type {string} */ node) =>
    story.nodes.find((each) => each.id === node)?.written ?? "";
  /** @type {Map<string, string[]>} */
  const cards = new Map();
  const own = story.steps.filter(
    (step) => step.iteration === 0 && (edge ? step.edge === id : step.node === id && !step.edge),
  );
  let later = -1;
  for (const step of own) {
    if (step.kind === "start") continue;
    if (step.index <= k || step.kind.endsWith("symbols")) {
      gather(cards, step.cards, step.formulas);
    } else if (later < 0) later = step.index;
  }
  const aside = story.asides.find((each) => each.edge === id);
  if (aside) {
    // Its local gradient is known from the forward pass; what flows back, once all has.
    const backward = story.steps.filter((step) => step.phase === "backward" && !step.iteration);
    const [first, last] = [backward.at(0)?.index, backward.at(-1)?.index];
    aside.cards.forEach((card, place) => {
      const at = place === 0 ? 0 : (card === "flow" ? last : first) ?? Infinity;
      if (at <= k) gather(cards, [card], [aside.formulas[place]]);
      else if (Number.isFinite(at) && later < 0) later = at;
    });
  }
  const parts = [];
  const title = edge
    ? _("The wire from %(source)s to %(target)s", { source: name(edge.from), target: name(edge.to) })
    : _("The node %(name)s", { name: name(id) });
  if (aside && story.focus !== "-") {
    parts.push(element("p", "note", _("This wire is not on the way that is told now.")));
  }
  const node = story.nodes.find((each) => each.id === id);
  if (node?.remark && own.some((step) => step.kind === "value" && step.index <= k)) {
    parts.push(remarkElement(node.remark));
  }
  parts.push(...cardElements(story, cards));
  const asked = edge ? own.find((step) => step.check)?.check : id;
  const checked = story.steps.find((step) => step.check === asked);
  const { check } = story.nodes.find((each) => each.id === asked) ?? {};
  if (check?.text && checked && checked.index <= k) parts.push(checkElement(check));
  if (later >= 0) {
    const link = element("button", "button", _("Its number comes at step %(number)s: go there", { number: later + 1 }));
    link.dataset.go = String(later);
    const line = element("p");
    line.append(link);
    parts.push(line);
  }
  if (node?.fold) {
    const words = node.fold.closed ? _("Draw what is inside") : _("Draw it as one layer");
    const button = element("button", "button", words);
    button.dataset.fold = node.fold.key;
    const line = element("p");
    line.append(button);
    parts.push(line);
  }
  if (!parts.length) parts.push(element("p", "quiet", _("A given number.")));
  return { title, parts };
}

/** How small a formula may get. */
const LEAST = 0.58;

/**
 * Formulas as large as their card allows; one that is still too wide can be scrolled, by keyboard too.
 * @param {HTMLElement} root
 */
export function fitFormulas(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const lines = root.querySelectorAll(".formula");
  for (const line of lines) line.style.removeProperty("--fit");
  const scales = [...lines].map((line) => line.clientWidth / line.scrollWidth);
  if (scales.every((scale) => scale >= 1)) return;
  lines.forEach((line, k) => {
    if (scales[k] < 1) line.style.setProperty("--fit", String(Math.max(LEAST, scales[k] - 0.01)));
  });
  /** @type {NodeListOf<HTMLElement>} */
  const cards = root.querySelectorAll(".card");
  for (const card of cards) if (card.scrollWidth > card.clientWidth) card.tabIndex = 0;
}
