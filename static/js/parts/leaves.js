// The given numbers of a picture: which leaf a wire or a node shows, what its number is, and which one is
// pressed. What is done with it, others say.

import { sourceOf } from "../lib/given.js";
import { fieldOf, readIn, showIn, textOf } from "./fields.js";
import { stepped } from "../lib/numbers.js";
import { part, pathIn, placeOf, replaced } from "../lib/places.js";

/** @typedef {import("../lib/text.js").Value} Value */
/** @typedef {import("../lib/types.js").GraphNode} GraphNode */
/** @typedef {{ node: GraphNode, field: HTMLElement, path: number[], now: Value }} Leaf */
/** @typedef {ReturnType<typeof leaves>} Leaves */

/** How far beside a number it may be pressed, in pixels: a thumb is wider than a digit. */
const REACH = { mouse: 2, touch: 14 };

/**
 * @param {HTMLElement} canvas
 * @param {object} page
 * @param {HTMLElement} page.fields
 * @param {() => Pick<import("../lib/types.js").Story, "nodes" | "edges"> | null} page.story
 * @param {() => { sample: number, values: Record<string, Value> }} page.wish
 * @param {(field: HTMLElement, value: Value) => void} page.onNumber
 */
export function leaves(canvas, { fields, story, wish, onNumber }) {
  /** The leaf that a wire comes from or a node is, with its number in the program, or null.
   * @param {Element | null} thing @returns {Leaf | null} */
  function leafOf(thing) {
    const told = thing && story();
    if (!told) return null;
    const node = sourceOf(thing, told);
    if (!node?.name || !node.role) return null;
    const { key, path } = placeOf(node.name);
    const field = fieldOf(fields, key);
    const whole = field && valueOf(field, key);
    if (!field || whole === null) return null;
    const found = pathIn(whole, path, node.shape.length, wish().sample);
    return found && { node, field, path: found, now: /** @type {Value} */ (part(whole, found)) };
  }

  /** @param {HTMLElement} field @param {string} key @returns {Value | null} */
  function valueOf(field, key) {
    const changed = wish().values[key];
    if (changed !== undefined) return changed;
    const read = textOf(field) && readIn(field, field.dataset.own ?? "");
    return typeof read === "string" ? null : read;
  }

  /** @param {Leaf} leaf @param {Value} value */
  function set(leaf, value) {
    const whole = /** @type {Value} */ (valueOf(leaf.field, leaf.field.dataset.key ?? ""));
    const fresh = replaced(whole, leaf.path, value);
    showIn(leaf.field, fresh);
    onNumber(leaf.field, fresh);
  }

  /** The wire whose leaf's number is pressed. @param {MouseEvent} event */
  function pressedAt(event) {
    if (!(event.target instanceof Element) || event.target.closest(".node")) return null;
    const touch = event instanceof PointerEvent && event.pointerType === "touch";
    return numberAt(event.clientX, event.clientY, touch ? REACH.touch : REACH.mouse);
  }

  /** The wire whose leaf's number is nearest to a place, within reach.
   * @param {number} x @param {number} y @param {number} reach */
  function numberAt(x, y, reach) {
    let least = reach;
    let found = null;
    for (const text of canvas.querySelectorAll(".edge.given text.value")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      if (away <= least) [least, found] = [away, text.closest("[data-edge]")];
    }
    return found;
  }

  /** The node whose own number is pressed: that of a leaf which is used several times. @param {EventTarget | null} target */
  const ownNumber = (target) =>
    target instanceof Element && target.closest("text.value") ? target.closest("[data-node]") : null;

  return {
    leafOf,
    set,
    pressedAt,
    /** The single number that a hand may drag. @param {PointerEvent} event */
    at(event) {
      const leaf = leafOf(pressedAt(event) ?? ownNumber(event.target));
      // A label has two values, and none between.
      const goes = leaf && leaf.node.role !== "label" && typeof leaf.now === "number";
      return goes ? { leaf, now: /** @type {number} */ (leaf.now) } : null;
    },
    /** A step of the number that has the focus, by an arrow key: whether there is one. @param {KeyboardEvent} event */
    stepBy(event) {
      const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      const thing = event.target instanceof Element && event.target.closest("[data-title]");
      const leaf = thing && leafOf(thing);
      if (!leaf || typeof leaf.now !== "number") return;
      event.preventDefault();
      set(leaf, stepped(leaf.now, way, event.shiftKey));
    },
    /** Mark which wires carry a number that is given in a field. */
    mark() {
      const told = story();
      const given = new Map(
        (told?.nodes ?? []).flatMap((node) => (node.name && node.role ? [[node.id, placeOf(node.name).key]] : [])),
      );
      for (const { id, from } of told?.edges ?? []) {
        const key = given.get(from);
        const wire = key === undefined ? null : canvas.querySelector(`[data-slot="${CSS.escape(id)}"]`);
        if (!wire || key === undefined) continue;
        wire.classList.toggle("given", fieldOf(fields, key) !== null);
        wire.classList.toggle("changed", key in wish().values);
      }
    },
  };
}
