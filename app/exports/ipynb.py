"""A Jupyter notebook: the pictures of the walk, and beside them the numpy script cell by cell."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from types import ModuleType
from typing import Any

from ..languages import _, later, lesson_text, translate
from ..story import Story
from ..wording.sentences import sentence
from . import render
from .callout import pictured
from .code.numpy_code import NUMPY
from .code.script import refusal
from .code.writing import Part, parts
from .format import Format, Options, Tick

SCALE = 2.0
"""Pixels per unit of the picture: sharp on a screen of high density."""

JOINERS = "\u200c\u200d"
"""Not to be seen, but several scripts (and emoji) need them inside words."""

SHOWN = {"The given numbers": "start", "Forward": "forward", "The gradients": "backward"}
"""After which part the end of which phase is shown; after the last part the last step."""


def _library() -> ModuleType:
    """What knows the format: loaded when a notebook is wanted, as long as all else takes."""
    import nbformat

    return nbformat


def notebook(story: Story, steps: Sequence[int], options: Options, tick: Tick) -> Any:
    """The notebook; of one step its picture only, of many the end of each phase."""
    code = parts(story, NUMPY)
    pictures = dict(_ends(story, steps)) if len(steps) > 1 else {code[-1].title: steps[0]}
    if len(steps) > 1:
        pictures.setdefault(code[-1].title, steps[-1])
    cells = [_heading(story)]
    for done, part in enumerate(code):
        cells += _part(part)
        if part.title in pictures:
            cells.append(_picture(story, pictures[part.title], options))
        tick(done + 1, len(code))
    for number, cell in enumerate(cells):
        # The same story is the same file: a name of a cell is no random number.
        cell["id"] = sha256(f"{number} {cell['source']}".encode()).hexdigest()[:8]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return _library().v4.new_notebook(
        cells=cells,
        metadata={
            "title": story.title,
            "kernelspec": kernel,
            "language_info": {"name": "python"},
        },
    )


def _ends(story: Story, steps: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Part → the last of the steps in its phase, of the first iteration."""
    translate = story.walk.steps
    for title, phase in SHOWN.items():
        last = [k for k in steps if translate[k].phase == phase and not translate[k].iteration]
        if last:
            yield title, last[-1]


def _heading(story: Story) -> Any:
    graph = story.graph
    title = story.title or _("Computational graph")
    lines = [f"# {literal(title)}"]
    lines += [literal(lesson_text(graph.introduction))] if graph.introduction else []
    lines.append(
        _(
            "Written by Chalkgraph: the forward and the backward pass node by node, in numpy. "
            "Change a number and run all cells."
        )
    )
    return _library().v4.new_markdown_cell("\n\n".join(lines))


def _part(part: Part) -> Iterator[Any]:
    yield _library().v4.new_markdown_cell(
        f"## {translate(part.title)}\n\n{literal(translate(part.text))}".strip()
    )
    yield _library().v4.new_code_cell(part.code)


def _picture(story: Story, step: int, options: Options) -> Any:
    name = f"step-{step}.png"
    drawn = render.png(pictured(story, step, theme=options.theme, fonts=False), scale=SCALE)
    said = sentence(story.words, story.walk.steps[step])
    named = _("The graph at step %(number)s", number=step)
    cell = _library().v4.new_markdown_cell(f"![{named}](attachment:{name})\n\n{literal(said)}")
    cell["attachments"] = {name: {"image/png": b64encode(drawn).decode()}}
    return cell


def literal(text: str) -> str:
    """A text that Markdown shows as it was typed: no markup, no formula, no link."""
    text = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    plain = re.sub(r"[!-$&-+:<>@\[-`{-~-]", lambda sign: f"&#{ord(sign[0])};", text)
    plain = re.sub(r"(?i)(www)\.", r"\1&#46;", plain)  # else it becomes a link
    return f'<span class="tex2jax_ignore mathjax_ignore">{plain}</span>' if plain else ""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The notebook as a file."""
    return f"{_library().writes(notebook(story, steps, options, tick))}\n".encode()


FORMAT = Format(
    "ipynb",
    later("Jupyter notebook"),
    "application/x-ipynb+json",
    write,
    whole=True,
    single=True,
    refusal=partial(refusal, language=NUMPY),
)
