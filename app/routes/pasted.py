"""`POST /api/read`: a program of PyTorch, numpy, JAX or micrograd in, one of our language out."""

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest

from ..languages import translate
from ..pasted import Refusal, read
from .api import read_json
from .errors import as_json

blueprint = Blueprint("pasted", __name__)


@blueprint.post("/api/read")
def pasted() -> Response:
    """What a pasted text is in our language, what was left out of it, what cannot be read."""
    payload = read_json()
    text = payload.get("program")
    if set(payload) != {"program"} or not isinstance(text, str):
        raise BadRequest("`program` is a text, and all that is asked for.")
    found = read(text)
    return as_json(
        {
            "dialect": found.dialect,
            "program": found.program,
            "look": dict(found.look),
            "remarks": [
                {"lines": list(each.lines), "message": translate(each.message)}
                for each in found.remarks
            ],
            "refusals": [_refusal(each) for each in found.refusals],
        }
    )


def _refusal(found: Refusal) -> dict[str, object]:
    return {
        "line": found.line,
        "column": found.column,
        "end_column": found.end_column,
        "message": translate(found.message),
        "hint": translate(found.hint),
    }
