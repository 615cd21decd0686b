// How large a number's letters are to be in a window.

/** Pixels of a number's letters, by the least width of the window. */
const LETTERS = [
  [1900, 18],
  [1420, 16],
  [1300, 14],
  [0, 13],
];

/** @param {number} width  of the window */
export const lettersFor = (width) => LETTERS.find(([least]) => width >= least)?.[1] ?? 13;
