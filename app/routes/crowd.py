"""What a whole class sends within the same second, taken without Flask: in a third of the time.

Only what is as it should be: of anything odd the route in `classroom.py` says what is wrong.
"""

import re
from collections.abc import Callable
from wsgiref.types import WSGIEnvironment

from flask import Flask
from werkzeug.exceptions import HTTPException

from ..classroom import rights
from ..classroom.reading import EventError, read_answer
from ..classroom.rooms import Rooms
from ..classroom.store import StoreError
from ..serving.answer import Answer, squeeze
from .api import read_object
from .errors import as_json

_ANSWER = re.compile(r"/class/([^/]+)/answer")
_PAGE = re.compile(r"/class/([^/]+)")


def lasting(rooms: Rooms) -> Callable[[str], bool]:
    """Whether a path is that of the page of a class that there is: such a page may be kept."""

    def is_there(path: str) -> bool:
        found = _PAGE.fullmatch(path)
        try:
            return bool(found and rooms.find(found[1]))
        except StoreError:
            return False

    return is_there


def taking(app: Flask, rooms: Rooms) -> Callable[[WSGIEnvironment, bytes], Answer | None]:
    """Takes an answer to what is asked; None: it is for the route to say what of it."""
    replies: dict[str, Answer] = {}

    def take(environ: WSGIEnvironment, body: bytes) -> Answer | None:
        found = _ANSWER.fullmatch(environ["PATH_INFO"])
        who = rights.bearer(environ.get("HTTP_AUTHORIZATION", ""))
        if not found or not who or environ.get("CONTENT_TYPE") != "application/json":
            return None
        try:
            room, (ballot, revision, text) = rooms.find(found[1]), read_answer(read_object(body))
            if not room:
                return None
            person = rights.hashed(who, room.code)
            result = rooms.answer(room.code, ballot, person, revision, text)
        except (EventError, HTTPException, StoreError):
            return None
        if result not in replies:
            replies[result] = _reply(app, result)
        return replies[result]

    return take


def _reply(app: Flask, result: str) -> Answer:
    """What the route says, with all headers: made once, and sent each time under another number."""
    with app.test_request_context("/class/answer", method="POST"):
        made = as_json({"result": result})
        made.headers["Cache-Control"] = "no-store"
        made = app.process_response(made)
        headers = tuple(made.headers.items())
        found = Answer(made.status, headers, made.get_data(), "/class/<code>/answer")
        return squeeze(found, "")  # it is too small for it, and says by what it may differ
