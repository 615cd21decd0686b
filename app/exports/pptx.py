"""The walk as a PowerPoint file: one slide per step, with the sentence below and in the notes.

A picture is there twice: as vectors, which PowerPoint shows, scales and takes apart ("Convert to
shape"), and in pixels for programs that know no SVG.
"""

import io
from collections.abc import Sequence

from ..languages import _, later
from ..picture.style import tokens
from ..story import Story
from . import render, vectors
from .format import Format, Options, Tick
from .marks import page
from .slides import CAPTION, HEIGHT, MARGIN, TOP, WIDTH, walk

SHARP = 2.1
"""Pixels of a picture for each point: 150 to the inch, more than a full HD projector has."""
FAMILY = "Arial"
"""Of texts that can be edited: as wide as the family of the pictures, and on every machine."""
VECTORS = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{}"/></a:ext></a:extLst>'
)
"""How a picture names its SVG; [MS-ODRAWXML] adds it to the standard."""
TITLE_ONLY = 5
"""The layout with a title and nothing else, in the template of python-pptx."""


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """The slides."""
    # Only here: what never exports this need not wait for it.
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn
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
        paths = _paths(figure)
        picture = slide.shapes.add_picture(
            # A drawing of nothing but paths is made into pixels in half the time.
            io.BytesIO(render.png(paths or figure, scale=SHARP)),
            Pt(MARGIN), Pt(TOP), Pt(room), Pt(height),
        )  # fmt: skip
        if paths:
            name = PackURI(f"/ppt/media/drawing{done + 1}.svg")
            part = Part(name, "image/svg+xml", slide.part.package, paths.encode())
            blip = picture._element.blipFill.find(qn("a:blip"))
            blip.append(parse_xml(VECTORS.format(slide.part.relate_to(part, RT.IMAGE))))
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


def _paths(figure: str) -> str:
    """A drawing as vectors; empty where the converter writes what we cannot read."""
    try:
        return vectors.svg(render.pdf(figure))
    except vectors.Unknown:
        return ""


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
