"""`POST /api/story`: a program and how to look at it in, its story out."""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from graph_engine import WHOLE, Rate, limits

from ..exports.story_json import brief_json, story_json
from ..lessons import Lesson, lessons
from ..story import View, Zoom
from ..values import Value
from ..wording import cards
from ..wording.tables import Window
from .errors import as_json
from .options import ZOOMS, Look
from .pages import parts

blueprint = Blueprint("api", __name__)

FIELDS = {
    *("program", "values", "arithmetic", "focus", "rate", "iterations", "step", "slug", "page"),
    *("zoom", "open", "sample", "vec", "have", "accumulate"),
}

WINDOW = FIELDS | {"matrix", "row", "column"}


@blueprint.post("/api/story")
def story() -> Response:
    """The story of a program."""
    asked = read_json()
    look = asked_look(asked, FIELDS)
    told = look.story()
    have = _text(asked, "have", "")
    found = story_json(told, slug=look.slug, step=look.step, have=have)
    if _flag(asked, "page"):
        found["page"] = parts(look, told)
    return as_json(found)


@blueprint.post("/api/numbers")
def numbers() -> Response:
    """The numbers of a story whose words are to follow: quick, for a slider that moves."""
    look = asked_look(read_json(), FIELDS)
    return as_json(brief_json(look.story(), step=look.step))


@blueprint.post("/api/matrix")
def matrix() -> Response:
    """A window of a matrix that is too large to be shown whole: only that part is built."""
    asked = read_json()
    look = asked_look(asked, WINDOW)
    told = look.story()
    window = Window(_whole(asked, "row", 0), _whole(asked, "column", 0))
    html = cards.window(told.words, _text(asked, "matrix", ""), window)
    if html is None:
        raise BadRequest("There is no such matrix in this picture.")
    return as_json({"html": html})


def asked_look(asked: Mapping[str, Any], known: set[str]) -> Look:
    """What a request asks for."""
    unknown = set(asked) - known
    if unknown:
        raise BadRequest(f"Unknown field: {', '.join(sorted(unknown))[:80]}.")
    program = asked.get("program")
    if not isinstance(program, str):
        raise BadRequest("`program` is a text.")
    lesson = lessons().get(_text(asked, "slug", ""))
    if lesson is not None and lesson.program.strip() != program.strip().replace("\r\n", "\n"):
        lesson = None
    arithmetic = _one_of(asked, "arithmetic", ("exact", "slide"))
    return Look(
        view=View(
            program=lesson.program if lesson else program,
            values=_values(asked.get("values")),
            arithmetic="slide" if arithmetic == "slide" else "exact",
            focus=_text(asked, "focus", WHOLE),
            rate=_rate(asked.get("rate"), lesson),
            iterations=_whole(asked, "iterations", lesson.view.iterations if lesson else 1),
            accumulate=_flag(asked, "accumulate"),
            zoom=_zoom(asked),
            opened=frozenset(filter(None, _text(asked, "open", "").split(","))),
            sample=_whole(asked, "sample", 0),
            columns=_one_of(asked, "vec", ("rows", "columns")) == "columns",
        ),
        notes=lesson.notes if lesson else {},
        slug=lesson.slug if lesson else "",
        step=_whole(asked, "step", 0),
    )


def _zoom(asked: Mapping[str, Any]) -> Zoom:
    wanted = _one_of(asked, "zoom", ("vectors", *ZOOMS))
    return next(zoom for zoom in ZOOMS if zoom == wanted)


def _rate(given: Any, lesson: Lesson | None) -> Rate:
    if given is None:
        return lesson.rate if lesson else 1.0
    if isinstance(given, str) and "t" in given:
        return given  # like 1/(1+t): the engine reads it
    if isinstance(given, list) and given:
        return [_number(each, "rate") for each in given]
    return _number(given, "rate")


def read_json() -> dict[str, Any]:
    """The request's JSON object, read so that nothing odd gets through.

    Depth is looked at before the reader recurses; NaN, Infinity and two equal keys are refused.
    """
    if not request.is_json:
        raise UnsupportedMediaType()
    try:
        text = request.get_data().decode("utf-8")
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


def _values(given: Any) -> Mapping[str, Value]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadRequest("`values` is an object of numbers.")
    return {name: _value(value, f"values.{name[:40]}") for name, value in given.items()}


def _value(value: Any, name: str, depth: int = 0) -> Value:
    """A number, a list of numbers, or lists of such, three deep at most: samples of matrices."""
    if isinstance(value, list) and depth < 3:
        return [_value(each, name, depth + 1) for each in value]
    return _number(value, name)


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"`{name}` is not a number.")
    try:
        return float(value)
    except OverflowError:
        raise BadRequest(f"`{name}` is not a finite number.") from None


def _whole(asked: Mapping[str, Any], name: str, usual: int) -> int:
    value = asked.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"`{name}` is not a whole number.")
    return value


def _flag(asked: Mapping[str, Any], name: str) -> bool:
    value = asked.get(name, False)
    if not isinstance(value, bool):
        raise BadRequest(f"`{name}` is true or false.")
    return value


def _text(asked: Mapping[str, Any], name: str, usual: str) -> str:
    value = asked.get(name)
    if value is None:
        return usual
    if not isinstance(value, str):
        raise BadRequest(f"`{name}` is a text.")
    return value


def _one_of(asked: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = asked.get(name, allowed[0])
    if value not in allowed:
        raise BadRequest(f"`{name}` is {' or '.join(allowed)}.")
    return str(value)
