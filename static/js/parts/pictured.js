// The picture and the strip show where a walk is; a factor of the strip lights its wire, and what is
// pressed in the picture is looked at.

import { one } from "../lib/dom.js";
import { leafOf } from "../lib/given.js";
import { nearest } from "./near.js";
import { Picture } from "./picture.js";

/** @typedef {import("../lib/types.js").Story} Story */
/** @typedef {import("../walk.js").Walk} Walk */

/**
 * @param {Walk} walk @param {ParentNode} root  with the stage and the strip
 */
export function pictured(walk, root) {
  const stage = one("[data-stage]", root);
  const picture = new Picture(one("[data-picture]", root), one("[data-strip]", root));
  /** @type {Story | null} */
  let drawn = null;

  walk.subscribe((changed) => {
    const { story, step } = walk;
    if (!story) return;
    stage.dataset.step = String(step);
    /** @type {ReturnType<Picture["go"]>} */
    let look;
    if (changed.has("story") || changed.has("numbers") || changed.has("layout")) {
      const same = drawn?.structure === story.structure;
      const alike = same && drawn?.focus === story.focus;
      drawn = story;
      picture.load(story, step, {
        ...(same ? {} : { svg: story.svg }),
        ...(alike ? {} : { strip: story.page?.strip }),
        moving: changed.has("numbers"),
      });
    } else if (changed.has("step")) look = picture.go(step);
    const { posed } = walk;
    if (posed) picture.ask(posed.slots, posed.beside, posed.step);
    else picture.ask([], [], 0);
    return look;
  });
  return picture;
}

/** A factor of the strip lights its wire while it is pointed at. @param {Picture} picture */
export function lights(picture) {
  /** @param {Event} event @param {boolean} on */
  function light(event, on) {
    const factor = event.target instanceof Element && event.target.closest("[data-lights]");
    const id = factor && factor.getAttribute("data-lights");
    if (id) picture.find(id)?.classList.toggle("lit", on);
  }
  for (const [begin, end] of [
    ["mouseover", "mouseout"],
    ["focusin", "focusout"],
  ]) {
    picture.strip.addEventListener(begin, (event) => light(event, true));
    picture.strip.addEventListener(end, (event) => light(event, false));
  }
}

/**
 * A factor that is pressed leads to the step where it is told, and what is said of it opens.
 * @param {Picture} picture @param {(step: number) => void} onFactor
 */
export function factors(picture, onFactor) {
  picture.strip.addEventListener("click", (event) => {
    const factor = event.target instanceof Element && event.target.closest("[data-go]");
    if (!factor || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    onFactor(Number(factor.getAttribute("data-go")));
  });
}

/** Look at something, or no more. @param {Walk} walk @returns {(id: string) => void} */
export const looking = (walk) => (id) => walk.look(id === walk.focus ? null : id);

/**
 * What is pressed in the picture, by hand or by a key, is looked at.
 * @param {Picture} picture @param {(id: string) => void} look  at a node or a wire
 * @param {(name: string) => void} [onLeaf]  a leaf is asked for rather
 * @param {(key: string) => boolean} [onNeuron]  a neuron that is looked at already is opened; false where it is not
 * @returns {(event: Event) => void}  does the same for what a key is pressed at
 */
export function choosing(picture, look, onLeaf, onNeuron) {
  /** The neuron that was chosen last, and its layer. @type {(string | null)[]} */
  let [last, layer] = ["", ""];

  /** @param {Element} thing */
  function choose(thing) {
    const node = thing.getAttribute("data-node");
    const leaf = leafOf(thing);
    if (onLeaf && node && leaf) return onLeaf(leaf);
    const neuron = thing.getAttribute("data-open");
    const looked = neuron && document.querySelector("[data-explanation]")?.closest("[data-open]");
    if (looked && neuron === last && onNeuron?.(neuron)) return;
    // Of another neuron of a layer the same is said.
    const same = looked && node === layer;
    [last, layer] = [neuron, node];
    if (!same) look(node ?? thing.getAttribute("data-edge") ?? "");
  }

  picture.canvas.addEventListener("click", (event) => {
    const thing =
      (event.target instanceof Element && event.target.closest("[data-title]")) ||
      nearest(picture.canvas, event.clientX, event.clientY);
    if (thing && !event.defaultPrevented) choose(thing);
  });
  /** What has the focus is chosen. @param {Event} event */
  return (event) => {
    const thing = event.target instanceof Element && event.target.closest("[data-title]");
    if (thing) choose(thing);
  };
}
