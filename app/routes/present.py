"""The stage and the speaker's window: a lesson, a typed program or a talk, presented."""

from functools import lru_cache

from flask import Blueprint, Response, abort, render_template, request, url_for

from ..exports.story_json import Json, embedded
from ..languages import chosen, language
from ..picture.rooms import STAGE, Room
from ..talks import talks
from . import options
from .deck import first_view, of_look, of_talk
from .errors import as_json

blueprint = Blueprint("present", __name__)


@blueprint.get("/present/<slug>")
def lesson(slug: str) -> str:
    """A lesson on the stage."""
    return _page(of_look(options.of_lesson(slug), options.asked_room(STAGE)))


@blueprint.get("/present")
def program() -> str:
    """The program in the link on the stage."""
    return _page(of_look(options.of_program(), options.asked_room(STAGE)))


@blueprint.get("/talk/<slug>")
def talk(slug: str) -> str:
    """A talk on the stage."""
    if slug not in talks():
        abort(404)
    deck = _told(slug)
    if not _speaking():
        # A talk has many stories: all but the first one come when that is seen.
        rest = url_for(
            "present.stories",
            slug=slug,
            room=request.args.get("room"),
            lang=chosen() or None,
            theme=request.args.get("theme"),
        )
        deck = first_view(deck, request.args.get("slide", ""), rest)
    return _page(deck)


@blueprint.get("/talk/<slug>.json")
def stories(slug: str) -> Response:
    """Every story of a talk, in their order, as its stage has them."""
    if slug not in talks():
        abort(404)
    return as_json({"stories": _told(slug)["stories"]})


def _told(slug: str) -> Json:
    return _talk(slug, options.asked_theme(), language(), chosen(), options.asked_room(STAGE))


@lru_cache(maxsize=16)
def _talk(slug: str, theme: str, spoken: str, chosen: str, room: Room) -> Json:
    """A talk is the same for everybody, and has many stories: it is told once in a language."""
    return of_talk(talks()[slug], theme=theme, room=room)


def _page(deck: Json) -> str:
    deck = {**deck, "hide": options.hidden()}
    return render_template(
        "speaker.html" if _speaking() else "present.html",
        deck=deck,
        data=embedded(deck),
        theme=options.asked_theme(),
    )


def _speaking() -> bool:
    return request.args.get("window") == "speaker"
