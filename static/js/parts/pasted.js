// A pasted program of PyTorch, numpy, JAX or micrograd: one button reads it as ours, and says what
// was left out. What cannot be read is underlined; the text stays as it was pasted.

import { button } from "../lib/button.js";
import { coded } from "../lib/coded.js";
import { one } from "../lib/dom.js";
import { _ } from "../lib/language.js";

/** Lines that are listed for one remark. */
const SHOWN = 6;

/** @typedef {import("../lib/client.js").Problem} Problem */
/** @typedef {{ lines: number[], message: string }} Remark */
/** @typedef {import("../lib/state.js").Wish} Wish */
/** @typedef {{ dialect: string, program: string, look: Partial<Wish>, remarks: Remark[], refusals: Problem[] }} Reading */

/**
 * @param {ParentNode} root @param {import("./editor.js").Editor} program
 * @param {(wish: object, where: string) => Promise<{ status: number, body: any }>} send
 * @param {(look: Partial<Wish>) => Partial<Wish>} turn  looks otherwise, and gives back how it was
 */
export function pasting(root, program, send, turn) {
  const { field } = program;
  const place = one("[data-pasted]", root);
  /** The text that the answer is about. */
  let asked = "";
  /** The program that stands there since the button was pressed, and what it was made of. */
  let made = { program: "", text: "" };
  /** What its rate and iterations are to be when the other of the two texts comes back. */
  let other = {};
  let turned = false;

  /** Ask whether the text is a library's program. */
  async function look() {
    const text = field.value;
    if (text === asked || text === made.program) return;
    asked = text;
    const answer = await send({ program: text }, "/api/read").catch(() => null);
    if (field.value !== text) return;
    if (!answer) asked = "";
    if (answer?.status === 200 && answer.body.dialect) offer(/** @type {Reading} */ (answer.body));
    else hide();
  }

  /** @param {Reading} found */
  function offer(found) {
    // What our language says of a line of Python helps nobody.
    program.mark(null);
    show(
      paragraph(_("This is %(library)s.", { library: found.dialect })),
      button(_("Read as %(library)s", { library: found.dialect }), () => read(found), "cure"),
    );
  }

  /** @param {Reading} found */
  function read(found) {
    if (found.refusals.length) return refuse(found);
    put(found);
  }

  /** What was read takes the place of the text, as if it were typed. @param {Reading} found */
  function put(found) {
    const text = field.value;
    // What the page was told by the program before is not this one's.
    if (turned) turn(other);
    made = { program: found.program, text };
    other = found.look;
    turned = false;
    program.put(0, text.length, found.program, 0);
    program.mark(null);
    show(
      paragraph(_("Read as %(library)s; nothing was executed.", { library: found.dialect })),
      listed(found.remarks.map(({ lines, message }) => `${placed(lines)} ${message}`)),
      button(_("Bring back what was pasted"), back, "cure"),
    );
  }

  /** Nothing is put where something is missing: it is said, and the rest can be had. @param {Reading} found */
  function refuse(found) {
    const [first] = found.refusals;
    program.mark(first);
    const more = found.refusals.slice(1);
    show(
      paragraph(_("Not all of it can be read.")),
      listed(more.map(({ line, message, hint }) => `${_("Line %(line)s:", { line: line ?? 1 })} ${message} ${hint}`)),
      ...(found.program ? [button(_("Read the rest"), () => put(found), "cure")] : []),
    );
  }

  function back() {
    asked = "";
    program.put(0, field.value.length, made.text, 0);
  }

  /** @param {Node[]} parts */
  function show(...parts) {
    place.replaceChildren(...parts);
    place.hidden = false;
  }

  function hide() {
    place.replaceChildren();
    place.hidden = true;
  }

  field.addEventListener("input", () => {
    // Undone and done again, too, a text has its own learning rate.
    if (field.value === (turned ? made.text : made.program)) {
      other = turn(other);
      turned = !turned;
    }
    // What was said is of another text now.
    if (field.value !== made.program && field.value !== asked) hide();
    if (field.value !== asked) asked = "";
  });

  return { look };
}

/** Where something stands, in words. @param {number[]} lines */
function placed(lines) {
  if (!lines.length) return "";
  if (lines.length === 1) return _("Line %(line)s:", { line: lines[0] });
  const shown = lines.slice(0, SHOWN).join(", ") + (lines.length > SHOWN ? ", …" : "");
  return _("Lines %(lines)s:", { lines: shown });
}

/** @param {string} text */
function paragraph(text) {
  const made = document.createElement("p");
  made.append(...coded(text));
  return made;
}

/** @param {string[]} texts */
function listed(texts) {
  const made = document.createElement("ul");
  for (const text of texts) {
    const item = document.createElement("li");
    item.append(...coded(text.trim()));
    made.append(item);
  }
  return made;
}
