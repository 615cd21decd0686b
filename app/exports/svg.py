"""The picture of a step as SVG, its styles inside."""

from collections.abc import Sequence

from ..languages import later
from ..story import Story
from .callout import pictured
from .format import Format, Options, Tick


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The picture after a step."""
    data = pictured(story, steps[0], theme=options.theme).encode()
    tick(1, 1)
    return data


FORMAT = Format(
    "svg", later("SVG picture"), "image/svg+xml", write, whole=False, single=True, heavy=True
)
