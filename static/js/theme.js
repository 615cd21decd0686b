// The theme, before the first paint: the link's, else the one chosen last. A plain script, so that
// it runs before the body is drawn.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const asked = new URLSearchParams(location.search).get("theme");
  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // Without storage the link alone decides.
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
    const link = event.target instanceof Element && event.target.closest("[data-set-theme]");
    if (!link) return;
    event.preventDefault();
    const theme = link.getAttribute("data-set-theme") ?? "paper";
    root.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Then it holds for this page.
    }
    const here = new URL(location.href);
    if (theme === "paper") here.searchParams.delete("theme");
    else here.searchParams.set("theme", theme);
    history.replaceState(null, "", here);
    show();
  });
})();
