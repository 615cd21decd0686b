// A thumb is wider than a node: the node beside the place that was touched is meant.

/** Pixels from a node's edge; with its own size it makes a target of 44 px. */
const REACH = 14;

/**
 * The nearest node within a thumb's reach, or null.
 * @param {Element} canvas @param {number} x @param {number} y
 */
export function nearest(canvas, x, y) {
  let found = null;
  let least = REACH;
  for (const box of canvas.querySelectorAll(".node[data-title] .box")) {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    const distance = Math.hypot(
      Math.max(left - x, 0, x - right),
      Math.max(top - y, 0, y - bottom),
    );
    if (distance < least) [found, least] = [box.closest("[data-title]"), distance];
  }
  return found;
}
