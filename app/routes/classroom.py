"""A class: opened by a lecturer, followed by a code, answered; see `app/classroom/`.

Nothing here is ambient: there are no cookies, and who asks brings a token (a lecturer's) or a
number (a student's) in a header of each request.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response as Answer

from .. import limits
from ..classroom import rights, taking
from ..classroom.bell import NOBODY
from ..classroom.reading import EventError, read, read_answer
from ..classroom.rooms import Rooms
from ..classroom.state import drives, public
from ..classroom.store import Room, StoreError
from ..classroom.worksheet import Worked
from ..languages import _
from ..picture.svg import THEMES
from ..serving.straight import line
from . import judging
from .api import read_json, story_fields
from .errors import RETRY, answer, as_json
from .options import asked_theme, of_json

blueprint = Blueprint("classroom", __name__)

KEY = 80
"""Characters of the key by which an event is known."""
DECK = 9_000
"""Characters of the address of what is presented."""


def begin(app: Flask) -> None:
    """Have the classes of an application."""
    where, folder = str(app.config["CLASS"]), Path(app.instance_path)
    app.extensions["classroom"] = Rooms(where, folder, int(app.config["STREAMS"]))
    app.register_error_handler(StoreError, _stored)


def rooms() -> Rooms:
    """The classes of this process."""
    found: Rooms = current_app.extensions["classroom"]
    return found


class Refused(HTTPException):
    """Somebody may not do that."""

    code = 403


class Elsewhere(HTTPException):
    """Another device drives."""

    code = 409


class Nowhere(HTTPException):
    """There is no such class."""

    code = 404


@blueprint.app_errorhandler(Refused)
def _refused(_error: Refused) -> Response:
    return answer(403, "rights", _("Only the lecturer of this class can do that."))


@blueprint.app_errorhandler(Elsewhere)
def _elsewhere(_error: Elsewhere) -> Response:
    return answer(
        409, "drives", _("Another device leads this class now."), _("Take it over first.")
    )


@blueprint.app_errorhandler(Nowhere)
def _nowhere(_error: Nowhere) -> Response:
    return answer(
        404,
        "class",
        _("There is no class with this code."),
        _("Look at the code again; a class that has ended is kept for %(days)s days.",
          days=limits.CLASS_DAYS.most),
    )  # fmt: skip


def _stored(error: StoreError) -> Response:
    if error.why == "gone":
        return _nowhere(Nowhere())
    words = {
        "full": (507, _("The disk takes nothing more: this was not saved.")),
        "busy": (503, _("The server has as much work as it can bear.")),
        "away": (503, _("The classes cannot be reached just now.")),
        "rooms": (503, _("This server has as many classes as it can hold.")),
        "often": (429, _("Too many classes were opened just now.")),
        "events": (409, _("This class has as many steps as one can have.")),
    }
    status, message = words[error.why]
    hint = _("Open a new one.") if error.why == "events" else _("Try it again in a few seconds.")
    found = answer(status, "class", message, hint)
    if status in (429, 503):
        found.headers["Retry-After"] = str(RETRY)
    return found


def room_of(code: str) -> Room:
    """The class of a code as it was typed."""
    found = rooms().find(code)
    if found is None:
        raise Nowhere()
    return found


def bearer() -> str:
    """The token or number that a request brings along."""
    return rights.bearer(request.headers.get("Authorization", ""))


def device_of(room: Room) -> int | None:
    """Which device of the lecturer asks: 0, the one that opened the class, or one that was let in;
    None: nobody who leads it."""
    token = bearer()
    if not token:
        return None
    own = rights.hashed(token, room.code)
    if rights.same(own, room.lecturer):
        return 0
    devices = rooms().state(room.code).devices
    return devices.index(own.hex()) + 1 if own.hex() in devices else None


def _leads(room: Room) -> bool:
    return device_of(room) is not None


def led(code: str) -> tuple[Room, int]:
    """The class, for its lecturer only, and the device that asks."""
    room = room_of(code)
    device = device_of(room)
    if device is None:
        raise Refused()
    return room, device


def lecturers(code: str) -> Room:
    """The class, for its lecturer only."""
    return led(code)[0]


def sent(
    code: str, read: Callable[[Mapping[str, Any]], tuple[int, int, str]]
) -> tuple[Room, bytes, tuple[int, int, str]]:
    """What somebody who follows sends: the class, the hash of his number, and ballot, revision and
    text as they are read."""
    room, who = room_of(code), bearer()
    if not who:
        raise Refused()
    try:
        return room, rights.hashed(who, room.code), read(read_json())
    except EventError as error:
        raise BadRequest(str(error)) from None


def fresh(found: Response) -> Response:
    """The same, kept by nobody."""
    found.headers["Cache-Control"] = "no-store"
    return found


# -- pages -----------------------------------------------------------------------------------


@blueprint.get("/join")
def join() -> Answer:
    """Where a code is typed."""
    typed = request.args.get("code", "")
    code = rights.code(typed)
    if code:
        return redirect(url_for("classroom.page", code=code))
    page = render_template("join.html", typed=typed, off=rooms().off, theme=asked_theme())
    return fresh(make_response(page, 422 if typed else 200))


@blueprint.get("/class/<code>")
def page(code: str) -> Response:
    """The page of somebody who follows: its script asks where the class is. It is kept."""
    room = room_of(code)
    written = rights.spaced(room.code)
    made = render_template(
        "class.html",
        code=room.code,
        written=written,
        longest=limits.CLASS_NAME.most,
        theme=asked_theme(),
        themes=THEMES,
        theme_links={name: url_for(".page", code=room.code, theme=name) for name in THEMES},
    )
    return make_response(made)


@blueprint.get("/class/<code>/did")
def did(code: str) -> Response:
    """What this class did: its questions, what was answered, and where to look again."""
    room = room_of(code)
    state = rooms().state(room.code)
    shown, worked = judging.did(rooms(), room.code, state)
    made = render_template(
        "did.html",
        code=room.code,
        written=rights.spaced(room.code),
        title=state.title,
        deck=state.deck,
        shown=shown,
        worked=worked,
        theme=asked_theme(),
    )
    return fresh(make_response(made))


@blueprint.get("/privacy")
def privacy() -> str:
    """What is kept of a class, for how long, and how to switch it off."""
    return render_template(
        "privacy.html", days=limits.CLASS_DAYS.most, off=rooms().off, theme=asked_theme()
    )


# -- who follows -----------------------------------------------------------------------------


@blueprint.get("/class/<code>/now")
def now(code: str) -> Response:
    """Where a class is, for who cannot have a stream."""
    room = room_of(code)
    state = rooms().state(room.code)
    counts = rooms().bell.counts(room.code, state)
    return fresh(as_json({**public(state), "log": room.log, **counts}))


@blueprint.get("/class/<code>/stream")
def stream(code: str) -> Response:
    """Where a class is, now and whenever that changes."""
    room = room_of(code)
    # A lecturer's own windows are not counted among those who are here.
    who = NOBODY if _leads(room) else rights.hashed(bearer() or "nobody", room.code)
    log, _at, seq = request.headers.get("Last-Event-ID", "").partition("-")
    last = int(seq[:9]) if log == room.log and seq[:9].isdecimal() else 0
    follower = rooms().bell.follow(room.code, who, line(request.environ))
    if follower is None:
        found = answer(503, "busy", _("More people follow than this server can tell at once."))
        found.headers["Retry-After"] = str(RETRY)
        return found
    said: Iterator[str] = rooms().bell.stream(follower, room.log, last)
    made = Response(said, mimetype="text/event-stream")
    # A stream that nobody reads, as that of a HEAD, has not begun and does not end by itself.
    made.call_on_close(partial(rooms().bell.ended, follower))
    made.headers["X-Accel-Buffering"] = "no"
    return fresh(made)


@blueprint.post("/class/<code>/answer")
def answered(code: str) -> Response:
    """An answer to what is asked: counted, or why not."""
    room, person, (ballot, revision, text) = sent(code, read_answer)
    result = rooms().answer(room.code, ballot, person, revision, text)
    return fresh(as_json({"result": result}))


@blueprint.get("/class/<code>/results/<int:number>")
def results(code: str, number: int) -> Response:
    """What a question came to: for the lecturer, and for everybody once it is revealed."""
    room = room_of(code)
    state = rooms().state(room.code)
    if not 0 < number <= len(state.questions):
        raise BadRequest(_("There is no such question."))
    asked = state.questions[number - 1]
    if asked.phase != "revealed" and not _leads(room):
        raise Refused()
    found = judging.results(rooms(), room.code, state, asked)
    return fresh(as_json({name: value for name, value in found.items() if name != "of"}))


# -- the lecturer ----------------------------------------------------------------------------


@blueprint.post("/class")
def opened() -> Response:
    """A new class; who gets its token leads it."""
    if rooms().off:
        return answer(404, "class", _("This server holds no classes."))
    payload = read_json()
    title, deck = payload.get("title", ""), payload.get("deck", "")
    if not isinstance(title, str) or not isinstance(deck, str):
        raise BadRequest("`title` and `deck` are texts.")
    ours = deck.startswith(("/present", "/talk/")) and len(deck) <= DECK
    token = rights.new_token()
    room = rooms().open(token, title[:200], deck if ours else "")
    return fresh(as_json({"code": room.code, "token": token, "log": room.log}, 201))


@blueprint.post("/class/<code>/event")
def event(code: str) -> Response:
    """Something that the lecturer does; what was sent under the same key is not done again."""
    room, device = led(code)
    payload = read_json()
    kind, key, given = (payload.get(name) for name in ("kind", "key", "data"))
    if not isinstance(kind, str) or not isinstance(key, str) or not 0 < len(key) <= KEY:
        raise BadRequest("`kind` and `key` are texts.")
    try:
        data = read(kind, given if isinstance(given, dict) else {})
    except EventError as error:
        raise BadRequest(str(error)) from None
    # Who drives may change before this is in the log: there the device is looked at again.
    data["device"] = device
    if not drives(rooms().state(room.code), kind, data):
        raise Elsewhere()
    if "wish" in data:
        of_json(data["wish"], story_fields())  # what everybody in the class will ask for
    if kind == "hand":
        data = judging.handed(data)
    return fresh(as_json({"seq": rooms().append(room.code, kind, data, key)}))


@blueprint.post("/class/<code>/delete")
def deleted(code: str) -> Response:
    """Forget a class at once."""
    rooms().delete(lecturers(code).code)
    return fresh(as_json({"deleted": True}))


@blueprint.get("/class/<code>/results.csv")
def as_table(code: str) -> Response:
    """All answers as a table."""
    room = lecturers(code)
    _title, taken, sheets = _taken(room)
    found = make_response(taking.table(taken, sheets, rooms().names(room.code)))
    found.mimetype = "text/csv"
    found.headers["Content-Disposition"] = f'attachment; filename="class-{room.code}.csv"'
    return fresh(found)


@blueprint.get("/class/<code>/results.json")
def as_data(code: str) -> Response:
    """All results as data."""
    room = lecturers(code)
    return fresh(as_json(taking.data(*_taken(room), rooms().names(room.code))))


def _taken(room: Room) -> tuple[str, list[taking.Taken], list[Worked]]:
    """The title of a class, its questions and its worksheets, all of one moment."""
    state = rooms().state(room.code)
    questions = [
        taking.Taken(
            number=number,
            results=judging.whole(rooms(), room.code, state, asked),
            answers=[rooms().store.answers(room.code, ballot) for ballot in asked.ballots],
        )
        for number, asked in enumerate(state.questions, 1)
    ]
    return state.title, questions, judging.sheets(rooms(), room.code, state)
