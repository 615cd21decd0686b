"""What the browser prints of a studio page is a handout: no buttons, nothing dark, nothing cut."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from app.picture.style import tokens

from .conftest import Opener
from .studio import Studio

BUTTONS = (
    "next",
    "Export",
    "Projector",
    "Back to the start",
    "every formula",
    "Close",
    "Edit",
    "Ask",
)


def printed(studio: Studio) -> PdfReader:
    return PdfReader(io.BytesIO(studio.page.pdf(format="A4", print_background=False)))


CHAIN = """rows => rows.map((row) => {
    const clipped = [...row.querySelectorAll(".to-scale .number")]
        .filter((each) => getComputedStyle(each).clipPath !== "none");
    for (const each of clipped) each.style.display = "none";
    const seen = row.innerText;
    for (const each of clipped) each.style.display = "";
    return seen;
})"""
"""What is seen of each row: of a factor that is drawn to scale the numbers in its cells, and not
what is read aloud and copied in their place, `(1, −2, 1)` or `3×3 ▦`, which is clipped away."""


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/lesson/example-2?step=24", "desk"),
        ("/lesson/example-2?step=24&theme=board", "phone"),
        ("/lesson/fork?step=17&theme=projector", "desk"),
        ("/lesson/network?step=19", "desk"),
        ("/lesson/network?step=19", "phone"),
        ("/lesson/gates?step=20", "phone"),
    ],
)
def test_a_page_is_printed_with_title_picture_chain_words_and_program(
    visit: Opener, path: str, size: str
) -> None:
    studio = visit(path, size=size)
    said, title = studio.sentence, studio.page.inner_text("h1")
    program = studio.page.input_value("#program")
    rows = studio.page.locator(".strip .numbers, .strip .paths, .strip .total")
    chain: list[str] = rows.evaluate_all(CHAIN)
    assert chain
    pages = [page.extract_text() for page in printed(studio).pages]
    text = words("".join(pages))
    assert words(title) in text and words(said) in text
    assert all(words(row) in text for row in chain), "the numbers of the chain"
    assert words(program.splitlines()[-1]) in text
    assert all(page.strip() for page in pages), "an empty page"
    assert len(pages) <= 2
    for label in BUTTONS:
        assert words(label) not in text.replace(words(said), ""), label


def test_paper_is_printed_dark_in_no_theme(visit: Opener) -> None:
    page = visit("/lesson/example-2?step=24&theme=board").page
    colour = "getComputedStyle(document.querySelector('.sentence')).color"
    assert page.evaluate(colour) == "rgb(242, 240, 230)"
    page.emulate_media(media="print")
    ink = tokens("paper")["--ink"]
    expect(page.locator(".sentence")).to_have_css("color", f"rgb{tuple(bytes.fromhex(ink[1:]))}")


def test_the_picture_fits_the_sheet_and_fits_the_stage_again_afterwards(visit: Opener) -> None:
    studio = visit("/lesson/sigmoid-gates?step=30")
    width = "document.querySelector('.canvas svg').getBoundingClientRect().width"
    before = studio.page.evaluate(width)
    studio.page.emulate_media(media="print")
    studio.page.set_viewport_size({"width": 690, "height": 1000})
    studio.wait(lambda: 600 < studio.page.evaluate(width) <= 690)
    studio.page.emulate_media(media="screen")
    studio.resize("desk")
    studio.wait(lambda: studio.page.evaluate(width) == before)
