// Texts in the language of the page: written here in English, looked up in what the page brings.

const found = typeof document === "undefined" ? null : document.getElementById("texts");
/** @type {Record<string, string>} */
const texts = found ? JSON.parse(found.textContent ?? "{}") : {};

/** What stands between the ones and the tenths. */
export const DECIMAL =
  (typeof document !== "undefined" && document.documentElement.dataset.decimal) || ".";

/**
 * A text with its values: `_("Step %(number)s", { number: 3 })`, as the server's code has it.
 * @param {string} text @param {Record<string, string | number>} [values]
 */
export function _(text, values = {}) {
  return (texts[text] ?? text).replace(/%\((\w+)\)s/g, (hole, name) =>
    name in values ? String(values[name]) : hole,
  );
}

/** @type {Record<string, string>} */
const PHASES = {
  start: _("start"),
  forward: _("forward"),
  backward: _("backward"),
  update: _("update"),
};

/** @type {Record<string, string>} */
const AGAIN = {
  forward: _("forward again"),
  backward: _("backward again"),
  update: _("update again"),
};

/** Where a step is among all of them. @param {readonly number[]} place @param {string} phase */
export const placed = ([number, count], phase) =>
  _("Step %(number)s of %(count)s · %(phase)s", { number, count, phase: phaseName(phase) });

/** A phase in words, a later iteration's too. @param {string} phase @param {number} [iteration] */
export const phaseName = (phase, iteration = 0) =>
  (iteration ? AGAIN[phase] : null) ?? PHASES[phase] ?? phase;
