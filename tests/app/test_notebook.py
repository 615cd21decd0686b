"""`app.lesson(program)` in a notebook: the picture steps in its cell, offline."""

import re
from html import unescape
from pathlib import Path

import pytest
from nbformat import v4

import app
import graph_engine as ge
from app.lessons import lessons
from app.picture.svg import THEMES

from ..graph_engine.programs import EXAMPLE_II
from .exports.titles import PROGRAM, TITLE
from .pictures import read
from .running import complaints, executed
from .stories import SLIDE, story


def framed(html: str) -> str:
    """The page inside the frame."""
    match = re.fullmatch(r'<iframe srcdoc="([^"]*)" title="([^"<>]*)" ([^<>]*)></iframe>', html)
    assert match is not None
    return unescape(match[1])


CELLS = (
    "import app\nprogram = " + repr(EXAMPLE_II),
    "shown = app.lesson(program, arithmetic='slide', focus='w1')\nshown",
    "shown.svg(step=7)",
    "app.lesson('example-2', step=13, theme='board').svg()",
    "print(shown, len(shown.export('pdf').data) > 1000)",
)


@pytest.mark.slow
def test_a_notebook_shows_the_steps_and_a_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS])
    done = executed(notebook, monkeypatch, tmp_path)
    assert complaints(done) == ""
    _, walk, seventh, thirteenth, printed = (cell.outputs for cell in done.cells)
    told = story(EXAMPLE_II, **SLIDE)
    page = framed(walk[0].data["text/html"])
    assert "<title>Example II: learning the weights of a neuron</title>" in page
    assert page.count('"sentence"') >= told.last
    assert read(seventh[0].data["image/svg+xml"]).seen == read(told.svg(7)).seen
    other = lessons()["example-2"].story().svg(13, theme="board")
    assert read(thirteenth[0].data["image/svg+xml"]).seen == read(other).seen
    assert printed[0].text.startswith("<lesson: Example II: learning the weights of a neuron (")
    assert printed[0].text.endswith(") True\n") or printed[0].text.endswith("> True\n")


def test_the_frame_asks_for_nothing_from_outside():
    html = app.lesson(EXAMPLE_II)._repr_html_()
    assert 'sandbox="allow-scripts"' in html
    assert not re.search(r'(?:src|href)="https?:', framed(html))
    assert "default-src 'none'" in framed(html)


def test_a_title_cannot_leave_the_frame():
    html = app.lesson(PROGRAM)._repr_html_()
    assert html.count("<") == 2
    assert f'title="{TITLE}"' not in html
    assert TITLE in unescape(html)


def test_a_program_is_told_as_it_is_asked_for():
    shown = app.lesson("w: weight = 1\nL = w**2", values={"w": 3}, iterations=2, rate=0.25)
    assert [float(run.value("w")) for run in shown.story.walk.runs] == [3, 1.5, 0.75]
    assert shown.svg() == shown.story.svg(0)
    assert shown.svg(10**6) == shown.story.svg(shown.story.last)
    assert app.lesson("w = 1\nL = w", focus="-").story.walk.updates == ()


def test_a_lesson_of_the_gallery_comes_with_its_words_and_can_be_changed():
    shown = app.lesson("example-2")
    assert shown.story.view == lessons()["example-2"].view
    assert shown.story.notes == lessons()["example-2"].notes
    assert shown.export("pdf", step=3).name == "example-2-step-3.pdf"
    assert app.lesson("example-2", arithmetic="exact").story.view.arithmetic == "exact"


def test_what_cannot_be_shown_is_said():
    with pytest.raises(ge.ProgramError, match="line 1"):
        app.lesson("q = z")
    with pytest.raises(ge.GraphError, match="no node called 'v'"):
        app.lesson("x = 1\ny = 2*x", focus="v")
    with pytest.raises(ValueError, match=", ".join(THEMES)):
        app.lesson("x = 1", theme="neon")


def test_a_notebook_speaks_the_language_that_is_asked_for():
    shown = app.lesson("example-2", language="cs", step=24)
    page = shown.export("html").data.decode()
    assert '<html lang="cs"' in page
    assert "Součin řetězu: ∂ℒ/∂w₁ = −3,7 · 0,2 · 1 · 1 · 2 = −1,48." in page
    assert "0,27" in shown.svg()
    assert "0.27" in app.lesson("example-2", step=24).svg(), "and nothing of it stays behind"
    with pytest.raises(ValueError, match="the language is one of en, cs, not 'de'"):
        app.lesson("example-2", language="de")
