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
 * The strip as large as there is room, and as lean as it must be for that.
 * @param {HTMLElement} strip @param {ReadonlyMap<string, import("../../lib/slots.js").Line>} lines
 */
export function steadied(strip, lines) {
  /** @param {string} lean */
  const fitted = (lean) => {
    strip.dataset.lean = lean;
    return steady(strip, lines, SMALLEST_STRIP);
  };
  let best = { lean: "", fit: 0 };
  for (const lean of LEAN) {
    const fit = fitted(lean);
    if (fit > best.fit) best = { lean, fit };
    if (fit >= 1) return;
  }
  fitted(best.lean);
}

export class StagePicture extends Picture {
  /** @type {() => void} */
  onView = () => {};

  /** Nothing, for a slide of text. */
  clear() {
    this.canvas.replaceChildren();
    this.room.draw();
    this.strip.replaceChildren();
    this.strip.style.setProperty("--fit", "1");
    this.strip.dataset.lean = "";
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
    steadied(this.strip, this.lines);
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

  /** Bring the told factor of a strip that is larger than its room to the middle. */
  #factor() {
    const { strip } = this;
    if (strip.scrollWidth <= strip.clientWidth && strip.scrollHeight <= strip.clientHeight) return;
    const now = strip.querySelector('.symbol[data-state="active"]');
    if (now instanceof HTMLElement) {
      strip.scrollTo(
        now.offsetLeft + now.offsetWidth / 2 - strip.clientWidth / 2,
        now.offsetTop + now.offsetHeight / 2 - strip.clientHeight / 2,
      );
    } else strip.scrollTo(0, this.story?.steps[this.step].kind === "sum" ? strip.scrollHeight : 0);
    more(strip);
  }
}
