// What the stage takes to be asked, and what the class says: several may ask at once.

import { same } from "./mirroring.js";

/** Where a stage is. @typedef {{ step: number, slide: number, wish: object | null }} Spot */
/** @typedef {{ number: number, question: string, own: object | null }} Asked */

/**
 * What to do where the class knows of all that this stage has sent: "adopt" a lecturer's own question that was typed
 * elsewhere, "leave" one that is on the board no more, take the "number" that the class has for what is asked here.
 * @param {Asked | null} asked  here @param {Asked | null} on  in the class
 */
export function settled(asked, on) {
  if (on?.own) return asked?.own && asked.number === on.number ? "" : "adopt";
  if (asked?.own) return "leave";
  return asked && on && asked.question === on.question && asked.number !== on.number ? "number" : "";
}

/** Whether a stage is still where a question was revealed: at that step of that slide, with that story.
 * @param {Spot} on @param {Spot} now */
export const stands = (on, now) => now.step === on.step && now.slide === on.slide && same(now.wish, on.wish);
