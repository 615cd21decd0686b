"""The walk as vectors: a page per step, or a handout with several steps on a page."""

import io
from collections.abc import Iterator, Sequence

from pypdf import PdfReader, PdfWriter

from ..languages import later
from ..story import Story
from ..wording.sentences import phase_of
from . import handout, render
from .format import DRAWN, Format, Options, Tick
from .slides import Walk, walk

CREATOR = "Chalkgraph"


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The pages, with a title and a bookmark for each phase."""
    pages = walk(story, tuple(steps), options.theme)
    writer = PdfWriter()
    phase = ""
    for done, (first, drawn) in enumerate(_pages(pages, options)):
        tick(first, len(steps))
        writer.append(PdfReader(io.BytesIO(render.pdf(drawn))), import_outline=False)
        now = story.walk.steps[steps[first]]
        named = phase_of(now)
        if named != phase:
            writer.add_outline_item(title=named, page_number=done)
            phase = named
    tick(len(steps), len(steps))
    # The same letters of a font are in many pages: this halves the file.
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": pages.title, "/Creator": CREATOR})
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def _pages(pages: Walk, options: Options) -> Iterator[tuple[int, str]]:
    """Each page, and the place of its first step."""
    if options.per_page == 1:
        for place, step in enumerate(pages.steps):
            yield place, pages.slide(step)
    else:
        for number, (_, drawn) in enumerate(handout.sheets(pages, options.per_page)):
            yield number * options.per_page, drawn


FORMAT = Format(
    "pdf",
    later("PDF"),
    "application/pdf",
    write,
    whole=True,
    single=True,
    heavy=True,
    takes=DRAWN | {"per_page"},
)
