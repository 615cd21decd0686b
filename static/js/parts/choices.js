// What is told of the program and how it is drawn: whose chain, how finely, which sample; and layers
// that are opened and closed.

import { put } from "../lib/markup.js";
import { chosenIn } from "./wish.js";

/** From which width on the views stand beside the picture; below, among the rest. */
const WIDE = "(min-width: 721px)";

/**
 * @param {import("../walk.js").Walk} walk
 * @param {object} places
 * @param {HTMLElement} places.told  the lists of what is told
 * @param {HTMLElement} places.views  the lists of how it is drawn
 * @param {HTMLElement} places.small  where these are on a narrow page
 * @param {import("../store.js").Store} store
 * @param {(id: string) => void} follow  somebody asks for the chain of this leaf
 */
export function choices(walk, { told, views, small }, store, follow) {
  const { wish } = store;
  const page = told.ownerDocument;

  /** What can be chosen of the new story; a list keeps the focus. @param {Element} root @param {string} markup */
  function draw(root, markup) {
    const held = root.contains(page.activeElement) ? page.activeElement?.id : null;
    put(root, markup);
    if (held) page.getElementById(held)?.focus({ preventScroll: true });
  }

  /** @param {string} focus */
  function tell(focus) {
    const leaf = walk.story?.nodes.find((each) => each.name === focus);
    if (leaf) follow(leaf.id);
    wish.focus = focus;
    store.ask({ go: "backward" });
  }

  /** Where one was before a neuron was opened. @type {number | null} */
  let left = null;

  /** Draw a neuron alone, in the phase where one is. @param {string} key */
  function open(key) {
    if (walk.story?.locked) return false;
    left = walk.step;
    wish.open = key;
    const phase = walk.now?.phase ?? "";
    store.ask(phase === "start" ? { to: 0 } : { go: phase === "forward" ? phase : "backward" });
    return true;
  }

  /** All neurons again, where one was; false where none is open. */
  function close() {
    if (wish.zoom !== "neurons" || !wish.open) return false;
    wish.open = "";
    store.ask(left === null ? {} : { to: left });
    left = null;
    return true;
  }

  /** Open a layer, or close it again. @param {string} key */
  function fold(key) {
    if (close()) return;
    const opened = new Set(wish.open.split(",").filter(Boolean));
    if (!opened.delete(key)) opened.add(key);
    wish.open = [...opened].join(",");
    store.ask();
  }

  page.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLSelectElement) || !event.target.closest(".tell")) return;
    if (event.target.name === "focus") return tell(event.target.value);
    Object.assign(wish, chosenIn(event.target));
    store.ask();
  });
  page.addEventListener("click", (event) => {
    const layer = event.target instanceof Element && event.target.closest("[data-fold]");
    if (layer && !event.defaultPrevented) (layer.hasAttribute("data-alone") ? open : fold)(layer.getAttribute("data-fold") ?? "");
  });
  walk.subscribe((changed) => {
    if (!changed.has("story") || !walk.story?.page) return;
    draw(told, walk.story.page.focuses);
    draw(views, walk.story.page.views);
  });

  const beside = /** @type {HTMLElement} */ (views.parentElement);
  const wide = matchMedia(WIDE);
  const settle = () => (wide.matches ? beside : small).append(views);
  wide.addEventListener("change", settle);
  settle();
  return {
    /** Tell the chain of a leaf, by its name. */
    tell,
    open,
    close,
  };
}
