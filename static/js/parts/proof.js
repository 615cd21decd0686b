// Proof: a number nudged by a slider, which reveals what the server has computed for each place; and
// every gradient checked.

import { post } from "../lib/client.js";
import { one } from "../lib/dom.js";
import { put } from "../lib/markup.js";
import { _ } from "../lib/language.js";

/** @typedef {{ x: number, curve: number | null, tangent: number | null, texts: string[], says: string }} Point */
/** @typedef {{ html: string, points: Point[], entry: number[], shape: number[] }} Nudge */

/** Entries up to which each can be chosen. */
const MOST = 64;
/** Numbers that are still changing are waited for. */
const PAUSE = 150;

/**
 * @param {import("../walk.js").Walk} walk @param {ParentNode} root
 * @param {object} page
 * @param {() => object} page.wish  what is looked at, for the server
 * @param {(text: string) => void} page.say
 */
export function proof(walk, root, { wish, say }) {
  const details = /** @type {HTMLDetailsElement} */ (one("[data-proof]", root));
  const nodes = /** @type {HTMLSelectElement} */ (one("[data-proof-node]", root));
  const entries = /** @type {HTMLSelectElement} */ (one("[data-proof-entry]", root));
  const reaches = /** @type {HTMLSelectElement} */ (one("[data-proof-reach]", root));
  const plot = one("[data-nudge]", root);
  const table = one("[data-checks]", root);
  /** @type {Nudge | null} */
  let nudge = null;
  /** Which question is the newest: an older answer is not shown. */
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  /** The nodes that the loss depends on. */
  const moved = () => (walk.story?.nodes ?? []).filter((node) => walk.story?.said?.[node.id]);

  function listNodes() {
    const before = nodes.value;
    const options = moved().map(({ id, written }) => new Option(written, id));
    nodes.replaceChildren(...options);
    if (options.some(({ value }) => value === before)) nodes.value = before;
  }

  /** @param {object} more @param {string} where */
  async function ask(more, where) {
    const answer = await post({ ...wish(), ...more }, where).catch(() => null);
    if (!answer) say(_("No connection: the proof has to wait."));
    else if (answer.status !== 200) say(answer.body.error.message);
    return answer?.status === 200 ? answer.body : null;
  }

  /** @param {boolean} [ofEntry]  whether the entry is the one that is chosen */
  async function show(ofEntry = false) {
    if (!details.open) return;
    if (!nodes.value) {
      plot.replaceChildren(_("There is no number here that ℒ depends on."));
      return;
    }
    asked += 1;
    const mine = asked;
    const entry = ofEntry && entries.value ? entries.value.split(",").map(Number) : null;
    const found = await ask({ node: nodes.value, entry, reach: Number(reaches.value) }, "/api/nudge");
    if (!found || mine !== asked) return;
    const place = sliderPlace();
    const held = plot.contains(document.activeElement);
    nudge = /** @type {Nudge} */ (found);
    put(plot, nudge.html);
    listEntries(nudge);
    const slider = one("[data-nudge-slider]", plot);
    if (place !== null && slider instanceof HTMLInputElement) slider.value = String(place);
    if (held) slider.focus({ preventScroll: true });
    mark();
  }

  /** Where the slider stands, to stand there again. */
  function sliderPlace() {
    const slider = plot.querySelector("[data-nudge-slider]");
    return slider instanceof HTMLInputElement ? Number(slider.value) : null;
  }

  /** @param {Nudge} found */
  function listEntries({ shape, entry }) {
    const many = shape.reduce((product, size) => product * size, 1);
    one("[data-proof-entries]", root).hidden = shape.length === 0 || many > MOST;
    if (shape.length === 0 || many > MOST) return entries.replaceChildren();
    const columns = shape[1] ?? 0;
    const all = Array.from({ length: many }, (_, k) =>
      columns ? [Math.floor(k / columns), k % columns] : [k],
    );
    entries.replaceChildren(
      ...all.map((each) => new Option(_("entry %(place)s", { place: each.map((k) => k + 1).join(",") }), String(each))),
    );
    entries.value = String(entry);
  }

  /** Show the slider's place in the plot and in words. */
  function mark() {
    const slider = plot.querySelector("[data-nudge-slider]");
    const point = nudge?.points[sliderPlace() ?? -1];
    if (!point || !slider) return;
    const [here, guess, off] = ["[data-here]", "[data-guess]", "[data-off]"].map((what) =>
      one(what, plot),
    );
    set(here, { cx: point.x, cy: point.curve ?? 0 });
    set(guess, { cx: point.x, cy: point.tangent ?? 0 });
    set(off, { x1: point.x, x2: point.x, y1: point.curve ?? 0, y2: point.tangent ?? 0 });
    here.toggleAttribute("data-gone", point.curve === null);
    guess.toggleAttribute("data-gone", point.tangent === null);
    off.toggleAttribute("data-gone", point.curve === null || point.tangent === null);
    plot.querySelectorAll("[data-nudge-text]").forEach((cell, k) => {
      cell.textContent = point.texts[k];
    });
    slider.setAttribute("aria-valuetext", point.says);
  }

  /** @param {Element} element @param {Record<string, number>} attributes */
  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  }

  async function checkAll() {
    const found = await ask({}, "/api/gradients");
    if (found) put(table, found.html);
  }

  plot.addEventListener("input", mark);
  nodes.addEventListener("change", () => void show());
  entries.addEventListener("change", () => void show(true));
  reaches.addEventListener("change", () => void show(true));
  /** It is opened, or closed. */
  function toggled() {
    if (!nodes.options.length) listNodes();
    void show();
  }
  details.addEventListener("toggle", toggled);
  toggled();

  return {
    checkAll: () => void checkAll(),
    /** There are new numbers, or there is another program. */
    refresh() {
      table.replaceChildren();
      listNodes();
      clearTimeout(pause);
      pause = setTimeout(() => void show(true), PAUSE);
    },
    /** What is looked at is nudged: a node, or the node that a wire comes from. @param {string} id */
    follow(id) {
      const from = walk.story?.edges.find((edge) => edge.id === id)?.from ?? id;
      if (!moved().some((node) => node.id === from)) return;
      if (!nodes.options.length) listNodes();
      if (nodes.value === from) return;
      nodes.value = from;
      void show();
    },
  };
}
