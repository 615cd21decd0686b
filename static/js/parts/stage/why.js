// The whole explanation over the picture of a screen: the studio's, in letters for a hall, and as wide and
// as high as it must be for them.

import { found, place } from "../explanation.js";
import { fitFormulas } from "../fit.js";
import { followWindows } from "../matrix.js";
import { _ } from "../../lib/language.js";
import { veils } from "../../lib/veil.js";

/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {{ story: Told, step: number, about: string | null, hide: readonly string[] }} Looked */

/** How wide it may be, in hundredths of the screen's height, and the columns of its cards; at the end all there
 * is of both, and in the end over the chain too: never over a part of that.
 * @type {[width: number, columns: "many" | "one", high: boolean][]} */
const SIZES = [
  [70, "many", false],
  [92, "many", false],
  [120, "many", false],
  [150, "many", false],
  [400, "many", false],
  [400, "one", false],
  [400, "many", true],
  [400, "one", true],
];
/** What of a picture is better seen. */
const COVERED = ".node .box, text.value, .local rect, .edge .gradient";

/**
 * @param {HTMLElement} root @param {import("../picture.js").Picture} picture
 */
export function whyOn(root, picture) {
  const over = place(root, picture);
  /** What it says now. @type {Looked | null} */
  let said = null;
  /** The size of the screen that it was fitted for. */
  let fitted = "";
  followWindows(root, () => ({ ...said?.story.wish, hide: said?.hide.join(",") }));

  /** @param {Looked} one @param {Looked} other */
  const same = (one, other) =>
    one.story.steps === other.story.steps &&
    one.step === other.step &&
    one.about === other.about &&
    one.hide.join() === other.hide.join();

  /** Nothing is left of it. */
  function close() {
    said = null;
    over.write(null);
    over.open(false);
    for (const name of ["data-side", "data-low", "data-high", "data-columns", "data-covers", "style"]) root.removeAttribute(name);
    root.tabIndex = -1;
  }

  /** Whether all of it is seen. */
  function fits() {
    fitFormulas(over.cards);
    if (root.scrollHeight > root.clientHeight + 1) return false;
    const boxes = [root, ...over.cards.querySelectorAll(".card, .matrix, .formula")];
    return boxes.every((box) => box.scrollWidth <= box.clientWidth + 1);
  }

  /** As large as it must be; if that is not enough it scrolls, by ↑ and ↓ too. */
  function fit() {
    root.tabIndex = -1;
    for (const [width, columns, high] of SIZES) {
      root.style.setProperty("--why", `${width}cqh`);
      root.dataset.columns = columns;
      root.toggleAttribute("data-high", high);
      if (fits()) return;
    }
    root.tabIndex = 0;
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || picture.canvas.contains(activeElement)) {
      root.focus({ preventScroll: true });
    }
  }

  /** In the corner where it covers least of the picture, and what it is about last of all.
   * @param {string | null} about */
  function settle(about) {
    const { canvas } = picture;
    const [own, outer] = [root.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const formula = root.parentElement?.querySelector("[data-formula]");
    const line = formula?.getBoundingClientRect() ?? outer;
    const told = about ? picture.find(about)?.getBoundingClientRect() : undefined;
    const things = [...canvas.querySelectorAll(COVERED)].map((each) => each.getBoundingClientRect());
    const usual = root.dataset.side ?? "right";
    let least = Infinity;
    for (const low of [false, true]) {
      for (const side of [usual, usual === "left" ? "right" : "left"]) {
        const x = side === "left" ? outer.left : outer.right - own.width;
        const y = low ? line.bottom - own.height : outer.top;
        const place = new DOMRect(x, y, own.width, own.height);
        const cost = things.reduce((sum, each) => sum + shared(place, each), told ? 99 * shared(place, told) : 0);
        if (cost >= least) continue;
        least = cost;
        root.dataset.side = side;
        root.toggleAttribute("data-low", low);
      }
    }
    // A formula of which a part is covered says nothing.
    const now = root.getBoundingClientRect();
    const covers = [...(formula?.children ?? [])].some((each) => shared(now, each.getBoundingClientRect()) > 0);
    root.toggleAttribute("data-covers", covers);
  }

  return {
    /** Explain this, or nothing. @param {Looked | null} looked */
    show(looked) {
      if (!looked || !found(looked)) return void (said && close());
      const size = `${picture.canvas.clientWidth}x${picture.canvas.clientHeight}`;
      const told = looked.story.steps[looked.step];
      const fresh = !said || !same(said, looked);
      if (fresh) {
        over.write(looked);
        // How much is drawn, layer by layer, is nothing that a hall is asked for.
        for (const button of over.cards.querySelectorAll("[data-fold]")) button.parentElement?.remove();
        if (!over.cards.textContent?.trim()) over.cards.append(nothing(looked.hide));
        root.scrollTop = 0;
      }
      said = looked;
      const about = looked.about ?? told.edge ?? told.node;
      over.open(true, about);
      if (fresh || size !== fitted) fit();
      fitted = size;
      settle(about);
    },
  };
}

/** What is said where there is no formula. @param {readonly string[]} hide  layers */
function nothing(hide) {
  const line = document.createElement("p");
  line.textContent = veils(hide) ? _("What explains it is hidden now.") : _("The sentence above says it all.");
  return line;
}

/** How much of each other two boxes cover. @param {DOMRect} one @param {DOMRect} other */
function shared(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
