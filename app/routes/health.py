"""`GET /healthz`: well when it can parse, lay out and draw."""

from flask import Blueprint, Response

from ..story import View, tell
from .errors import as_json

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 once a small program has gone the whole road."""
    story = tell(View(program="w: weight = 2\nL: loss = w**2"))
    drawn = story.svg(story.last)
    return as_json({"status": "ok" if "</svg>" in drawn else "broken"})
