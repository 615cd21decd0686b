"""Proof on the spot: a number nudged, and every gradient beside finite differences."""

from dataclasses import asdict

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import BadRequest

from ..exports.story_json import bare
from ..proof import checks, nudged
from .api import FIELDS, asked_look, read_json
from .errors import as_json

blueprint = Blueprint("proof", __name__)

NUDGE = FIELDS | {"node", "entry", "reach"}
"""What a request for a nudge may hold."""


@blueprint.post("/api/nudge")
def nudge() -> Response:
    """A number moved to and fro: the loss along the way, and what the gradient predicts."""
    asked = read_json()
    told = asked_look(asked, NUDGE).story()
    entry, reach = asked.get("entry"), asked.get("reach", 1.0)
    if entry is not None and not (isinstance(entry, list) and all(type(k) is int for k in entry)):
        raise BadRequest("`entry` is a list of whole numbers.")
    if isinstance(reach, bool) or not isinstance(reach, int | float):
        raise BadRequest("`reach` is not a number.")
    indices = {node.id: node.index for node in told.graph.nodes}
    if asked.get("node") not in indices:
        raise BadRequest("There is no such node in this picture.")
    found = nudged(
        told,
        indices[asked["node"]],
        entry=None if entry is None else tuple(entry),
        reach=min(float(reach), 1e9),
    )
    swept = found.sweep
    return as_json(
        {
            "node": asked["node"],
            "name": found.name,
            "entry": list(swept.entry),
            "shape": list(told.graph.nodes[swept.index].shape),
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
    told = asked_look(read_json(), FIELDS).story()
    found = checks(told)
    html = render_template("_checks.html", checks=found, slide=told.view.arithmetic == "slide")
    return as_json({"verdict": found.verdict, "badge": found.badge, "html": html})
