// Which nodes of one graph are which of another: those of a name, `w1` and `w2` are what `w` is, and under another
// name what is made of the same in the same way. A node that there is no more has become what it went into.

/**
 * @typedef {{ id: string, name: string | null, op: string | null }} Node
 * @typedef {{ nodes: readonly Node[], edges: readonly { from: string, to: string }[] }} Graph  operands first
 */

/**
 * By each node's id the id of what it is in the other graph, where it is anything.
 * @param {Graph} from @param {Graph} to @param {(id: string) => boolean} drawn  whether a node of `to` is seen
 * @returns {Map<string, string>}
 */
export function heirs(from, to, drawn) {
  const seen = to.nodes.filter(({ id }) => drawn(id));
  const named = new Map(seen.map(({ id, name }) => [name, id]));
  named.delete(null);
  const made = new Map(seen.map((node) => [recipe(node, operands(to, node.id)), node.id]));
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const node of from.nodes) {
    const { id, name, op } = node;
    const parts = operands(from, id).map((each) => found.get(each) ?? "?");
    const heir = named.get(name) ?? named.get(parted(name).base) ?? (op === null ? undefined : made.get(recipe(node, parts)));
    if (heir !== undefined) found.set(id, heir);
  }
  for (const { id } of [...from.nodes].reverse()) {
    const into = from.edges.find((edge) => edge.from === id)?.to;
    const heir = found.get(id) ?? found.get(into ?? "");
    if (heir !== undefined) found.set(id, heir);
  }
  return found;
}

/** @param {Graph} graph @param {string} id */
const operands = ({ edges }, id) => edges.filter(({ to }) => to === id).map(({ from }) => from);

/** @param {Node} node @param {readonly string[]} parts */
const recipe = ({ op }, parts) => `${op} ${parts.join(" ")}`;

/** A name and its number: `w2` is the second of `w`; 0 where it has none.
 * @param {string | null} name @returns {{ base: string, number: number }} */
export function parted(name) {
  const found = /^(.*?)_?([1-9][0-9]*)$/.exec(name ?? "");
  return { base: found?.[1] || (name ?? ""), number: found?.[1] ? Number(found[2]) : 0 };
}
