// The export menu: what is to be made, how far it is, and the file. It never holds up the stepping.

import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";

/** @typedef {{ where: string | null }} Job  where to ask how far it is, once that is known */
/** @typedef {{ url: URL | null, body: object, step: number, level: string }} Here */
/** @typedef {{ state: "waiting" | "running" | "done" | "failed", done: number, total: number, message: string, place: number, file: string | null }} Progress */

const PACE = 250;
/** How long to wait where the server has as many exports as it can bear. */
const WAIT = 3000;
/** How often a lost connection is tried again. */
const PATIENCE = 40;

/** @param {number} milliseconds @returns {Promise<void>} */
const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

/** What a browser asks for that can show the reason of a refusal. */
const HEADERS = { Accept: "application/json, */*;q=0.1", "X-Browser": browser() };

/** A name that this browser has made up, so that its exports are told from others' of an address. */
function browser() {
  try {
    const kept = localStorage.getItem("browser");
    const name = kept ?? crypto.getRandomValues(new Uint32Array(3)).join("-");
    if (!kept) localStorage.setItem("browser", name);
    return name;
  } catch {
    return ""; // nothing is kept here
  }
}

/** Where a program is sent that no link holds, in this page's language. */
function sending() {
  const url = new URL("/studio", location.href);
  const spoken = new URLSearchParams(location.search).get("lang");
  if (spoken) url.searchParams.set("lang", spoken);
  return url;
}

/**
 * The address of the file that the menu's fields ask for.
 * @param {URL} page  the address of the page
 * @param {{ format: string, steps: string, level: string, per_page: string, around: string, width: string, theme: string }} fields
 * @param {{ whole: boolean, single: boolean }} kind @param {number} step
 */
export function address(page, fields, kind, step) {
  const found = new URL(`${page.pathname}.${fields.format}`, page);
  for (const [name, value] of page.searchParams) {
    if (name !== "step" && name !== "theme") found.searchParams.append(name, value);
  }
  const all = fields.steps === "all" || !kind.single;
  if (kind.whole || kind.single) {
    found.searchParams.set("step", all && kind.single ? "all" : String(step));
    if (all) found.searchParams.set("level", fields.level);
    found.searchParams.set("theme", fields.theme);
  }
  if (fields.format === "pdf" && all) found.searchParams.set("per_page", fields.per_page);
  if (fields.format === "png" && fields.around === "page") found.searchParams.set("around", "page");
  if (fields.format === "png" && fields.width) found.searchParams.set("width", fields.width);
  return found;
}

/** A file's name out of its header.
 * @param {string | null} disposition */
export const nameIn = (disposition) =>
  /filename="?([^";]+)"?/.exec(disposition ?? "")?.[1] ?? "export";

/**
 * Make the menu work. `here` says what the page shows; `url` is null where no link holds it.
 * @param {HTMLElement} root @param {() => Here} here
 */
export function exportMenu(root, here) {
  const menu = /** @type {HTMLDetailsElement} */ (root);
  const form = /** @type {HTMLFormElement} */ (one("form", menu));
  const format = /** @type {HTMLSelectElement} */ (one('[name="format"]', form));
  const link = /** @type {HTMLAnchorElement} */ (one("[data-export-link]", form));
  const problem = one("[data-export-problem]", form);
  const making = one("[data-export-making]", form);
  const bar = /** @type {HTMLProgressElement} */ (one("progress", making));
  const count = one("[data-export-count]", making);
  const state = one("[data-export-state]", menu);
  const go = /** @type {HTMLButtonElement} */ (one("[data-export-go]", form));
  const cancel = one("[data-export-cancel]", form);
  /** The wish that is being fulfilled; what belongs to an older one is dropped. @type {Job | null} */
  let current = null;

  const fields = () =>
    /** @type {Parameters<typeof address>[1]} */ (Object.fromEntries(new FormData(form)));
  const kind = () => {
    const { whole, single, heavy } = format.selectedOptions[0].dataset;
    return {
      whole: whole !== undefined,
      single: single !== undefined,
      heavy: heavy !== undefined,
    };
  };

  /** Show the fields that mean something for this format, and the link. */
  function refresh() {
    const { whole, single } = kind();
    const { format: suffix, steps } = fields();
    const all = (whole || single) && (steps === "all" || !single);
    const shown = {
      steps: single,
      level: all,
      pages: suffix === "pdf" && all,
      around: suffix === "png",
      width: suffix === "png",
      theme: whole || single,
    };
    for (const [name, visible] of Object.entries(shown)) {
      one(`[data-for="${name}"]`, form).hidden = !visible;
    }
    const { url, step } = here();
    link.hidden = url === null;
    if (url) link.href = address(url, fields(), kind(), step).href;
  }

  /** @param {string} words */
  function say(words) {
    problem.textContent = words;
  }

  /** @param {boolean} busy */
  function show(busy) {
    making.hidden = !busy;
    cancel.hidden = !busy;
    go.disabled = busy;
    if (!busy) state.textContent = "";
  }

  /** @param {number} done @param {number} total */
  function progress(done, total) {
    bar.max = Math.max(1, total);
    bar.value = done;
    count.textContent = _("%(done)s of %(total)s", { done, total });
    state.textContent = ` ${done}/${total}`;
  }

  /** It waits: behind so many that came earlier, or for one of those that are made. @param {number} place */
  function waits(place) {
    count.textContent = place
      ? _("waiting, %(place)s before you", { place })
      : _("waiting for others");
  }

  /** @param {string} href @param {string} name */
  function save(href, name) {
    const saver = document.createElement("a");
    saver.href = href;
    saver.download = name;
    saver.click();
  }

  /** The reason of a refusal. @param {Response} answer */
  async function reason(answer) {
    try {
      const { error } = await answer.json();
      return `${error.message} ${error.hint}`.trim();
    } catch {
      return _("The server could not make this file.");
    }
  }

  /** A file that is made at once. @param {URL} url */
  async function fetchNow(url) {
    const answer = await fetch(url, { headers: HEADERS });
    if (!answer.ok) return say(await reason(answer));
    const href = URL.createObjectURL(await answer.blob());
    save(href, nameIn(answer.headers.get("Content-Disposition")));
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** A file that takes a while. @param {URL} url @param {Job} job @param {object | null} body */
  async function fetchLater(url, job, body) {
    const sent = body && { "Content-Type": "application/json" };
    const ask = () =>
      fetch(url, {
        method: "POST",
        headers: { ...HEADERS, ...sent },
        body: body && JSON.stringify(body),
      });
    let answer = await ask();
    while (answer.status === 503 && current === job) {
      waits(0);
      await pause(WAIT);
      if (current === job) answer = await ask();
    }
    if (!answer.ok) return current === job ? say(await reason(answer)) : undefined;
    job.where = answer.headers.get("Location") ?? "";
    if (current !== job) return forget(job);
    /** @type {Progress} */
    let now = await answer.json();
    for (let lost = 0; now.state === "running" || now.state === "waiting"; ) {
      if (now.state === "running") progress(now.done, now.total);
      else waits(now.place);
      await pause(PACE);
      if (current !== job) return;
      const next = await fetch(job.where).catch(() => null);
      if (current !== job) return;
      if (next?.ok) {
        lost = 0;
        now = await next.json();
      } else if (next || ++lost > PATIENCE) {
        return say(next ? await reason(next) : _("The connection is lost."));
      }
    }
    if (now.state === "failed") say(now.message);
    else if (now.file) save(now.file, "");
  }

  /** Tell the server that nobody waits any more. @param {Job} job */
  function forget(job) {
    if (job.where) void fetch(job.where, { method: "DELETE" }).catch(() => null);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (go.disabled) return;
    say("");
    const { url, body, step } = here();
    const target = address(url ?? sending(), fields(), kind(), step);
    const later = !url || (kind().heavy && fields().steps === "all");
    const job = (current = /** @type {Job} */ ({ where: null }));
    show(true);
    count.textContent = "";
    bar.removeAttribute("value");
    try {
      await (later ? fetchLater(target, job, url ? null : body) : fetchNow(target));
    } catch {
      if (current === job) say(_("The connection is lost. Try it again."));
    } finally {
      if (current === job) {
        current = null;
        show(false);
      }
    }
  });

  cancel.addEventListener("click", () => {
    const job = current;
    current = null;
    show(false);
    if (job) forget(job);
  });

  form.addEventListener("change", () => {
    say("");
    refresh();
  });
  /** It is opened: with how the page looks now. */
  function open() {
    const { level } = here();
    /** @type {HTMLSelectElement} */ (one('[name="level"]', form)).value = level;
    /** @type {HTMLSelectElement} */ (one('[name="theme"]', form)).value =
      document.documentElement.dataset.theme ?? "paper";
    refresh();
    format.focus();
  }
  menu.addEventListener("toggle", () => {
    if (menu.open) open();
  });
  if (menu.open) open();
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    event.stopPropagation();
    menu.open = false;
    one("summary", menu).focus();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || menu.contains(event.target)) return;
    if (!event.target.closest('[data-do="png"]')) menu.open = false;
  });
  return {
    /** This step as a picture, as it looks now. */
    png() {
      open();
      format.value = "png";
      /** @type {HTMLInputElement} */ (one('[name="steps"][value="one"]', form)).checked = true;
      refresh();
      form.requestSubmit();
    },
  };
}
