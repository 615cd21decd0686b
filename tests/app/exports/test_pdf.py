"""PDF read back by an independent reader: pages, text, fonts, bookmarks, handouts."""

import io
import re
from functools import cache

import pytest
from pypdf import PdfReader

from app.exports import FORMATS, Options, chosen, export
from app.exports.slides import Walk
from app.lessons import lessons
from app.wording import sentences

from .. import stories
from ..stories import HOSTILE
from .titles import PROGRAM, TITLE

PDF = FORMATS["pdf"]


def pdf(told, step=None, **options) -> PdfReader:
    made = export(told, PDF, step=step, options=Options(**options))
    assert made.data.startswith(b"%PDF-")
    return PdfReader(io.BytesIO(made.data), strict=True)


def words(text: str) -> str:
    """A text without what breaks it into lines."""
    return "".join(text.replace("\u200b", "").split())


@cache
def walk_of(slug: str) -> PdfReader:
    """A lesson's walk from node to node."""
    return pdf(lessons()[slug].story(), level="node")


@pytest.mark.parametrize(("slug", "level"), [("example-2", "node"), ("gates", "formula")])
def test_there_is_a_page_for_each_step_with_its_sentence(slug: str, level: str):
    told = lessons()[slug].story()
    steps = chosen(told, level)
    pages = (walk_of(slug) if level == "node" else pdf(told, level=level)).pages
    assert len(pages) == len(steps)
    for place, (page, step) in enumerate(zip(pages, steps, strict=True)):
        said = sentences.sentence(told.words, told.walk.steps[step])
        text = words(page.extract_text())
        assert words(said) in text
        assert words(f"{place + 1} of {len(steps)}") in text


def test_the_numbers_of_the_chain_are_text():
    told = lessons()["example-2"].story()
    text = words(pdf(told, step=24).pages[0].extract_text())
    assert words("= −3.7 · 0.2 · 1 · 1 · 2 = −1.48") in text


def test_every_font_is_embedded():
    found = walk_of("example-2")
    for page in found.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()
            (child,) = inner["/DescendantFonts"]
            descriptor = child.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), inner["/BaseFont"]
            assert "/ToUnicode" in inner  # so that what is selected can be read
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in found.pages
        for font in page["/Resources"]["/Font"].values()
    }
    text, math = "ChalkgraphText", "ChalkgraphMath"
    assert fonts == {f"{text}-Regular", f"{text}-Bold", f"{math}-Regular", f"{math}-Italic"}


def test_nothing_on_a_page_is_a_picture_of_pixels():
    for page in pdf(lessons()["fork"].story(), step=9).pages:
        assert not page.images


def test_phases_have_bookmarks():
    found = walk_of("example-2")
    titles = [each["/Title"] for each in found.outline]
    assert titles == ["start", "forward", "backward", "update", "forward again"]
    assert found.metadata and found.metadata.title == lessons()["example-2"].title


@pytest.mark.parametrize("per_page", [3, 6])
def test_a_handout_has_several_steps_with_their_sentences_on_a_page(per_page: int):
    told = lessons()["gates"].story()
    steps = chosen(told, "node")
    pages = pdf(told, level="node", per_page=per_page).pages
    assert len(pages) == -(-len(steps) // per_page)
    for number, page in enumerate(pages):
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx((595, 842), abs=1)
        text = words(page.extract_text())
        for step in steps[number * per_page : (number + 1) * per_page]:
            said = words(sentences.sentence(told.words, told.walk.steps[step]))
            assert said[:40] in text


@pytest.mark.parametrize("title", [TITLE, *HOSTILE], ids=range(1 + len(HOSTILE)))
def test_any_title_goes_through_unharmed(title: str):
    program = PROGRAM.replace(TITLE, title)
    told = stories.story(program)
    found = pdf(told, step=0)
    assert found.metadata and found.metadata.title == told.graph.title
    if title == TITLE:
        assert words("Žluťoučký </svg><script>x</script> % & $x$") in words(
            found.pages[0].extract_text()
        )


def test_a_program_without_loss_without_title_and_with_long_names_has_pages_too():
    long = "a" * 32
    told = stories.story(f"{long} = 1\n{long[:-1]}b = 2*{long}", focus="-")
    assert len(pdf(told).pages) == told.last + 1
    assert len(pdf(stories.story("x = 1"), per_page=8).pages) == 1


@pytest.mark.parametrize("slug", ["example-2", "fork", "gates"])
def test_nothing_on_the_pages_jumps(slug: str):
    told = lessons()[slug].story()
    walk = Walk(told, chosen(told, "formula"), "paper")

    def places(step: int) -> list[str]:
        drawn = walk.slide(step)
        # Cards come and go, over the picture and under it.
        rooms = re.findall(r'<svg x="[^>]+>(?!\s*<g class="graph" transform)', drawn)
        names = re.findall(r'<text x="([^"]+)" y="([^"]+)" [^>]*font-style="italic"', drawn)
        # Behind them come the names of updated weights, which are not there at first.
        return [*rooms, *names[: 2 * sum(map(len, told.walk.paths))]]

    first = places(0)
    assert len(first) > 2
    assert all(places(step) == first for step in walk.steps)
