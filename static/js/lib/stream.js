// Following a class: one stream of what is new, opened again whenever it ends; where a stream is refused,
// asking now and then. Whoever follows is told how: live, by asking, or not at all.

/** @typedef {"live" | "asking" | "lost"} Linked */
/** What is told of a class: `public` of app/classroom/state.py. @typedef {Record<string, any> & { seq: number }} State */
/** @typedef {{ here: number, answered: number }} Counts */
/**
 * @typedef {object} Hearing
 * @property {(state: State) => void} onState  newer than all before
 * @property {(counts: Counts) => void} onCounts
 * @property {(linked: Linked) => void} onLinked
 * @property {() => void} onGone  there is no such class any more
 */

/** No byte for so long: the stream is dead, whatever the browser thinks. */
const SILENCE = 40_000;
/** How often one asks where a stream is refused, and after how many times a stream is tried again. */
const ASKING = 2500;
const AGAIN = 10;
/** The longest pause before another try; all begin at another moment, or a server that has just come back falls. */
const FIRST = 600;
const LONGEST = 15_000;

/** The events in a text of a stream, and what is left of it.
 * @param {string} text @returns {{ events: { id: string, event: string, data: string }[], rest: string }} */
export function parsed(text) {
  const parts = text.split("\n\n");
  const rest = parts.pop() ?? "";
  const events = parts.flatMap((part) => {
    const found = { id: "", event: "", data: "" };
    for (const line of part.split("\n")) {
      const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
      if (name) found[/** @type {"id"} */ (name)] = value;
    }
    return found.data ? [found] : [];
  });
  return { events, rest };
}

/** How long to wait before the next try: by chance, and the longer the more have failed.
 * @param {number} failed @param {() => number} [chance] */
export const pause = (failed, chance = Math.random) =>
  100 + chance() * Math.min(LONGEST, FIRST * 2 ** Math.min(failed, 8));

/** Whether what was asked is answered; else nobody was there, or the server is busy, and it is asked again later.
 * @template {{ status: number }} T @param {T | null} answer @returns {answer is T} */
export const settles = (answer) => answer !== null && answer.status < 500 && answer.status !== 429;

/** Wait so long, or until the network is back. @param {number} failed @returns {Promise<void>} */
export const rest = (failed) =>
  new Promise((done) => {
    const enough = () => {
      clearTimeout(timer);
      removeEventListener("online", enough);
      done();
    };
    const timer = setTimeout(enough, pause(failed));
    addEventListener("online", enough);
  });

/**
 * @param {string} base  /class/CODE
 * @param {string} secret  one's own number or token
 * @param {Hearing} hearing
 */
export function follow(base, secret, { onState, onCounts, onLinked, onGone }) {
  let log = "";
  let seq = 0;
  let failed = 0;
  /** Until it ends it hears of the network and of the page. */
  const life = new AbortController();
  const { signal } = life;
  /** @type {AbortController | null} */
  let now = null;
  /** @type {(() => void) | null} */
  let hurry = null;
  const headers = { Authorization: `Bearer ${secret}`, Accept: "application/json, text/event-stream" };

  /** @param {string} from @param {State} state */
  function hear(from, state) {
    // Another log under the same code: what was read of the last one means nothing.
    if (from === log && state.seq <= seq) return;
    [log, seq] = [from, state.seq];
    onState(state);
  }

  function gone() {
    life.abort();
    onGone();
  }

  /** Read a stream to its end; false where there is none to be had. */
  async function read() {
    const control = (now = new AbortController());
    const response = await fetch(`${base}/stream`, {
      headers: { ...headers, "Last-Event-ID": log && `${log}-${seq}` },
      cache: "no-store",
      signal: control.signal,
    });
    if (response.status === 404) return gone();
    if (!response.ok || !response.body) return false;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const watch = setTimeout(() => control.abort(), SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(watch));
      if (done || signal.aborted) return true;
      failed = 0;
      onLinked("live");
      const found = parsed(text + decoder.decode(value, { stream: true }));
      text = found.rest;
      for (const { id, event, data } of found.events) {
        if (event === "gone") return gone();
        if (event === "bye") return true;
        if (event === "count") onCounts(JSON.parse(data));
        else hear(id.split("-")[0], JSON.parse(data));
      }
    }
  }

  /** Ask once. */
  async function ask() {
    const response = await fetch(`${base}/now`, { headers, cache: "no-store", signal });
    if (response.status === 404) return gone();
    if (!response.ok) throw new Error(String(response.status));
    const { log: from, here, answered, ...state } = await response.json();
    if (signal.aborted) return;
    onLinked("asking");
    hear(from, state);
    onCounts({ here, answered });
  }

  /** @param {number} milliseconds @returns {Promise<void>} */
  const wait = (milliseconds) =>
    new Promise((done) => {
      hurry = done;
      setTimeout(done, milliseconds);
    });

  async function run() {
    while (!signal.aborted) {
      const refused = (await read().catch(() => true)) === false;
      for (let k = 0; refused && k < AGAIN && !signal.aborted; k += 1) {
        await ask().catch(() => signal.aborted || onLinked("lost"));
        await wait(ASKING * (0.7 + 0.6 * Math.random()));
      }
      if (refused || signal.aborted) continue;
      if (failed) onLinked("lost");
      await wait(pause(failed));
      failed += 1;
    }
  }

  /** Try at once: the network is back, or somebody looks at the page again. */
  function retry() {
    failed = Math.min(failed, 1);
    hurry?.();
  }
  const offline = () => {
    failed += 1;
    onLinked("lost");
    now?.abort();
  };
  addEventListener("online", retry, { signal });
  addEventListener("offline", offline, { signal });
  document.addEventListener("visibilitychange", () => document.hidden || retry(), { signal });
  addEventListener("pagehide", () => now?.abort(), { signal });
  void run();
  return {
    end() {
      life.abort();
      now?.abort();
    },
  };
}
