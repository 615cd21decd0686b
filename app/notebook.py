"""A program as a notebook shows it: `app.lesson(program)` steps in its cell, without a network.

So does a model of PyTorch, JAX, micrograd or ONNX: `app.lesson(model, x)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal

import graph_engine as ge

from .bridges import BridgeError, bridge, is_model
from .exports import FORMATS, Exported, Options, export
from .languages import LANGUAGES, _, speaking, translate
from .lessons import lessons
from .picture.svg import THEMES
from .state.view import View, Zoom
from .story import Story, tell


class Picture(str):
    """An SVG file's text, which a notebook draws."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Shown:
    """A story in a notebook: the whole walk as a cell's output, or a picture of a step."""

    story: Story
    step: int = 0
    theme: str = THEMES[0]
    height: int = 640
    slug: str = ""
    language: str = "en"

    def svg(self, step: int | None = None) -> Picture:
        """The picture after a step; the nearest one that exists."""
        at = self.story.clamp(self.step if step is None else step)
        with speaking(self.language):
            return Picture(self.story.svg(at, theme=self.theme))

    def export(self, suffix: str, *, step: int | None = None) -> Exported:
        """The story in a format, "pdf" say: its `name` and its `data`; one step, or all."""
        with speaking(self.language):
            return export(self.story, FORMATS[suffix], step=step, options=self._options())

    def _options(self) -> Options:
        return Options(theme=self.theme, step=self.story.clamp(self.step), slug=self.slug)

    def _repr_html_(self) -> str:
        """The file that steps offline, in a frame of its own: its styles and keys stay inside."""
        page = self.export("html").data.decode()
        with speaking(self.language):
            title = escape(self.story.title or _("Computational graph"))
        return (
            f'<iframe srcdoc="{escape(page)}" title="{title}" sandbox="allow-scripts" '
            f'width="100%" height="{int(self.height)}" style="border: 0"></iframe>'
        )

    def __repr__(self) -> str:
        title = self.story.graph.title or "Computational graph"
        return f"<lesson: {title} ({self.story.last + 1} steps)>"


def lesson(
    program: Any,
    *inputs: Any,
    loss: Any = None,
    target: Any = None,
    values: Mapping[str, Any] | None = None,
    arithmetic: Literal["exact", "slide"] | None = None,
    focus: str | None = None,
    rate: ge.Rate | None = None,
    iterations: int | None = None,
    zoom: Zoom | None = None,
    step: int = 0,
    theme: str = THEMES[0],
    height: int = 640,
    language: str = "en",
) -> Shown:
    """A program that is stepped through in a notebook's cell, or a lesson of the gallery, by slug.

    It may be a model with example inputs: `lesson(module, x, loss=…, target=…)` of PyTorch,
    `lesson(function, W, x)` of JAX, `lesson(value)` of micrograd, `lesson("net.onnx", x)`; what
    they take is said at `bridge`.

    `focus` is the leaf whose chain is told, "*" all or "-" forward only; it opens at `step`; its
    words are in a language of the pages, "en" or "cs". Raises `graph_engine.ProgramError`,
    `GraphError` or, of a model, `app.BridgeError`, all in plain words.
    """
    if theme not in THEMES:
        raise ValueError(f"the theme is one of {', '.join(THEMES)}, not {theme!r}")
    if language not in LANGUAGES:
        raise ValueError(f"the language is one of {', '.join(LANGUAGES)}, not {language!r}")
    if is_model(program):
        program = _opened(program, inputs, loss, target, language)
    known = lessons().get(program)
    own = View(program=program) if known is None else known.view
    asked: dict[str, Any] = {
        "values": values,
        "arithmetic": arithmetic,
        "focus": focus,
        "rate": rate,
        "iterations": iterations,
        "zoom": zoom,
    }
    view = replace(own, **{name: value for name, value in asked.items() if value is not None})
    if known is None:
        story = tell(view)
    else:
        story = tell(view, notes=known.notes, own=own, boards=known.board)
    return Shown(
        story=story,
        step=step,
        theme=theme,
        height=height,
        slug="" if known is None else known.slug,
        language=language,
    )


def _opened(model: Any, inputs: tuple[Any, ...], loss: Any, target: Any, language: str) -> str:
    """The program of a model; why there is none is said in the lesson's language."""
    try:
        return bridge(model, *inputs, loss=loss, target=target).program
    except BridgeError as error:
        with speaking(language):
            said = BridgeError(translate(error.message), error.where, translate(error.hint))
        raise said from error
