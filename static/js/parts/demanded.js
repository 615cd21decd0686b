// Parts that few visits need: each is fetched when it is first asked for, and called as if it were
// here. `serving/bundle.py` leaves what stands behind `=> import(…)` out of the pages' bundles.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";
import { later } from "../lib/later.js";

/** @typedef {(text: string) => void} Say */

/** @param {Say} say */
const lost = (say) => () => say(_("No connection. Open it again when the connection is back."));

/**
 * The share dialog, fetched when it is opened.
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {() => URL | null} link @param {Say} say
 */
export function sharing(walk, root, link, say) {
  const share = later(
    () => import("../parts/share.js"),
    (module) => module.sharing(walk, root, link),
    lost(say),
  );
  return { open: () => void share.use((part) => void part.open()) };
}

/**
 * The export menu, fetched when it is opened; until it works, nothing in it can be pressed.
 * @param {HTMLElement} root @param {() => import("./export.js").Here} here @param {Say} say
 */
export function exportMenu(root, here, say) {
  const form = one("form", root);
  const menu = later(
    () => import("../parts/export.js"),
    (module) => {
      form.inert = false;
      return module.exportMenu(root, here);
    },
    lost(say),
  );
  form.inert = true;
  root.addEventListener("toggle", () => {
    if (root.hasAttribute("open")) void menu.use();
  });
  return {
    /** This step as a picture, and the menu open: there is said how far it is. */
    png() {
      root.setAttribute("open", "");
      void menu.use((part) => part.png());
    },
  };
}

/**
 * What a word may become, fetched when somebody goes into the program or to its palette.
 * @param {ParentNode} root @param {import("./editor.js").Editor} program @param {Say} say
 */
export function completing(root, program, say) {
  const words = later(
    () => import("../parts/completing.js"),
    (module) => module.completing(root, program),
    lost(say),
  );
  program.field.addEventListener("focus", () => void words.use());
  program.field.addEventListener("input", () => {
    if (!words.here()) void words.use((part) => part.offer());
  });
  one("[data-palette]", root).addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-insert]");
    if (button) void words.use((part) => part.insert(button.getAttribute("data-insert") ?? ""));
  });
}

/**
 * The proof, fetched when it is opened or all gradients are checked.
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {{ wish: () => object, say: Say }} page
 */
export function proof(walk, root, page) {
  /** What was looked at last. @type {string | null} */
  let looked = null;
  const proofs = later(
    () => import("../parts/proof.js"),
    (module) => {
      const part = module.proof(walk, root, page);
      if (looked) part.follow(looked);
      return part;
    },
    lost(page.say),
  );
  one("[data-proof]", root).addEventListener("toggle", () => void proofs.use());
  return {
    checkAll: () => void proofs.use((part) => part.checkAll()),
    refresh: () => proofs.here()?.refresh(),
    /** @param {string} id */
    follow(id) {
      looked = id;
      proofs.here()?.follow(id);
    },
  };
}
