// Zoom and pan of the picture: pinch, Ctrl + wheel, keys and buttons; a mouse drags it.

/** @typedef {import("./picture.js").Picture} Picture */

export const LEAST = 0.5;
export const MOST = 5;
const STEP = 1.25;
const CLOSE = 2;
/** Pixels that a mouse may move before a press is a drag and no click. */
const SLACK = 4;

/** A zoom within its bounds; next to 1 it is 1, so that a pinch finds back.
 * @param {number} zoom */
export function bounded(zoom) {
  const found = Math.min(MOST, Math.max(LEAST, zoom));
  return Math.abs(found - 1) < 0.04 ? 1 : found;
}

/** The distance of two fingers, and the middle between them.
 * @param {{ clientX: number, clientY: number }} one @param {{ clientX: number, clientY: number }} other */
export const between = (one, other) => ({
  distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
  x: (one.clientX + other.clientX) / 2,
  y: (one.clientY + other.clientY) / 2,
});

/**
 * Let a picture be zoomed.
 * @param {Picture} picture
 * @param {(zoom: number) => void} [changed]
 */
export function zoomable(picture, changed = () => {}) {
  const { canvas } = picture;

  /** Zoom so that the point of the picture under (x, y) goes to (toX, toY), the same place at rest.
   * @param {number} zoom @param {number} [x] @param {number} [y] @param {number} [toX] @param {number} [toY] */
  function to(zoom, x, y, toX = x, toY = y) {
    const svg = canvas.querySelector("svg.graph");
    if (!(svg instanceof SVGElement)) return;
    const frame = canvas.getBoundingClientRect();
    x ??= frame.left + frame.width / 2;
    y ??= frame.top + frame.height / 2;
    const before = svg.getBoundingClientRect();
    const [u, v] = [(x - before.left) / before.width, (y - before.top) / before.height];
    const next = bounded(zoom);
    // On a phone the frame is as high as the picture: it keeps its height while one looks closer.
    canvas.style.height = next > 1 ? canvas.style.height || `${frame.height}px` : "";
    canvas.toggleAttribute("data-zoomed", next > 1);
    // Room around it, so that any part of it can be brought to the middle.
    svg.style.margin = next > 1 ? `${0.45 * frame.height}px ${0.45 * frame.width}px` : "";
    picture.magnify(next);
    const after = svg.getBoundingClientRect();
    canvas.scrollBy(
      after.left + u * after.width - (toX ?? x),
      after.top + v * after.height - (toY ?? y),
    );
    changed(next);
  }

  // Pinch. Touch events: a pointer is taken away as soon as the browser begins to scroll, and one
  // finger is to go on scrolling the page by itself.
  /** @type {{ distance: number, x: number, y: number, zoom: number } | null} */
  let pinch = null;
  canvas.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length !== 2) return void (pinch = null);
      event.preventDefault();
      pinch = { ...between(event.touches[0], event.touches[1]), zoom: picture.magnified };
    },
    { passive: false },
  );
  canvas.addEventListener(
    "touchmove",
    (event) => {
      if (!pinch || event.touches.length !== 2) return;
      event.preventDefault();
      const now = between(event.touches[0], event.touches[1]);
      to((pinch.zoom * now.distance) / Math.max(pinch.distance, 1), pinch.x, pinch.y, now.x, now.y);
      [pinch.x, pinch.y] = [now.x, now.y];
    },
    { passive: false },
  );
  for (const end of ["touchend", "touchcancel"]) {
    canvas.addEventListener(end, () => {
      pinch = null;
    });
  }

  // A trackpad's pinch is a wheel with Ctrl, too.
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const turned = Math.max(-120, Math.min(120, event.deltaY));
      to(picture.magnified * Math.exp(-turned / 400), event.clientX, event.clientY);
    },
    { passive: false },
  );

  // A mouse drags the picture where it is larger than its frame.
  /** @type {{ x: number, y: number, left: number, top: number, moved: boolean } | null} */
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button) return;
    const { scrollLeft: left, scrollTop: top } = canvas;
    drag = { x: event.clientX, y: event.clientY, left, top, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < SLACK) return;
    drag.moved = true;
    canvas.scrollTo(drag.left - dx, drag.top - dy);
  });
  // The click that ends a drag chooses nothing.
  let dragged = false;
  addEventListener("pointerdown", () => void (dragged = false), { capture: true });
  addEventListener("pointerup", () => {
    dragged = drag?.moved ?? false;
    drag = null;
  });
  canvas.addEventListener("click", (event) => dragged && event.stopPropagation(), { capture: true });

  /** Twice as large, with what the step is about in the middle; and back. */
  function closely() {
    if (picture.magnified > 1) return to(1);
    const thing = picture.active?.getBoundingClientRect();
    const frame = canvas.getBoundingClientRect();
    const middle = [frame.left + frame.width / 2, frame.top + frame.height / 2];
    if (!thing) return to(CLOSE);
    to(CLOSE, thing.left + thing.width / 2, thing.top + thing.height / 2, ...middle);
  }

  return {
    larger: () => to(picture.magnified * STEP),
    smaller: () => to(picture.magnified / STEP),
    whole: () => to(1),
    closely,
  };
}
