// Copying a text, with a visible confirmation; where there is no clipboard the text is selected.

import { _ } from "../lib/language.js";

/**
 * @param {HTMLInputElement} field
 * @param {(text: string) => void} say
 */
export async function copy(field, say) {
  try {
    await navigator.clipboard.writeText(field.value);
    say(_("Copied."));
  } catch {
    // Only a page of a secure origin has a clipboard; in a classroom's network there is none.
    field.focus();
    field.select();
    say(_("The text is selected: copy it with Ctrl C (⌘ C)."));
  }
}
