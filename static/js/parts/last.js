// Where somebody was last, so that the gallery leads back there.

const LAST = "chalkgraph last";

/** @typedef {{ url: string, title: string }} Place */

/** @param {Place} place */
export function remember(place) {
  try {
    localStorage.setItem(LAST, JSON.stringify(place));
  } catch {
    // Then nothing leads back.
  }
}

/** The place, if there is one and it is of this host. @returns {Place | null} */
export function last() {
  try {
    const { url, title } = JSON.parse(localStorage.getItem(LAST) ?? "{}");
    return title && new URL(url, location.href).origin === location.origin ? { url, title } : null;
  } catch {
    return null;
  }
}
