// The name that a student may have at the lecturer's desk, where the lecturer has switched names on: typed once,
// kept in this browser, changed or taken away at any time. Nobody need have one.

import { asked as request, remember, watchedMember } from "../../lib/classes.js";
import { one } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { delivered } from "./delivering.js";

/**
 * @param {HTMLElement} root  what is typed
 * @param {HTMLElement} way  the button that leads there again
 * @param {object} page
 * @param {string} page.code
 * @param {import("../../lib/classes.js").Member} page.own
 * @param {() => void} page.onChange  the class may have another name of one's own, or none any more
 */
export function naming(root, way, { code, own, onChange }) {
  const form = one("form", root);
  const typed = /** @type {HTMLInputElement} */ (one("input", form));
  const none = one("[data-none]", form);
  const said = one("[data-named]", root);
  /** Whether the lecturer has names; and whether the form was asked for. */
  let on = false;
  let open = false;
  let sending = false;

  /** The name that the class has; and what it is to have, where that is on its way: what was refused is neither. */
  const called = () => own.called ?? (own.name?.result === "counted" ? own.name.text : "");
  const name = () => (own.name && ["", "closed"].includes(own.name.result) ? own.name.text : called());

  function show() {
    const mine = name();
    // It comes by itself once, and then it is under ⋯; a name can be taken away also where names are off.
    form.hidden = !(open || (on && !own.name));
    way.hidden = !(on || mine);
    way.textContent = mine ? _("Your name: %(name)s", { name: mine }) : _("Give your name");
    none.textContent = mine ? _("Take it away") : _("No name");
    one("[data-give]", form).toggleAttribute("disabled", !on);
    typed.disabled = !on;
  }

  /** @param {string} text */
  function say(text) {
    said.textContent = text;
  }

  async function send() {
    if (sending) return;
    sending = true;
    await delivered(
      () => own.name,
      ({ text, revision }) => request(`/class/${code}/name`, own.person, { name: text, revision }),
      came,
    );
    sending = false;
  }

  /** @param {import("../../lib/classes.js").Answer} now */
  function came({ text, result }) {
    if (result === "counted") own.called = text;
    remember(code, own);
    if (!result) return;
    /** @type {Record<string, string>} */
    const states = {
      counted: text ? _("At the lecturer’s desk you are %(name)s. Under ⋯ you can change that.", { name: text }) : _("You have no name here."),
      older: "",
      closed: _("The lecturer takes no names now."),
      full: _("This class takes no more names."),
    };
    say(states[result] ?? result);
    // What was refused is there to be mended.
    if (!(result in states)) open = true;
    show();
    onChange();
  }

  /** @param {string} text */
  function give(text) {
    open = false;
    if (text || own.name) {
      own.name = { text, revision: (own.name?.revision ?? 0) + 1, result: "" };
      say(_("Sending… your name is kept."));
      void send();
    } else own.name = { text: "", revision: 0, result: "counted" };
    remember(code, own);
    show();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = typed.value.trim();
    if (!on || !text) return;
    if (text !== name()) return give(text);
    open = false;
    show();
  });
  none.addEventListener("click", () => give(""));
  way.addEventListener("click", () => {
    open = true;
    typed.value = name();
    say("");
    show();
    (on ? typed : none).focus();
  });
  watchedMember(code, (found) => {
    if (!found.name || found.name.revision < (own.name?.revision ?? 0)) return;
    [own.name, own.called] = [found.name, found.called];
    show();
    onChange();
  });

  return {
    /** Whether the lecturer sees one by name. */
    on: () => on && called() !== "",
    /** Where the class is now. @param {import("../../lib/stream.js").State} now */
    show({ locks, ended }) {
      const before = on;
      on = Boolean(locks.names) && !ended;
      if (on !== before) {
        say("");
        open = false;
        // What came while names were off is given now.
        if (on && name() && own.name?.result === "closed") own.name.result = "";
      }
      show();
      if (own.name && !own.name.result) void send();
    },
  };
}
