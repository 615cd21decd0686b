// Answering with a wire of the picture: it is touched there, or chosen by Enter where the focus is.

/**
 * @param {import("../picture.js").Picture} picture
 * @param {import("../../walk.js").Walk} walk
 * @param {(id: string) => void} pick
 */
export function wiring(picture, walk, pick) {
  let on = false;
  let chosen = "";

  function mark() {
    for (const each of picture.canvas.querySelectorAll(".picked")) each.classList.remove("picked");
    if (on && chosen) picture.find(chosen)?.closest("[data-edge]")?.classList.add("picked");
  }
  walk.subscribe(mark);

  /** @param {Event} event */
  function take(event) {
    const wire = on && event.target instanceof Element && event.target.closest("[data-edge]");
    const id = wire && wire.getAttribute("data-edge");
    if (!id) return;
    event.preventDefault();
    pick(id);
  }
  picture.canvas.addEventListener("click", take);
  picture.canvas.addEventListener("keydown", (event) => void (event.key === "Enter" && take(event)));

  return {
    /** @param {boolean} asks  whether a wire is asked for @param {string} id  the one that was chosen */
    show(asks, id) {
      [on, chosen] = [asks, id];
      picture.canvas.toggleAttribute("data-picking", asks);
      mark();
    },
  };
}
