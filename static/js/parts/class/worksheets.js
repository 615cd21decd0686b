// Worksheets on the desk: handed out, seen as a heat map while everybody works alone, and collected.

import { asked as request } from "../../lib/classes.js";
import { spoken } from "../../lib/client.js";
import { dressed } from "../../lib/dressed.js";
import { one } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";
import { settles } from "../../lib/stream.js";
import { handing } from "./handing.js";
import { heat, where } from "./heat.js";

/** @typedef {import("../../lib/stream.js").State} State */

/** Milliseconds between two looks at how far all are; and where the server was busy. */
const PAUSE = 1500;
const LATER = 4000;

/**
 * @param {import("../../lib/session.js").Session} session
 * @param {HTMLElement} root  the speaker's window
 * @param {object} page
 * @param {() => import("../../lib/classes.js").Led | null} page.led
 * @param {(kind: string, data?: Record<string, any>) => void} page.send
 * @param {(text: string) => void} page.say
 */
export function worksheets(session, root, { led, send, say }) {
  const panel = /** @type {HTMLDetailsElement} */ (one("[data-sheets]", root));
  const button = one("[data-hand]", root);
  const place = one("[data-heat]", panel);
  const said = one("[data-sheet-said]", panel);
  const hand = handing(session, { send, say });
  void dressed("css/worksheet.css");
  /** @type {State | null} */
  let state = null;
  /** What is drawn. */
  let drawn = "";
  let looking = false;
  /** Whether to look once more: something has come since the last look, or that found nobody. */
  let stale = false;

  button.addEventListener("click", () => (state?.worksheet ? send("collect") : void hand.open("")));
  panel.addEventListener("toggle", () => void look());
  document.addEventListener("visibilitychange", () => void look());

  /** The worksheet that is seen: the one that is out, or the last one. */
  const number = () => state?.worksheet?.number ?? state?.worksheets ?? 0;

  async function look() {
    stale = true;
    if (looking) return;
    looking = true;
    while (stale || state?.worksheet) {
      stale = false;
      const now = led();
      if (!now || !number() || !panel.open || document.hidden) break;
      const answer = await request(spoken(`/class/${now.code}/worksheet/${number()}`), now.token);
      if (answer?.status === 200 && led()?.code === now.code) draw(answer.body);
      const all = answer?.status === 200;
      if (!all && settles(answer)) said.textContent = answer.body.error.message;
      else if (!all) stale = true;
      await new Promise((done) => setTimeout(done, all ? PAUSE : LATER));
    }
    looking = false;
  }

  /** @param {import("./heat.js").Grid} grid */
  function draw(grid) {
    const now = JSON.stringify(grid);
    if (now === drawn) return;
    drawn = now;
    said.textContent = where(grid);
    place.replaceChildren(heat(grid));
  }

  return {
    /** @param {State | null} now  none where no class is led */
    show(now) {
      const [before, wasOut] = [number(), Boolean(state?.worksheet)];
      state = now;
      const out = Boolean(now?.worksheet);
      root.toggleAttribute("data-sheet", number() > 0);
      panel.hidden = !number();
      button.textContent = out ? _("Collect the worksheet") : _("Hand out a worksheet");
      if (out !== wasOut) {
        panel.open = out;
        one("[data-sheet-out]", panel).textContent = out ? "" : _("collected");
      }
      if (number() !== before || out !== wasOut) void look();
    },
  };
}
