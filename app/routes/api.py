"""`POST /api/story`: a program and how to look at it in, its story out."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from .. import limits
from ..callout.cards import callouts_json
from ..exports.page_json import page_brief_json, stage_json
from ..exports.story_json import drawn_json, story_json
from ..picture.rooms import exactly, room
from ..state.carried import known_fields
from ..state.view import Look
from ..story import Story, story_of
from ..wording import cards
from ..wording.tables import Window
from .errors import as_json
from .options import of_json
from .pages import parts

blueprint = Blueprint("api", __name__)


def story_fields() -> set[str]:
    """What a request for a story may hold."""
    return known_fields() | {"page", "have", "room"}


@blueprint.post("/api/story")
def story() -> Response:
    """The story of a program."""
    payload = read_json()
    look = of_json(payload, story_fields())
    story, have = _roomed(look, payload)
    if not _flag(payload, "page"):
        return as_json(story_json(story, slug=look.slug, step=look.step, have=have))
    # A screen of the stage asks here for a change of its story, too.
    found = stage_json(story, slug=look.slug, step=look.step, have=have)
    found["page"] = parts(look, story)
    return as_json(found)


@blueprint.post("/api/picture")
def picture() -> Response:
    """The picture of a story for another room: for a page that has the rest of it."""
    payload = read_json()
    look = of_json(payload, story_fields())
    story, have = _roomed(look, payload)
    return as_json(drawn_json(story, step=look.step, have=have))


@blueprint.post("/api/callouts")
def callouts() -> Response:
    """What each node says about itself, step by step, and where: once a picture is painted."""
    payload = read_json()
    story, _have = _roomed(of_json(payload, story_fields() | {"within"}), payload)
    return as_json(callouts_json(story, exactly(_text(payload, "within", ""))))


@blueprint.post("/api/numbers")
def numbers() -> Response:
    """The numbers of a story whose words are to follow: quick, for a slider that moves."""
    look = of_json(read_json(), story_fields())
    return as_json(page_brief_json(story_of(look), step=look.step))


@blueprint.post("/api/matrix")
def matrix() -> Response:
    """A window of a matrix that is too large to be shown whole: only that part is built."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"matrix", "row", "column"})
    story = story_of(look)
    if story.withheld is not None:
        raise BadRequest("Some numbers of this link are locked.")
    window = Window(_whole(payload, "row", 0), _whole(payload, "column", 0))
    html = cards.window(story.words, _text(payload, "matrix", ""), window)
    if html is None:
        raise BadRequest("There is no such matrix in this picture.")
    return as_json({"html": html})


def _roomed(look: Look, payload: Mapping[str, Any]) -> tuple[Story, str]:
    """What is asked for, for its room, and the structure of the picture that the page has."""
    story = replace(story_of(look), room=room(_text(payload, "room", "")))
    return story, _text(payload, "have", "")


def read_json() -> dict[str, Any]:
    """The request's JSON object."""
    if not request.is_json:
        raise UnsupportedMediaType()
    return read_object(request.get_data())


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object, read so that nothing odd gets through; raises `BadRequest`.

    Depth is looked at before the reader recurses; NaN, Infinity and two equal keys are refused.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The text is not UTF-8.") from None
    depth = 0
    for piece in _PIECES.finditer(text):
        if piece[0] in "[{":
            depth += 1
            if depth > limits.JSON_DEPTH.most:
                raise BadRequest("There are too many brackets one inside the other.")
        elif piece[0] in "]}":
            depth -= 1
    try:
        found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
        # Half a character ("\ud800") could be read, but never written again.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest("This is not JSON that can be read.") from None
    if not isinstance(found, dict):
        raise BadRequest("The JSON is not an object.")
    return found


_PIECES = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[{\]}]', re.DOTALL)
"""Brackets, and texts, in which brackets do not count."""


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice")
    return found


def _whole(payload: Mapping[str, Any], name: str, usual: int) -> int:
    value = payload.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"`{name}` is not a whole number.")
    return value


def _flag(payload: Mapping[str, Any], name: str) -> bool:
    value = payload.get(name, False)
    if not isinstance(value, bool):
        raise BadRequest(f"`{name}` is true or false.")
    return value


def _text(payload: Mapping[str, Any], name: str, usual: str) -> str:
    value = payload.get(name)
    if value is None:
        return usual
    if not isinstance(value, str):
        raise BadRequest(f"`{name}` is a text.")
    return value
