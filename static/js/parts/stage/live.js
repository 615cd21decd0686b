// Questions from the audience: another number, the chain of another leaf, without leaving the stage.

import { client, post } from "../../lib/client.js";
import { one } from "../../lib/dom.js";
import { put } from "../../lib/markup.js";
import { draggable } from "../dragging.js";
import { isOwn, listen } from "../fields.js";
import { leaves } from "../leaves.js";
import { history } from "../../lib/history.js";
import { isGiven, leafOf, sourceOf } from "../../lib/given.js";
import { placeOf } from "../../lib/places.js";
import { _ } from "../../lib/language.js";

/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {import("../../lib/deck.js").Wish} Wish */
/** What a hand changes of a story, as it can be taken back. @typedef {Pick<Wish, "values" | "rate">} Numbers */
/** `hand`: a number is being changed; `laid`: for which room the picture is.
 * @typedef {{ index: number, aside: boolean, fresh: boolean, hand: boolean, away: boolean, laid: import("../../lib/deck.js").Laid }} Purpose */

/**
 * @param {import("../../lib/session.js").Session} session @param {HTMLElement} panel
 * @param {(text: string) => void} say
 * @param {(story: Told) => import("../../lib/deck.js").Laid} place  the room for a story
 * @param {import("./screen.js").Screen} screen  whose numbers are dragged; above its chain stand the fields, so that it is
 *   seen how it follows
 * @param {() => boolean} idle  whether a hand on the picture means its numbers: it may draw, too
 */
export function live(session, panel, say, place, { canvas, strip }, idle) {
  const fields = one("[data-fields]", panel);
  const chain = one('[data-do="chain"]', panel);
  /** The leaf that was picked; empty for all. */
  let leaf = "";
  /** What is asked now, before it has been answered. @type {{ of: string, wish: Wish } | null} */
  let pending = null;

  /** Stories' numbers as they were, and since when a hand holds one of them.
   * @type {Map<string, import("../../lib/history.js").History<Numbers>>} */
  const kept = new Map();
  let held = Infinity;

  const server = client({
    /** @param {Wish & { purpose: Purpose }} asked */
    send: ({ purpose, ...wish }) => post({ ...wish, room: purpose.laid.room }),
    onStory(body, { purpose, ...wish }, newest) {
      const { hand, fresh, aside, away, index, laid } = purpose;
      const told = /** @type {Told} */ ({ ...body, wish, laid });
      if (newest) pending = null;
      if (fresh || aside) session.depart(told, fresh, { still: hand, away });
      else session.change(told, index, hand);
      say("");
    },
    onProblem(found) {
      pending = null;
      say(`${found.message} ${found.hint}`.trim());
    },
    onLost: () => say(_("No connection, trying again.")),
  });

  /** The story's request with something changed, what is on its way included.
   * @param {(wish: Wish) => Partial<Wish>} change @param {{ fresh?: boolean, hand?: boolean, away?: boolean }} [how] */
  function ask(change, { fresh = false, hand = false, away = false } = {}) {
    const { story, slide } = session.now;
    if (!story) return;
    const aside = session.aside !== null;
    const of = nameOf();
    const before = wished(story);
    const wish = { ...before, ...change(before) };
    pending = { of, wish };
    if (fresh) kept.delete("aside");
    else if (hand) remember(of, before, wish);
    const purpose = { index: slide.story ?? 0, aside, fresh, hand, away, laid: place(story) };
    server.ask({ ...wish, purpose });
  }

  /** Which story is shown. */
  const nameOf = () => (session.aside ? "aside" : String(session.now.slide.story));

  /** Its request as it will have been answered. @param {Told} story */
  const wished = (story) => (pending?.of === nameOf() ? pending.wish : story.wish);

  /** @param {Wish} wish @returns {Numbers} */
  const numbersOf = ({ values, rate }) => ({ values, rate });

  /** @param {string} of @param {Wish} before @param {Wish} after */
  function remember(of, before, after) {
    const past = kept.get(of) ?? history(numbersOf(before));
    kept.set(of, past);
    past.did(numbersOf(after), performance.now(), held);
  }

  /** Take back the last change of a number, or make it again. @param {"undo" | "redo"} way */
  function back(way) {
    const numbers = kept.get(nameOf())?.[way]();
    panelStory = null;
    if (numbers) ask(() => numbers, { hand: true });
  }

  /** @param {HTMLElement} field @param {import("../../lib/text.js").Value | string} value */
  function onNumber(field, value) {
    const key = field.dataset.key ?? "";
    ask(
      ({ values }) => {
        if (field.dataset.role === "rate") return { rate: value };
        const { [key]: _before, ...others } = values;
        return { values: isOwn(field, value) && !session.base.slug ? others : { ...others, [key]: value } };
      },
      { hand: true },
    );
  }

  listen(fields, {
    onNumber,
    onNonsense: (typed) => say(_("“%(typed)s” is not a number: write it like −1.5 or 2e-3.", { typed })),
  });

  chain.addEventListener("click", () => {
    ask(() => ({ focus: leaf }), { fresh: true });
    close();
  });
  one('[data-do="reset"]', panel).addEventListener("click", () => {
    const { story, slide } = session.now;
    if (session.aside) session.comeBack();
    else if (story) session.change(session.given.stories[slide.story ?? 0], slide.story ?? 0, true);
    close();
  });
  one('[data-do="close"]', panel).addEventListener("click", close);
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
  });

  /** The name of the leaf whose number is pressed: on its wire, or at itself. @param {EventTarget | null} target */
  function pressed(target) {
    const { story } = session.now;
    const thing = target instanceof Element && target.closest("text.value")?.closest("[data-title]");
    if (!story || !thing) return "";
    const node = sourceOf(thing, story);
    return node?.name && isGiven(node.role) ? node.name : "";
  }

  /** @param {string} [name]  of one leaf; all where there is none */
  function open(name = "") {
    const { story } = session.now;
    if (!story) return say(_("There is no picture on this slide."));
    leaf = name;
    filled(story);
    const { key } = placeOf(name);
    for (const field of fields.querySelectorAll(".field")) {
      field.toggleAttribute("hidden", name !== "" && field.getAttribute("data-key") !== key);
    }
    const node = story.nodes.find((each) => each.name === name);
    chain.hidden = !node;
    chain.textContent = node ? _("Tell the chain of %(name)s", { name: node.written }) : "";
    panel.hidden = false;
    const below = strip.offsetHeight && panel.offsetParent?.getBoundingClientRect().bottom;
    panel.style.bottom = below ? `${below - strip.getBoundingClientRect().top}px` : "";
    const input = fields.querySelector('.field:not([hidden]) :is(input[type="text"], textarea)');
    if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
      input.focus({ preventScroll: true });
      input.select();
    }
  }
  /** Whose numbers stand in the fields. @type {Told | null} */
  let panelStory = null;

  /** A story's fields; those that are seen stay while a hand changes them. @param {Told} story */
  function filled(story) {
    if (story !== panelStory && panel.hidden) put(fields, story.page.fields);
    panelStory = story;
  }

  function close() {
    panel.hidden = true;
    panelStory = null;
  }

  const numbers = leaves(canvas, {
    fields,
    story() {
      const { story } = session.now;
      if (!story || story.waits) return null;
      filled(story);
      return story;
    },
    wish: () => /** @type {any} */ (session.now.story && wished(session.now.story)),
    onNumber,
  });
  draggable(canvas, { at: (event) => (idle() ? numbers.at(event) : null), set: numbers.set });
  canvas.addEventListener("keydown", numbers.stepBy);
  addEventListener("pointerdown", () => void (held = performance.now()), { capture: true });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => void (held = Infinity));
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || !"zy".includes(key)) return;
    if (event.target instanceof Element && event.target.matches('textarea, input:not([type="range"])')) return;
    event.preventDefault();
    back(key === "y" || event.shiftKey ? "redo" : "undo");
  });

  return {
    close,
    isOpen: () => !panel.hidden,
    busy: server.busy,
    /** Say which numbers can be dragged, and which were changed. */
    mark: numbers.mark,
    /** The number of the leaf that has the focus; else all numbers, or away with them. @param {Event} event */
    toggle({ target }) {
      if (!panel.hidden) close();
      else open(target instanceof Element ? leafOf(target.closest("[data-title]")) : "");
    },
    /** What was pressed in the picture: the number of a leaf is changed; false where it is none.
     * @param {Event} event */
    pick({ target }) {
      const name = pressed(target);
      if (name) open(name);
      return name !== "";
    },
    /** The chain of a leaf. @param {string} name */
    tell(name) {
      close();
      ask(() => ({ focus: name }), { fresh: true });
    },
    /** A neuron alone, away from where one is; false where something is locked. @param {string} key */
    open(key) {
      if (session.now.story?.locked) return false;
      close();
      ask(() => ({ open: key }), { fresh: true, away: true });
      return true;
    },
    arithmetic: () =>
      ask(({ arithmetic }) => ({ arithmetic: arithmetic === "slide" ? "exact" : "slide" })),
  };
}
