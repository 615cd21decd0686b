// The strip as large as there is room: every number has the width of its longest text, so that nothing
// moves from step to step, and what does not fit even so scrolls and says that there is more.

/** @typedef {import("../lib/slots.js").Line} Line */

/** How small the strip may get before it rather scrolls. */
const LEAST = 0.6;
/** The same to the side, where factors are matrices. */
const LEAST_OF_CELLS = 0.88;

/**
 * @param {HTMLElement} strip @param {ReadonlyMap<string, Line>} lines  what its slots show at each step
 * @param {number} [least] @param {boolean} [folds]  whether too broad rows are folded
 * @returns {number}  how much of it there is room for, of its full size: 1 or more where all fits
 */
export function steady(strip, lines, least = LEAST, folds = true) {
  /** @type {{ element: HTMLElement, written: Element, text: string | null, state: string | undefined }[]} */
  const changing = [];
  const boxes = strip.hasAttribute("data-boxes");
  for (const { slot, attribute, values } of lines.values()) {
    if (attribute !== "text") continue;
    const longest = values.reduce((long, [, text]) => (text.length > long.length ? text : long), "");
    for (const element of strip.querySelectorAll(`[data-slot="${slot}"]`)) {
      // A matrix to scale is as wide as it is drawn, and the question in its place is narrower.
      if (!(element instanceof HTMLElement) || (!boxes && element.closest(".to-scale"))) continue;
      const written = element.querySelector("[data-text]") ?? element;
      element.style.minWidth = "";
      changing.push({ element, written, text: written.textContent, state: element.dataset.state });
      written.textContent = longest;
      // What is known may have more beside it, such as the sign of a matrix.
      if (element.dataset.state) element.dataset.state = "done";
    }
  }
  // As large as its place allows with all of its longest texts, but never too small to be read.
  strip.style.setProperty("--fit", "1");
  // Cells whose numbers are too small say nothing: rather their row scrolls.
  const narrow = !boxes && strip.querySelector(".cells") ? LEAST_OF_CELLS : 0;
  const room = () =>
    Math.min(Math.max(strip.clientWidth / strip.scrollWidth, narrow), strip.clientHeight / strip.scrollHeight);
  strip.toggleAttribute("data-bare", false);
  // Rows that would go on at the side have their numbers alone, in two lines if need be: their symbols stand
  // at the wires.
  strip.toggleAttribute("data-folded", false);
  const broad = folds && strip.clientWidth < least * strip.scrollWidth && strip.querySelector(".paths");
  strip.toggleAttribute("data-folded", Boolean(broad));
  let fit = room();
  if (fit < 1) {
    // Bars go first, where something is won by it.
    strip.toggleAttribute("data-bare", true);
    if (room() <= fit) strip.toggleAttribute("data-bare", false);
    fit = room();
  }
  // Each number gets a little more than it needs.
  if (fit < 1) strip.style.setProperty("--fit", Math.max(least, fit - 0.02).toFixed(3));
  const widths = changing.map(
    ({ element }) => element.offsetWidth / parseFloat(getComputedStyle(element).fontSize),
  );
  changing.forEach(({ element, written, text, state }, k) => {
    written.textContent = text;
    if (state) element.dataset.state = state;
    element.style.minWidth = `${(widths[k] + 0.1).toFixed(2)}em`;
  });
  more(strip);
  return fit;
}

/** By slot how long its longest text is; a minus takes more room than a digit.
 * @param {readonly Line[]} lines @returns {ReadonlyMap<string, number>} */
export function longest(lines) {
  const texts = lines.filter(({ attribute }) => attribute === "text");
  return new Map(
    texts.map(({ slot, values }) => [slot, Math.max(...values.map(([, text]) => text.length + text.split("−").length))]),
  );
}

/** Whether all have room in places that were made for others.
 * @param {ReadonlyMap<string, number>} texts @param {ReadonlyMap<string, number>} places */
export const fits = (texts, places) => [...texts].every(([slot, length]) => length <= (places.get(slot) ?? 0));

/** Say on which sides the strip goes on. @param {HTMLElement} strip */
export function more(strip) {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = strip;
  const sides = [
    scrollLeft > 1 && "left",
    scrollLeft + clientWidth < scrollWidth - 1 && "right",
    scrollTop > 1 && "top",
    scrollTop + clientHeight < scrollHeight - 1 && "bottom",
  ];
  const said = sides.filter(Boolean).join(" ");
  if (strip.dataset.more !== said) strip.dataset.more = said;
}
