// Formulas as large as there is room for them.

/** How small a formula may get. */
const LEAST = 0.58;

/**
 * Formulas as large as their card allows; one that is still too wide can be scrolled, by keyboard too.
 * @param {HTMLElement} root
 */
export function fitFormulas(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const lines = root.querySelectorAll(".formula");
  for (const line of lines) line.style.removeProperty("--fit");
  const scales = [...lines].map((line) => line.clientWidth / line.scrollWidth);
  if (scales.every((scale) => scale >= 1)) return;
  lines.forEach((line, k) => {
    if (scales[k] < 1) line.style.setProperty("--fit", String(Math.max(LEAST, scales[k] - 0.01)));
  });
  /** @type {NodeListOf<HTMLElement>} */
  const cards = root.querySelectorAll(".card");
  for (const card of cards) if (card.scrollWidth > card.clientWidth) card.tabIndex = 0;
}
