"""The figure beside a graph stands in saved pictures and slides, as far as the step has come."""

import io
import re
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from app.exports import FORMATS
from app.exports.figured import figured, mixed
from app.exports.format import Options
from app.figures import losses
from app.lessons import lessons
from app.picture.svg import THEMES
from app.story import Story, story_of

TOLD = {"biological-neuron": "cell body", "example-1-rgb": "q = z.sum() + b"}


def told(slug: str) -> Story:
    return story_of(lessons()[slug].look)


def made(format_: str, story: Story, step: int, theme: str = "paper") -> bytes:
    done = Options(theme=theme)
    return FORMATS[format_].write(story, steps=[step], options=done, tick=lambda done, of: None)


@pytest.mark.parametrize("slug", TOLD)
@pytest.mark.parametrize("theme", THEMES)
def test_its_words_are_in_the_picture_inside_the_frame_and_named_for_a_screen_reader(
    slug: str, theme: str
):
    root = ElementTree.fromstring(made("svg", told(slug), 9, theme))
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(each.startswith(TOLD[slug]) for each in texts)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    inner = next(each for each in root.iter("{http://www.w3.org/2000/svg}svg") if each is not root)
    x, y, wide, high = (float(inner.attrib[name]) for name in ("x", "y", "width", "height"))
    assert left - 0.1 <= x and top - 0.1 <= y
    assert x + wide <= left + width + 0.1 and y + high <= top + height + 0.1
    (said,) = (each for each in inner if each.get("role") == "img")
    assert said.get("aria-label")
    # renderers outside a browser know neither: colours are written out
    assert not re.search(r"var\(|color-mix", ElementTree.tostring(inner, encoding="unicode"))


def test_what_is_told_is_lit_and_nothing_else():
    story = told("example-1-rgb")
    lit = {step: figured(story, "paper").draw(step).count("#fff1c9") for step in range(story.last)}
    assert set(lit.values()) == {0, 1} and lit[0] == 0


def test_the_losses_of_rounds_that_come_are_in_no_picture():
    story = told("learning-loop")
    seen, all_ = losses.seen(story), losses.curve(story)
    assert all_ is not None
    for step in (0, story.last // 2):
        text = made("svg", story, step).decode()
        shown = [each.text for each in all_.points if f">{each.text}</text>" in text]
        assert shown == [each.text for each in all_.points[: seen[step]]]
    hidden = figured(story_of(lessons()["learning-loop"].look), "paper")
    assert hidden is not None


def test_a_slide_has_it_as_vectors_with_its_words():
    page = PdfReader(io.BytesIO(made("pdf", told("biological-neuron"), 9))).pages[0]
    assert "axon hillock" in page.extract_text()
    assert not page.images


def test_a_colour_is_mixed_as_a_browser_does():
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert mixed("#00694f", "#fbfaf7", 0.14) == "#d8e6df"


def test_the_offline_file_has_it_and_lights_it():
    text = made("html", told("example-1-rgb"), 9).decode()
    assert 'data-beside="side"' in text and "<span data-part" in text
    assert 'data-beside=""' in made("html", told("example-2"), 9).decode()
