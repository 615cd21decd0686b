"""Pixels: as many as asked for, in the theme's colours, with the same letters everywhere."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from app.exports import FORMATS, ExportError, Options, export, render
from app.picture import THEMES
from app.style import tokens

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
    assert abs(found.height - width * story.scene.height / story.scene.width) <= 1


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
    seen = {
        export(story, PNG, step=k, options=Options(width=400)).data for k in range(story.last + 1)
    }
    assert len(seen) > 0.6 * story.last  # a step of the strip alone changes none


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


CZECH = "ěščřžýáíéúůťďňĚŠČŘŽÝÁÍÉÚŮŤĎŇ"


@pytest.mark.parametrize("style", ["normal", "italic"])
@pytest.mark.parametrize("weight", [400, 700])
def test_names_are_drawn_in_the_font_of_names_to_their_last_letter(style: str, weight: int):
    letters = "xwzvyqpABC0123456789,−+×=∂σΣαβγδεζηθικλμνξπρτφχψωΓΔΘΛΦΨΩ" + CZECH
    letters += "ℒ" if (style, weight) != ("normal", 700) else ""
    assert len(fonts(letters, family="STIXGeneral", style=style, weight=weight)) == 1


@pytest.mark.parametrize("weight", [400, 700])
def test_numbers_are_drawn_in_the_font_that_the_layout_reckons_with(weight: int):
    (name,) = fonts("0123456789 .=−+→∞·()×eE" + CZECH, family="Liberation Sans", weight=weight)
    assert name.startswith("LiberationSans")


def test_sentences_are_drawn_in_one_font():
    text = "∂ℒ/∂w₁ σ Σ α · × − → ∞ ᵀ ⁻¹ ₀₁₂₃₄₅₆₇₈₉ “quoted” … is not a number: ½" + CZECH
    (name,) = fonts(text, family="Arimo")
    assert name.startswith("Arimo")
