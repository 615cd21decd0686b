// The neuron in time: where its current is moved, what is drawn of it is asked for.

import { client, spoken } from "../lib/client.js";
import { put } from "../lib/markup.js";

/** What is drawn, for one slide. @typedef {{ place: HTMLElement, address: string }} Wish */

/** @param {Wish} wish */
async function send({ address }) {
  const response = await fetch(spoken(address));
  return { status: response.status, body: response.ok ? await response.text() : { error: null } };
}

/**
 * Listen to the currents inside, also to those that come later.
 * @param {HTMLElement} root
 */
export function moved(root) {
  const server = client({
    send,
    onStory(/** @type {any} */ drawn, /** @type {Wish} */ { place }) {
      // What is another slide's by now stays as it is.
      if (place.isConnected) put(place, drawn);
    },
    onProblem() {},
    onLost() {},
  });
  root.addEventListener("input", ({ target }) => {
    const figure = target instanceof HTMLInputElement && target.closest("[data-in-time]");
    if (!(figure instanceof HTMLElement)) return;
    const place = /** @type {HTMLElement} */ (figure.querySelector("[data-drawn-in-time]"));
    server.ask({ place, address: `${figure.dataset.inTime}?I=${/** @type {HTMLInputElement} */ (target).value}` });
  });
  // Once the hand lets go the keys are the talk's again.
  root.addEventListener("pointerup", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "range") target.blur();
  });
}
