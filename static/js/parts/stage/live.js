// Questions from the audience: another number, the chain of another leaf, without leaving the stage.

import { client, post } from "../../lib/client.js";
import { one } from "../../lib/dom.js";
import { put } from "../../lib/markup.js";
import { listen } from "../fields.js";
import { placeOf } from "../../lib/places.js";
import { _ } from "../../lib/language.js";

/** @typedef {import("../../lib/deck.js").Told} Told */
/** @typedef {import("../../lib/deck.js").Wish} Wish */
/** `hand`: a number is being changed; `laid`: for which room the picture is.
 * @typedef {{ index: number, aside: boolean, fresh: boolean, hand: boolean, laid: import("../../lib/deck.js").Laid }} Purpose */

const GIVEN = ["input", "weight", "label", "constant", "variable"];

/**
 * @param {import("../../lib/session.js").Session} session @param {HTMLElement} panel
 * @param {(text: string) => void} say
 * @param {(story: Told) => import("../../lib/deck.js").Laid} place  the room for a story
 * @param {HTMLElement} strip  the chain: the fields stand above it, so that it is seen how it follows
 */
export function live(session, panel, say, place, strip) {
  const fields = one("[data-fields]", panel);
  const chain = one('[data-do="chain"]', panel);
  /** The leaf that was picked; empty for all. */
  let leaf = "";
  /** What is asked now, before it has been answered. @type {{ of: string, wish: Wish } | null} */
  let pending = null;

  const server = client({
    /** @param {Wish & { purpose: Purpose }} asked */
    send: ({ purpose, ...wish }) => post({ ...wish, room: purpose.laid.room }),
    onStory(body, { purpose, ...wish }, newest) {
      const { hand, fresh, aside, index, laid } = purpose;
      const told = /** @type {Told} */ ({ ...body, wish, laid });
      if (newest) pending = null;
      if (fresh || aside) session.depart(told, fresh, hand);
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
   * @param {(wish: Wish) => Partial<Wish>} change @param {{ fresh?: boolean, hand?: boolean }} [how] */
  function ask(change, { fresh = false, hand = false } = {}) {
    const { story, slide } = session.now;
    if (!story) return;
    const aside = session.aside !== null;
    const of = aside ? "aside" : String(slide.story);
    const before = pending?.of === of ? pending.wish : story.wish;
    const wish = { ...before, ...change(before) };
    pending = { of, wish };
    const purpose = { index: slide.story ?? 0, aside, fresh, hand, laid: place(story) };
    server.ask({ ...wish, purpose });
  }

  listen(fields, {
    onNumber(field, value) {
      const key = field.dataset.key ?? "";
      ask(
        ({ values }) =>
          field.dataset.role === "rate" ? { rate: value } : { values: { ...values, [key]: value } },
        { hand: true },
      );
    },
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

  /** The name of a leaf that one can ask for, or nothing. @param {Element | null} thing */
  const leafOf = (thing) =>
    GIVEN.includes(thing?.getAttribute("data-role") ?? "") ? (thing?.getAttribute("data-name") ?? "") : "";

  /** The name of the leaf whose number is pressed: on its wire, or at itself. @param {EventTarget | null} target */
  function pressed(target) {
    const { story } = session.now;
    const thing = target instanceof Element && target.closest("text.value")?.closest("[data-title]");
    if (!story || !thing) return "";
    const edge = story.edges.find(({ id }) => id === thing.getAttribute("data-edge"));
    const node = story.nodes.find(({ id }) => id === (edge ? edge.from : thing.getAttribute("data-node")));
    return node?.name && GIVEN.includes(node.role ?? "") ? node.name : "";
  }

  /** @param {string} [name]  of one leaf; all where there is none */
  function open(name = "") {
    const { story } = session.now;
    if (!story) return say(_("There is no picture on this slide."));
    leaf = name;
    const kept = story === panelStory ? null : story.page.fields;
    if (kept !== null) put(fields, kept);
    panelStory = story;
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

  function close() {
    panel.hidden = true;
    panelStory = null;
  }

  return {
    close,
    isOpen: () => !panel.hidden,
    busy: server.busy,
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
    arithmetic: () =>
      ask(({ arithmetic }) => ({ arithmetic: arithmetic === "slide" ? "exact" : "slide" })),
  };
}
