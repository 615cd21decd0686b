// Programs that are being typed are kept in this browser: they survive a reload and a closed tab.
// What was kept is offered, never put over what a link says. A program that is too long for a link is
// kept with its numbers and the step, and the address names it: `/studio?kept=…`.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";

/** What is looked at of a program that no link holds.
 * @typedef {{ wish: Record<string, any>, kept: Record<string, any>, step: number }} State */
/** @typedef {{ id: string, text: string, places: string[], time: number, put?: boolean, state?: State }} Draft */

const KEY = "programs";
const MOST = 40;
const PAUSE = 150;

/** What is kept, the latest first. @returns {Draft[]} */
export function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each?.text === "string") : [];
  } catch {
    return [];
  }
}

/** Keep these, the latest first; where there is little room the oldest ones go.
 * @param {Draft[]} drafts @returns {boolean} whether the latest is kept */
export function write(drafts) {
  for (let most = Math.min(MOST, drafts.length); ; most = Math.floor(most / 2)) {
    try {
      localStorage.setItem(KEY, JSON.stringify(drafts.slice(0, most)));
      return true;
    } catch {
      // No room, or no storage at all.
      if (most <= 1) return false;
    }
  }
}

/** The program that an address names, where this browser keeps it.
 * @param {string} search  the address's options @returns {Draft | null} */
export function named(search) {
  const id = new URLSearchParams(search).get("kept");
  return (id && read().find((each) => each.id === id)) || null;
}

/** Look at what was kept as it was looked at then.
 * @param {Draft} draft @param {Record<string, any>} wish @param {Record<string, any>} kept */
export function resume({ text, state }, wish, kept) {
  for (const [now, then] of [
    [wish, state?.wish ?? {}],
    [kept, state?.kept ?? {}],
  ]) {
    // An option that is known no more is left out.
    for (const name of Object.keys(now)) if (name in then) now[name] = then[name];
  }
  wish.program = text;
}

const fresh = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

/** The address of a kept program, in this page's language and theme. @param {string} id */
function addressOf(id) {
  const url = new URL("/studio", location.href);
  const spoken = new URLSearchParams(location.search).get("lang");
  const { theme } = document.documentElement.dataset;
  url.searchParams.set("kept", id);
  if (spoken) url.searchParams.set("lang", spoken);
  if (theme && theme !== "paper") url.searchParams.set("theme", theme);
  return url;
}

/** Save a text as a file. @param {string} text */
function save(text) {
  const saver = document.createElement("a");
  saver.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  saver.download = "program.txt";
  saver.click();
  setTimeout(() => URL.revokeObjectURL(saver.href), 60_000);
}

/** Where a program was typed: the lesson, or the program of the link. */
const here = () => location.pathname + (new URLSearchParams(location.search).get("p") ?? "");

/** A program's title, else its first line.
 * @param {string} text */
export const titleOf = (text) =>
  (text.trim().split("\n")[0] ?? "").replace(/^#\s*/, "").slice(0, 60) || _("Without a title");

/** How long ago, in words.
 * @param {number} then @param {number} [now] */
export function ago(then, now = Date.now()) {
  const minutes = Math.round((now - then) / 60000);
  if (minutes < 1) return _("just now");
  if (minutes < 60) return _("%(minutes)s min ago", { minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 24) return _("%(hours)s h ago", { hours });
  const days = Math.round(hours / 24);
  return days === 1 ? _("yesterday") : _("%(days)s days ago", { days });
}

/**
 * Keep what is typed into an editor, and offer what was kept.
 * @param {ParentNode} root @param {HTMLTextAreaElement} editor
 * @param {object} page
 * @param {Draft | null} page.draft  what the page goes on from
 * @param {() => boolean} page.long  whether no link holds what is shown
 * @param {() => State} page.state
 * @param {() => string} page.told  the program that is shown, and in the link
 */
export function keepDrafts(root, editor, { draft: from, long, state, told }) {
  const begun = editor.value;
  const place = here();
  let id = from?.id ?? fresh();
  /** What was kept last under this name. */
  let last = from?.text;
  /** Whether nothing would be lost. */
  let safe = true;
  const note = one("[data-kept]", root);
  const offer = one("[data-offer]", root);
  const list = one("[data-drafts]", root);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  function keep() {
    clearTimeout(pause);
    pause = undefined;
    const text = editor.value;
    const alone = long();
    const all = read();
    // Another window has gone on from the same draft: that one is its own.
    if (all.some((each) => each.id === id && each.text !== last && each.text !== text)) id = fresh();
    const others = all.filter((each) => each.id !== id && (each.text !== text || each.state));
    const needed = text.trim() && (alone || text !== begun);
    const now = { id, text, places: [place, here()], time: Date.now() };
    const kept = write(needed ? [alone ? { ...now, state: state() } : now, ...others] : others);
    safe = kept || !needed;
    last = text;
    say(
      alone && safe
        ? _("This program is too long for a link. It is kept in this browser, with its numbers and the step; save it as a file to hand it on.")
        : alone
          ? _("This program is too long for a link, and this browser has no room to keep it. Save it as a file before you leave the page.")
          : "",
    );
  }

  /** @param {string} words */
  function say(words) {
    const line = one("[data-kept-said]", note);
    note.hidden = !words;
    if (line.textContent !== words) line.textContent = words;
  }

  editor.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  });
  // The last letters, too, where the tab is closed at once.
  addEventListener("pagehide", () => (pause !== undefined || long()) && keep());
  addEventListener("beforeunload", (event) => {
    if (pause !== undefined) keep();
    if (!safe && (long() || editor.value !== told())) event.preventDefault();
  });
  one("[data-kept-save]", note).addEventListener("click", () => save(editor.value));

  /** @param {Draft} draft */
  function restore(draft) {
    if (pause !== undefined) keep();
    if (draft.state) return location.assign(addressOf(draft.id));
    editor.value = draft.text;
    editor.dispatchEvent(new Event("input", { bubbles: true }));
    offer.hidden = true;
  }

  /** The kept programs in the menu. */
  function fill() {
    const drafts = read().filter(
      ({ text }, k, all) => text !== editor.value && all.findIndex((each) => each.text === text) === k,
    );
    list.hidden = !drafts.length;
    one("ul", list).replaceChildren(
      ...drafts.map((draft) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        const title = document.createElement("bdi");
        title.textContent = titleOf(draft.text);
        const when = document.createElement("span");
        when.className = "quiet";
        when.textContent = ` ${ago(draft.time)}`;
        button.append(title, when);
        button.addEventListener("click", () => {
          restore(draft);
          /** @type {HTMLDetailsElement | null} */ (list.closest("details"))?.removeAttribute("open");
        });
        item.append(button);
        return item;
      }),
    );
  }
  list.closest("details")?.addEventListener("toggle", fill);

  /** Keep all that is shown, and give its address; null where nothing can be kept. */
  function address() {
    keep();
    return safe ? addressOf(id) : null;
  }

  if (!from && new URLSearchParams(location.search).has("kept")) {
    say(_("This address names a program that was kept in another browser, or is kept no longer."));
  }
  if (!from) offerLatest();
  return {
    address,
    /** A link holds what is shown: what was said of it holds no more. */
    linked: () => void (note.hidden || keep()),
  };

  function offerLatest() {
    const latest = read().find(
      (each) =>
        !each.put &&
        each.text.trim() !== begun.trim() &&
        (place === "/studio" || each.places?.includes(place)),
    );
    if (!latest) return;
    one("[data-offer-text]", offer).textContent = _("“%(title)s”, %(ago)s", {
      title: titleOf(latest.text),
      ago: ago(latest.time),
    });
    offer.hidden = false;
    one("[data-offer-yes]", offer).addEventListener("click", () => {
      restore(latest);
      editor.focus({ preventScroll: true });
    });
    one("[data-offer-no]", offer).addEventListener("click", () => {
      // It stays in the menu, but is not offered again.
      write(read().map((each) => (each.id === latest.id ? { ...each, put: true } : each)));
      offer.hidden = true;
    });
  }
}
