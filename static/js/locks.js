// Locked numbers of a worksheet: the walk stops before each until it is predicted right or revealed.
// A number is named by its step's key: "value:q", "slope:p/v"; "value:*" means all of a kind.

import { _ } from "./language.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Step} Step */

export class Locks {
  /** @param {string} text  the keys, separated by commas */
  constructor(text) {
    this.keys = new Set(text.split(",").filter(Boolean));
    /** Keys whose number has been predicted right or revealed. @type {Set<string>} */
    this.opened = new Set();
  }

  /** @param {string} key */
  locked(key) {
    if (!key || this.opened.has(key)) return false;
    return this.keys.has(key) || this.keys.has(`${key.split(":")[0]}:*`);
  }

  /** The step of the first number that is locked; past the last step where none is.
   * @param {Step[]} steps */
  gate(steps) {
    const found = this.keys.size ? steps.findIndex((step) => this.locked(step.key)) : -1;
    return found < 0 ? steps.length : found;
  }

  /** The nearest step that may be shown.
   * @param {Step[]} steps @param {number} k */
  hold(steps, k) {
    return Math.max(0, Math.min(k, this.gate(steps) - 1));
  }

  /** Open a number; what comes after it can be walked again.
   * @param {string} key */
  open(key) {
    this.opened.add(key);
  }

  /** The step whose number is asked for when this step is shown, or null.
   * @param {Step[]} steps @param {number} k */
  asked(steps, k) {
    const gate = this.gate(steps);
    return gate < steps.length && k >= gate - 1 ? steps[gate] : null;
  }
}

/** What a step's number is called.
 * @param {Story} story @param {Step} step */
export function named(story, step) {
  const name = (/** @type {string | null | undefined} */ id) =>
    story.nodes.find((node) => node.id === id)?.written ?? "";
  const edge = story.edges.find((each) => each.id === step.edge);
  const loss = name(story.loss);
  switch (step.kind) {
    case "value":
      return step.iteration
        ? _("the new value of %(name)s", { name: name(step.node) })
        : _("the value of %(name)s", { name: name(step.node) });
    case "slope":
      return _("the local gradient ∂%(target)s/∂%(source)s", { target: name(edge?.to), source: name(edge?.from) });
    case "flow":
      return _("what flows back from %(target)s to %(source)s", { target: name(edge?.to), source: name(edge?.from) });
    case "sum":
      return _("the gradient ∂%(loss)s/∂%(name)s, the sum of the contributions", { loss, name: name(step.node) });
    case "product":
      return step.path
        ? _("the product of the chain, path %(path)s", { path: step.path + 1 })
        : _("the product of the chain");
    case "new":
      return _("the new %(name)s", { name: name(step.node) });
    default:
      return _("this number");
  }
}

/** The card that stands where a locked number is asked for.
 * @param {Story} story @param {Step} step */
export function lockCard(story, step) {
  const card = document.createElement("section");
  card.className = "card lock";
  const heading = document.createElement("h3");
  heading.textContent = _("Locked");
  const question = document.createElement("p");
  question.textContent = _("What is %(what)s? Work it out; the walk goes on from there.", { what: named(story, step) });
  const reveal = document.createElement("button");
  reveal.type = "button";
  reveal.className = "button";
  reveal.dataset.do = "reveal";
  reveal.textContent = _("Show it");
  const line = document.createElement("p");
  line.append(reveal);
  card.append(heading, question, line);
  return card;
}
