"""What the pages' templates can do with a text: set code, break formulas, pack programs."""

import re

from flask import Flask
from markupsafe import Markup, escape

from ..state.link import pack
from ..wording.breaking import breakable


def register(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(coded=coded, lettered=lettered, breakable=_breakable, packed=pack)


def coded(text: str) -> Markup:
    """Words with what stands between backticks set as code; everything else is escaped."""
    parts = [
        Markup("<code>{}</code>").format(part) if k % 2 else escape(part)
        for k, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


_BELOW = re.compile(
    r"([^\W\d_][^\W_\u207a-\u207f]*[\u0302-\u0304]?)"
    r"_([^\W\d_][^\W_⁰¹²³⁴-⁹]*(?:,[^\W_⁰¹²³⁴-⁹]+)*)"
)


def lettered(sentence: str) -> Markup:
    """A sentence whose names have below what stands behind `_`.

    `static/js/lib/below.js` does so on the page; both are held to it by `tests/letters.json`.
    """
    parts = _BELOW.sub("\\1\0\\2\0", sentence).split("\0")
    return Markup("").join(
        Markup("<sub>{}</sub>").format(part) if k % 2 else escape(part)
        for k, part in enumerate(parts)
    )


def _breakable(formula: str) -> Markup:
    """The server's own formula, so that a long one can go on in the next line."""
    return Markup(breakable(formula))
