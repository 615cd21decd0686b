// Handing out a worksheet: which numbers everybody works out alone is ticked in a list of all that can be asked.

import { button } from "../../lib/button.js";
import { post } from "../../lib/client.js";
import { say as letter } from "../../lib/below.js";
import { dressed } from "../../lib/dressed.js";
import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";

/** @typedef {{ id: string, ask: string, locked: boolean }} Task */

/** Tasks that a worksheet may have: `CLASS_TASKS` of app/limits.py. */
export const MOST = 60;

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {object} page
 * @param {(kind: string, data?: Record<string, any>) => void} page.send  to the class
 * @param {(text: string) => void} page.say
 */
export function handing(session, { send, say }) {
  const ready = dressed("css/worksheet.css");
  const dialog = document.createElement("dialog");
  dialog.className = "class-form handing";
  dialog.setAttribute("aria-labelledby", "handing-title");
  const title = element("h2", "", _("Hand out a worksheet"));
  title.id = "handing-title";
  const words = element("p", "", _("Everybody works out what is ticked, alone and as fast as they like. You see how far they are and which mistakes they make; without names, unless you switch them on."));
  const all = tick("", _("all"), false);
  const list = element("div", "tasks");
  list.setAttribute("role", "group");
  list.setAttribute("aria-labelledby", "handing-title");
  const said = element("p", "said");
  said.setAttribute("role", "status");
  const hand = button(_("Hand it out"), () => void give(), "primary");
  const row = element("p", "row");
  row.append(hand, button(_("Close"), () => dialog.close()));
  dialog.append(title, words, all.label, list, said, row);
  document.body.append(dialog);
  /** The story that was shown when it was opened. @type {import("../../lib/deck.js").Wish | null} */
  let asked = null;

  const boxes = () => /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input")]);

  function mark() {
    const many = boxes().filter(({ checked }) => checked).length;
    all.box.checked = many === boxes().length;
    all.box.indeterminate = many > 0 && many < boxes().length;
    hand.toggleAttribute("disabled", !many || many > MOST);
    said.textContent =
      many > MOST
        ? _("A worksheet of a class has at most %(most)s tasks.", { most: MOST })
        : many === 1
          ? _("1 task")
          : _("tasks: %(count)s", { count: many });
  }
  list.addEventListener("change", mark);
  all.box.addEventListener("change", () => {
    for (const each of boxes()) each.checked = all.box.checked;
    mark();
  });

  /** @param {string} locks  those of a link, with commas between; none: everything is ticked */
  async function open(locks) {
    await ready;
    asked = session.now.story?.wish ?? null;
    if (!asked) return say(_("There is no picture on this slide."));
    const given = locks ? { ...asked, lock: locks } : asked;
    const answer = await post(given, "/api/tasks").catch(() => null);
    if (answer?.status !== 200) return say(answer?.body.error.message ?? _("No connection: try it again."));
    /** @type {Task[]} */
    const tasks = answer.body.tasks;
    if (!tasks.length) return say(_("Nothing can be asked of this program."));
    const some = tasks.some(({ locked }) => locked);
    list.replaceChildren(...tasks.map(({ id, ask, locked }, k) => tick(id, ask, some ? locked : k < MOST).label));
    mark();
    if (!dialog.open) dialog.showModal();
  }

  async function give() {
    const tasks = boxes().filter(({ checked }) => checked).map(({ value }) => value);
    if (!asked || !tasks.length) return;
    send("hand", { wish: asked, tasks });
    dialog.close();
  }

  return { open };
}

/** @param {string} value @param {string} words @param {boolean} checked */
function tick(value, words, checked) {
  const label = element("label", "");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.value = value;
  box.checked = checked;
  const text = element("span", "");
  letter(text, words);
  label.append(box, text);
  return { label, box };
}
