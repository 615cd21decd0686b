// Parts that few visits need: each is fetched when it is first asked for, and called as if it were
// here. `serving/bundle.py` leaves what stands behind `=> import(…)` out of the pages' bundles.

import { ledOf } from "../lib/classes.js";
import { one } from "../lib/dom.js";
import { channelName } from "../lib/follow.js";
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
 * Lines from a figure to the nodes beside it, fetched where a figure has some; without them it is still itself.
 * @param {HTMLElement} figure
 */
export function leads(figure) {
  const part = later(
    () => import("../parts/leading.js"),
    (module) => module.leading(figure),
    () => {},
  );
  return {
    /** @param {number} step */
    show(step) {
      if (figure.querySelector("[data-leads]")) void part.use((made) => made.show(step));
      else part.here()?.show(step);
    },
  };
}

/**
 * Leading a class, fetched when it is opened, or at once where this browser leads one of what is shown.
 * @param {import("../lib/session.js").Session} session
 * @param {Parameters<typeof import("./class/leading.js").leading>[1]} page
 */
export function classing(session, page) {
  const part = later(
    () => import("../parts/class/leading.js"),
    (module) => module.leading(session, page),
    lost(page.say),
  );
  if (ledOf(channelName())) void part.use();
  return {
    open: () => void part.use((led) => void led.open()),
    /** Open one, and hand out what these locks of a link mean. */
    worksheet: (/** @type {string} */ locks) => void part.use((led) => void led.open().then(() => led.worksheet(locks))),
    look: () => part.here()?.look(),
    again: () => part.here()?.again() ?? false,
    leave: () => part.here()?.leave() ?? false,
    stays: () => part.here()?.stays() ?? false,
    /** Whether the board is seen. */
    boarded: () => part.here()?.boarded() ?? false,
    /** Whether → was for the class. */
    next: () => part.here()?.next() ?? false,
  };
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

/**
 * A pasted program of a library, fetched when a text is no program of ours, or was pasted.
 * @param {ParentNode} root @param {import("./editor.js").Editor} program
 * @param {(wish: object, where: string) => Promise<{ status: number, body: any }>} send
 * @param {(look: object) => object} turn
 * @param {Say} say
 */
export function pasting(root, program, send, turn, say) {
  const part = later(
    () => import("../parts/pasted.js"),
    (module) => module.pasting(root, program, send, turn),
    lost(say),
  );
  /** Whether what stands there was pasted, and not looked at yet. */
  let pasted = false;
  program.field.addEventListener("paste", () => void (pasted = true));
  return {
    /** The text is no program of ours. */
    wrong() {
      pasted = false;
      void part.use((made) => void made.look());
    },
    /** It is one; what was pasted may be a library's, all the same. */
    right() {
      if (pasted || /^\s*(import|from)\s/m.test(program.field.value)) this.wrong();
    },
  };
}
