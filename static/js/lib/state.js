// The page's state as the server wrote it, from its table of options; nothing here knows their names.

import { one } from "./dom.js";

/** @typedef {import("./text.js").Value} Value */
/** What is looked at, as it is asked of the server: told anew when it changes.
 * @typedef {Record<string, any> & { program: string, values: Record<string, Value>, sample: number, open: string, rate: Value | string | null, slug: string, page: true }} Wish */
/** What the page changes by itself, as the server wants to know it, too.
 * @typedef {Record<string, string | boolean>} Kept */

/** The page as it was opened. @returns {{ wish: Wish, kept: Kept }} */
export const firstState = () => JSON.parse(one("#state").textContent ?? "");

/** Write what the page keeps by itself into an address.
 * @param {URL} url @param {Kept} kept */
export function carry(url, kept) {
  for (const [name, value] of Object.entries(kept)) {
    if (value) url.searchParams.set(name, value === true ? "1" : value);
    else url.searchParams.delete(name);
  }
}

/** An address as short as it may be written: commas and colons need no escaping in a query.
 * @param {URL} url */
export const written = (url) =>
  url.href.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
