"""The picture of a step in pixels, as wide as asked for."""

from collections.abc import Sequence

from .. import limits
from ..languages import _, later
from ..story import Story
from . import render
from .callout import pictured, scene_of
from .format import DRAWN, ExportError, Format, Options, Tick

USUAL = 1600
"""Pixels across, where nobody says how many."""

LEAST = 1.0
"""Then also pixels to a unit of the drawing, so that the letters of a long chain can be read."""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The picture after a step."""
    framed = scene_of(story, options.theme)
    scene = framed.scene
    width = options.width or round(max(USUAL, LEAST * scene.span))
    scale = width / scene.span
    if width * scene.height * scale > limits.PIXELS.most:
        raise ExportError(
            _(
                "At %(width)s pixels across, this picture has more than %(most)s million pixels. "
                "Choose a smaller width, SVG or PDF.",
                width=width,
                most=limits.PIXELS.most // 1_000_000,
            )
        )
    data = render.png(
        pictured(story, steps[0], theme=options.theme, fonts=False, framed=framed), scale=scale
    )
    tick(1, 1)
    return data


FORMAT = Format(
    "png",
    later("PNG picture"),
    "image/png",
    write,
    whole=False,
    single=True,
    heavy=True,
    takes=DRAWN | {"width"},
)
