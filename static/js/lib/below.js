// Names in a sentence as a board has them: what a name has behind `_` stands below it, w_R as w with an R.
// The server writes them so too (app/routes/filters.py); tests/letters.json holds both to one rule.

/** A name, and the letters below it; what a digit follows was typed so, because it is another name. */
const BELOW = /(\p{L}[\p{L}\p{M}\p{N}]*)_(\p{L}[\p{L}\p{Nd}]*(?:,[\p{L}\p{Nd}]+)*)/gu;

/** The pieces of a sentence: every second one stands below. @param {string} text */
export function pieces(text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(BELOW)) {
    found.push(text.slice(from, match.index + match[1].length), match[2]);
    from = match.index + match[0].length;
  }
  return [...found, text.slice(from)];
}

/** Say a sentence in an element, unless it stands there. @param {HTMLElement} element @param {string} text */
export function say(element, text) {
  const found = pieces(text);
  if (element.textContent === found.join("")) return;
  element.replaceChildren(
    ...found.map((piece, k) => {
      if (k % 2 === 0) return piece;
      const below = document.createElement("sub");
      below.textContent = piece;
      return below;
    }),
  );
}
