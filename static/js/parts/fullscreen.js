// Fullscreen: a browser grants it only to a page where something is pressed. So the studio leaves a
// wish behind, and the stage's first key press fulfils it.

const WISH = "chalkgraph fullscreen";

/** Called on the page before the stage. */
export function askForFullscreen() {
  try {
    sessionStorage.setItem(WISH, "yes");
  } catch {
    // Without storage F5 on the stage does it.
  }
}

/** Called at the stage's first key press. */
export function grantFullscreen() {
  try {
    if (!sessionStorage.getItem(WISH)) return;
    sessionStorage.removeItem(WISH);
  } catch {
    return;
  }
  if (!document.fullscreenElement) void toggleFullscreen();
}

export async function toggleFullscreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen({ navigationUI: "hide" });
  } catch {
    // A browser that has none (a phone's) shows the stage in its window.
  }
}
