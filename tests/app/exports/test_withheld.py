"""Whatever a link locks, what is left of the walk can be taken home in every format."""

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader

from app import create_app
from app.exports import FORMATS, Options, export, handout, pptx
from app.exports.ending import ending
from app.exports.slides import walk
from app.lessons import lessons
from app.predict import questions
from app.state.locks import KINDS
from app.state.view import Look, View
from app.story import Story, story_of, whole_story

from ..stories import few, kinds, views

DRAWN = ("pdf", "pptx", "png", "ipynb")
"""Formats that take a while: of these the pages that they draw."""

EVERYTHING = [f"{kind}:*" for kind in (*KINDS, "again")]

EMPTY = (
    ("gates", "slope:*"),
    ("fork", "focus=*&lock=slope:*"),
    ("gates", "slope:f/q"),
    ("simple-network", "focus=*&lock=slope:*"),
    ("example-2", "focus=*&lock=flow:*,slope:L/p"),
    ("network", "value:*"),
)
"""Lessons, and locks that leave nothing of the backward pass."""


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def address(slug: str, suffix: str, lock: str) -> str:
    return f"/lesson/{slug}.{suffix}?{lock if '=' in lock else f'lock={lock}'}&level=node"


def words(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def taken_home(story: Story, step: int | None, suffixes: Sequence[str] = (*FORMATS,)) -> None:
    """Write it in every quick format of those, and draw the pages of the others."""
    for suffix in suffixes:
        form = FORMATS[suffix]
        if suffix not in DRAWN and not form.refusal(story):
            assert export(story, form, step=step, options=Options(level="node")).data
    if not {*DRAWN} & {*suffixes}:
        return
    steps = [story.clamp(step)] if step is not None else [*{0, story.last}]
    pages = walk(replace(story, sealed=True), steps, "paper")
    for page in (*map(pages.slide, steps), *(page for _, page in handout.sheets(pages, 2))):
        ElementTree.fromstring(page)


@st.composite
def locked(draw: st.DrawFn) -> tuple[View, Sequence[str]]:
    view = draw(views())
    steps = whole_story(Look(view=view)).walk.steps
    keys = [each.key for each in steps if each.kind in KINDS]
    return view, draw(st.lists(st.sampled_from([*keys, *EVERYTHING]), min_size=1, max_size=3))


@settings(few, max_examples=few.max_examples // 2)
@given(locked(), st.sampled_from([None, 0, 99]))
def test_whatever_is_locked_the_rest_is_written_in_every_format(
    given: tuple[View, Sequence[str]], step: int | None
):
    view, locks = given
    taken_home(story_of(Look(view=view, locks=tuple(locks))), step)


@pytest.mark.parametrize("slug", lessons())
def test_a_lesson_without_its_slopes_is_written_in_every_format(slug: str):
    """One of each kind is; of the others each in every third one, so that all formats have many."""
    look, turn = lessons()[slug].look, [*lessons()].index(slug)
    suffixes = [*FORMATS] if slug in kinds() else [*FORMATS][turn % 3 :: 3]
    taken_home(story_of(replace(look, locks=("slope:*",))), 99, suffixes)


@pytest.mark.parametrize(("slug", "lock"), EMPTY[:2])
def test_a_pdf_of_nothing_of_the_backward_pass_says_what_is_left(
    client: FlaskClient, slug: str, lock: str
):
    answer = client.get(f"{address(slug, 'pdf', lock)}&step=99")
    assert answer.status_code == 200
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    assert "1 of 1" not in page.extract_text() and len(words(page.extract_text())) > 40


LOCKED = "From here on it is locked."


def test_pages_slides_and_frames_say_where_the_rest_is_locked_and_what_is_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pptx, "SHARP", 0.3)
    look = replace(lessons()["example-2"].look, locks=("slope:p/v",), step=0)
    story = story_of(look)
    said = f"{LOCKED} What is the local gradient ∂p/∂v?"

    def made(suffix: str, step: int | None, **options: int) -> io.BytesIO:
        how = Options(level="node", **options)
        return io.BytesIO(export(story, FORMATS[suffix], step=step, options=how).data)

    for per_page in (1, 6):
        *before, last = PdfReader(made("pdf", None, per_page=per_page)).pages
        assert words(LOCKED) in words(last.extract_text())
        assert not any(words(LOCKED) in words(page.extract_text()) for page in before)
    (page,) = PdfReader(made("pdf", 99)).pages
    assert words(said) in words(page.extract_text())
    (page,) = PdfReader(made("pdf", 2)).pages
    assert words(LOCKED) not in words(page.extract_text())
    *before, last = Presentation(made("pptx", None)).slides
    texts = [each.text_frame.text for each in last.shapes if each.has_text_frame]
    assert any(said in each for each in texts)
    assert said in last.notes_slide.notes_text_frame.text
    assert not any(LOCKED in each.notes_slide.notes_text_frame.text for each in before)
    tikz = made("tex", None).getvalue().decode()
    assert tikz.count(LOCKED) == 1
    assert (
        LOCKED.encode()
        not in export(whole_story(look), FORMATS["tex"], step=None, options=Options()).data
    )


@pytest.mark.parametrize("slug", ["example-2", "network", "gates"])
@pytest.mark.parametrize("lock", [f"{kind}:*" for kind in KINDS])
def test_what_a_page_asks_for_says_nothing_of_the_number(slug: str, lock: str):
    look = lessons()[slug].look
    story = story_of(replace(look, locks=(lock,)))
    said = ending(story, story.last)
    assert said.startswith(LOCKED) == (story.withheld is not None)
    assert ending(story, story.last - 1) == ""
    if story.withheld is not None and said != LOCKED:
        telling = story.withheld.telling
        asks = [each.ask for each in questions(whole_story(look)) if each.step == telling]
        assert said.removeprefix(f"{LOCKED} ") in asks


@pytest.mark.exports
@pytest.mark.parametrize(("slug", "lock"), EMPTY)
def test_every_heavy_format_is_read_back_with_the_steps_that_are_left(
    client: FlaskClient, slug: str, lock: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pptx, "SHARP", 0.3)
    told = client.get(address(slug, "json", lock).removesuffix("&level=node")).json
    left = [k for k, each in enumerate(told["steps"]) if each["stop"] == "node"]
    left = sorted({0, *left, len(told["steps"]) - 1})
    pages = PdfReader(io.BytesIO(client.get(address(slug, "pdf", lock)).data)).pages
    slides = Presentation(io.BytesIO(client.get(address(slug, "pptx", lock)).data)).slides
    assert len(pages) == len(slides) == len(left)
    assert "From here on it is locked." in slides[len(left) - 1].notes_slide.notes_text_frame.text
    for page, slide, step in zip(pages, slides, left, strict=True):
        said = told["steps"][step]["sentence"]
        assert words(said) in words(page.extract_text())
        assert slide.notes_slide.notes_text_frame.text.startswith(said)
    handout = client.get(f"{address(slug, 'pdf', lock)}&per_page=3")
    assert len(PdfReader(io.BytesIO(handout.data)).pages) == -(-len(left) // 3)
    assert client.get(f"{address(slug, 'png', lock)}&step=99&width=300").status_code == 200
