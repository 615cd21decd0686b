// What is asked for is done soon, what is asked for often is done no more often than its pause allows.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { paced } from "../../../static/js/lib/paced.js";

const PAUSE = 400;

/** @param {(step: (milliseconds: number) => void) => void} doing */
function byTheClock(doing) {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1e6;
  const clock = mock.method(performance, "now", () => now);
  try {
    doing((milliseconds) => {
      now += milliseconds;
      mock.timers.tick(milliseconds);
    });
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
}

test("the first time it is done at once, a second time when the pause is over, with what is then", () => {
  byTheClock((step) => {
    /** @type {string[]} */
    const written = [];
    let said = "one";
    const { soon } = paced(() => written.push(said), PAUSE);
    soon();
    step(0);
    assert.deepEqual(written, ["one"]);
    for (said of ["two", "three", "four"]) {
      soon();
      step(100);
    }
    assert.deepEqual(written, ["one"]);
    step(100);
    assert.deepEqual(written, ["one", "four"]);
    step(10 * PAUSE);
    assert.deepEqual(written, ["one", "four"]);
  });
});

test("what is put off is done where the page is left, and nothing is where nothing was asked for", () => {
  byTheClock((step) => {
    let times = 0;
    const { soon, flush } = paced(() => (times += 1), PAUSE);
    flush();
    assert.equal(times, 0);
    soon();
    flush();
    assert.equal(times, 1);
    soon();
    step(PAUSE - 1);
    assert.equal(times, 1);
    flush();
    step(10 * PAUSE);
    assert.equal(times, 2);
  });
});
