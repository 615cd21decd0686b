"""The whole walk as one HTML file that steps without a server and without a network."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import quote

from ..languages import _, later
from ..picture import ROOT, THEMES, templates
from ..story import Story
from ..strip import strip
from .format import Format, Options, Tick
from .story_json import embedded, story_json

ENTRY = "offline.js"
STYLES = ("tokens", "base", "graph", "studio", "offline")
_IMPORT = re.compile(r'(\bfrom\s+")\./([\w-]+\.js)(";)')


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The file; it opens at the options' step and walks at their level."""
    step = story.clamp(options.step)
    data = story_json(story, slug=options.slug, step=step)
    del data["svg"]
    page = (
        templates()
        .get_template("offline.html")
        .render(
            story=story,
            title=story.title or _("Computational graph"),
            step=step,
            theme=options.theme,
            themes=THEMES,
            level=options.level,
            strip=strip(story.words, story.changes, step),
            link=_link,
            data=embedded(data),
            modules=json.dumps({"imports": modules()}),
            style=styles(),
        )
    )
    tick(1, 1)
    return page.encode()


def _link(**options: object) -> str:
    """Where a step is inside the file."""
    return f"#step={options['step']}"


@cache
def styles() -> str:
    """The style sheets, one after the other."""
    css = ROOT / "static" / "css"
    return "\n".join((css / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


@cache
def modules() -> Mapping[str, str]:
    """The page's own modules, each as an address that contains it.

    A module in an address has no place of its own, so what it imports is named without one; the
    import map says where that is.
    """
    js = ROOT / "static" / "js"
    found: dict[str, str] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in found:
            text = (js / name).read_text(encoding="utf-8")
            waiting += [match[2] for match in _IMPORT.finditer(text)]
            text = _IMPORT.sub(r"\1\2\3", text)
            found[name] = f"data:text/javascript;charset=utf-8,{quote(text)}"
    return found


FORMAT = Format(
    "html", later("HTML file that steps offline"), "text/html", write, whole=True, single=False
)
