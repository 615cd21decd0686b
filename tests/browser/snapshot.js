// What a studio page shows, as lines that two pages can be compared by: every element of the
// picture with all its attributes, the strip's texts and states, and the explanation. The picture's
// own size on this page is left out.
function snapshot(page = document) {
  const lines = (root, attributes) => {
    if (!root) return [];
    return [root, ...root.querySelectorAll("*")].map((element) => {
      const named = [...element.attributes]
        .filter(({ name }) => attributes(name, element === root))
        .map(({ name, value }) => `${name}=${JSON.stringify(name === "class" ? own(value) : value)}`)
        .sort();
      const text = [...element.childNodes]
        .filter((child) => child.nodeType === Node.TEXT_NODE)
        .map((child) => child.data.trim())
        .filter(Boolean)
        .join("|");
      return `${element.localName} ${named.join(" ")} ${text}`.trimEnd();
    });
  };
  // Without the page's own marks of what can be changed, has been, and is on the card.
  const own = (classes) => classes.replace(/ (given|changed|other)\b/g, "");
  const everything = (name, isRoot) => !(isRoot && name === "style");
  // The sides on which the strip goes on are a matter of this page's size.
  const meaning = (name) => name !== "data-more" && (name.startsWith("data-") || name.startsWith("aria-") || name === "class");
  return {
    picture: lines(page.querySelector(".canvas svg.graph"), everything),
    strip: lines(page.querySelector("[data-strip]"), meaning),
    caption: page.querySelector("[data-caption]").textContent,
    place: page.querySelector("[data-place]").textContent,
    explanation: lines(page.querySelector("[data-explanation]"), meaning),
  };
}
