"""Errors are for people: JSON for programs, a page for browsers; what, where, and the cure."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from graph_engine import GraphError, ProgramError, Said, say
from graph_engine.limits import CHARACTERS

from .. import limits
from ..editor.cure import cure
from ..exports import ExportError
from ..exports.story_json import Json, dumps
from ..languages import _, translate
from ..lessons import Lesson
from ..lessons.nearest import by_program, by_slug
from ..serving.answer import SAID
from ..serving.ended import Ended
from ..state.kinds import OptionError
from ..state.link import TOO_LONG, LinkError
from .guard import LOG

NOTHING = Said("", {})
"""No cure is known."""

MESSAGES = {
    404: (say("There is nothing here."), say("The gallery has every lesson.")),
    405: (say("This address does not understand that kind of request."), NOTHING),
    413: (
        say(
            "A program has at most %(most)s characters; this request is larger than %(size)s KiB.",
            most=CHARACTERS.most,
            size=limits.BODY.most // 1024,
        ),
        say("Send a shorter program."),
    ),
    415: (say("This address reads JSON."), say("Send `Content-Type: application/json`.")),
    500: (
        say("Something broke on our side."),
        say("The picture on your screen is still good."),
    ),
}


SMALLER = say(
    "Choose smaller matrices, fewer samples or iterations, or a coarser drawing; the command line "
    "has no such bound: `python -m app export`."
)
ENDED = {
    "time": (
        422,
        "work",
        say(
            "This took more than %(most)s seconds of a processor, so it was ended.",
            most=limits.SECONDS.most,
        ),
        SMALLER,
    ),
    "memory": (
        422,
        "work",
        say(
            "This took more than %(most)s megabytes of memory, so it was ended.",
            most=limits.MEMORY.most,
        ),
        SMALLER,
    ),
    "busy": (
        503,
        "busy",
        say("The server has as much work as it can bear."),
        say("Try it again in a few seconds."),
    ),
}
"""What is said where a request was ended (see `app/serving/ended.py`)."""
RETRY = 5
"""Seconds after which a busy server may be asked again."""


def register(app: Flask) -> None:
    """Answer every error in kind."""
    app.register_error_handler(Ended, lambda error: _ended(error.why))
    app.register_error_handler(MemoryError, lambda error: _ended("memory"))
    app.register_error_handler(ProgramError, _program)
    app.register_error_handler(GraphError, lambda error: answer(422, "values", error.args[0]))
    app.register_error_handler(ExportError, lambda error: answer(422, "export", str(error)))
    app.register_error_handler(OptionError, _option)
    app.register_error_handler(LinkError, _link)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def wants_json() -> bool:
    """Whether the request came from a program."""
    return (
        request.path.startswith("/api/")
        or request.path.endswith(".json")
        or request.accept_mimetypes.best == "application/json"
    )


def as_json(payload: Json, status: int = 200) -> Response:
    """A JSON answer, without bare NaN or Infinity."""
    response = make_response(dumps(payload), status)
    response.mimetype = "application/json"
    return response


@dataclass(frozen=True)
class Way:
    """Where to go on from an error: an address and its words."""

    address: str
    words: str


def _to(lesson: Lesson) -> Way:
    return Way(url_for("pages.lesson", slug=lesson.slug), _("Open “%(title)s”", title=lesson.title))


def answer(
    status: int,
    kind: str,
    message: str,
    hint: str = "",
    *,
    way: Way | None = None,
    rest: str = "",
    **place: int | str | None,
) -> Response:
    """An error as JSON or as a page; the page says where to go on, and keeps what was readable."""
    message, hint = translate(message), translate(hint)
    if wants_json():
        where = {"line": None, "column": None, "end_column": None, "cure": None, **place}
        return as_json({"error": {"kind": kind, "message": message, **where, "hint": hint}}, status)
    return make_response(
        render_template(
            "error.html",
            status=status,
            message=message,
            hint=hint,
            way=way or _to(by_program("")),
            rest=rest,
            embedded=request.path.startswith("/embed/"),
            id=g.get("id", ""),
        ),
        status,
    )


def _option(error: OptionError) -> Response:
    """The same address without the option that means nothing is the way on."""
    left = [(k, v) for k, v in request.args.items(multi=True) if k != error.option]
    address = request.path + (f"?{urlencode(left)}" if left else "")
    way = Way(address, _("Open it without %(option)s", option=error.option))
    return answer(400, "option", str(error), _("An option of this link is wrong."), way=way)


def _link(error: LinkError) -> Response:
    hint = say("Ask for it again.")
    if error.args[0] is TOO_LONG:
        hint = say("Ask for the program as a file, and put its text into the studio.")
    if error.rest:
        hint = say(
            "It may have been cut off on its way: ask for it again. What could be read is below."
        )
    return answer(400, "link", str(error), hint, way=_to(by_program(error.rest)), rest=error.rest)


def _program(error: ProgramError) -> Response:
    return answer(
        422,
        "program",
        error.message,
        error.hint,
        line=error.line,
        column=error.column,
        end_column=error.end_column,
        cure=cure(error),
    )


def _ended(why: str) -> Response:
    if why not in ENDED:
        return _broken(Ended(why))
    status, kind, message, hint = ENDED[why]
    request.environ.get(SAID, {})["ended"] = why
    response = answer(status, kind, message, hint)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY)
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    message, hint = MESSAGES.get(status, (say(error.description or error.name), NOTHING))
    if status == 400 and error.description:
        message = say(error.description)
    slug = (request.view_args or {}).get("slug") if status == 404 else None
    way = _to(by_slug(slug)) if slug else None
    if way:
        hint = say("The nearest lesson is the one below; the gallery has all of them.")
    response = answer(status, "request", message, hint, way=way)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "location", "retry-after"):
            response.headers[name] = value
    return response


def _broken(error: Exception) -> Response:
    LOG.error("%s failed", g.get("id", "-"), exc_info=error)
    message = say("Something broke on our side. Its number is %(number)s.", number=g.get("id", "-"))
    return answer(500, "server", message, MESSAGES[500][1])
