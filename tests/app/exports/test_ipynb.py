"""Notebooks that are valid, run in a real kernel and print the engine's numbers."""

import base64
import io
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from PIL import Image

from app.exports import FORMATS, Options, export
from app.exports.callout import scene_of
from app.exports.ipynb import JOINERS, literal
from app.lessons import lessons
from app.story import Story

from ...graph_engine.programs import EXAMPLE_II
from ..running import complaints, executed, said
from ..stories import SLIDE, comments, kinds, story
from .code.running import agree, expected, printed
from .titles import PROGRAM, TITLE


def made(told: Story, step: int | None = None, **options: Any) -> Any:
    data = export(told, FORMATS["ipynb"], step=step, options=Options(**options)).data
    found = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(found)
    return found


def pictures(notebook: Any) -> list[Image.Image]:
    return [
        Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        for cell in notebook.cells
        for data in cell.get("attachments", {}).values()
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [lessons()["example-2"].story(), lessons()["network"].story(), story(PROGRAM, iterations=3)],
    ids=["example-2", "network", "hostile title, three iterations"],
)
def test_a_notebook_runs_and_prints_the_engines_numbers(
    told: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    done = executed(made(told), monkeypatch, tmp_path)
    assert complaints(done) == ""
    agree(printed(said(done)), expected(told, exact=False))


@pytest.mark.parametrize("slug", kinds())
def test_a_lesson_is_a_valid_notebook_with_a_picture_of_each_phase(slug: str):
    told = lessons()[slug].story()
    phases = {step.phase for step in told.walk.steps}
    shown = pictures(made(told, slug=slug))
    assert len(phases) - 1 <= len(shown) <= len(phases) + 1
    scene = scene_of(told, "paper").scene
    assert {abs(image.width - 2 * scene.span) <= 1 for image in shown} == {True}


def test_of_one_step_there_is_one_picture():
    told = story(EXAMPLE_II, **SLIDE)
    found = made(told, step=17)
    assert len(pictures(found)) == 1
    assert "attachment:step-17.png" in "".join(cell.source for cell in found.cells)


def test_the_same_story_is_the_same_file():
    told = story(EXAMPLE_II)
    one, two = (export(told, FORMATS["ipynb"], step=3, options=Options()).data for _ in range(2))
    assert one == two


def test_a_title_with_everything_in_it_is_only_a_title():
    found = made(story(PROGRAM))
    heading = found.cells[0].source.splitlines()[0]
    assert unescape(heading.partition(">")[2].removesuffix("</span>")) == TITLE
    assert not set(heading.partition(">")[2].removesuffix("</span>")) & set("<>$`*[]()\\{}_!")
    assert found.metadata.title == TITLE


@given(text=comments())
@settings(max_examples=100)
def test_any_text_is_shown_as_it_was_typed(text: str):
    written = literal(text)
    inner = written.partition(">")[2].removesuffix("</span>")
    kept = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    assert unescape(inner) == kept
    assert not set(inner) & set("<>$`*[]()\\{}_!|~+-:@\"'") and "www." not in inner.lower()
