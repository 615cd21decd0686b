// Playing: a walk goes on by itself, at a pace that can be followed.

const PACE = 1400;

/**
 * @param {import("../walk.js").Walk<any>} walk
 * @param {(k: number) => void} go  to a step
 * @param {(playing: boolean) => void} [show]
 */
export function player(walk, go, show = () => {}) {
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
    /** Play on from where one is, or pause; from the last step, from the start. */
    play() {
      if (playing !== undefined) return pause();
      if (!walk.story) return;
      if (walk.step === walk.last) go(0);
      playing = setInterval(() => {
        if (!walk.story) return;
        const to = walk.after;
        go(to);
        if (to === walk.last) pause();
      }, PACE);
      show(true);
    },
  };
}
