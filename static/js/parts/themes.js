// The next theme, by a key: as if its button had been pressed, where the page has one.

const THEMES = ["paper", "board", "projector"];

export function nextTheme() {
  const { dataset } = document.documentElement;
  const next = THEMES[(THEMES.indexOf(dataset.theme ?? "") + 1) % THEMES.length];
  const button = document.querySelector(`[data-set-theme="${next}"]`);
  if (button instanceof HTMLElement) button.click();
  else dataset.theme = next;
}
