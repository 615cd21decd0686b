// A leaf's number changed on the picture itself: a small field over it, by mouse, touch or key.

import { one } from "../lib/dom.js";
import { fieldOf, readIn, showIn, textOf } from "./fields.js";
import { stepped } from "../lib/numbers.js";
import { alike, part, pathIn, placeOf, replaced } from "../lib/places.js";
import { DECIMAL } from "../lib/language.js";
import { readNumber, readNumbers, writeValue } from "../lib/text.js";

/** @typedef {import("../lib/text.js").Value} Value */
/** @typedef {{ node: import("../lib/types.js").GraphNode, field: HTMLElement, path: number[], now: Value }} Leaf */

/** How far beside a number it may be pressed, in pixels: a thumb is wider than a digit. */
const REACH = { mouse: 2, touch: 14 };

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

  /** The leaf that a wire comes from or a node is, with its number in the program, or null.
   * @param {Element | null} thing @returns {Leaf | null} */
  function leafOf(thing) {
    const edge = walk.story?.edges.find((each) => each.id === thing?.getAttribute("data-edge"));
    const id = edge ? edge.from : thing?.getAttribute("data-node");
    const node = walk.story?.nodes.find((each) => each.id === id);
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

  canvas.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest(".node")) return;
    const touch = event instanceof PointerEvent && event.pointerType === "touch";
    const pressed = numberAt(event.clientX, event.clientY, touch ? REACH.touch : REACH.mouse);
    // What else a click there asks for is left undone: see the studio.
    if (pressed && begin(pressed)) event.preventDefault();
  });

  /** The wire whose leaf's number is nearest to a place, within reach.
   * @param {number} x @param {number} y @param {number} reach */
  function numberAt(x, y, reach) {
    let least = reach;
    let found = null;
    for (const text of canvas.querySelectorAll(".edge.given text.value")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const away = Math.hypot(
        Math.max(left - x, 0, x - right),
        Math.max(top - y, 0, y - bottom),
      );
      if (away <= least) [least, found] = [away, text.closest("[data-edge]")];
    }
    return found;
  }

  canvas.addEventListener("keydown", (event) => {
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    const thing = event.target instanceof Element && event.target.closest("[data-title]");
    const leaf = thing && leafOf(thing);
    if (!leaf || typeof leaf.now !== "number") return;
    event.preventDefault();
    set(leaf, stepped(leaf.now, way, event.shiftKey));
  });

  return {
    /** Change the leaf that has the focus. */
    edit: () => begin(document.activeElement?.closest("[data-title]") ?? null),
    /** Mark which numbers are given, and which of them were changed. */
    mark() {
      const { values } = wish();
      const given = new Map(
        (walk.story?.nodes ?? []).flatMap((node) =>
          node.name && node.role ? [[node.id, placeOf(node.name).key]] : [],
        ),
      );
      for (const { id, from } of walk.story?.edges ?? []) {
        const key = given.get(from);
        const wire = key === undefined ? null : picture.find(id);
        if (!wire || key === undefined) continue;
        wire.classList.toggle("given", fieldOf(fields, key) !== null);
        wire.classList.toggle("changed", key in values);
      }
      if (!open) return;
      const again = picture.find(open.thing.getAttribute("data-slot") ?? "");
      if (!again || leafOf(again)?.node.id !== open.leaf.node.id) return end(false);
      open = { ...open, thing: again, number: numberOf(again) ?? again };
      lay();
    },
  };
}
