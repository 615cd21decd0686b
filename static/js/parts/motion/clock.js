// One clock per key: whatever moves at a step moves over it and is gone with it. Nothing that moves is a state:
// the last one is written before, and holds whenever all is cancelled.

/** Milliseconds of a motion. */
export const CLOCK = 430;

/** A place in the window.
 * @typedef {{ x: number, y: number }} Point */
/** Where something is at a part of the clock, how large and how visible.
 * @typedef {Point & { at: number, shown?: number, easing?: string }} Stop */

export class Clock {
  /** @type {Animation[]} */
  #running = [];
  /** What flies, over everything and no part of it. */
  #layer = document.createElement("div");

  constructor() {
    this.#layer.className = "motion";
    Object.assign(this.#layer.style, { position: "fixed", inset: "0", zIndex: "5", overflow: "hidden", pointerEvents: "none", contain: "strict" });
    this.#layer.setAttribute("aria-hidden", "true");
  }

  get runs() {
    return this.#running.length > 0;
  }

  /** Everything is where it belongs. */
  stop() {
    for (const each of this.#running) each.cancel();
    this.#running = [];
    this.#layer.remove();
    this.#layer.replaceChildren();
  }

  /** @param {Element} element @param {Keyframe[]} frames */
  animate(element, frames) {
    this.#running.push(element.animate(frames, { duration: CLOCK, fill: "none" }));
  }

  /** All that was added begins now. */
  start() {
    const [first] = this.#running;
    if (!first) return;
    if (this.#layer.childElementCount) document.body.append(this.#layer);
    first.finished.then(
      () => this.#running[0] === first && this.stop(),
      () => {},
    );
  }

  /** Something is not seen until a part of the clock. @param {Element | null | undefined} element @param {number} until */
  hide(element, until) {
    if (!element) return;
    // No opacity: that would put it, and all that is drawn over it, into pictures of their own.
    this.animate(element, [
      { visibility: "hidden", offset: 0, easing: "step-end" },
      { visibility: "visible", offset: until },
    ]);
  }

  /** Something comes. @param {Element | null | undefined} element @param {number} from @param {number} to */
  fade(element, from, to) {
    if (!element) return;
    this.animate(element, [
      { opacity: 0, offset: 0 },
      { opacity: 0, offset: from },
      { opacity: 1, offset: to },
      { opacity: 1, offset: 1 },
    ]);
  }

  /**
   * A number flies, in the ink of its kind: before its first stop and behind its last one it is not there.
   * @param {string} text @param {string} kind @param {number} size  of its letters, in pixels @param {Stop[]} stops
   */
  fly(text, kind, size, stops) {
    if (!text || stops.length < 2) return;
    const rider = document.createElement("span");
    rider.className = "rider";
    rider.textContent = text;
    const halo = "0 0 0.2em var(--paper)";
    Object.assign(rider.style, {
      position: "absolute",
      left: "0",
      top: "0",
      color: `var(--${kind})`,
      textShadow: `${halo}, ${halo}, ${halo}`,
      whiteSpace: "nowrap",
      fontWeight: "600",
      fontSize: `${size.toFixed(1)}px`,
      lineHeight: "1.35",
      opacity: "0",
    });
    this.#layer.append(rider);
    /** @param {Stop} stop */
    const frame = ({ x, y, at, shown = 1, easing }) => ({
      transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`,
      opacity: shown,
      offset: at,
      ...(easing ? { easing } : {}),
    });
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const frames = stops.map(frame);
    if (first.at > 0) frames.unshift({ ...frame({ ...first, at: 0, shown: 0 }), easing: "step-end" });
    if (last.at < 1) {
      frames[frames.length - 1].easing = "step-end";
      frames.push(frame({ ...last, at: last.at + 0.001, shown: 0 }), frame({ ...last, at: 1, shown: 0 }));
    }
    this.animate(rider, frames);
  }
}

/** The middle of what is drawn. @param {Element} element @returns {Point} */
export function middle(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** How large letters are drawn, in pixels. @param {Element} element */
export function letters(element) {
  const own = parseFloat(getComputedStyle(element).fontSize);
  return element instanceof SVGGraphicsElement ? own * (element.getScreenCTM()?.a ?? 1) : own;
}

/** What is written there and can be seen. @param {Element | null | undefined} element */
export function written(element) {
  const text = (element?.textContent ?? "").trim().replace(/^=\s*/, "");
  return element && text && element.getAttribute("data-state") !== "absent" ? text : "";
}
