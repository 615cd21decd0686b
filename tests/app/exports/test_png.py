"""Pixels: as many as asked for, in the theme's colours, with the same letters everywhere."""

import io
from html import escape

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from app.exports import FORMATS, ExportError, Options, export, render
from app.exports.callout import scene_of
from app.fonts import needed
from app.fonts.store import FAMILIES
from app.picture.style import tokens
from app.picture.svg import THEMES
from app.state.view import View
from app.story import tell

from .. import stories

PNG = FORMATS["png"]


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("width", [100, 777, 1600, 6000])
def test_a_picture_is_as_wide_as_asked_for(width: int):
    story = stories.story()
    made = export(story, PNG, step=3, options=Options(width=width, slug="example-2"))
    assert made.name == "example-2-step-3.png"
    found = pixels(made.data)
    assert abs(found.width - width) <= 1
    scene = scene_of(story, "paper").scene
    assert abs(found.height - width * scene.height / scene.span) <= 1


@pytest.mark.parametrize("theme", THEMES)
def test_it_has_the_colours_of_the_theme(theme: str):
    made = export(stories.story(), PNG, step=20, options=Options(theme=theme))
    found = pixels(made.data)
    ink = tokens(theme)
    ground = tuple(bytes.fromhex(ink["--paper"][1:]))
    assert found.getpixel((0, 0)) == ground
    colours = {colour for _, colour in found.getcolors(1_000_000) or []}
    for name in ("--ink", "--gradient", "--mark-line", "--value"):
        assert tuple(bytes.fromhex(ink[name][1:])) in colours, name


def test_every_step_changes_pixels():
    story = stories.story()
    steps = range(story.last // 2, story.last + 1)
    seen = {export(story, PNG, step=k, options=Options(width=400)).data for k in steps}
    assert len(seen) > 0.6 * len(steps)  # a step of the strip alone changes none


def test_a_page_has_the_words_and_the_chain_beside_the_picture():
    how = Options(width=640, around="page")
    one, other = (pixels(export(stories.story(), PNG, step=k, options=how).data) for k in (20, 21))
    assert one.size == (640, 360)
    left, top, right, bottom = ImageChops.difference(one, other).getbbox() or (0, 0, 0, 0)
    assert top < 40 and bottom > 300, "where in the walk it is, and what is said"


def test_a_picture_with_too_many_pixels_is_refused_with_the_cure():
    story = stories.story("x = 1\n" + "\n".join(f"y{k} = x*{k}.5" for k in range(90)))
    with pytest.raises(ExportError, match="smaller width, SVG or PDF"):
        export(story, PNG, step=0, options=Options(width=6000))


def fonts(text: str, *, family: str, style: str = "normal", weight: int = 400) -> set[str]:
    """The fonts that a text is really drawn in."""
    page = PdfReader(
        io.BytesIO(
            render.pdf(
                '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="40"><text y="28" '
                f'font-style="{style}" font-weight="{weight}" font-family="{family}">{text}</text>'
                "</svg>"
            )
        )
    ).pages[0]
    found = page["/Resources"]["/Font"].values()
    return {str(each.get_object()["/BaseFont"]).partition("+")[2] for each in found}


FACES = {
    "text": (FAMILIES["text"], "normal", 400),
    "bold": (FAMILIES["text"], "normal", 700),
    "math": (FAMILIES["math"], "normal", 400),
    "name": (FAMILIES["math"], "italic", 400),
    "vector": (FAMILIES["math"], "normal", 700),
}


@pytest.mark.parametrize("face", FACES)
def test_a_text_is_drawn_in_one_font_to_its_last_letter(face: str):
    family, style, weight = FACES[face]
    # An accent on its own is drawn over nothing, and some of these have no width.
    letters = sorted({*needed.TEXT, *needed.MATH} - {*needed.ACCENTS, *needed.SPACES})
    (name,) = fonts(escape("".join(letters)), family=family, style=style, weight=weight)
    assert name.startswith(family.replace(" ", ""))


@pytest.mark.parametrize("count", [2, 40, 250])
def test_the_letters_of_a_chain_can_be_read_however_long_it_is(count: int):
    lines = ["x0 = 1", *(f"x{k} = tanh(x{k - 1})" for k in range(1, count))]
    story = tell(View(program="\n".join(lines)))
    found = Image.open(io.BytesIO(export(story, PNG, step=0, options=Options()).data))
    assert found.width >= 1600
    assert found.width >= story.scene.width - 1 and found.height >= story.scene.height - 1
