// Which connections and neurons belong to one that is touched. A connection is "wire source target", from a
// 1 "wire  target".

/**
 * Of a neuron the connections into it, or out of it where there are none; of a connection itself; and the
 * neurons at their ends.
 * @param {string} neuron  that is touched; "" where it is a connection
 * @param {string} line  the connection that is touched; "" where it is a neuron
 * @param {readonly string[]} lines  all connections
 */
export function together(neuron, line, lines) {
  const ends = (/** @type {string} */ each) => each.split(" ").slice(1);
  const into = lines.filter((each) => ends(each)[1] === neuron);
  const out = lines.filter((each) => ends(each)[0] === neuron);
  const of = new Set(neuron ? (into.length ? into : out) : [line]);
  return { of, neurons: new Set([...of].flatMap(ends).filter(Boolean)) };
}

/**
 * The connections between some neurons; where there is one alone, those from a 1 into it.
 * @param {readonly string[]} neurons @param {readonly string[]} lines  all connections
 */
export function amid(neurons, lines) {
  const found = lines.filter((each) => {
    const [source, target] = each.split(" ").slice(1);
    return neurons.includes(target) && (neurons.length > 1 ? neurons.includes(source) : !source);
  });
  return { of: new Set(found), neurons: new Set(neurons) };
}
