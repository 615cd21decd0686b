"""The walk as a PowerPoint file: one slide per step, with the sentence below and in the notes."""

import io
from collections.abc import Sequence

from ..languages import _, later
from ..picture.style import tokens
from ..story import Story
from . import render
from .format import Format, Options, Tick
from .marks import page
from .slides import CAPTION, HEIGHT, MARGIN, TOP, WIDTH, walk

SHARP = 2.1
"""Pixels of a picture for each point: 150 to the inch, more than a full HD projector has."""
FAMILY = "Arial"
"""Of texts that can be edited: as wide as the family of the pictures, and on every machine."""
TITLE_ONLY = 5
"""The layout with a title and nothing else, in the template of python-pptx."""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The slides."""
    # Only here: what never exports this need not wait for it.
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    pages = walk(story, tuple(steps), options.theme)
    colours = {
        name: RGBColor(*bytes.fromhex(value[1:]))  # type: ignore[no-untyped-call]  # pptx has no types
        for name, value in tokens(options.theme).items()
        if value.startswith("#")
    }
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck.core_properties.title = legal(pages.title)[:255]
    deck.core_properties.author = "Chalkgraph"
    room, height = WIDTH - 2 * MARGIN, HEIGHT - CAPTION - TOP
    for done, step in enumerate(steps):
        tick(done, len(steps))
        sentence = "\n".join(filter(None, (pages.sentence(step), pages.ending(step))))
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = colours["--paper"]

        figure = page(
            pages.figure(step, width=room, height=height),
            width=room,
            height=height,
            theme=options.theme,
            ground="none",
        )
        picture = slide.shapes.add_picture(
            io.BytesIO(render.png(figure, scale=SHARP)),
            Pt(MARGIN), Pt(TOP), Pt(room), Pt(height),
        )  # fmt: skip
        picture.name = _("Computational graph")
        described = _(
            "Computational graph, %(place)s. %(sentence)s",
            place=pages.place(step),
            sentence=sentence,
        )
        picture._element.nvPicPr.cNvPr.set("descr", legal(described))

        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (
            Pt(MARGIN),
            Pt(16),
            Pt(room - 150),
            Pt(44),
        )
        said = slide.shapes.add_textbox(
            Pt(MARGIN), Pt(HEIGHT - CAPTION), Pt(room), Pt(CAPTION - 12)
        )
        place = slide.shapes.add_textbox(Pt(WIDTH - MARGIN - 150), Pt(16), Pt(150), Pt(44))
        for shape, text, size, colour, align, bold in (
            (title, pages.title[:200], 20, "--ink", PP_ALIGN.LEFT, True),
            (said, sentence, 20, "--ink", PP_ALIGN.CENTER, False),
            (place, pages.place(step), 13, "--muted", PP_ALIGN.RIGHT, False),
        ):
            frame = shape.text_frame
            frame.word_wrap = True
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE if shape is not said else MSO_ANCHOR.TOP
            frame.text = legal(text)
            paragraph = frame.paragraphs[0]
            paragraph.alignment = align
            paragraph.font.name = FAMILY
            paragraph.font.size, paragraph.font.bold = Pt(size), bold
            paragraph.font.color.rgb = colours[colour]
        slide.notes_slide.notes_text_frame.text = legal(pages.notes(step))
    tick(len(steps), len(steps))
    packed = io.BytesIO()
    deck.save(packed)
    return packed.getvalue()


def legal(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return "".join(
        character
        for character in text
        if character in "\t\n"
        or (character >= " " and not 0x7F <= ord(character) <= 0x9F)
        and not "\ud800" <= character <= "\udfff"
        and character not in "\ufffe\uffff"
    )


FORMAT = Format(
    "pptx",
    later("PowerPoint"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    write,
    whole=True,
    single=True,
    heavy=True,
)
