// Which part of a picture is seen: all of it where its text is large enough then; else parts that
// overlap, of which each step has its own, whatever was seen before.

/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/** @typedef {{ width: number, height: number }} Size */

/** What two parts have in common at least: a node with its wires' labels. */
const OVERLAP = 190;
const ZOOM = 2;

/**
 * The part of the picture that is seen, in the picture's units.
 * @param {object} asked
 * @param {Rect} asked.scene  the picture
 * @param {Size} asked.box  its place on the screen, in pixels
 * @param {number} asked.least  pixels per unit from which on the text can be read
 * @param {Rect | null} asked.about  what the step is about
 * @param {boolean} [asked.whole]  all of it, however small
 * @param {Rect | null} [asked.near]  look closely at this
 * @returns {Rect}
 */
export function seen({ scene, box, least, about, whole = false, near = null }) {
  const fitting = Math.min(box.width / scene.width, box.height / scene.height);
  const readable = whole ? fitting : Math.max(fitting, least);
  const scale = near ? Math.max(readable * ZOOM, least) : readable;
  const width = box.width / scale;
  const height = box.height / scale;
  const target = near ?? about;
  return {
    x: scene.x + along(scene.width, width, target && middle(target.x, target.width) - scene.x, near !== null),
    y: scene.y + along(scene.height, height, target && middle(target.y, target.height) - scene.y, near !== null),
    width,
    height,
  };
}

/** @param {number} start @param {number} size */
const middle = (start, size) => start + size / 2;

/**
 * Where the part begins along one axis.
 * @param {number} all @param {number} part @param {number | null} middle @param {boolean} centred
 */
function along(all, part, middle, centred) {
  if (part >= all) return (all - part) / 2;
  if (middle === null) return 0;
  const room = all - part;
  if (centred || part <= OVERLAP) return Math.max(0, Math.min(room, middle - part / 2));
  const parts = Math.ceil(room / (part - OVERLAP));
  const place = Math.round(((middle - part / 2) / room) * parts);
  return (Math.max(0, Math.min(parts, place)) / parts) * room;
}
