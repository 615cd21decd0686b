"""What the pages' templates can do with a text: set code, break formulas, pack programs."""

from flask import Flask
from markupsafe import Markup, escape

from ..state.link import pack
from ..wording.breaking import breakable


def register(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(coded=coded, breakable=_breakable, packed=pack)


def coded(text: str) -> Markup:
    """Words with what stands between backticks set as code; everything else is escaped."""
    parts = [
        Markup("<code>{}</code>").format(part) if k % 2 else escape(part)
        for k, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def _breakable(formula: str) -> Markup:
    """The server's own formula, so that a long one can go on in the next line."""
    return Markup(breakable(formula))
