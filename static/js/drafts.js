// Programs that are being typed are kept in this browser: they survive a reload and a closed tab.
// What was kept is offered, never put over what a link says.

import { one } from "./dom.js";
import { _ } from "./language.js";

/** @typedef {{ id: string, text: string, places: string[], time: number, put?: boolean }} Draft */

const KEY = "programs";
const MOST = 12;
const PAUSE = 150;

/** @returns {Draft[]} */
function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each?.text === "string") : [];
  } catch {
    return [];
  }
}

/** @param {Draft[]} drafts */
function write(drafts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(drafts.slice(0, MOST)));
  } catch {
    // No room, or no storage at all: then the page keeps its text as long as it is open.
  }
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
 * @param {HTMLTextAreaElement} editor
 */
export function keepDrafts(editor) {
  const begun = editor.value;
  const place = here();
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const offer = one("[data-offer]");
  const list = one("[data-drafts]");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  function keep() {
    clearTimeout(pause);
    pause = undefined;
    const text = editor.value;
    const others = read().filter((each) => each.id !== id && each.text !== text);
    if (!text.trim() || text === begun) return write(others);
    write([{ id, text, places: [place, here()], time: Date.now() }, ...others]);
  }

  editor.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  });
  // The last letters, too, where the tab is closed at once.
  addEventListener("pagehide", () => pause !== undefined && keep());

  /** @param {Draft} draft */
  function restore(draft) {
    if (pause !== undefined) keep();
    editor.value = draft.text;
    editor.dispatchEvent(new Event("input", { bubbles: true }));
    offer.hidden = true;
  }

  /** The kept programs in the menu. */
  function fill() {
    const drafts = read().filter((each) => each.text !== editor.value);
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
