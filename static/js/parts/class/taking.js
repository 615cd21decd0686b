// A class's results, taken along as a file.

import { spoken } from "../../lib/client.js";
import { _ } from "../../lib/language.js";

/** @param {{ code: string, token: string } | null} led @param {"csv" | "json"} kind @param {(text: string) => void} say */
export async function taken(led, kind, say) {
  if (!led) return;
  const { code, token } = led;
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(spoken(`/class/${code}/results.${kind}`), { headers }).catch(() => null);
  if (!response?.ok) return say(_("No connection: the results could not be fetched. Try it again."));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `class-${code}.${kind}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
