// Says when a hand holds something: a slider, a number that is dragged, an arrow key.

/** @param {(held: boolean) => void} tell */
export function holding(tell) {
  addEventListener("pointerdown", () => tell(true), { capture: true });
  addEventListener("keydown", ({ key }) => key.startsWith("Arrow") && tell(true), { capture: true });
  for (const how of ["pointerup", "pointercancel", "keyup", "blur"]) addEventListener(how, () => tell(false));
}
