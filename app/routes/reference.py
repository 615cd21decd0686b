"""`GET /reference`: every operation, the language in short, and the limits."""

from flask import Blueprint, render_template, url_for

from .. import limits
from ..picture.svg import THEMES
from ..reference import entries
from .options import asked_theme

blueprint = Blueprint("reference", __name__)


@blueprint.get("/reference")
def reference() -> str:
    """The reference page, made from the registry and the table of limits."""
    return render_template(
        "reference.html",
        families=entries(),
        limits=limits.ALL,
        theme=asked_theme(),
        themes=THEMES,
        theme_links={name: url_for("reference.reference", theme=name) for name in THEMES},
    )
