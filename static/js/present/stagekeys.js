// The stage's keys and the speaker's: each table makes its window's handler and its help.

/** @typedef {import("../keys.js").Key} Key */

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** @type {readonly Key[]} */
export const STAGE_KEYS = [
  { keys: ["PageDown", "ArrowRight", "ArrowDown", " "], does: "next", says: "next" },
  { keys: ["PageUp", "ArrowLeft", "ArrowUp", "Backspace"], does: "previous", says: "back" },
  { keys: ["Home"], does: "first", says: "to the start" },
  { keys: ["End"], does: "last", says: "to the end" },
  { keys: ["["], does: "previousPart", says: "slide or phase before" },
  { keys: ["]"], does: "nextPart", says: "slide or phase after" },
  { keys: DIGITS, does: "digit", says: "type a number", shown: "1 … 9" },
  { keys: ["Enter"], does: "enter", says: "after a number: to that slide or step" },
  { keys: ["p"], does: "phase", says: "after 1, 2, 3: forward, backward, update" },
  { keys: ["F5", "f"], does: "fullscreen", says: "fullscreen and back" },
  { keys: [".", "b"], does: "blank", says: "black screen and back" },
  { keys: ["o"], does: "overview", says: "overview of all states" },
  { keys: ["s"], does: "speaker", says: "speaker’s window" },
  { keys: ["d"], does: "pointer", says: "pointer: a dot at the mouse" },
  { keys: ["i"], does: "pen", says: "pen (ink stays with its step)" },
  { keys: ["e"], does: "erase", says: "take the last stroke away" },
  { keys: ["E"], does: "eraseAll", says: "take all strokes of this step away", shown: "Shift E" },
  { keys: ["z"], does: "zoom", says: "close to the step’s node and back" },
  { keys: ["a"], does: "whole", says: "all of a large picture, and back" },
  { keys: ["v"], does: "values", says: "values: hide and show" },
  { keys: ["l"], does: "locals", says: "local gradients: hide and show" },
  { keys: ["g"], does: "gradients", says: "gradients: hide and show" },
  { keys: ["x"], does: "sizes", says: "sizes: hide and show" },
  { keys: ["c"], does: "change", says: "change a number, choose a leaf" },
  { keys: ["n"], does: "arithmetic", says: "slide numbers or exact numbers" },
  { keys: ["t"], does: "theme", says: "next theme" },
  { keys: ["?", "h"], does: "help", says: "this help" },
  { keys: ["Escape"], does: "leave", says: "close; end the detour; leave the stage" },
];

const SPEAKER = new Set([
  ...["next", "previous", "first", "last", "previousPart", "nextPart", "digit", "enter", "phase"],
  ...["blank", "overview", "pointer", "whole", "zoom", "values", "locals", "gradients", "sizes"],
  ...["theme", "help", "leave"],
]);

/** @type {readonly Key[]} */
export const SPEAKER_KEYS = [
  ...STAGE_KEYS.filter(({ does }) => SPEAKER.has(does)),
  { keys: ["w"], does: "watch", says: "stop the watch and go on" },
  { keys: ["r"], does: "rewind", says: "the watch from zero" },
];
