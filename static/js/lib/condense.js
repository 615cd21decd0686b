// Texts that have become wider than their place while a hand changes a number: nothing moves.

/** Units that a text may be wider than the server measured it. */
const CLOSE = 0.5;

/**
 * Set what is wider than its place (`data-room`) narrower, and the others as they are.
 * @param {Iterable<Element>} elements
 */
export function condense(elements) {
  // First all is measured, then written: the other way round costs a layout for each.
  const measured = [...elements].flatMap((element) => {
    const text = element.querySelector("[data-text]") ?? element;
    if (!element.hasAttribute("data-room") || !(text instanceof SVGTextContentElement)) return [];
    text.removeAttribute("textLength");
    text.removeAttribute("lengthAdjust");
    return [{ text, room: Number(element.getAttribute("data-room")) }];
  });
  const wide = measured.filter(({ text, room }) => text.getComputedTextLength() > room + CLOSE);
  for (const { text, room } of wide) {
    text.setAttribute("textLength", String(room));
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
}
