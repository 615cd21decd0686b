// Asking the server for a story: one request at a time, the last wish wins, and a lost connection
// is tried again. The server may work on the next one while the page paints the last.

/** @typedef {import("./types.js").Story} Story */
/** @typedef {{ kind: string, message: string, line: number | null, column: number | null, end_column: number | null, hint: string, cure?: string | null }} Problem */

/**
 * @template W
 * @typedef {object} Client
 * @property {(wish: W) => void} ask  ask for this; what was asked before and is waiting is dropped
 * @property {() => boolean} busy
 */

/**
 * @template {object} W
 * @param {object} options
 * @param {(wish: W) => Promise<{ status: number, body: any }>} options.send
 * @param {(story: Story, wish: W, newest: boolean) => void} options.onStory
 * @param {(problem: Problem, wish: W) => void} options.onProblem
 * @param {(attempt: number) => void} options.onLost
 * @param {(wish: W) => boolean} [options.early]  whether a wish says the same before the answer to the one
 *   before it is shown as after
 * @param {(milliseconds: number) => Promise<void>} [options.wait]
 * @returns {Client<W>}
 */
export function client({ send, onStory, onProblem, onLost, early = () => false, wait = sleep }) {
  /** @type {W | null} */
  let waiting = null;
  let running = false;

  /** @param {W} wish */
  const tried = (wish) => send(wish).catch(() => null);

  async function run() {
    running = true;
    let attempt = 0;
    /** @type {{ wish: W, answer: ReturnType<typeof tried> } | null} */
    let begun = null;
    try {
      while (waiting) {
        /** @type {W} */
        const wish = begun?.wish ?? waiting;
        const answer = await (begun?.answer ?? tried(wish));
        begun = null;
        if (!answer) {
          attempt += 1;
          onLost(attempt);
          await wait(Math.min(500 * 2 ** attempt, 8000));
          continue;
        }
        if (waiting === wish) waiting = null;
        attempt = 0;
        if (waiting && early(waiting)) begun = { wish: waiting, answer: tried(waiting) };
        // An older answer is painted only while no newer one is there: answers come in order.
        if (answer.status === 200) onStory(answer.body, wish, waiting === null);
        else if (!waiting) onProblem(answer.body.error, wish);
      }
    } finally {
      running = false;
    }
  }

  return {
    ask(wish) {
      waiting = wish;
      if (!running) void run();
    },
    busy: () => running,
  };
}

/** @param {number} milliseconds @returns {Promise<void>} */
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * POST as JSON; throws where there is no answer, or none that can be read.
 * @param {object} wish @param {string} [where]
 */
export async function post(wish, where = "/api/story") {
  const response = await fetch(spoken(where), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(wish),
  });
  return { status: response.status, body: await response.json() };
}

/** An address of the server, in the language that was chosen. @param {string} where */
export function spoken(where) {
  const chosen = document.documentElement.dataset.lang;
  if (!chosen) return where;
  return `${where}${where.includes("?") ? "&" : "?"}lang=${chosen}`;
}
