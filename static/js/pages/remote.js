// A lecturer's other device: let in by the number on the desk, it is a remote, or leads from here. A remote
// computes nothing: what is pressed goes to the class, and the stage does it.

import { asked as request, lead, ledOf, secret } from "../lib/classes.js";
import { post, spoken } from "../lib/client.js";
import { one } from "../lib/dom.js";
import { channelOf } from "../lib/follow.js";
import { _ } from "../lib/language.js";
import { follow } from "../lib/stream.js";
import { begunSaid, linkedSaid, onward, peopleOf, trying } from "../parts/class/said.js";
import { sending } from "../parts/class/sending.js";

const page = one("main.remote");
const code = page.dataset.code ?? "";
const form = /** @type {HTMLFormElement} */ (one("[data-entering]"));
const field = /** @type {HTMLInputElement} */ (one("#number"));
const hand = one("[data-hand]");
const notice = one("[data-notice]");
const linked = one("[data-linked]");
const usual = linked.textContent;
/** This phone, as a remote of that class. */
const OWN = `remote ${code}`;
let led = ledOf(OWN);
/** @type {import("../lib/stream.js").State | null} */
let state = null;
let counts = { here: 0, answered: 0 };
/** @type {ReturnType<typeof sending> | null} */
let sender = null;
/** @type {ReturnType<typeof follow> | null} */
let stream = null;
/** Milliseconds in which a stage does what is pressed. */
const DONE = 4000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let heeded;
/** What is told of which moment. */
let told = "";

/** @param {string} pass @param {string} part */
async function enter(pass, part) {
  const token = secret();
  const answer = await request(spoken(`/class/${code}/enter`), token, { pass, part });
  const wrong = one("[data-wrong]");
  if (answer?.status !== 200) {
    const error = answer?.body.error;
    wrong.textContent = error ? `${error.message} ${error.hint ?? ""}`.trim() : _("No connection: try it again.");
    return;
  }
  const { device, deck } = answer.body;
  if (part === "stage") {
    const url = new URL(deck || "/", location.href);
    lead(channelOf(url), { code, token, of: channelOf(url), device });
    url.hash = "#lead";
    return location.assign(url);
  }
  led = { code, token, of: OWN, device };
  lead(OWN, led);
  begin();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const by = /** @type {SubmitEvent} */ (event).submitter;
  if (field.value.trim()) void enter(field.value, by?.getAttribute("data-part") ?? "remote");
  else field.focus();
});

/** @param {string} text */
function say(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

function begin() {
  stream?.end();
  [stream, sender, state, counts] = [null, null, null, { here: 0, answered: 0 }];
  clearTimeout(heeded);
  say("");
  form.hidden = led !== null;
  hand.hidden = led === null;
  if (!led) {
    linked.dataset.linked = "";
    linked.textContent = usual;
    return field.focus();
  }
  const { token } = led;
  sender = sending(code, token, {
    onLost: (lost) => say(lost ? trying() : ""),
    onRefused: (message, status) => (status === 403 || status === 404 ? over() : say(message)),
  });
  stream = follow(`/class/${code}`, token, {
    onState(now) {
      state = now;
      show();
      heed();
    },
    onCounts(now) {
      counts = now;
      show();
    },
    onLinked: (how) => linkedSaid(linked, how),
    onGone: over,
  });
}

function over() {
  lead(OWN, null);
  led = null;
  begin();
}

function show() {
  if (!state) return;
  const drives = state.drivers.remote === led?.device;
  one("[data-take]").hidden = drives || state.ended;
  for (const each of document.querySelectorAll("[data-press]")) each.toggleAttribute("disabled", !drives || state.ended);
  if (state.ended) say(_("The class has ended."));
  else if (!drives) say(_("Another device is the remote now."));
  else if (notice.textContent === _("Another device is the remote now.")) say("");
  one("[data-next]").textContent = onward(state.asked, false) || _("next");
  one('[data-press="blank"]').setAttribute("aria-pressed", String(Boolean(state.show?.blank)));
  one("[data-came]").textContent = state.asked
    ? _("%(count)s of %(people)s answered", { count: counts.answered, people: peopleOf(counts) })
    : state.worksheet
      ? begunSaid(counts)
      : "";
  void tell();
}

/** A press that nothing follows has found no stage that does it, or one with nothing to do. */
function heed() {
  const words = _("Nothing came of it. Is the stage open on the computer?");
  clearTimeout(heeded);
  const last = state?.presses.at(-1)?.[0] === state?.seq && state?.drivers.remote === led?.device;
  if (last) heeded = setTimeout(() => say(words), DONE);
  else if (notice.textContent === words) say("");
}

/** What the lecturer says here: the sentence, and the notes. */
async function tell() {
  const now = state?.show;
  const moment = JSON.stringify([now, state?.asked]);
  if (!now || moment === told || !led) return;
  told = moment;
  const { wish, step, slide } = now;
  const notes = slide ? await request(spoken(`/class/${code}/notes`), led.token) : null;
  const found = wish ? await post({ ...wish, room: "", upto: step, since: step, have: "", question: state?.asked?.question ?? "" }, "/api/told").catch(() => null) : null;
  if (told !== moment) return;
  const body = found?.status === 200 ? found.body : null;
  const here = body?.steps.find((/** @type {{ index: number }} */ each) => each.index === step);
  const waits = state?.asked && state.asked.phase !== "revealed";
  one("[data-title]").textContent = body?.title ?? state?.title ?? "";
  one("[data-where]").textContent = wish ? _("step %(step)s", { step: step + 1 }) : (notes?.body.title ?? "");
  one("[data-says]").textContent = (waits && (state?.asked?.own?.ask || body?.posed?.ask)) || (here?.sentence ?? "");
  one("[data-note]").textContent = [notes?.body.notes, here?.note].filter(Boolean).join("\n");
}

for (const each of document.querySelectorAll("[data-press]")) {
  each.addEventListener("click", () => sender?.send("press", { does: each.getAttribute("data-press") }));
}
one("[data-drive]").addEventListener("click", () => sender?.send("drive", { part: "remote" }));

begin();
if (!led && location.hash.length > 10) {
  const pass = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  void enter(pass, "remote");
}
