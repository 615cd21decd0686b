"""What a story can be taken home as, one module per format; `FORMATS` has them all."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from graph_engine.walkthrough.steps import Stop

from .. import limits
from ..languages import _
from ..story import Story
from . import dot, html, ipynb, pdf, png, pptx, story_json, svg, tikz
from .code import formats as code
from .format import AROUND, Cancelled, ExportError, Format, Options, Tick, Write, quiet

__all__ = [
    "AROUND",
    "FORMATS",
    "LEVELS",
    "Cancelled",
    "ExportError",
    "Exported",
    "Format",
    "Options",
    "Tick",
    "Write",
    "chosen",
    "export",
    "having",
    "name_of",
    "quiet",
    "steps_of",
]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.suffix: each
        for each in (
            svg.FORMAT,
            png.FORMAT,
            pdf.FORMAT,
            pptx.FORMAT,
            html.FORMAT,
            tikz.FORMAT,
            dot.FORMAT,
            story_json.FORMAT,
            *code.FORMATS,
            ipynb.FORMAT,
        )
    }
)
"""By suffix, in the order of the menu."""


def having(option: str) -> str:
    """The formats for which an option means something, in words."""
    return ", ".join(suffix for suffix, each in FORMATS.items() if option in each.takes)


LEVELS: Mapping[Stop, frozenset[Stop]] = MappingProxyType(
    {
        "node": frozenset({"node"}),
        "edge": frozenset({"node", "edge"}),
        "formula": frozenset({"node", "edge", "formula"}),
    }
)
"""At which steps a reader stops, by how fine he walks; at the first and the last one always."""


@dataclass(frozen=True)
class Exported:
    """A file: its name, what it is, and its content."""

    name: str
    mimetype: str
    data: bytes


def chosen(story: Story, level: Stop) -> tuple[int, ...]:
    """The steps at which a reader of that level stops."""
    return tuple(
        step.index
        for step in story.walk.steps
        if step.stop in LEVELS[level] or step.index in (0, story.last)
    )


def steps_of(story: Story, form: Format, *, step: int | None, options: Options) -> tuple[int, ...]:
    """The steps that an export has: one, or all (None) of its level. Raises `ExportError`."""
    if step is not None and form.single:
        return (story.clamp(step),)
    steps = chosen(story, options.level)
    if (form.whole or form.single) and len(steps) > limits.EXPORT.most:
        raise ExportError(
            _(
                "An export has at most %(most)s steps; these are %(count)s. Choose a coarser level "
                "(node or edge), one step, or the chain of one leaf.",
                most=limits.EXPORT.most,
                count=len(steps),
            )
        )
    return steps


def export(
    story: Story, form: Format, *, step: int | None, options: Options, tick: Tick = quiet
) -> Exported:
    """The story in a format: one step of it, or all (None) of the options' level.

    All steps of a format that holds only one come as a ZIP file. Raises `ExportError`.
    """
    story = replace(story, sealed=True)
    steps = steps_of(story, form, step=step, options=options)
    options = replace(options, step=story.clamp(options.step if step is None else step))
    name = name_of(story, options.slug)
    if len(steps) > 1 and form.single and not form.whole:
        data = _files(story, form, name, steps, options, tick)
        return Exported(f"{name}-{form.suffix}.zip", "application/zip", data)
    data = form.write(story, steps=steps, options=options, tick=tick)
    where = f"-step-{steps[0]}" if step is not None and form.single else ""
    return Exported(f"{name}{where}.{form.suffix}", form.mimetype, data)


def _files(
    story: Story, form: Format, name: str, steps: Sequence[int], options: Options, tick: Tick
) -> bytes:
    """One file per step, in one ZIP file; their names sort as the steps do."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for k, step in enumerate(steps):
            data = form.write(story, steps=(step,), options=options, tick=quiet)
            archive.writestr(f"{name}-step-{step:03}.{form.suffix}", data)
            if packed.tell() > limits.EXPORT_BYTES.most:
                raise ExportError(
                    _(
                        "These files have more than %(size)s MB. Choose fewer steps or smaller "
                        "pictures.",
                        size=limits.EXPORT_BYTES.most // 1_000_000,
                    )
                )
            tick(k + 1, len(steps))
    return packed.getvalue()


def name_of(story: Story, slug: str) -> str:
    """A file's name without its ending: safe on every system, whatever the title is."""
    if slug:
        return slug
    plain = unicodedata.normalize("NFKD", story.graph.title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-") or "graph"
