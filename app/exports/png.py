"""The picture of a step in pixels, as wide as asked for."""

from collections.abc import Callable, Sequence

from .. import limits
from ..languages import _, later
from ..story import Story
from . import render
from .callout import pictured, scene_of
from .format import DRAWN, ExportError, Format, Options, Tick
from .slides import HEIGHT, WIDTH, walk

USUAL = 1600
"""Pixels across, where nobody says how many."""

LEAST = 1.0
"""Then also pixels to a unit of the drawing, so that the letters of a long chain can be read."""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The picture after a step, or its page: with title, chain and sentence."""
    of = _page if options.around == "page" else _picture
    drawn, wide, high = of(story, steps[0], options)
    width = options.width or round(max(USUAL, LEAST * wide))
    scale = width / wide
    if width * high * scale > limits.PIXELS.most:
        raise ExportError(
            _(
                "At %(width)s pixels across, this picture has more than %(most)s million pixels. "
                "Choose a smaller width, SVG or PDF.",
                width=width,
                most=limits.PIXELS.most // 1_000_000,
            )
        )
    data = render.png(drawn(), scale=scale)
    tick(1, 1)
    return data


Found = tuple[Callable[[], str], float, float]
"""What draws something, and how wide and high that is."""


def _picture(story: Story, step: int, options: Options) -> Found:
    framed = scene_of(story, options.theme)

    def drawn() -> str:
        return pictured(story, step, theme=options.theme, fonts=False, framed=framed)

    return drawn, framed.scene.span, framed.scene.height


def _page(story: Story, step: int, options: Options) -> Found:
    return lambda: walk(story, (step,), options.theme).slide(step), WIDTH, HEIGHT


FORMAT = Format(
    "png",
    later("PNG picture"),
    "image/png",
    write,
    whole=False,
    single=True,
    heavy=True,
    takes=DRAWN | {"width", "around"},
)
