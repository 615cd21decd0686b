"""A scene as SVG: the one template draws the studio, the gallery and every saved picture."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from .. import languages
from ..fonts import embed
from ..languages import later
from .items import Scene
from .style import cards, sheet, themes

ROOT = Path(__file__).resolve().parents[2]

THEMES = themes()
"""The first one is the default."""

THEME_NAMES = (later("Paper"), later("Board"), later("Projector"))
"""The same as they are called on the page."""


@cache
def templates() -> Environment:
    """The templates of pictures, and of files that contain them."""
    found = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        # Jinja escapes by the name's ending: everything here is markup.
        autoescape=select_autoescape(["svg", "html"]),
        undefined=StrictUndefined,
    )
    languages.install(found)
    return found


def svg(scene: Scene, *, interactive: bool = False) -> str:
    """A picture for a page, which brings the styles; `interactive`: nodes can be reached."""
    template = templates().get_template("graph.svg")
    return template.render(
        scene=scene, interactive=interactive, standalone=False, over="", under=""
    )


def standalone_svg(
    scene: Scene, *, theme: str, fonts: bool = True, under: str = "", over: str = ""
) -> str:
    """A picture on its own, its styles inside, and its `fonts` unless who draws it has them; with
    what lies `under` and `over` it."""
    template = templates().get_template("graph.svg")
    body = template.render(
        scene=scene,
        interactive=False,
        standalone=True,
        theme=theme,
        style=sheet(theme) + (cards(theme) if over else ""),
        under=under,
        over=over,
    )
    if fonts:
        body = body.replace("<style>", f"<style>{embed.rules(body)}", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
