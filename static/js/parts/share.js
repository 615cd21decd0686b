// The share dialog: a link with the exact state, its QR code, an embed snippet, a worksheet.

import { copy } from "./copy.js";
import { one } from "../lib/dom.js";
import { dressed } from "../lib/dressed.js";
import { Locks, named } from "../lib/locks.js";
import { written } from "../lib/state.js";
import { _ } from "../lib/language.js";

/** @typedef {import("../lib/types.js").Story} Story */

/** Characters that fit into the largest QR code. */
const MOST_IN_QR = 2900;
/** Characters that a link may have before servers and chat programs cut it. */
const MOST_IN_LINK = 8000;

/** What can be locked, in groups: kinds of steps and their words. */
const GROUPS = [
  { kinds: ["value"], words: _("Values") },
  { kinds: ["slope"], words: _("Local gradients") },
  { kinds: ["flow", "sum", "product"], words: _("Gradients") },
  { kinds: ["new"], words: _("New weights") },
];

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/**
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {() => URL | null} link  the link to what is shown now; null where it is too long
 */
export function sharing(walk, root, link) {
  const dialog = /** @type {HTMLDialogElement} */ (one("[data-share]", root));
  const linkField = /** @type {HTMLInputElement} */ (one("[data-share-link]", dialog));
  const embedField = /** @type {HTMLInputElement} */ (one("[data-share-embed]", dialog));
  const codeBox = one("[data-share-code]", dialog);
  const code = new Image();
  code.alt = _("QR code of the link");
  const said = one("[data-share-said]", dialog);
  const choices = one("[data-share-locks]", dialog);

  /** @param {string} text */
  const say = (text) => {
    said.textContent = text;
  };

  /** The keys that are ticked; a kind that is ticked wholly is one key. */
  function locks() {
    /** @type {string[]} */
    const found = [];
    for (const kind of new Set(GROUPS.flatMap((group) => group.kinds))) {
      /** @type {NodeListOf<HTMLInputElement>} */
      const boxes = choices.querySelectorAll(`input[data-kind="${kind}"]`);
      const ticked = [...boxes].filter((box) => box.checked);
      if (boxes.length > 1 && ticked.length === boxes.length) found.push(`${kind}:*`);
      else found.push(...ticked.map((box) => box.value));
    }
    return found;
  }

  function fill() {
    const url = link();
    const told = walk.story;
    for (const button of dialog.querySelectorAll("button[data-copy]")) {
      button.toggleAttribute("disabled", !url || !told);
    }
    if (!url || !told) {
      linkField.value = embedField.value = "";
      codeBox.hidden = true;
      say(
        told
          ? _("This program is too long for a link. Shorten it, or save it as a file: the button is below the program.")
          : _("There is nothing to share yet: the program has an error."),
      );
      return;
    }
    // Handed on, a worksheet is one again.
    url.searchParams.delete("unlocked");
    const keys = locks();
    if (keys.length) {
      url.searchParams.set("lock", keys.join(","));
      const first = new Locks(keys.join(",")).gate(told.steps);
      const step = Math.min(Number(url.searchParams.get("step") ?? 0), first - 1);
      if (step > 0) url.searchParams.set("step", String(step));
      else url.searchParams.delete("step");
    }
    const text = written(url);
    linkField.value = text;
    one("[data-share-kind]", dialog).textContent = keys.length
      ? _("Worksheet link")
      : _("Link to exactly this");
    codeBox.hidden = text.length > MOST_IN_QR;
    if (!codeBox.hidden) code.src = `/qr.svg?link=${encodeURIComponent(text)}`;
    embedField.value = snippet(url, told);
    say(
      text.length > MOST_IN_LINK
        ? _("This link is very long; some programs may cut it.")
        : LOCAL.includes(url.hostname)
          ? _("This address works on this computer only, until the server is started for the network.")
          : "",
    );
  }

  /** @param {URL} url @param {Story} told */
  function snippet(url, told) {
    const inside = new URL(url);
    inside.pathname = `/embed${url.pathname}`;
    const frame = document.createElement("iframe");
    frame.setAttribute("src", written(inside));
    frame.setAttribute("title", told.title || _("Computational graph"));
    frame.setAttribute("width", "900");
    frame.setAttribute("height", "500");
    frame.setAttribute("loading", "lazy");
    return frame.outerHTML;
  }

  /** A box to tick for every number that can be locked. */
  function offer() {
    const told = walk.story;
    /** What is ticked stays so while it is there. */
    const before = new Set(
      [...choices.querySelectorAll("input:checked")].map((box) => box.getAttribute("value")),
    );
    choices.replaceChildren();
    if (!told) return;
    for (const { kinds, words } of GROUPS) {
      const steps = told.steps.filter((step) => kinds.includes(step.kind) && !step.iteration);
      if (!steps.length) continue;
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      const all = tick("", words);
      all.box.dataset.all = "yes";
      legend.append(all.label);
      group.append(legend);
      for (const step of steps) {
        const { label, box } = tick(step.key, named(told, step).replace("the ", ""));
        box.dataset.kind = step.kind;
        box.checked = before.has(step.key);
        group.append(label);
      }
      choices.append(group);
      mark(group);
    }
  }

  /** @param {string} value @param {string} words */
  function tick(value, words) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = value;
    label.append(box, ` ${words}`);
    return { label, box };
  }

  /** The box of a whole group says whether all, some or none are ticked.
   * @param {Element} group */
  function mark(group) {
    const all = /** @type {HTMLInputElement} */ (group.querySelector("[data-all]"));
    const boxes = [...group.querySelectorAll("input[data-kind]")];
    const ticked = boxes.filter((box) => box instanceof HTMLInputElement && box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }

  choices.addEventListener("change", (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    const group = box.closest("fieldset");
    if (!group) return;
    if (box.dataset.all) {
      for (const each of group.querySelectorAll("input")) each.checked = box.checked;
    }
    mark(group);
    fill();
  });

  dialog.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (button) void copy(button.getAttribute("data-copy") === "link" ? linkField : embedField, say);
  });

  /** On the stage, where it is led from. @param {string} hash @param {string[]} [dropped]  options of the link */
  function lead(hash, dropped = []) {
    const url = link();
    if (!url) return say(_("This program is too long for a link, and so for a class."));
    url.pathname = url.pathname.replace(/^\/(lesson|studio)/, "/present");
    for (const name of dropped) url.searchParams.delete(name);
    url.hash = hash;
    location.assign(url);
  }
  one('[data-do="lead"]', dialog).addEventListener("click", () => lead("class"));
  one('[data-do="hand"]', dialog).addEventListener("click", () => {
    const keys = locks();
    if (keys.length) lead(`worksheet=${encodeURIComponent(keys.join(","))}`, ["lock", "unlocked"]);
    else say(_("Tick what is to be worked out first."));
  });

  const ready = dressed("css/sharing.css");
  return {
    async open() {
      await ready;
      offer();
      fill();
      codeBox.replaceChildren(code);
      dialog.showModal();
      linkField.focus();
      linkField.select();
    },
  };
}
