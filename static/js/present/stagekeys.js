// The stage's keys and the speaker's: each table makes its window's handler and its help.

import { _ } from "../language.js";

/** @typedef {import("../keys.js").Key} Key */

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** @type {readonly Key[]} */
export const STAGE_KEYS = [
  { keys: ["PageDown", "ArrowRight", "ArrowDown", " "], does: "next", says: _("next") },
  { keys: ["PageUp", "ArrowLeft", "ArrowUp", "Backspace"], does: "previous", says: _("back") },
  { keys: ["Home"], does: "first", says: _("to the start") },
  { keys: ["End"], does: "last", says: _("to the end") },
  { keys: ["["], does: "previousPart", says: _("slide or phase before") },
  { keys: ["]"], does: "nextPart", says: _("slide or phase after") },
  { keys: DIGITS, does: "digit", says: _("type a number"), shown: "1 … 9" },
  { keys: ["Enter"], does: "enter", says: _("after a number: to that slide or step") },
  { keys: ["p"], does: "phase", says: _("after 1, 2, 3: forward, backward, update") },
  { keys: ["F5", "f"], does: "fullscreen", says: _("fullscreen and back") },
  { keys: [".", "b"], does: "blank", says: _("black screen and back") },
  { keys: ["o"], does: "overview", says: _("overview of all states") },
  { keys: ["s"], does: "speaker", says: _("speaker’s window") },
  { keys: ["d"], does: "pointer", says: _("pointer: a dot at the mouse") },
  { keys: ["i"], does: "pen", says: _("pen (ink stays with its step)") },
  { keys: ["e"], does: "erase", says: _("take the last stroke away") },
  { keys: ["E"], does: "eraseAll", says: _("take all strokes of this step away"), shown: "Shift E" },
  { keys: ["z"], does: "zoom", says: _("close to the step’s node and back") },
  { keys: ["a"], does: "whole", says: _("all of a large picture, and back") },
  { keys: ["v"], does: "values", says: _("values: hide and show") },
  { keys: ["l"], does: "locals", says: _("local gradients: hide and show") },
  { keys: ["g"], does: "gradients", says: _("gradients: hide and show") },
  { keys: ["x"], does: "sizes", says: _("sizes: hide and show") },
  { keys: ["c"], does: "change", says: _("change a number, choose a leaf") },
  { keys: ["n"], does: "arithmetic", says: _("slide numbers or exact numbers") },
  { keys: ["t"], does: "theme", says: _("next theme") },
  { keys: ["?", "h"], does: "help", says: _("this help") },
  { keys: ["Escape"], does: "leave", says: _("close; end the detour; leave the stage") },
];

const SPEAKER = new Set([
  ...["next", "previous", "first", "last", "previousPart", "nextPart", "digit", "enter", "phase"],
  ...["blank", "overview", "pointer", "whole", "zoom", "values", "locals", "gradients", "sizes"],
  ...["theme", "help", "leave"],
]);

/** @type {readonly Key[]} */
export const SPEAKER_KEYS = [
  ...STAGE_KEYS.filter(({ does }) => SPEAKER.has(does)),
  { keys: ["w"], does: "watch", says: _("stop the watch and go on") },
  { keys: ["r"], does: "rewind", says: _("the watch from zero") },
];
