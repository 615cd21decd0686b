"""`GET /healthz`: well when it can parse, lay out and draw."""

from flask import Blueprint, Response

from ..picture import layout
from ..state.view import View
from ..story import tell
from .errors import as_json

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 once a small program has gone the whole road."""
    story = tell(View(program="w: weight = 2\nL: loss = w**2"))
    well = layout.well() and "</svg>" in story.svg(story.last, fonts=False)
    return as_json({"status": "ok" if well else "broken"})
