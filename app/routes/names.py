"""The names that people give themselves in a class: told to its lecturer, and to nobody else."""

from flask import Blueprint, Response

from ..classroom.reading import read_name
from .classroom import fresh, lecturers, rooms, sent
from .errors import as_json

blueprint = Blueprint("names", __name__)


@blueprint.post("/class/<code>/name")
def give(code: str) -> Response:
    """The name that somebody gives himself, or none any more: counted, or why not."""
    room, person, (_ballot, revision, name) = sent(code, read_name)
    result = rooms().name(room.code, person, revision, name)
    return fresh(as_json({"result": result}))


@blueprint.get("/class/<code>/names")
def names(code: str) -> Response:
    """Who has a name, and whether he has answered what is on the board: for the lecturer."""
    room = lecturers(code)
    found, board = rooms().names(room.code), rooms().state(room.code).board
    answers = rooms().store.answers(room.code, board) if found and board else ()
    here = {each.person for each in answers}
    people = [{"name": name, "answered": person in here} for person, name in found.items()]
    return fresh(as_json({"names": people}))
