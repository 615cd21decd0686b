"""`GET /reference`: every operation, the language in short, and the limits."""

from flask import Blueprint, render_template, request, url_for

from .. import limits
from ..picture.svg import THEMES
from ..reference import entries

blueprint = Blueprint("reference", __name__)


@blueprint.get("/reference")
def reference() -> str:
    """The reference page, made from the registry and the table of limits."""
    theme = request.args.get("theme", "")
    return render_template(
        "reference.html",
        families=entries(),
        limits=limits.ALL,
        theme=theme if theme in THEMES else THEMES[0],
        themes=THEMES,
        theme_links={name: url_for("reference.reference", theme=name) for name in THEMES},
    )
