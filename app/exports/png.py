"""The picture of a step in pixels, as wide as asked for."""

from collections.abc import Sequence

from graph_engine import limits

from ..languages import _, later
from ..story import Story
from . import render
from .format import ExportError, Format, Options, Tick


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The picture after a step."""
    scene = story.scene
    scale = options.width / scene.width
    if options.width * scene.height * scale > limits.PIXELS.most:
        raise ExportError(
            _(
                "At %(width)s pixels across, this picture has more than %(most)s million pixels. "
                "Choose a smaller width, SVG or PDF.",
                width=options.width,
                most=limits.PIXELS.most // 1_000_000,
            )
        )
    data = render.png(story.svg(steps[0], theme=options.theme, shipped=True), scale=scale)
    tick(1, 1)
    return data


FORMAT = Format(
    "png", later("PNG picture"), "image/png", write, whole=False, single=True, heavy=True
)
