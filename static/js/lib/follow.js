// Windows of one talk on one machine follow each other: what one does, it tells the others.

/**
 * Everything that a window shows, or a part of it that has changed. `hello` asks for all.
 * @typedef {object} Message
 * @property {string} [from]
 * @property {boolean} [hello]
 * @property {import("./session.js").Place} [place]
 * @property {Record<number, import("./deck.js").Told>} [stories]  those of which a number was changed, by their places
 * @property {import("./deck.js").Told | null} [aside]  the chain that was asked for, away from the talk
 * @property {Record<string, import("../parts/stage/spots.js").Stroke[]>} [strokes]
 * @property {import("../parts/stage/spots.js").Spot | null} [dot]
 * @property {string} [press]  what the stage is to do, by the name of its key
 * @property {{ width: number, height: number }} [size]  of the stage
 */

/**
 * @param {string} name  the same for windows that follow each other
 * @param {(message: Message) => void} hear
 * @returns {(message: Message) => void}  tells the others
 */
export function follow(name, hear) {
  if (!("BroadcastChannel" in window)) return () => {};
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => hear(data));
  return (message) => channel.postMessage(message);
}

/** The name for the windows of this page's talk: its address without options, but the program's. */
export const channelName = () => channelOf(location);

/** The same of a page at that address. @param {{ pathname: string, search: string }} url */
export const channelOf = ({ pathname, search }) => `chalkgraph ${pathname} ${new URLSearchParams(search).get("p") ?? ""}`;
