"""Proof on the spot: a number nudged, every gradient beside finite differences, and one's own
backward pass beside the true one."""

from dataclasses import asdict

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import BadRequest

from graph_engine import GraphError, say

from ..exports.story_json import bare
from ..figures.proof import checks, nudged
from ..state.view import Look
from ..story import Story, story_of
from .api import read_json, story_fields
from .errors import as_json
from .options import of_json
from .pages import claims

blueprint = Blueprint("proof", __name__)


@blueprint.post("/api/nudge")
def nudge() -> Response:
    """A number moved to and fro: the loss along the way, and what the gradient predicts."""
    payload = read_json()
    story = _open(of_json(payload, story_fields() | {"node", "entry", "reach"}))
    entry, reach = payload.get("entry"), payload.get("reach", 1.0)
    if entry is not None and not (isinstance(entry, list) and all(type(k) is int for k in entry)):
        raise BadRequest("`entry` is a list of whole numbers.")
    if isinstance(reach, bool) or not isinstance(reach, int | float):
        raise BadRequest("`reach` is not a number.")
    try:
        reach = min(float(reach), 1e9)
    except OverflowError:
        raise BadRequest("`reach` is not a finite number.") from None
    indices = {node.id: node.index for node in story.graph.nodes}
    node = payload.get("node")
    if not isinstance(node, str) or node not in indices:
        raise BadRequest("There is no such node in this picture.")
    found = nudged(
        story,
        indices[node],
        entry=None if entry is None else tuple(entry),
        reach=reach,
    )
    swept = found.sweep
    return as_json(
        {
            "node": node,
            "name": found.name,
            "entry": list(swept.entry),
            "shape": list(story.graph.nodes[swept.index].shape),
            "at": bare(swept.at),
            "loss": bare(swept.loss),
            "gradient": bare(swept.gradient),
            "xs": bare(swept.at + swept.offsets),
            "losses": bare(swept.losses),
            "tangent": bare(swept.tangent),
            "points": [asdict(point) for point in found.points],
            "html": render_template("_nudge.html", nudged=found),
        }
    )


@blueprint.post("/api/gradients")
def gradients() -> Response:
    """Every gradient beside finite differences."""
    story = _open(of_json(read_json(), story_fields()))
    found = checks(story)
    html = render_template("_checks.html", checks=found, slide=story.view.arithmetic == "slide")
    return as_json({"verdict": found.verdict, "badge": found.badge, "html": html})


@blueprint.post("/api/claims")
def own_lines() -> Response:
    """Lines like `dW = …` beside the true gradients, and the mistake of the first wrong one."""
    story = _open(of_json(read_json(), story_fields()))
    return as_json(
        {
            "claims": [
                {
                    "line": claim.line,
                    "name": claim.name,
                    "of": claim.of,
                    "by": claim.by,
                    "status": claim.status,
                    "mistake": claim.mistake,
                    "place": claim.place,
                    "text": text,
                }
                for claim, text in claims(story)
            ]
        }
    )


def _open(look: Look) -> Story:
    """The story; raises `GraphError` where locked numbers would be proved, and so told."""
    story = story_of(look)
    if story.withheld is not None:
        raise GraphError(say("Some numbers of this link are locked. Answer them first."))
    return story
