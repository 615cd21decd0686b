// What moves a step comes when the page is at rest; without a connection nothing moves.

const fetched = () => import("../parts/motion.js");

/** @param {import("./picture.js").Picture} picture */
export function moving(picture) {
  const begin = () => void fetched().then((module) => void (picture.moves = module.motion(picture)), () => {});
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
