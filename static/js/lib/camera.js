// Which part of a picture is seen that cannot be read as a whole: parts that overlap, of which each
// step has its own, whatever was seen before.

/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/** @typedef {{ width: number, height: number }} Size */

/** What two parts have in common at least: a node with its wires' labels. */
const OVERLAP = 190;

/**
 * The part's corner, in the picture's units.
 * @param {Size} scene  all of the picture
 * @param {Size} part  how much of it is seen
 * @param {Rect} about  what the step is about
 */
export const seen = (scene, part, about) => ({
  x: along(scene.width, part.width, about.x, about.width),
  y: along(scene.height, part.height, about.y, about.height),
});

/**
 * Where the part begins along one axis.
 * @param {number} all @param {number} part
 * @param {number} start  of what is to be in it @param {number} size
 */
function along(all, part, start, size) {
  if (part >= all) return (all - part) / 2;
  const room = all - part;
  const before = start + size / 2 - part / 2;
  if (part <= OVERLAP) return Math.max(0, Math.min(room, before));
  const parts = Math.ceil(room / (part - OVERLAP));
  const place = Math.max(0, Math.min(parts, Math.round((before / room) * parts)));
  const begin = (place / parts) * room;
  // What is longer than two parts have in common may be in neither: then one is made for it.
  return size <= part ? Math.max(start + size - part, Math.min(begin, start)) : begin;
}
