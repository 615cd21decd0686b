// The class in the speaker's window: how many are here, what each question came to by mistake, what the class
// may do. It has what nobody else may see yet, and so it refuses to fill a screen: that would be the wall.

import { asked as request, ledOf, watched } from "../../lib/classes.js";
import { spoken } from "../../lib/client.js";
import { element, one } from "../../lib/dom.js";
import { channelName } from "../../lib/follow.js";
import { _ } from "../../lib/language.js";
import { follow } from "../../lib/stream.js";
import { crossed } from "./crossed.js";
import { gathered } from "./gathered.js";
import { names } from "./names.js";
import { questioning } from "./questioning.js";
import { begunSaid, here as hereSaid, onward, spaced, trying } from "./said.js";
import { sending } from "./sending.js";
import { worksheets } from "./worksheets.js";

/** @typedef {import("../../lib/session.js").Session} Session */
/** @typedef {import("./groups.js").Results} Results */

/** Milliseconds between two looks at what is answered. */
const PAUSE = 700;
/** The same where the server was busy. */
const LATER = 2000;

/**
 * @param {Session} session @param {HTMLElement} root
 * @param {object} page
 * @param {(text: string) => void} page.say
 * @param {() => void} page.paint  its room has changed
 */
export function desk(session, root, { say, paint }) {
  const of = channelName();
  const panel = one("[data-desk]", root);
  const next = one('[data-do="next"]', root);
  const usual = next.textContent;
  const again = one('[data-do="again"]', root);
  const table = one("[data-asked]", panel);
  const who = one("[data-who]", panel);
  const live = one("[data-live-notes]", root);
  const locks = panel.querySelectorAll("[data-lock]");
  const door = /** @type {HTMLDialogElement} */ (one("[data-door]"));
  let led = ledOf(of);
  /** @type {ReturnType<typeof follow> | null} */
  let stream = null;
  /** @type {ReturnType<typeof sending> | null} */
  let sender = null;
  /** @type {import("../../lib/stream.js").State | null} */
  let state = null;
  let counts = { here: 0, answered: 0 };
  /** What each question came to, from the first; null: it cannot be told. @type {(Results | null)[]} */
  let found = [];
  /** Of which moment that is; and whether more is to be asked for. */
  let seen = "";
  let asking = false;
  const sheets = worksheets(session, root, { led: () => led, send, say });
  const called = names(one("[data-names]", panel), () => led);
  const own = questioning(session, { send, led: () => led, say });
  one("[data-own-question]", root).addEventListener("click", () => void own.open());

  /** To the class, where one is led. @param {string} kind @param {Record<string, any>} [data] */
  function send(kind, data) {
    sender?.send(kind, data);
  }

  function begin() {
    stream?.end();
    [stream, sender, state, found, seen] = [null, null, null, [], ""];
    root.toggleAttribute("data-class", led !== null);
    for (const each of root.querySelectorAll("[data-in-class]")) each.toggleAttribute("hidden", !led);
    if (led) {
      const { code, token } = led;
      one("[data-code]", panel).textContent = spaced(code);
      sender = sending(code, token, { onLost: lost, onRefused: say });
      stream = follow(`/class/${code}`, token, {
        onState(now) {
          // Somebody came in: the number has done what it was for.
          if (state && JSON.stringify(state.drivers) !== JSON.stringify(now.drivers)) door.close();
          state = now;
          show();
        },
        onCounts(now) {
          counts = now;
          show();
        },
        onLinked: (linked) => lost(linked === "lost"),
        onGone: over,
      });
    }
    show();
    paint();
  }

  function over() {
    led = null;
    begin();
  }

  /** @param {boolean} gone */
  function lost(gone) {
    panel.toggleAttribute("data-lost", gone);
    one("[data-linked]", panel).textContent = gone ? trying() : "";
  }

  function show() {
    const phase = (led && state?.asked?.phase) || "";
    next.textContent = onward(phase ? state?.asked : null, true) || usual;
    again.toggleAttribute("disabled", phase !== "closed");
    const { here, answered } = counts;
    one("[data-here]", panel).textContent = hereSaid(here);
    const ended = Boolean(state?.ended);
    for (const each of panel.querySelectorAll("button")) each.toggleAttribute("disabled", ended);
    who.textContent = ended
      ? _("The class has ended.")
      : state?.worksheet
        ? begunSaid(counts)
        : phase
          ? _("%(answered)s counted · %(silent)s silent", { answered, silent: Math.max(0, here - answered) })
          : _("Nothing is asked now.");
    for (const each of locks) each.setAttribute("aria-checked", String(allowed(each)));
    sheets.show(state);
    called.show(state);
    void look();
  }

  /** @param {Element} lock */
  function allowed(lock) {
    return Boolean(state?.locks[lock.getAttribute("data-lock") ?? ""]);
  }

  /** What the questions came to: only that of the last one can change. */
  async function look() {
    const many = state?.questions ?? 0;
    const moment = JSON.stringify([many, state?.asked?.ballots, state?.asked?.phase, counts.answered]);
    if (!led || asking || moment === seen) return;
    asking = true;
    const { code, token } = led;
    const had = await gathered(found, many, (number) => request(spoken(`/class/${code}/results/${number}`), token));
    if (led?.code === code) {
      found = had.found;
      if (had.all) seen = moment;
      draw();
    }
    await new Promise((done) => setTimeout(done, had.all ? PAUSE : LATER));
    asking = false;
    void look();
  }

  function draw() {
    table.replaceChildren(found.some((each) => each) ? crossed(found) : element("p", "quiet", _("Q asks for the next number.")));
    const last = state?.asked ? found[(state.questions ?? 0) - 1] : null;
    const vote = (last?.totals.length ?? 1) - 1;
    // Of a question of one's own each choice is of interest.
    const wrong = last?.groups.filter(({ kind, counts: of_ }) => (kind !== "right" || state?.asked?.own) && of_[vote]) ?? [];
    live.replaceChildren(
      ...wrong.map(({ counts: of_, words, numbers }) => {
        const line = element("p", "");
        line.append(element("b", "", String(of_[vote])), ` ${words}`);
        if (numbers.length) line.append(` (${numbers.join(", ")})`);
        return line;
      }),
    );
  }

  for (const each of locks) {
    each.addEventListener("click", (event) => {
      send("lock", { [each.getAttribute("data-lock") ?? ""]: !allowed(each) });
      // Space is for the talk, not for the lock once more.
      if (event instanceof MouseEvent && event.detail && each instanceof HTMLElement) each.blur();
    });
  }
  /** A number and a QR that let one more device in. */
  async function letIn() {
    const answer = led && (await request(`/class/${led.code}/door`, led.token, {}));
    if (!led || answer?.status !== 200) return say(answer?.body.error.message ?? _("No connection: try it again."));
    const { number, secret } = answer.body;
    const link = `${location.origin}/class/${led.code}/remote`;
    one("[data-door-address]").textContent = link.replace(/^https?:\/\//, "");
    one("[data-door-number]").textContent = spaced(number);
    /** @type {HTMLImageElement} */ (one("[data-door-qr]")).src = `/qr.svg?link=${encodeURIComponent(`${link}#${secret}`)}`;
    if (!door.open) door.showModal();
  }
  one("[data-let]", panel).addEventListener("click", () => void letIn());

  const full = matchMedia("(display-mode: fullscreen)");
  const wall = () => root.toggleAttribute("data-wall", led !== null && (full.matches || document.fullscreenElement !== null));
  full.addEventListener("change", wall);
  document.addEventListener("fullscreenchange", wall);
  one("[data-unwall]", root).addEventListener("click", () => void document.exitFullscreen().catch(() => {}));
  watched(() => {
    const now = ledOf(of);
    if (now?.code === led?.code) return;
    led = now;
    begin();
    wall();
  });
  begin();
  wall();

  return {
    /** Whether → was for the class: the stage closes what is asked. */
    next() {
      const { phase = "", own: mine = null } = state?.asked ?? {};
      const its = mine ? phase === "open" || phase === "closed" : phase === "open" && session.place.posed;
      if (!led || !its || session.place.blank) return false;
      session.tell({ press: "next" });
      return true;
    },
    again: () => session.tell({ press: "again" }),
    /** Whether a question of one's own was taken off the board. */
    leave() {
      if (!led || !state?.asked?.own) return false;
      session.tell({ press: "leave" });
      return true;
    },
  };
}
