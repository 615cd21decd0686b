// The panel of program and numbers: on a wide page it is there and the button hides it; on a narrow
// one the button opens it.

import { one } from "./dom.js";

export const wide = () => matchMedia("(min-width: 1280px)").matches;

/** @param {boolean} open */
export function drawer(open) {
  const button = one(".drawer-button");
  const panel = one("#side");
  const leaving = panel.contains(document.activeElement);
  document.body.toggleAttribute("data-drawer", open);
  button.setAttribute("aria-expanded", String(open !== wide()));
  if (wide()) return;
  if (open) one(".close", panel).focus({ preventScroll: true });
  else if (leaving) button.focus({ preventScroll: true });
}

export const toggleDrawer = () => drawer(!document.body.hasAttribute("data-drawer"));
