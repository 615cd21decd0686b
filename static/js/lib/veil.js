// What is said at a step while layers are hidden: their numbers are not. The server says which piece of
// a sentence belongs to which layer, and which layers a formula has numbers of.

/** @typedef {[text: string, layers: string, instead: string]} Piece */

/** @param {string} layers  with blanks between @param {readonly string[]} hide */
export const gone = (layers, hide) => layers.split(" ").some((layer) => hide.includes(layer));

/** Whether anything of the picture is hidden: callouts stand beside it. @param {readonly string[]} hide */
export const veils = (hide) => hide.some((layer) => layer !== "callouts");

/**
 * The sentence of a step without the numbers of hidden layers.
 * @param {{ sentence: string, veil?: Piece[] }} step @param {readonly string[]} hide
 */
export const sentenceOf = ({ sentence, veil }, hide) =>
  veil?.length && hide.length
    ? veil.map(([text, layers, instead]) => (gone(layers, hide) ? instead : text)).join("")
    : sentence;

/**
 * What is said at a step: the lesson's own words for it, else the sentence. At the start these are an
 * introduction for a reader, and a state of the lesson's own says what it is there for; nobody knows of which
 * layer the numbers in own words are.
 * @param {{ kind: string, note?: string, sentence: string, veil?: Piece[] }} step @param {readonly string[]} hide
 */
export const saidOf = (step, hide) => {
  const { kind, note = "" } = step;
  const own = note && kind !== "start" && kind !== "board" && !(veils(hide) && /\d/.test(note));
  return own ? note : sentenceOf(step, hide);
};

/**
 * Whether a formula of a step has a number of a hidden layer.
 * @param {{ layers?: string[] }} step @param {number} which @param {readonly string[]} hide
 */
export const veiled = ({ layers }, which, hide) => gone(layers?.[which] ?? "", hide);
