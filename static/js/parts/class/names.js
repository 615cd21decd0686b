// Who has a name in a class, on the desk: with a mark whether there is an answer of theirs to what is asked.

import { asked as request } from "../../lib/classes.js";
import { element } from "../../lib/dom.js";
import { _ } from "../../lib/language.js";

/** @typedef {{ name: string, answered: boolean }} Named */

/** Milliseconds between two looks. */
const PAUSE = 2000;

/** By the alphabet of the page; who is still silent stands with all others, so that nobody jumps about.
 * @param {readonly Named[]} people @param {string} [language] */
export const sorted = (people, language) =>
  [...people].sort((a, b) => a.name.localeCompare(b.name, language, { numeric: true }));

/**
 * @param {HTMLElement} place
 * @param {() => import("../../lib/classes.js").Led | null} led
 */
export function names(place, led) {
  /** Whether the class has names, and something is asked that they answer. */
  let on = false;
  let asks = false;
  let looking = false;

  async function look() {
    if (looking) return;
    looking = true;
    for (let now = led(); on && now; now = led()) {
      const answer = document.hidden ? null : await request(`/class/${now.code}/names`, now.token);
      if (on && answer?.status === 200 && led()?.code === now.code) draw(answer.body.names);
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    looking = false;
  }

  /** @param {Named[]} people */
  function draw(people) {
    place.hidden = false;
    if (!people.length) return place.replaceChildren(element("li", "quiet", _("Nobody has given a name yet.")));
    place.replaceChildren(
      ...sorted(people, document.documentElement.lang).map(({ name, answered }) => {
        const item = element("li", "");
        const seen = element("bdi", "", name);
        item.append(seen);
        if (asks) {
          item.toggleAttribute("data-answered", answered);
          item.append(element("span", "hidden", answered ? _("has answered") : _("is silent")));
        }
        return item;
      }),
    );
  }

  return {
    /** @param {import("../../lib/stream.js").State | null} state  none where no class is led */
    show(state) {
      on = Boolean(state?.locks.names);
      asks = Boolean(state?.asked || state?.worksheet);
      if (on) return void look();
      place.hidden = true;
      place.replaceChildren();
    },
  };
}
