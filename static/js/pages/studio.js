// The studio: connects the page's parts. It reveals what the server computed, and computes nothing.

import { post } from "../lib/client.js";
import { one } from "../lib/dom.js";
import { keysOf } from "../lib/keys.js";
import { _ } from "../lib/language.js";
import { put } from "../lib/markup.js";
import { firstState } from "../lib/state.js";
import { address } from "../parts/address.js";
import { callouts, shownBy } from "../parts/callouts.js";
import { choices } from "../parts/choices.js";
import { commands, pausing } from "../parts/commands.js";
import { completing, exportMenu, leads, pasting, proof, sharing } from "../parts/demanded.js";
import { keepDrafts, named, resume } from "../parts/drafts.js";
import { drawer } from "../parts/drawer.js";
import { programEditor } from "../parts/editor.js";
import { explanation } from "../parts/explanation.js";
import { askForFullscreen } from "../parts/fullscreen.js";
import { help } from "../parts/help.js";
import { layers } from "../parts/layers.js";
import { figured, lightFigure } from "../parts/figure.js";
import { followLines } from "../parts/lines.js";
import { followWindows } from "../parts/matrix.js";
import { moving } from "../parts/moving.js";
import { numbered } from "../parts/numbered.js";
import { numberFields } from "../parts/numbers.js";
import { choosing, factors, lights, looking, pictured } from "../parts/pictured.js";
import { predicting } from "../parts/predict.js";
import { status } from "../parts/status.js";
import { rooming } from "../parts/rooming.js";
import { sheet } from "../parts/sheet.js";
import { nextTheme } from "../parts/themes.js";
import { timebar } from "../parts/timebar.js";
import { telling } from "../parts/told.js";
import { typing } from "../parts/typing.js";
import { undoable } from "../parts/undo.js";
import { showChoices } from "../parts/wish.js";
import { zoomable } from "../parts/zoom.js";
import { Store } from "../store.js";
import { Walk, stepping } from "../walk.js";

/** @typedef {import("../lib/types.js").Story} Story */

const TOO_LONG = _(
  "This program is too long for a link, and so for the stage. Shorten it, or take it along: Export, under ⋯, makes slides of it, or one HTML file that steps.",
);

const page = one("main.studio");
const menu = /** @type {HTMLDetailsElement} */ (one(".menu"));
const more = /** @type {HTMLDetailsElement} */ (one("[data-more]"));
const fields = one("[data-fields]");
const look = one("#explanation");

const { wish, kept } = firstState();
const draft = named(location.search);
if (draft) {
  resume(draft, wish, kept);
  page.dataset.hide = String(kept.hide ?? "").replaceAll(",", " ");
  page.dataset.lock = String(kept.lock ?? "");
}
const walk = new Walk({
  step: draft?.state?.step ?? Number(one("[data-stage]").dataset.step),
  locks: page.dataset.lock ?? "",
});
const picture = pictured(walk, page);
moving(picture);
const zoom = zoomable(picture);
const figure = one("[data-figure]", page);
const lines = leads(figure);
walk.subscribe((changed) => {
  if (changed.has("story") && walk.story?.page) figured(figure, walk.story.page);
  lightFigure(figure, walk.step);
  lines.show(walk.step);
});
telling(walk, document, undefined, (doubt) => program.cureOf(doubt));
const why = explanation(walk, look, picture, {
  check: (question, typed) => post({ ...asking(), question, answer: typed }, "/api/check"),
});
const time = timebar(walk, one("footer.time"), (step) => {
  const url = new URL(location.href);
  url.searchParams.set("step", String(step));
  return url.href;
});
const side = drawer(document.body);
const said = status(one("[data-stage]"));
const program = programEditor(document);
if (draft) {
  program.set(wish.program);
  showChoices(wish);
}

const store = new Store(walk, wish, kept, {
  send: post,
  leaps: () => !predict.on(),
  onAsk() {
    changes.did();
    said.stale();
  },
  onNumbers(asked) {
    if (asked.program === program.field.value) said.numbersCurrent();
  },
  onStory(story, asked, newest, same) {
    if (story.page && (!same || (redraw && newest))) {
      put(fields, story.page.fields);
      redraw = false;
    }
    one("[data-title]").textContent = story.title || _("Studio");
    document.title = `${story.title || _("Studio")} · Chalkgraph`;
    if (asked.program === program.field.value) {
      program.mark(null);
      program.doubt(story.doubts);
      if (story.page) put(one("[data-claims]"), story.page.claims);
      program.judge();
      side.doubt(story.doubts.length);
      pasted.right();
      if (newest) said.current();
    }
    rooms.arrived(newest);
    if (newest) proofs.refresh();
    if (newest && !link.long()) drafts.linked();
    numbers.mark();
  },
  onRoom(newest) {
    rooms.arrived(newest);
    numbers.mark();
  },
  onProblem(found, asked) {
    rooms.arrived(true);
    if (found.kind === "program" && asked.program === program.field.value) {
      program.mark(found);
      pasted.wrong();
      if (walk.story) said.say(_("The picture shows the last program that worked."));
      else side.open();
    } else {
      said.say(`${found.message} ${found.hint}`.trim());
    }
  },
  onLost: () => said.say(_("No connection, trying again. What you typed is kept.")),
});
/** Whether the fields are to be drawn anew with the next answer. */
let redraw = false;

/** Ask, and draw the fields anew: their numbers were not changed in them. */
function askAnew() {
  redraw = true;
  store.ask();
}

/** What is looked at, as other requests than the story's send it. */
const asking = () => ({ ...wish, ...kept, page: false });

/** Look otherwise with what is asked for next. @param {Record<string, any>} look */
function turn(look) {
  const before = Object.fromEntries(Object.keys(look).map((key) => [key, wish[key]]));
  Object.assign(wish, look);
  redraw = true;
  return before;
}

const typed = typing(program, store, said.stale);
const changes = undoable(document, wish, {
  before: typed.take,
  restore(state) {
    Object.assign(wish, state);
    program.set(wish.program);
    showChoices(wish);
    askAnew();
  },
});
const predict = predicting(walk, document, {
  picture,
  wish: asking,
  title: () => walk.story?.title || "Studio",
  pause: time.pause,
});
const link = address(walk, page, kept, () => drafts.address());
const numbers = numberFields(walk, page, { picture, store, program, say: said.say });
const proofs = proof(walk, document, { wish: asking, say: said.say });
const share = sharing(walk, document, link.here, said.say);
const told = choices(
  walk,
  { told: one("[data-tell]"), views: one("[data-views]"), small: one("[data-views-small]") },
  store,
  (id) => proofs.follow(id),
);

const cards = callouts(one("[data-stage]"), picture, {
  sheet: page,
  place: one(".place", page),
  now: () => shownBy(walk, asking(), store.room),
});
walk.subscribe((changed) => {
  cards.look(changed.has("numbers"));
  const locked = walk.story?.locked;
  // What has been predicted, or is to be shown, comes from the server with all that follows.
  if (changed.has("locks") && locked && walk.locks.opened.has(locked.key)) {
    kept.unlocked = [kept.unlocked, locked.key].filter(Boolean).join(",");
    store.ask({ to: locked.index });
  }
  if (changed.has("focus") && walk.focus) proofs.follow(walk.focus);
});
lights(picture);
const lookAt = looking(walk);
const choose = choosing(picture, (id) => void (predict.touched(picture.touch.slots()) || lookAt(id)), told.tell, told.open);
factors(picture, why.factor);
sheet(menu);
sheet(more);
followLines(walk, picture, program, () => store.told === program.field.value);
followWindows(look, asking);
completing(document, program, said.say);
const pasted = pasting(document, program, post, turn, said.say);
const files = exportMenu(
  one("[data-export]"),
  () => ({ url: link.here(), body: asking(), step: walk.step, level: walk.level }),
  said.say,
);
const shown = layers(page, (hidden) => {
  kept.hide = hidden.join(",");
  picture.relabelAll();
  link.write();
  // The words and formulas without the hidden numbers, or with the shown ones, are the server's.
  store.ask();
});

const keys = keysOf("studio");
commands(
  walk,
  document,
  keys,
  pausing(
    {
      ...stepping(walk),
      play: time.play,
      ask: () => ask(!predict.on()),
      present() {
        const url = link.here();
        if (!url) {
          if (walk.story) said.say(TOO_LONG);
          return;
        }
        // The same address with /present in place of /studio or /lesson.
        url.pathname = url.pathname.replace(/^\/(lesson|studio)/, "/present");
        askForFullscreen();
        location.assign(url);
      },
      help: () => /** @type {HTMLDialogElement} */ (one("[data-help]")).showModal(),
      why: why.toggle,
      leave() {
        if (why.close()) return;
        if (side.typing()) picture.canvas.focus({ preventScroll: true });
        else if (picture.magnified !== 1) zoom.whole();
        else if (predict.on()) ask(false);
        else if (told.close()) return;
        else side.close();
      },
      share: share.open,
      png: files.png,
      ...zoom,
      enter(event) {
        if (predict.on() && !(event.target instanceof Element && event.target.closest("[data-title]"))) walk.next();
        else choose(event);
      },
      values: () => shown.toggle("values"),
      locals: () => shown.toggle("local"),
      gradients: () => shown.toggle("gradients"),
      arithmetic: () => count(wish.arithmetic === "slide" ? "exact" : "slide"),
      theme: nextTheme,
      drawer: side.toggle,
      reset() {
        Object.assign(wish, { values: {}, rate: null });
        askAnew();
      },
      random() {
        Object.assign(wish.values, numbers.random());
        askAnew();
      },
      check: proofs.checkAll,
      edit: () => void (numbers.edit() || side.toggle()),
      undo: changes.undo,
      redo: changes.redo,
    },
    time.pause,
  ),
  numbered(walk, page),
);
help(document, keys);

/** Ask for each number before it is shown, or no more. @param {boolean} wanted */
function ask(wanted) {
  kept.predict = wanted;
  predict.switch(wanted, wanted, picture.touch.slots());
  link.write();
}

/** Count with rounded numbers or with exact ones. @param {string} arithmetic */
function count(arithmetic) {
  wish.arithmetic = arithmetic;
  showChoices(wish);
  store.ask();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  // A click beside a drawer that lies over the page closes it.
  if (event.target.isConnected && !event.target.closest('#side, [data-do="drawer"]')) side.away();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const asked = event.target.closest("a[data-numbers]");
  if (!(asked instanceof HTMLElement)) return;
  event.preventDefault();
  count(asked.dataset.numbers ?? wish.arithmetic);
});

const embedded = document.querySelector("#story");
if (embedded && !draft) {
  const story = /** @type {Story} */ (JSON.parse(embedded.textContent ?? ""));
  walk.load(story);
  program.doubt(story.doubts);
  program.judge();
  side.doubt(story.doubts.length);
} else {
  store.ask();
}
numbers.mark();
const rooms = rooming(picture, (room) => {
  if (!walk.story) return false;
  store.askForRoom(room);
  return true;
});
if (walk.story) rooms.arrived(true);
const drafts = keepDrafts(document, program.field, {
  draft,
  long: () => (walk.story ? link.long() : Boolean(draft)),
  state: () => ({ wish, kept, step: walk.step }),
  told: () => store.told,
});
if (kept.predict) predict.switch(true);
