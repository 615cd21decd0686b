"""The stage and the speaker's window: a lesson, a typed program or a talk, presented."""

from functools import lru_cache

from flask import Blueprint, abort, render_template, request

from ..exports.story_json import Json, dumps
from ..languages import chosen, language
from ..picture import THEMES
from ..talks import talks
from . import options
from .deck import of_look, of_talk

blueprint = Blueprint("present", __name__)


@blueprint.get("/present/<slug>")
def lesson(slug: str) -> str:
    """A lesson on the stage."""
    return _page(of_look(options.of_lesson(slug)))


@blueprint.get("/present")
def program() -> str:
    """The program in the link on the stage."""
    return _page(of_look(options.of_program()))


@blueprint.get("/talk/<slug>")
def talk(slug: str) -> str:
    """A talk on the stage."""
    if slug not in talks():
        abort(404)
    return _page(_talk(slug, _theme(), language(), chosen()))


@lru_cache(maxsize=16)
def _talk(slug: str, theme: str, spoken: str, chosen: str) -> Json:
    """A talk is the same for everybody, and has many stories: it is told once in a language."""
    return of_talk(talks()[slug], theme=theme)


def _page(deck: Json) -> str:
    speaking = request.args.get("window") == "speaker"
    return render_template(
        "speaker.html" if speaking else "present.html",
        deck=deck,
        # Safe inside a script of the page.
        data=dumps(deck).replace("<", r"\u003c").replace("&", r"\u0026"),
        theme=_theme(),
    )


def _theme() -> str:
    theme = request.args.get("theme", "")
    return theme if theme in THEMES else THEMES[0]
