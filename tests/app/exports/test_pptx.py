"""PowerPoint files, opened with python-pptx: a slide per step, its picture, words and notes."""

import io
import zipfile

import pytest
from defusedxml import ElementTree
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from app.exports import FORMATS, Options, chosen, export, pptx, render
from app.exports.pptx import legal
from app.lessons import lessons
from app.picture.style import tokens
from app.picture.svg import THEMES
from app.wording import sentences

from .. import stories
from ..stories import HOSTILE
from .titles import CONTROLS, PROGRAM, TITLE

PPTX = FORMATS["pptx"]


def deck(told, step=None, **options):
    made = export(told, PPTX, step=step, options=Options(**options))
    with zipfile.ZipFile(io.BytesIO(made.data)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name), forbid_dtd=True)
    return Presentation(io.BytesIO(made.data))


@pytest.fixture(autouse=True)
def coarse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pictures, where a test does not look at them."""
    if "sharp" not in request.node.name:
        monkeypatch.setattr(pptx, "SHARP", 0.3)


def test_there_is_a_slide_for_each_step_with_its_sentence_below_and_in_the_notes():
    told = lessons()["example-2"].story()
    steps = chosen(told, "node")
    slides = deck(told, level="node").slides
    assert len(slides) == len(steps)
    for slide, step in zip(slides, steps, strict=True):
        here = told.walk.steps[step]
        said = sentences.sentence(told.words, here)
        assert slide.shapes.title.text_frame.text == told.graph.title
        assert said in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        notes = slide.notes_slide.notes_text_frame.text
        assert notes.startswith(said)
        assert told.note(here) in notes


@pytest.mark.parametrize("theme", THEMES)
def test_a_slide_has_a_sharp_picture_that_is_described(theme: str):
    told = lessons()["fork"].story()
    (slide,) = deck(told, step=15, theme=theme).slides
    (picture,) = [shape for shape in slide.shapes if hasattr(shape, "image")]
    assert picture.width.inches > 12
    pixels = Image.open(io.BytesIO(picture.image.blob))
    assert pixels.width / picture.width.inches >= 150
    assert pixels.getpixel((0, 0))[3] == 0  # the slide's own ground shines through
    said = sentences.sentence(told.words, told.walk.steps[15])
    assert said in picture._element.nvPicPr.cNvPr.get("descr")
    ground = slide.background.fill.fore_color.rgb
    assert f"#{ground}".lower() == tokens(theme)["--paper"]


def test_each_picture_is_vectors_too_in_paths_alone_and_its_pixels_are_of_the_same():
    told = lessons()["network"].story()
    (slide,) = deck(told, step=20).slides
    (picture,) = [shape for shape in slide.shapes if hasattr(shape, "image")]
    (svg,) = picture._element.iter(
        "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
    )
    part = slide.part.related_part(svg.get(qn("r:embed")))
    assert part.content_type == "image/svg+xml" and part.partname.endswith(".svg")
    drawn = ElementTree.fromstring(part.blob)
    # Neither fonts, nor style sheets, nor what few office programs know.
    assert {each.tag.split("}")[1] for each in drawn.iter()} == {"svg", "path"}
    assert float(drawn.get("width")) == pytest.approx(picture.width.pt, abs=0.1)
    there = Image.open(io.BytesIO(picture.image.blob))
    again = Image.open(io.BytesIO(render.png(part.blob.decode(), scale=pptx.SHARP)))
    assert there.tobytes() == again.tobytes()


def test_everything_is_on_the_slide_and_nothing_overlaps():
    file = deck(lessons()["fork"].story(), level="node")
    for slide in file.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0
            assert right <= file.slide_width and bottom <= file.slide_height
        for k, a in enumerate(boxes):
            for b in boxes[k + 1 :]:
                across = min(a[2], b[2]) - max(a[0], b[0])
                down = min(a[3], b[3]) - max(a[1], b[1])
                assert across <= 0 or down <= 0


@pytest.mark.parametrize("title", [TITLE, *HOSTILE], ids=range(1 + len(HOSTILE)))
def test_any_title_goes_through_unharmed(title: str):
    told = stories.story(PROGRAM.replace(TITLE, title))
    file = deck(told, step=0)
    (slide,) = file.slides
    assert slide.shapes.title.text_frame.text == told.graph.title[:200]
    assert file.core_properties.title == told.graph.title[:255]


def test_characters_that_xml_cannot_hold_are_left_out():
    assert legal(f"a{CONTROLS}b\ud800c\tď\n😀") == "abc\tď\n😀"
