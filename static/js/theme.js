// Theme and language, before the first paint: the link's, else the one chosen last. A plain script,
// so that it runs before the body is drawn.
(() => {
  /** What was chosen last, or null: without storage the link alone decides. @param {string} what */
  function remembered(what) {
    try {
      return localStorage.getItem(what);
    } catch {
      return null;
    }
  }

  /** @param {string} what @param {string} chosen */
  function remember(what, chosen) {
    try {
      localStorage.setItem(what, chosen);
    } catch {
      // Then it holds for this page.
    }
  }

  const root = document.documentElement;
  root.classList.add("js");
  const asked = new URLSearchParams(location.search).get("theme");
  const kept = remembered("theme");
  const spoken = remembered("language");
  const languages = (root.dataset.languages ?? "").split(" ");
  // Embedded pages speak as their host wants.
  const embedded = window.self !== window.top || location.pathname.startsWith("/embed/");
  const free = !new URLSearchParams(location.search).has("lang") && !embedded;
  if (free && spoken && languages.includes(spoken) && spoken !== root.lang) {
    // A language that was chosen by hand is spoken on every page.
    const there = new URL(location.href);
    there.searchParams.set("lang", spoken);
    location.replace(there);
  }
  const known = ["paper", "board", "projector"];
  if (!asked && kept && known.includes(kept)) root.dataset.theme = kept;

  const show = () => {
    for (const link of document.querySelectorAll("[data-set-theme]")) {
      if (link.getAttribute("data-set-theme") === root.dataset.theme) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  };
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const other = event.target instanceof Element && event.target.closest("[data-set-language]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (!other || elsewhere) return;
    event.preventDefault();
    const language = other.getAttribute("data-set-language") ?? "en";
    remember("language", language);
    // The address has what was done since the page was opened: step, numbers, program.
    const here = new URL(location.href);
    here.searchParams.set("lang", language);
    location.assign(here);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-set-theme]");
    if (!link) return;
    event.preventDefault();
    const theme = link.getAttribute("data-set-theme") ?? "paper";
    root.dataset.theme = theme;
    remember("theme", theme);
    const here = new URL(location.href);
    if (theme === "paper") here.searchParams.delete("theme");
    else here.searchParams.set("theme", theme);
    history.replaceState(null, "", here);
    show();
  });
})();
