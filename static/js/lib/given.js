// Which leaf something in the picture is, or is the wire of.

/** @typedef {import("./types.js").GraphNode} GraphNode */
/** @typedef {Pick<import("./types.js").Story, "nodes" | "edges">} Drawn */

/** Roles of the leaves that one can ask for. */
const GIVEN = new Set(["input", "weight", "label", "constant", "variable"]);

/** Whether a node of that role is a leaf that one can ask for. @param {string | null | undefined} role */
export const isGiven = (role) => GIVEN.has(role ?? "");

/** The node that a thing in the picture is, or that its wire comes from.
 * @param {Pick<Element, "getAttribute">} thing @param {Drawn} story @returns {GraphNode | undefined} */
export function sourceOf(thing, { nodes, edges }) {
  const edge = edges.find(({ id }) => id === thing.getAttribute("data-edge"));
  const source = edge ? edge.from : thing.getAttribute("data-node");
  return nodes.find(({ id }) => id === source);
}

/** The name of a leaf that one can ask for, or nothing.
 * @param {Pick<Element, "getAttribute"> | null} thing */
export const leafOf = (thing) =>
  isGiven(thing?.getAttribute("data-role")) ? (thing?.getAttribute("data-name") ?? "") : "";
