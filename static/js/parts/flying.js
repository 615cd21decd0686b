// Entries that fly into their places: from where they stood, line by line. Motion alone: without it they are
// there as well, and who wants none, or goes back, or jumps, has none.

/** Milliseconds of a flight, and between two lines. */
const FLIGHT = 420;
const NEXT = 180;

/** @param {readonly Element[]} arrived  cells with `data-origin`, "across down" from their places */
export function fly(arrived) {
  if (!arrived.length || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  /** @type {string[]} */
  const lines = [];
  /** @type {Animation[]} */
  const flights = [];
  for (const each of arrived) {
    const hue = each.getAttribute("data-hue") ?? "";
    if (lines.at(-1) !== hue) lines.push(hue);
    const [x = "0", y = "0"] = (each.getAttribute("data-origin") ?? "").split(" ");
    const flight = each.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
      duration: FLIGHT,
      delay: NEXT * (lines.length - 1),
      easing: "ease-in-out",
      fill: "backwards",
    });
    flights.push(flight);
  }
  // As any motion, it ends with whatever is done next.
  const land = () => flights.forEach((each) => each.cancel());
  for (const happens of ["keydown", "pointerdown"]) addEventListener(happens, land, { capture: true, once: true });
}
