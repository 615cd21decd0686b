"""A worksheet in a class: handed out as an event, worked on alone, and seen by its lecturer."""

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest

from ..classroom.reading import read_work
from ..languages import _
from . import judging
from .classroom import fresh, lecturers, rooms, sent
from .errors import as_json

blueprint = Blueprint("worksheets", __name__)


@blueprint.post("/class/<code>/work")
def work(code: str) -> Response:
    """All that somebody did of a worksheet so far: counted, or why not."""
    room, person, (ballot, revision, text) = sent(code, read_work)
    result = rooms().work(room.code, ballot, person, revision, text)
    return fresh(as_json({"result": result}))


@blueprint.get("/class/<code>/worksheet/<int:number>")
def seen(code: str, number: int) -> Response:
    """How everybody is with a worksheet: for the lecturer."""
    room = lecturers(code)
    state = rooms().state(room.code)
    if not 0 < number <= len(state.worksheets):
        raise BadRequest(_("There is no such worksheet."))
    return fresh(as_json(judging.grid(rooms(), room.code, state, number)))
