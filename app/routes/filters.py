"""What the pages' templates can do with a text: set code, break formulas, pack programs."""

from flask import Flask
from markupsafe import Markup, escape

from ..link import pack
from ..wording.formulas import EQUALS


def register(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(coded=coded, breakable=breakable, packed=pack)


def coded(text: str) -> Markup:
    """Words with what stands between backticks set as code; everything else is escaped."""
    parts = [
        Markup("<code>{}</code>").format(part) if k % 2 else escape(part)
        for k, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def breakable(formula: str) -> Markup:
    """A formula as one piece per equals sign (as `panel.js` does it): browsers break none."""
    if not formula.startswith("<math"):
        return Markup(formula)  # a table or words, escaped where they were made
    before, rest = formula.split("<mrow>", 1)
    body, after = rest.rsplit("</mrow>", 1)
    parts = body.split(EQUALS)
    # The first equals sign keeps its left side; where matrices stand there is no room for it.
    kept = 1 if "<mtable>" in body and len(parts) == 2 else 2
    pieces = [EQUALS.join(parts[:kept]), *(EQUALS + part for part in parts[kept:])]
    return Markup(" ".join(f"{before}<mrow>{piece}</mrow>{after}" for piece in pieces))
