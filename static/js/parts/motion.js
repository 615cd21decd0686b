// Motion shows where a number comes from: a value rides along its wire into the node and the result comes out; a
// tangent swings into place and its slope flies into its box and into the chain; what flows back goes through the
// node; what several ways bring is added; an update goes from the old number to the new one.

import { Clock, letters, middle, written } from "./motion/clock.js";

/** @typedef {import("../lib/types.js").Story} Story */
/** @typedef {Story["steps"][number]} Step */
/** @typedef {import("./motion/clock.js").Point} Point */
/** How the picture is before a step is shown: what a label that changes said. @typedef {Map<Element, string>} Before */

/** Numbers that may fly at once. */
const MOST = 5;
const OUT = "cubic-bezier(.3,0,.2,1)";
const SWING = "cubic-bezier(.45,0,.3,1)";

/** Keys that go on. */
const ON = new Set(["ArrowRight", " ", "PageDown", "Enter"]);

/** Whether a step moves: forward by a key or a button, one at a time, for those who want it.
 * @param {import("./picture.js").Picture} picture
 * @returns {import("./picture.js").Picture["moves"]} */
export function motion(picture) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const { stop, before: noted, begin } = moves(picture);
  /** Whether what happens now goes on by a step; null: nobody does anything. @type {boolean | null} */
  let goesOn = null;

  /** @param {boolean} on */
  function happens(on) {
    stop();
    goesOn = on;
    setTimeout(() => void (goesOn = null));
  }

  addEventListener("keydown", ({ key, repeat }) => happens(ON.has(key) && !repeat), { capture: true });
  addEventListener("pointerdown", () => happens(false), { capture: true });
  addEventListener(
    "click",
    ({ target, detail }) => happens(target instanceof Element && (detail === 0 || target.closest('[data-do="next"]') !== null)),
    { capture: true },
  );
  still.addEventListener("change", stop);
  return (before, step) => {
    stop();
    const { story } = picture;
    const told = story?.steps[step];
    const forward = step > before && (goesOn ?? step === before + 1);
    if (!story || !told || still.matches || !forward) return null;
    const was = noted(told);
    return () => begin(story, told, was);
  };
}

/** @param {import("./picture.js").Picture} picture */
function moves(picture) {
  const { canvas, strip } = picture;
  const clock = new Clock();
  let frame = 0;

  /** @param {string} slot @returns {Element[]} */
  const slots = (slot) => picture.elements.get(slot) ?? [];
  /** @param {string} slot @returns {Element | undefined} */
  const first = (slot) => slots(slot).find((each) => canvas.contains(each));
  /** A label of a slot, with a number that is seen. @param {string} slot */
  const label = (slot) => slots(slot).find((each) => canvas.contains(each) && written(each));

  /** @param {Story} story @param {string} id @returns {Element | undefined} */
  function valueOf(story, id) {
    const edges = story.edges.filter(({ from }) => from === id);
    return [id, ...edges.map((each) => each.id), id.replace("n", "o")]
      .map((each) => label(`${each}.value`))
      .find(Boolean);
  }

  /** @param {string} id  of a node */
  const node = (id) => first(id)?.querySelector(".box") ?? first(id);

  /** The last part of a wire, into its node, in the window. @param {string} edge @returns {Point[]} */
  function ride(edge) {
    const wire = first(edge)?.querySelector("path.wire");
    if (!(wire instanceof SVGPathElement)) return [];
    const [long, matrix] = [wire.getTotalLength(), wire.getScreenCTM()];
    if (!matrix) return [];
    return [0.45, 0.6, 0.75, 0.9, 1].map((part) => {
      const { x, y } = wire.getPointAtLength(long * part).matrixTransform(matrix);
      return { x, y };
    });
  }

  /** Operands ride into the node, the result comes out. @param {Story} story @param {string} id */
  function forward(story, id) {
    const [box, result] = [node(id), valueOf(story, id)];
    if (!box) return;
    const into = middle(box);
    for (const edge of story.edges.filter(({ to }) => to === id).slice(0, MOST)) {
      const from = valueOf(story, edge.from);
      if (!from) continue;
      const way = ride(edge.id);
      const stops = [middle(from), ...way, into];
      clock.fly(written(from), "value", letters(from), [
        { ...stops[0], at: 0 },
        ...way.map((each, k) => ({ ...each, at: 0.1 + (0.4 * k) / way.length })),
        { ...into, at: 0.56, shown: 0.2 },
      ]);
    }
    arrive(result, into, "value", 0.49, 0.98);
  }

  /** A number comes to where it stands. @param {Element | undefined} to @param {Point} from @param {string} kind
   * @param {number} begin @param {number} end */
  function arrive(to, from, kind, begin, end) {
    if (!to || !written(to)) return;
    const own = to.querySelector("[data-text]") ?? to;
    clock.fly(written(own), kind, letters(own), [
      { ...from, at: begin, shown: 0.3, easing: OUT },
      { ...middle(own), at: end },
    ]);
    clock.hide(own, end);
  }

  /** The card that stands beside the node. */
  const card = () => canvas.parentElement?.querySelector(":scope > .callout") ?? null;

  /** The tangent swings into place, then its slope flies into its box and into the chain.
   * @param {Story} story @param {Step} step @param {string} edge */
  function local(story, step, edge) {
    const shown = card();
    const lit = shown?.querySelector("[data-lit]")?.getAttribute("data-lit") ?? "";
    const other = story.edges.find(({ id }) => id === lit);
    const source =
      (other && valueOf(story, other.from)) || shown?.querySelector(".boxed") || node(story.edges.find(({ id }) => id === edge)?.to ?? "");
    const tangent = shown?.querySelector(".tangent");
    const point = shown?.querySelector(".point:not(.pale)");
    if (tangent instanceof SVGPathElement && point) swing(tangent, point);
    else if (shown) for (const late of shown.querySelectorAll("svg [data-late]")) clock.fade(late, 0.1, 0.5);
    for (const late of shown?.querySelectorAll("p[data-late], svg [data-late] text") ?? []) clock.fade(late, 0.46, 0.56);
    // In a chain of one way what flows on is known with the factor.
    if (step.shown.some(([slot]) => slot === `${edge}.ribbon`)) {
      grow(edge, 0.6, 0.95);
      clock.hide(label(`${edge}.gradient`), 0.95);
    }
    if (!source) return;
    const from = middle(source);
    arrive(first(`${edge}.local`), from, "local", 0.54, 1);
    for (const [slot] of step.shown) {
      const factor = /^c\d+-\d+$/.test(slot) ? slots(slot)[0] : undefined;
      if (!factor) continue;
      const cells = factor.parentElement?.querySelector(".cells");
      if (cells) {
        clock.fly(written(factor).replace(" ▦", ""), "local", letters(factor), [
          { ...from, at: 0.54, shown: 0.3, easing: OUT },
          { ...middle(cells), at: 0.9 },
        ]);
        clock.fade(cells, 0.8, 1);
      } else arrive(factor, from, "local", 0.54, 1);
    }
  }

  /** From flat to its slope, and never past it. @param {SVGPathElement} tangent @param {Element} point */
  function swing(tangent, point) {
    const long = tangent.getTotalLength();
    const [start, end] = [tangent.getPointAtLength(0), tangent.getPointAtLength(long)];
    const turned = Math.atan2(end.y - start.y, end.x - start.x);
    const upright = Math.abs(turned) > Math.PI / 2 ? turned - Math.sign(turned) * Math.PI : turned;
    tangent.style.setProperty("transform-origin", `${point.getAttribute("cx")}px ${point.getAttribute("cy")}px`);
    clock.animate(tangent, [
      { transform: `rotate(${-upright}rad)`, offset: 0, easing: SWING },
      { transform: "rotate(0rad)", offset: 0.58 },
      { transform: "rotate(0rad)", offset: 1 },
    ]);
  }

  /** A ribbon grows against its wire. @param {string} edge @param {number} from @param {number} to */
  function grow(edge, from, to) {
    const ribbon = first(`${edge}.ribbon`);
    if (!ribbon?.getAttribute("data-sign")) return;
    const [none, all] = ["inset(-20px 0 -20px 100%)", "inset(-20px 0 -20px 0)"];
    const stops = [0, from, to, 1];
    clock.animate(ribbon, stops.map((offset, k) => ({ clipPath: k < 2 ? none : all, offset })));
  }

  /** What has arrived goes into the node, the ribbon grows against the wire, and what flows on comes out.
   * @param {Story} story @param {string} edge */
  function backward(story, edge) {
    const to = story.edges.find(({ id }) => id === edge)?.to;
    const box = to && node(to);
    if (!to || !box) return;
    const into = middle(box);
    const out = [...story.edges.filter(({ from }) => from === to).map(({ id }) => id), to.replace("n", "o")];
    const above = [`${to}.total`, ...out.map((id) => `${id}.gradient`)].map(label).find(Boolean);
    if (above) {
      clock.fly(written(above), "gradient", letters(above), [
        { ...middle(above), at: 0 },
        { ...into, at: 0.46, shown: 0.4 },
      ]);
    }
    grow(edge, 0.28, 0.75);
    arrive(first(`${edge}.gradient`), into, "gradient", 0.42, 0.93);
  }

  /** What all ways bring comes together. @param {Story} story @param {string} id */
  function sum(story, id) {
    const total = label(`${id}.total`);
    if (!total) return;
    const to = middle(total);
    story.edges
      .filter(({ from }) => from === id)
      .slice(0, MOST)
      .forEach((edge, k) => {
        const part = label(`${edge.id}.gradient`);
        if (!part) return;
        const begin = 0.08 * k;
        clock.fly(written(part), "gradient", letters(part), [
          { ...middle(part), at: begin, easing: OUT },
          { ...to, at: begin + 0.5 },
        ]);
      });
    clock.hide(total, 0.6);
  }

  /** The step goes from the old number to the new one. @param {Story} story @param {string} id */
  function update(story, id) {
    const shown = card();
    const [old, fresh] = ["old", "new"].map((kind) => shown?.querySelector(`circle.${kind}`));
    if (old && fresh) {
      const away = Number(old.getAttribute("cx")) - Number(fresh.getAttribute("cx"));
      clock.animate(fresh, [
        { transform: `translate(${away}px)`, offset: 0 },
        { transform: `translate(${away}px)`, offset: 0.16, easing: OUT },
        { transform: "none", offset: 0.93 },
        { transform: "none", offset: 1 },
      ]);
    }
    const from = valueOf(story, id) ?? node(id);
    const target = label(`${id}.update`);
    if (from && target) arrive(target, middle(from), "update", 0.2, 0.93);
  }

  /** The old number lifts off its wire, the new one comes. @param {Story} story @param {string} id @param {Before} before */
  function placed(story, id, before) {
    for (const edge of [id, ...story.edges.filter(({ from }) => from === id).map((each) => each.id)].slice(0, MOST)) {
      const value = label(`${edge}.value`);
      if (!value) continue;
      const at = middle(value);
      const lifted = { x: at.x, y: at.y - 1.5 * letters(value) };
      clock.fly(before.get(value) ?? "", "value", letters(value), [
        { ...at, at: 0 },
        { ...lifted, at: 0.6, shown: 0 },
      ]);
      const box = node(id);
      if (box) arrive(value, middle(box), "update", 0.3, 0.93);
    }
  }

  /** The factors go into their product. @param {Step} step */
  function product({ shown }) {
    const slot = shown.map(([each]) => each).find((each) => each.endsWith(".product"));
    const end = slot && slots(slot)[0];
    if (!slot || !end) return;
    const path = slot.replace(".product", "-");
    const to = middle(end.parentElement?.querySelector(".cells") ?? end);
    const factors = [...strip.querySelectorAll(`[data-slot^="${path}"]`)].filter(written).slice(-MOST);
    for (const factor of factors) {
      clock.fly(written(factor).replace(" ▦", ""), "local", letters(factor), [
        { ...middle(factor.parentElement?.querySelector(".cells") ?? factor), at: 0, easing: OUT },
        { ...to, at: 0.7, shown: 0.3 },
      ]);
    }
    const seen = end.parentElement?.querySelector(".cells") ?? end;
    clock.fade(seen, 0.55, 0.95);
  }

  /** @param {Story} story @param {Step} step @param {Before} before */
  function play(story, step, before) {
    const about = step.node ?? "";
    if (step.kind === "value") forward(story, about);
    else if (step.kind === "slope" && step.edge) local(story, step, step.edge);
    else if (step.kind === "flow" && step.edge) backward(story, step.edge);
    else if (step.kind === "sum") sum(story, about);
    else if (step.kind === "new") update(story, about);
    else if (step.kind === "placed") placed(story, about, before);
    else if (step.kind === "product") product(step);
    clock.start();
  }

  function stop() {
    cancelAnimationFrame(frame);
    clock.stop();
  }

  return {
    stop,
    /** What labels of a step say before it. @param {Step} step @returns {Before} */
    before: ({ kind, shown }) =>
      new Map(kind === "placed" ? shown.flatMap(([slot]) => slots(slot).map((each) => [each, written(each)])) : []),
    /** The step is shown; in the same frame it begins to move. @param {Story} story @param {Step} step @param {Before} before */
    begin(story, step, before) {
      stop();
      frame = requestAnimationFrame(() => {
        if (canvas.querySelector(".asking") || canvas.matches("[data-fitting]")) return;
        play(story, step, before);
      });
    },
  };
}
