// A line of the program and its nodes light up together: hovered, focused, or under the caret.

/**
 * @param {import("../walk.js").Walk} walk
 * @param {import("./picture.js").Picture} picture
 * @param {import("./editor.js").Editor} program
 * @param {() => boolean} same  whether the story tells the program that stands in the editor
 */
export function followLines(walk, picture, { field: editor, light: lightLines, lineAt }, same) {
  const story = () => (same() ? walk.story : null);

  /** @param {number} line  0 for none */
  function lightNodes(line) {
    for (const lit of picture.canvas.querySelectorAll(".node.lit")) lit.classList.remove("lit");
    for (const node of story()?.nodes ?? []) {
      if (line && node.line === line) picture.find(node.id)?.classList.add("lit");
    }
    lightLines(line ? [line] : []);
  }

  /** The line of what is at an event in the picture: a node's own, a wire's source's. @param {Event} event */
  function lineOf(event) {
    const thing = event.target instanceof Element && event.target.closest("[data-node], [data-edge]");
    if (!thing) return 0;
    const told = story();
    const edge = told?.edges.find((each) => each.id === thing.getAttribute("data-edge"));
    const id = edge ? edge.from : thing.getAttribute("data-node");
    return told?.nodes.find((each) => each.id === id)?.line ?? 0;
  }

  const caretLine = () => editor.value.slice(0, editor.selectionStart).split("\n").length;

  /** What is lit while nothing is hovered: the caret's line, while somebody types. */
  const rest = () => lightNodes(document.activeElement === editor ? caretLine() : 0);

  editor.addEventListener("mousemove", (event) => lightNodes(lineAt(event.clientY)));
  editor.addEventListener("mouseleave", rest);
  editor.addEventListener("blur", rest);
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === editor) rest();
  });
  for (const kind of ["mouseover", "focusin"]) {
    picture.canvas.addEventListener(kind, (event) => {
      const line = lineOf(event);
      lightLines(line ? [line] : []);
    });
  }
  picture.canvas.addEventListener("mouseleave", () => lightLines([]));
  picture.canvas.addEventListener("focusout", () => lightLines([]));
}
