"""What a request asks for: its link or its JSON, read by the table of `app/state/options.py`."""

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from werkzeug.exceptions import BadRequest

from .. import languages
from ..languages import _
from ..lessons import Lesson, lessons
from ..picture.rooms import USUAL, Room, room
from ..picture.svg import THEMES
from ..state import carried
from ..state.carried import with_options
from ..state.kinds import OptionError
from ..state.link import unpack
from ..state.options import option
from ..state.view import Look, View

SCRATCH = """\
# {title}
# {introduction}

x: input  = 2
w: weight = -1
t: label  = 1

y = w * x
L: loss = (y - t)**2
"""


def scratch() -> str:
    """Where "Start from scratch" begins, its comments in the language of now."""
    return SCRATCH.format(
        title=_("My graph"), introduction=_("Change anything: the picture follows.")
    )


def lesson(slug: str) -> Lesson:
    """The lesson of that slug, or 404."""
    found = lessons().get(slug)
    if found is None:
        abort(404)
    return found


def of_lesson(slug: str) -> Look:
    """A lesson with the options of this request."""
    return with_options(lesson(slug).look, request.args)


def of_program() -> Look:
    """The program in the link, with the options of this request."""
    packed = request.args.get("p", "")
    program = unpack(packed) if packed else scratch()
    return with_options(Look(view=View(program=program)), request.args)


def asked_room(usual: Room = USUAL) -> Room:
    """The room that a page has for its picture, as its address says; no link to share has it."""
    return room(request.args.get("room", ""), usual)


def asked_theme() -> str:
    """The theme that the address of a page asks for; without one, and for an unknown one, paper."""
    theme = request.args.get("theme", "")
    return theme if theme in THEMES else THEMES[0]


def hidden() -> list[str]:
    """The layers that the link hides, whatever it is of."""
    row = option("hide")
    given = request.args.get("hide")
    look = Look(view=View(program=""))
    return [] if row is None or given is None else [*row.of(row.read(look, "hide", given))]


def of_json(payload: Mapping[str, Any], known: set[str]) -> Look:
    """What a request's JSON asks for; `known` are the fields that it may have."""
    unknown = set(payload) - known
    if unknown:
        raise BadRequest(f"Unknown field: {', '.join(sorted(unknown))[:80]}.")
    program, slug = payload.get("program"), payload.get("slug")
    if not isinstance(program, str):
        raise BadRequest("`program` is a text.")
    if slug is not None and not isinstance(slug, str):
        raise BadRequest("`slug` is a text.")
    found = lessons().get(slug or "")
    if found is not None and found.program.strip() != program.strip().replace("\r\n", "\n"):
        found = None
    look = found.look if found else Look(view=View(program=program))
    try:
        return carried.load(look, payload)
    except OptionError as error:
        raise BadRequest(str(error)) from None


def query(look: Look, **changed: object) -> dict[str, str]:
    """The options of a link to the same thing with something changed, in the language of now."""
    spoken = languages.chosen()
    found = carried.query(look, **changed)
    return {**found, **({languages.OPTION: spoken} if spoken else {})}
