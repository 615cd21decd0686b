// Locked numbers of a worksheet: the walk stops before each until it is predicted right or revealed.
// A number is named by its step's key: "value:q", "slope:p/v"; "value:*" means all of a kind, and
// "slope:p/v" also what is told again, whose key is "slope:p/v:2".

import { _ } from "./language.js";

/** @typedef {import("./types.js").Story} Story */
/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Stop} Stop */

export class Locks {
  /** @param {string} text  the keys, separated by commas */
  constructor(text) {
    this.keys = new Set(text.split(",").filter(Boolean));
    /** Keys whose number has been predicted right or revealed. @type {Set<string>} */
    this.opened = new Set();
  }

  /** @param {string} key */
  locked(key) {
    if (!this.keys.size || !key || this.opened.has(key)) return false;
    const [kind, what] = key.split(":");
    return [key, `${kind}:${what}`, `${kind}:*`].some((each) => this.keys.has(each));
  }

  /** The step of the first number that is locked; past the last step where none is.
   * @param {readonly Stop[]} steps */
  gate(steps) {
    // Of a step with `ask` the server has sent no number: it waits for the answer.
    const found = steps.findIndex((step) => step.ask !== undefined || this.locked(step.key));
    return found < 0 ? steps.length : found;
  }

  /** The nearest step that may be shown.
   * @param {readonly Stop[]} steps @param {number} k */
  hold(steps, k) {
    return Math.max(0, Math.min(k, this.gate(steps) - 1));
  }

  /** Open a number; what comes after it can be walked again.
   * @param {string} key */
  open(key) {
    this.opened.add(key);
  }

  /** The step whose number is asked for when this step is shown, or null.
   * @template {Stop} T @param {readonly T[]} steps @param {number} k @returns {T | null} */
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
