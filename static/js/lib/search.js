// Which things are meant by what is typed.

/** Letters without what stands above them, small: "Sítě" is found by "site". @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Which of these texts have all words that are typed, each as the beginning of one of theirs; the
 * number of a slide is whole: S6 is not S62.
 * @param {string} typed @param {readonly string[]} texts @returns {boolean[]}
 */
export function matches(typed, texts) {
  const asked = plain(typed).split(/\s+/).filter(Boolean);
  return texts.map((text) => {
    const words = plain(text).split(/[\s,;:.?!()]+/);
    return asked.every((word) =>
      words.some((each) => (/^s\d+$/.test(word) ? each === word : each.startsWith(word))),
    );
  });
}
