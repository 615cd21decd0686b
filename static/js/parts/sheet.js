// A menu that opens over the page: a press beside it, Esc, or what leads away from it closes it.

/** @param {HTMLDetailsElement} menu */
export function sheet(menu) {
  const { ownerDocument: page } = menu;
  page.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.isConnected && !menu.contains(target)) menu.open = false;
  });
  menu.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-away]")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
