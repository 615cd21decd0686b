// Undo and redo: what was there before, and what was there after.

/** Changes of one thing that follow each other within this time are one change: a drag, a word. */
const TOGETHER = 1000;

/**
 * @template S
 * @typedef {object} History
 * @property {(state: S, at: number, held?: number) => void} did  this is the state now; `held`: since when a hand
 *   has not let go, however long it rests
 * @property {() => S | null} undo  the state before, or null
 * @property {() => S | null} redo  the state that was undone last, or null
 * @property {() => boolean} canUndo
 * @property {() => boolean} canRedo
 */

/**
 * A history that begins with a state. States are plain data and are kept as copies.
 * @template {Record<string, any>} S
 * @param {S} first @param {number} [most]  changes that are remembered
 * @returns {History<S>}
 */
export function history(first, most = 200) {
  /** @type {S[]} */
  const states = [structuredClone(first)];
  let place = 0;
  /** What the last change was about, and when: only its continuation may join it. */
  let last = { what: "", at: -Infinity };

  return {
    did(state, at, held = Infinity) {
      const what = changed(states[place], state);
      if (!what) return;
      const joins = place > 0 && place === states.length - 1 && what === last.what;
      if (joins && (at - last.at < TOGETHER || last.at >= held)) states[place] = structuredClone(state);
      else {
        states.splice(place + 1, Infinity, structuredClone(state));
        if (states.length > most + 1) states.shift();
        place = states.length - 1;
      }
      last = { what, at };
    },
    undo() {
      if (!place) return null;
      place -= 1;
      last = { what: "", at: -Infinity };
      return structuredClone(states[place]);
    },
    redo() {
      if (place === states.length - 1) return null;
      place += 1;
      last = { what: "", at: -Infinity };
      return structuredClone(states[place]);
    },
    canUndo: () => place > 0,
    canRedo: () => place < states.length - 1,
  };
}

/**
 * What differs between two states, by its path: "values.w1"; "" where nothing does.
 * @param {Record<string, any>} before @param {Record<string, any>} after
 * @returns {string}
 */
export function changed(before, after) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => {
      const [a, b] = [before[key], after[key]];
      const deeper = plain(a) && plain(b);
      return deeper ? `${key}.${changed(a, b)}` : key;
    })
    .join(" ");
}

/** @param {unknown} value */
const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
