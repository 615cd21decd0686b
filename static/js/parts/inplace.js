// A leaf's number changed on the picture itself: dragged, stepped by keys, or typed into a small field over it.

import { one } from "../lib/dom.js";
import { draggable } from "./dragging.js";
import { leaves } from "./leaves.js";
import { stepped } from "../lib/numbers.js";
import { alike } from "../lib/places.js";
import { DECIMAL } from "../lib/language.js";
import { readNumber, readNumbers, writeValue } from "../lib/text.js";

/** @typedef {import("../lib/text.js").Value} Value */
/** @typedef {import("./leaves.js").Leaf} Leaf */

/**
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {object} page
 * @param {import("./picture.js").Picture} page.picture
 * @param {HTMLElement} page.fields
 * @param {() => { sample: number, values: Record<string, Value> }} page.wish
 * @param {(field: HTMLElement, value: Value) => void} page.onNumber
 * @param {(typed: string) => void} page.onNonsense
 */
export function editInPlace(walk, root, { picture, fields, wish, onNumber, onNonsense }) {
  const { canvas } = picture;
  const form = /** @type {HTMLFormElement} */ (one("form.inplace", root));
  const input = /** @type {HTMLInputElement} */ (one("input", form));
  const label = one("label", form);
  const steps = one(".steps", form);
  /** What is being changed. @type {{ leaf: Leaf, before: Value, number: Element, thing: SVGElement } | null} */
  let open = null;

  const found = leaves(canvas, { fields, story: () => walk.story, wish, onNumber });
  const { leafOf, set, pressedAt } = found;

  /** The number's text of a leaf: on its wire, or at itself. @param {Element} thing */
  function numberOf(thing) {
    const own = thing.querySelector("text.value");
    if (own) return own;
    // A node that is used several times has its number itself, any other its one wire.
    const edge = thing.getAttribute("data-edge");
    const of = walk.story?.edges.find((each) => each.id === edge || each.from === thing.getAttribute("data-node"));
    const other = of && picture.find(edge ? of.from : of.id);
    return other ? other.querySelector("text.value") : null;
  }

  /** Begin to change the leaf that a wire or a node belongs to; false where there is none.
   * @param {Element | null} thing */
  function begin(thing) {
    const leaf = leafOf(thing);
    const number = thing && numberOf(thing);
    if (!leaf || !(thing instanceof SVGElement)) return false;
    open = { leaf, before: leaf.now, number: number ?? thing, thing };
    input.value = written(leaf.now);
    input.removeAttribute("aria-invalid");
    input.style.width = `${Math.max(5, input.value.length + 2)}ch`;
    label.textContent = `${leaf.node.written} =`;
    steps.hidden = Array.isArray(leaf.now);
    form.hidden = false;
    lay();
    input.focus({ preventScroll: true });
    input.select();
    return true;
  }

  /** Over the number, inside the stage. */
  function lay() {
    if (!open) return;
    const stage = /** @type {HTMLElement} */ (form.offsetParent);
    const outer = stage.getBoundingClientRect();
    const inner = open.number.getBoundingClientRect();
    const left = inner.left + inner.width / 2 - outer.left - form.offsetWidth / 2;
    const top = inner.top + inner.height / 2 - outer.top - form.offsetHeight / 2;
    const most = [outer.width - form.offsetWidth - 4, outer.height - form.offsetHeight - 4];
    form.style.left = `${Math.max(4, Math.min(left, most[0]))}px`;
    form.style.top = `${Math.max(4, Math.min(top, most[1]))}px`;
  }

  /** @param {boolean} back  whether the focus goes back to the picture */
  function end(back) {
    if (!open) return;
    const slot = open.thing.getAttribute("data-slot") ?? "";
    open = null;
    form.hidden = true;
    if (back) picture.find(slot)?.focus({ preventScroll: true });
  }

  /** @param {Value} value */
  const written = (value) => writeValue(value).replaceAll("\n", DECIMAL === "," ? " | " : "; ");

  input.addEventListener("input", () => {
    if (!open) return;
    const { now } = open.leaf;
    const value = Array.isArray(now)
      ? readNumbers(input.value, Array.isArray(now[0]))
      : readNumber(input.value);
    if (value === null || !alike(value, now)) {
      input.setAttribute("aria-invalid", "true");
      return onNonsense(input.value);
    }
    input.removeAttribute("aria-invalid");
    set(open.leaf, value);
  });

  /** @param {1 | -1} way @param {boolean} [coarse] */
  function step(way, coarse) {
    const value = readNumber(input.value);
    if (!open || value === null || Array.isArray(open.leaf.now)) return;
    const next = stepped(value, way, coarse);
    input.value = written(next);
    set(open.leaf, next);
  }

  form.addEventListener("keydown", (event) => {
    if (!open) return;
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
    if (way) step(way, event.shiftKey);
    else if (event.key === "Escape") {
      set(open.leaf, open.before);
      end(true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end(true);
  });
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) end(false);
  });
  steps.addEventListener("pointerdown", (event) => event.preventDefault());
  steps.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest("[data-way]");
    if (pressed) step(pressed.getAttribute("data-way") === "1" ? 1 : -1);
  });
  canvas.addEventListener("scroll", lay);
  new ResizeObserver(lay).observe(canvas);

  draggable(canvas, { at: (event) => (open ? null : found.at(event)), set });
  canvas.addEventListener("click", (event) => {
    const pressed = pressedAt(event);
    // What else a click there asks for is left undone: see the studio.
    if (pressed && begin(pressed)) event.preventDefault();
  });

  canvas.addEventListener("keydown", found.stepBy);

  return {
    /** Change the leaf that has the focus. */
    edit: () => begin(document.activeElement?.closest("[data-title]") ?? null),
    /** Mark which numbers are given, and which of them were changed. */
    mark() {
      found.mark();
      if (!open) return;
      const again = picture.find(open.thing.getAttribute("data-slot") ?? "");
      if (!again || leafOf(again)?.node.id !== open.leaf.node.id) return end(false);
      open = { ...open, thing: again, number: numberOf(again) ?? again };
      lay();
    },
  };
}
