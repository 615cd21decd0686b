"""What a class sees, and what its answers come to, as functions of the request alone: nothing here
knows of any class, so whoever asks the same is answered from what is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import BadRequest

from .. import limits
from ..classroom.own import own_json, wires
from ..classroom.results import results_json
from ..classroom.tasks import tasks_json, verdicts_json
from ..classroom.told import told_json
from ..exports.story_json import Json
from ..picture.rooms import room
from ..predict.own import OwnError, read_own
from ..story import story_of, whole_story
from ..talks import talks
from .api import read_json, story_fields
from .deck import slide_words
from .errors import as_json
from .options import of_json

blueprint = Blueprint("told", __name__)

BALLOTS = 40
"""Ballots about one question."""


@blueprint.post("/api/told")
def told() -> Response:
    """A story as far as it has been told, and what is asked now."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"upto", "since", "question"})
    story = replace(story_of(look), room=room(_text(payload, "room")), hide=())
    found = told_json(
        story,
        slug=look.slug,
        upto=_whole(payload, "upto"),
        since=_whole(payload, "since"),
        have=_text(payload, "have"),
        question=_text(payload, "question"),
    )
    strip, figure = found.pop("strip"), found.pop("figure")
    found["page"] = {
        "strip": render_template("_strip.html", strip=strip, link=lambda **_step: "#")
        if strip
        else "",
        "beside": figure.side if figure else "",
        "figure": render_template("_figure.html", figure=figure) if figure else "",
    }
    return as_json(found)


@blueprint.post("/api/slide")
def slide() -> Response:
    """A slide of a talk as far as it is shown: in the language of whoever asks."""
    payload = read_json()
    talk, place = talks().get(_text(payload, "talk")), _whole(payload, "place")
    if talk is None or place >= len(talk.slides):
        raise BadRequest("There is no such slide.")
    words, says = slide_words(talk.slides[place]), _text(payload, "says")
    points = words["points"][: _whole(payload, "points")]
    figures = words["figures"][max(0, len(points) - 1) :][:1]
    return as_json(
        {
            **{name: words[name] for name in ("number", "html", "section", "style")},
            "lesson": bool(talk.slides[place].lesson),
            "points": points,
            "figure": figures[0] if figures else "",
            "question": words["question"] if says else "",
            "text": words["text"] if says == "text" else "",
        }
    )


@blueprint.post("/api/results")
def results() -> Response:
    """The groups of the answers to a question, by how often each text was sent."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"question", "counts", "left"})
    counts, left = _sent(payload)
    question = _text(payload, "question")
    try:
        found = results_json(whole_story(look), question, counts, left)
    except KeyError:
        raise BadRequest("There is no such question in this telling.") from None
    return as_json(found)


@blueprint.post("/api/own")
def own() -> Response:
    """What the answers to a question of a lecturer's own came to; of a story where its wires are
    meant."""
    payload = read_json()
    counts, left = _sent(payload)
    named = {}
    try:
        asked = read_own(payload.get("own"))
    except OwnError as error:
        raise BadRequest(str(error)) from None
    if "program" in payload:
        named = wires(story_of(of_json(payload, story_fields() | {"own", "counts", "left"})))
    elif unknown := {*payload} - {"own", "counts", "left"}:
        raise BadRequest(f"Unknown field: {', '.join(sorted(unknown))[:80]}.")
    return as_json(own_json(asked, counts, left, named))


def _sent(payload: Json) -> tuple[list[Mapping[str, int]], list[int]]:
    """How often each text was sent, ballot by ballot, and how many more there are."""
    counts = payload.get("counts")
    if not isinstance(counts, list) or not 0 < len(counts) <= BALLOTS:
        raise BadRequest("`counts` has an object for each ballot.")
    left = payload.get("left", [0] * len(counts))
    if not isinstance(left, list) or len(left) != len(counts):
        raise BadRequest("`left` has a number for each ballot.")
    _whole_counts(left, least=0)
    return [*map(_counts, counts)], left


@blueprint.post("/api/tasks")
def tasks() -> Response:
    """What a worksheet can ask of a story, or those `tasks` of it: without their numbers."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"tasks"})
    only = payload.get("tasks")
    if only is not None and not _names(only):
        raise BadRequest("`tasks` has names of questions.")
    return as_json(tasks_json(look, only))


@blueprint.post("/api/verdicts")
def verdicts() -> Response:
    """Tasks of a worksheet with their numbers, and the group of each of these tries at them."""
    payload = read_json()
    look = of_json(payload, story_fields() | {"tries"})
    tries = payload.get("tries")
    if not isinstance(tries, dict) or len(tries) > limits.CLASS_TASKS.most:
        raise BadRequest("`tries` has a list of texts for each task.")
    if not all(isinstance(each, list) and _texts(each) for each in tries.values()):
        raise BadRequest("`tries` has a list of texts for each task.")
    return as_json(verdicts_json(look, tries))


def _names(given: Any) -> bool:
    return isinstance(given, list) and len(given) <= limits.CLASS_TASKS.most and _texts(given)


def _texts(given: Iterable[Any]) -> bool:
    return all(isinstance(each, str) for each in given)


def _counts(given: Any) -> Mapping[str, int]:
    if not isinstance(given, dict) or len(given) > limits.CLASS_PEOPLE.most:
        raise BadRequest("`counts` has an object for each ballot.")
    _whole_counts(given.values(), least=1)
    return given


def _whole_counts(given: Iterable[Any], *, least: int) -> None:
    if not all(type(n) is int and least <= n <= limits.CLASS_PEOPLE.most for n in given):
        raise BadRequest("`counts` says how often each text was sent.")


def _text(payload: Json, name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str):
        raise BadRequest(f"`{name}` is a text.")
    return value


def _whole(payload: Json, name: str) -> int:
    value = payload.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        raise BadRequest(f"`{name}` is a whole number from 0.")
    return value
