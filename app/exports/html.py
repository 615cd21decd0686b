"""The whole walk as one HTML file that steps without a server and without a network."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from posixpath import dirname, join, normpath
from urllib.parse import quote

from ..callout.cards import callouts_json
from ..figures.beside import beside
from ..fonts import embed, store
from ..languages import _, later
from ..picture.layers import CALLOUTS
from ..picture.strip import strip
from ..picture.svg import ROOT, THEMES, templates
from ..predict import Question, questions
from ..story import Story
from ..wording.mathml import NAMESPACE
from .callout import ROOM
from .format import Format, Options, Tick
from .page_json import embedded_json
from .story_json import Json, embedded

ENTRY = "pages/offline.js"
STYLES = (
    "tokens",
    "base",
    "graph",
    "studio",
    "strip",
    "why",
    "ask",
    "callout",
    "offline",
)
PLAIN = "/;,=()[]{}'*+!&|`$>"
"""What stands in an address as it is: each other sign takes three times its room."""
NAMED = json.dumps(f' xmlns="{NAMESPACE}"')[1:-1]
"""What a formula is in a page without saying so."""
_IMPORT = re.compile(r'(\bfrom\s+")(\.{1,2}/[\w/.-]+\.js)(";)')
_REMARK = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
"""A comment with lines of its own: who reads the file has the source for those."""
_ASIDE = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""The same in a style sheet."""
_INDENTED = re.compile(r"^\s+", re.MULTILINE)
"""What only a reader needs, empty lines too; no text of a script goes on in another line."""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The file; it opens at the options' step and walks at their level."""
    step, figure = story.clamp(options.step), beside(story.figure, story)
    data = {
        **embedded_json(story, slug=options.slug, step=step, folds=False),
        "questions": [_asked(each) for each in questions(story)],
        "callouts": None if CALLOUTS in story.hide else callouts_json(story, ROOM),
    }
    page = (
        templates()
        .get_template("offline.html")
        .render(
            story=story,
            title=story.title or _("Computational graph"),
            step=step,
            figure=figure,
            theme=options.theme,
            themes=THEMES,
            level=options.level,
            strip=strip(story.words, story.changes, step),
            link=_link,
            data=embedded(data).replace(NAMED, ""),
            modules=json.dumps({"imports": modules()}),
            style=styles(figure=figure is not None),
        )
    )
    tick(1, 1)
    return page.encode()


def _asked(question: Question) -> Json:
    """A question as it stands where nobody judges the answer: the next step shows it."""
    return {
        "id": question.id,
        "step": question.step,
        "stop": question.stop,
        "slots": list(question.slots),
        "ask": question.ask,
        **({"touched": True} if question.touched else {}),
    }


def _link(**options: object) -> str:
    """Where a step is inside the file."""
    return f"#step={options['step']}"


@cache
def styles(*, figure: bool = False) -> str:
    """The style sheets, one after the other, with the fonts inside; those of a `figure`, too."""
    css = ROOT / "static" / "css"
    names = (*STYLES, "figure") if figure else STYLES
    found = "\n".join((css / f"{name}.css").read_text(encoding="utf-8") for name in names)
    found = _ASIDE.sub("", found)
    for family in store.FAMILIES:
        name = f"{family}.woff2"
        found = found.replace(f"../fonts/{name}", embed.address(store.served(name)))
    return found


@cache
def modules() -> Mapping[str, str]:
    """The page's own modules, each as an address that contains it.

    A module in an address has no place of its own, so what it imports is named by its path from
    `static/js`; the import map says where that is.
    """
    js = ROOT / "static" / "js"
    found: dict[str, str] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in found:
            text = (js / name).read_text(encoding="utf-8")
            waiting += [_named(name, match[2]) for match in _IMPORT.finditer(text)]
            text = _INDENTED.sub("", _IMPORT.sub(partial(_renamed, name), _REMARK.sub("", text)))
            found[name] = f"data:text/javascript;charset=utf-8,{quote(text, safe=PLAIN)}"
    return found


def _named(module: str, imported: str) -> str:
    """The path from `static/js` of what a module imports."""
    return normpath(join(dirname(module), imported))


def _renamed(module: str, found: re.Match[str]) -> str:
    """An import by that path."""
    return f"{found[1]}{_named(module, found[2])}{found[3]}"


FORMAT = Format(
    "html", later("HTML file that steps offline"), "text/html", write, whole=True, single=False
)
