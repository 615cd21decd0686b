// Where a box may lie on a picture, so that what it is about can still be seen.

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */

/** Air between the box and what is kept in sight, in pixels. */
const AIR = 5;

/** @param {Rect} one @param {Rect} other  how much of each other they cover */
const common = (one, other) =>
  Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
  Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));

/**
 * The place nearest to the wanted one that covers nothing of what is kept, or the least.
 * @param {{ width: number, height: number }} box @param {{ left: number, top: number }} wanted
 * @param {readonly Rect[]} kept @param {{ width: number, height: number }} room
 */
export function beside({ width, height }, wanted, kept, room) {
  /** @param {number} at @param {number} most */
  const within = (at, most) => Math.max(4, Math.min(at, most - 4));
  const lefts = [wanted.left, ...kept.flatMap((each) => [each.right + AIR, each.left - width - AIR])];
  const tops = [wanted.top, ...kept.flatMap((each) => [each.bottom + AIR, each.top - height - AIR])];
  let best = { left: 4, top: 4, covers: Infinity, away: Infinity };
  for (const x of new Set(lefts.map((each) => within(each, room.width - width)))) {
    for (const y of new Set(tops.map((each) => within(each, room.height - height)))) {
      const lies = { left: x, top: y, right: x + width, bottom: y + height };
      const covers = kept.reduce((sum, each) => sum + common(lies, each), 0);
      const away = (x - wanted.left) ** 2 + (y - wanted.top) ** 2;
      if (covers < best.covers || (covers === best.covers && away < best.away)) {
        best = { left: x, top: y, covers, away };
      }
    }
  }
  return { left: best.left, top: best.top };
}
