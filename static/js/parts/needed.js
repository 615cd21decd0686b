// What somebody looks at who works out the number that is asked for: no field covers it.

/** What an asked number is worked out from: its node, what comes into that, what flows back to it.
 * @param {import("../walk.js").Walk} walk @param {import("./picture.js").Picture} picture
 * @param {Element} place  where the number stands */
export function needed(walk, picture, place) {
  const { edges = [] } = walk.story ?? {};
  const thing = place.closest("[data-title]");
  const own = edges.find(({ id }) => id === thing?.getAttribute("data-edge"));
  const backward = place.closest(".local, .gradient, .total") !== null;
  // The wire behind the last node leads nowhere.
  const last = thing?.getAttribute("data-node") ?? picture.active?.getAttribute("data-node");
  const node = own ? (backward ? own.to : own.from) : last;
  /** @param {string | null | undefined} slot @param {string} parts */
  const of = (slot, parts) => [...(picture.find(slot ?? "")?.querySelectorAll(parts) ?? [])];
  // Of a connection: the neurons at its ends.
  const ends = (place.closest(".connection")?.getAttribute("data-of") ?? "").split(" ").slice(1).filter(Boolean);
  return [
    ...ends.flatMap((id) => [...picture.canvas.querySelectorAll(`[data-neuron="${CSS.escape(id)}"] .box`)]),
    ...of(node, ".box"),
    ...edges.filter(({ to }) => to === node).flatMap(({ id }) => of(id, "text.value")),
    ...edges.filter(({ from }) => from === node).flatMap(({ id }) => of(id, "text.value, .gradient")),
    ...(own && backward ? of(own.id, ".local") : []),
  ].filter((each) => !each.contains(place) && !place.contains(each));
}
