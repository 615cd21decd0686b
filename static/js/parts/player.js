// Playing: a walk goes on by itself, at a pace that can be followed.

const PACE = 1400;

/**
 * @param {import("../walk.js").Walk<any>} walk
 * @param {(k: number) => void} go  to a step
 * @param {{ show?: (playing: boolean) => void, round?: boolean }} [how]  `round`: after the last step the first
 *   one comes again
 */
export function player(walk, go, { show = () => {}, round = false } = {}) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  function pause() {
    if (playing === undefined) return;
    clearInterval(playing);
    playing = undefined;
    show(false);
  }

  return {
    pause,
    /** Whether it goes on by itself. */
    get playing() {
      return playing !== undefined;
    },
    /** Play on from where one is, or pause; from the last step, from the start. */
    play() {
      if (playing !== undefined) return pause();
      if (!walk.story) return;
      if (walk.step === walk.last) go(0);
      playing = setInterval(() => {
        if (!walk.story) return;
        const to = round && walk.step === walk.last ? 0 : walk.after;
        go(to);
        if (to === walk.last && !round) pause();
      }, PACE);
      show(true);
    },
  };
}
