// What is wrong, said above the picture; and whether the picture shows what was asked for.

import { one } from "./dom.js";

const stage = one("[data-stage]");
const status = one("[data-status]");

/** What is shown is not what was asked for: not yet, or not any more. */
export const stale = () => void (stage.dataset.stale = "yes");

/** @param {string} text */
export function say(text) {
  status.textContent = text;
  status.hidden = false;
  stale();
}

/** The picture is what was asked for; the words beside it follow. */
export const numbersCurrent = () => void (stage.dataset.stale = "words");

/** What is shown is what was asked for. */
export function current() {
  status.hidden = true;
  status.textContent = "";
  delete stage.dataset.stale;
}
