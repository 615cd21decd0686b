// What is fetched when it is first wanted, so that who does not want it never waits for it.

/**
 * @template M, T
 * @param {() => Promise<M>} load  fetches the module
 * @param {(module: M) => T} make  what is made of it, once
 * @param {() => void} lost  it could not be fetched; it is tried again when it is wanted again
 */
export function later(load, make, lost) {
  /** @type {T | null} */
  let made = null;
  /** @type {Promise<void> | null} */
  let coming = null;

  async function come() {
    const module = await load().catch(() => null);
    coming = null;
    if (module) made = make(module);
    else lost();
  }

  return {
    /** It, if it is there already. @returns {T | null} */
    here: () => made,
    /** Do this with it as soon as it is there. @param {(made: T) => void} [does] */
    async use(does = () => {}) {
      if (!made) await (coming ??= come());
      if (made) does(made);
    },
  };
}
