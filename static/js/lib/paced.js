// Something that is done soon after it is asked for, and no more often than its pause allows: of changes of
// an address browsers take only so many.

/** @param {() => void} doing @param {number} [pause]  milliseconds between two times */
export function paced(doing, pause = 400) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let free = 0;

  function now() {
    clearTimeout(timer);
    timer = undefined;
    free = performance.now() + pause;
    doing();
  }

  return {
    /** At the end of what is going on, or when the pause is over. */
    soon() {
      timer ??= setTimeout(now, Math.max(0, free - performance.now()));
    },
    /** What was put off is done now. */
    flush() {
      if (timer !== undefined) now();
    },
  };
}
