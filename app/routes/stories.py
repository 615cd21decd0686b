"""A lesson or a typed program as data: `.json`."""

from flask import Blueprint, Response

from ..exports import FORMATS
from ..exports.story_json import story_json
from ..state.view import Look
from ..story import locked_story, step_of
from . import options
from .errors import as_json
from .exports import refuse_foreign

blueprint = Blueprint("stories", __name__)


@blueprint.get("/lesson/<slug>.json")
def lesson_json(slug: str) -> Response:
    """A lesson's whole story."""
    return _json(options.of_lesson(slug))


@blueprint.get("/studio.json")
def studio_json() -> Response:
    """The whole story of a program in the link."""
    return _json(options.of_program())


def _json(look: Look) -> Response:
    refuse_foreign(FORMATS["json"])
    story = locked_story(look)
    return as_json(story_json(story, slug=look.slug, step=step_of(look, story)))
