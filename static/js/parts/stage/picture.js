// The picture on a screen of the stage: all of it in its room, a part only where somebody looks closely;
// its strip as large as fits. What it shows depends on the state alone, never on what was shown before.

import { Picture } from "../picture.js";
import { more, steady } from "../strip.js";

/** How small the strip may get: a fortieth of the screen, so that it is read from the last row. */
const SMALLEST_STRIP = 0.79;

/** What a strip does that has no room: it leaves out what the picture says, too, and has the sum of the paths
 * below them. */
const LEAN = ["", "short", "stacked"];

/**
 * The strip as large as there is room, and as lean as it must be for that. One that goes on below follows
 * what is told; one that goes on at its side, too, hides the sum.
 * @param {HTMLElement} strip @param {ReadonlyMap<string, import("../../lib/slots.js").Line>} lines
 * @param {number} last  the last step that is shown
 */
export function steadied(strip, lines, last) {
  boxed(strip, lines, last);
  /** @param {string} lean */
  const fitted = (lean) => {
    strip.dataset.lean = lean;
    return steady(strip, lines, SMALLEST_STRIP, lean === LEAN.at(-1));
  };
  let best = { lean: "", room: -1 };
  for (const lean of LEAN) {
    const fit = fitted(lean);
    if (fit >= 1) return;
    const room = strip.scrollWidth > strip.clientWidth ? fit - 1 : fit;
    if (room > best.room) best = { lean, room };
  }
  fitted(best.lean);
}

/** Have a strip show boxes alone where up to a step no cell of its matrices is ever known: it then needs
 * no room for them. @param {HTMLElement} strip @param {ReadonlyMap<string, import("../../lib/slots.js").Line>} lines @param {number} last */
function boxed(strip, lines, last) {
  const cells = [...strip.querySelectorAll(".cells, .cells [data-slot]")];
  /** @param {Element} each */
  const known = (each) => {
    const slot = each.getAttribute("data-follows") ?? each.getAttribute("data-slot");
    return lines.get(`${slot} state`)?.values.some(([step, state]) => step <= last && state === "done");
  };
  strip.toggleAttribute("data-boxes", cells.length > 0 && !cells.some(known));
}

export class StagePicture extends Picture {
  /** @type {() => void} */
  onView = () => {};
  /** The last step of its story that is shown. */
  last = Infinity;

  /** Nothing, for a slide of text. */
  clear() {
    this.canvas.replaceChildren();
    this.room.draw();
    this.strip.replaceChildren();
    this.strip.style.setProperty("--fit", "1");
    this.strip.dataset.lean = "";
    this.strip.removeAttribute("data-boxes");
    more(this.strip);
  }

  /** @override */
  fit() {
    super.fit();
    this.onView();
  }

  /** The screen looks itself, once per state. @override */
  showActive() {}

  /** @override */
  steady() {
    steadied(this.strip, this.lines, this.last);
  }

  /** Look at all of it, or closely. @param {import("../../lib/session.js").Zoom | null} zoom */
  look(zoom) {
    const by = zoom?.by ?? 1;
    if (by !== this.magnified) this.magnify(by);
    this.#centre(zoom ? this.find(zoom.about) : this.active);
    this.#factor();
    this.onView();
  }

  /** Bring something to the middle, where not all is seen. @param {Element | null} about */
  #centre(about) {
    const { canvas } = this;
    if (!this.room.cut || !about) return;
    const [outer, inner] = [canvas.getBoundingClientRect(), about.getBoundingClientRect()];
    // In the speaker's window a screen is drawn smaller than it is.
    const shrunk = canvas.offsetWidth / outer.width;
    canvas.scrollBy(
      (inner.left + inner.width / 2 - outer.left - outer.width / 2) * shrunk,
      (inner.top + inner.height / 2 - outer.top - outer.height / 2) * shrunk,
    );
    this.room.frame();
  }

  /** Bring what is told of a strip that is larger than its room to the middle. */
  #factor() {
    const { strip } = this;
    if (strip.scrollWidth <= strip.clientWidth && strip.scrollHeight <= strip.clientHeight) return;
    const told = this.#told();
    if (told) {
      const [outer, inner] = [strip.getBoundingClientRect(), told.getBoundingClientRect()];
      // The speaker's screens are drawn smaller than they are.
      const shrunk = outer.width / strip.offsetWidth || 1;
      strip.scrollBy(
        (inner.left + inner.right - outer.left - outer.right) / 2 / shrunk,
        (inner.top + inner.bottom - outer.top - outer.bottom) / 2 / shrunk,
      );
    } else strip.scrollTo(0, 0);
    more(strip);
  }

  /** What the step tells on the strip: a factor, where a path begins, its product, or the sum of all. */
  #told() {
    const { strip } = this;
    const factor = strip.querySelector('.symbol[data-state="active"]');
    const step = this.story?.steps[this.step];
    if (factor?.getClientRects().length || !step) return factor;
    const row = step.kind === "sum" ? strip.querySelector(".total") : strip.querySelectorAll(".paths tr")[step.path ?? -1];
    const symbol = step.kind === "path" && row?.querySelector(".symbol");
    return symbol && symbol.getClientRects().length ? symbol : row?.querySelector(".gradient");
  }
}
