// What is looked at: the page's state, all of it, as it is asked of the server.

import { one } from "./dom.js";
import { editor } from "./editor.js";
import { readValue } from "./text.js";

/** @typedef {import("./text.js").Value} Value */
/** @typedef {{ program: string, values: Record<string, Value>, arithmetic: string, focus: string, zoom: string, open: string, sample: number, iterations: number, accumulate: boolean, vec: string, rate: Value | string | null, slug: string, page: true }} Wish */
/** What is asked for once, with a wish: where to go, or the numbers only.
 * @typedef {{ go?: "backward", brief?: boolean }} Once */

/** The page as it was opened. @returns {Wish} */
export function firstWish() {
  const asked = new URLSearchParams(location.search);
  /** @type {Wish} */
  const wish = {
    program: editor.value,
    values: {},
    arithmetic: one("[data-numbers][aria-current]")?.dataset.numbers ?? "exact",
    focus: chosen("focus") ?? "*",
    zoom: chosen("zoom") ?? "vectors",
    open: asked.get("open") ?? "",
    sample: Number(chosen("sample") ?? 0),
    iterations: Number(chosen("iterations") ?? 1),
    accumulate: chosen("accumulate") === "1",
    vec: chosen("vec") ?? "rows",
    rate: null,
    slug: one("main.studio").dataset.slug ?? "",
    page: true,
  };
  for (const [key, text] of asked) {
    const value = readValue(text);
    if (key === "rate") wish.rate = value ?? text;
    else if (key.startsWith("v.") && value !== null) wish.values[key.slice(2)] = value;
  }
  return wish;
}

/** What is chosen in one of the lists beside the picture.
 * @param {string} option */
const chosen = (option) =>
  /** @type {HTMLSelectElement | null} */ (document.getElementById(option))?.value;

/** The choices as the page's links and lists show them.
 * @param {Wish} wish */
export function showChoices(wish) {
  for (const link of document.querySelectorAll("[data-numbers]")) {
    if (link.getAttribute("data-numbers") === wish.arithmetic) {
      link.setAttribute("aria-current", "true");
    } else link.removeAttribute("aria-current");
  }
}

/** Whether the chosen leaf is still in the program.
 * @param {Wish} wish */
export function focusExists({ focus, program }) {
  if (focus === "*" || focus === "-") return true;
  return program.split("\n").some((line) => line.split(/[:=]/)[0].trim() === focus);
}
