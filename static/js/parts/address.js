// The link to exactly what is shown stands in the address bar.

import { paced } from "../lib/paced.js";
import { carry, written } from "../lib/state.js";
import { remember } from "./last.js";

/** Characters of an address that the server reads. */
const MOST = 32_000;

/**
 * @param {import("../walk.js").Walk} walk @param {HTMLElement} root
 * @param {import("../lib/state.js").Kept} kept  what the page changes by itself
 * @param {() => URL | null} elsewhere  where it is found again if no link holds it
 */
export function address(walk, root, kept, elsewhere) {
  /** The link to this very state, or null where the program is too long for one. */
  function here() {
    const { story, step } = walk;
    if (!story || story.page?.url === "") return null;
    const url = new URL(story.page?.url ?? location.href, location.href);
    if (step) url.searchParams.set("step", String(step));
    else url.searchParams.delete("step");
    url.searchParams.set("theme", document.documentElement.dataset.theme ?? "paper");
    url.searchParams.delete("kept");
    url.hash = "";
    carry(url, kept);
    return written(url).length > MOST ? null : url;
  }

  function writeNow() {
    const url = here() ?? (walk.story && elsewhere());
    if (url?.searchParams.get("theme") === "paper") url.searchParams.delete("theme");
    if (url && url.href !== location.href) history.replaceState(null, "", url);
    remember({ url: location.href, title: document.title.replace(/ · Chalkgraph$/, "") });
  }

  const { soon: write, flush } = paced(writeNow);

  // The last step, too, where the page is left at once.
  addEventListener("pagehide", flush);

  // Another language has to find what was done last.
  root.ownerDocument.addEventListener(
    "click",
    ({ target }) => {
      const url = target instanceof Element && target.closest("[data-set-language]") && (here() ?? elsewhere());
      if (url) history.replaceState(null, "", url);
    },
    { capture: true },
  );
  // Another room for the same picture changes no link: it must not put off what is to be written.
  walk.subscribe((changed) => {
    if (!changed.has("layout")) write();
  });
  /** Whether no link holds what is shown. */
  const long = () => Boolean(walk.story) && !here();

  return { here, long, write };
}
