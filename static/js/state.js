// What is hidden on this page, as its link says it: layers, locked numbers, predicting.

import { one } from "./dom.js";

const page = one("main.studio");

/** Options that are kept on the page itself, and how a link writes each. */
const KEPT = ["hide", "lock", "predict"];

/** Write what is hidden into an address.
 * @param {URL} url */
export function carry(url) {
  for (const name of KEPT) {
    const value = (page.dataset[name] ?? "").trim().replaceAll(" ", ",");
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
}

/** An address as short as it may be written: commas and colons need no escaping in a query.
 * @param {URL} url */
export const written = (url) =>
  url.href.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
