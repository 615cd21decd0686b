// The picture's room, said to the server where the picture in hand has letters too small in it: it is
// laid out once more then. Nothing is asked for where they are large enough.

import { lettersFor } from "../lib/letters.js";

/** A room a little larger or smaller is the same to the server. */
const ACROSS = 32;
const DOWN = 10;
/** Pixels that letters may be smaller than they should. */
const SLACK = 0.01;
/** How long a window rests that is not being drawn larger any more. */
const RESTING = 150;

/** The room as the server reads it, in its class. @param {{ width: number, height: number }} size @param {number} letters */
export const written = ({ width, height }, letters) =>
  `${Math.floor(width / ACROSS) * ACROSS}x${Math.floor(height / DOWN) * DOWN}x${letters}`;

/**
 * What is first seen of a picture is how it stays: until then it has `data-fitting`. Whenever it is not
 * known to be the one for its room it has `data-rooming`.
 * @param {import("./picture.js").Picture} picture
 * @param {(room: string) => boolean} ask  for a picture that is laid out for this room (empty: as it was
 *   first); whether there is one to ask for
 */
export function rooming(picture, ask) {
  const { canvas, room } = picture;
  /** The room that was asked for last; at first the usual one. */
  let asked = "";
  /** The room in which the usual picture was seen first: there it is seen again. */
  let first = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** Whether the picture for the room that was asked for is on its way. */
  let coming = false;

  /** Ask, if this picture is not the one for this room. @returns {boolean} */
  function look() {
    const { size } = room;
    if (size.width <= 0 || size.height <= 0 || picture.magnified !== 1 || picture.printed.matches) return false;
    // A room may have become another since the picture was put into it: a formula has come below.
    picture.fit();
    const letters = lettersFor(innerWidth);
    const here = written(size, letters);
    const enough = !asked && room.letters >= letters - SLACK;
    if (enough) first = here;
    const now = here === first ? "" : here;
    // What was laid out for another room may have more of it now.
    if (now === asked || enough || !ask(now)) return false;
    asked = now;
    coming = true;
    return true;
  }

  const say = () => canvas.toggleAttribute("data-rooming", coming || resting !== undefined);

  new ResizeObserver(() => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = undefined;
      look();
      say();
    }, RESTING);
    say();
  }).observe(canvas);
  return {
    /** An answer is there: its picture is shown, if it need not be laid out for this room first.
     * @param {boolean} newest  whether nothing else has been asked for since */
    arrived(newest) {
      if (newest) coming = false;
      if (canvas.hasAttribute("data-fitting") && !look()) canvas.removeAttribute("data-fitting");
      say();
    },
  };
}
