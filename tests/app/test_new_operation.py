"""An operation from outside is known everywhere by its declaration alone: the paper's own blocks.

Nothing else is written for it, but a line for each language that scripts are written in.
"""

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from defusedxml import ElementTree
from flask.testing import FlaskClient

import graph_engine as ge
from app import create_app
from app.editor.words import functions, palette
from app.explanation import of_step, written
from app.exports import FORMATS, ExportError, Options, export
from app.exports.code.recipes import Language
from app.exports.code.writing import LANGUAGES, script
from app.exports.story_json import story_json
from app.predict import check, questions
from app.reference import OTHERS, entries
from app.state.link import pack
from app.state.view import View
from app.story import Story, tell
from app.wording import sentences
from graph_engine import views

from ..graph_engine import contract, kernel_contract
from .exports.code.running import agree, expected, ran

PAPER = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROGRAM = "# Softsign\nw: weight = 0.7\nx: input = 2\nL: loss = (softsign(w*x) - 1)**2\n"
VECTOR = "w: weight = [0.7, -1]\ny = softsign(w)\nL: loss = norm2(y)\n"
WRITTEN = ("py", "torch.py", "micrograd.py", "ipynb")
"""The formats that need a line of code."""


def block(mark: str) -> dict[str, Any]:
    """What CONTRIBUTING.md's block with that text in it defines."""
    (found,) = [text for text in re.findall(r"```python\n(.*?)```", PAPER, re.S) if mark in text]
    names: dict[str, Any] = {}
    exec(compile(found, "CONTRIBUTING.md", "exec"), names)
    return names


SOFTSIGN: ge.Op = block("SOFTSIGN = unary")["SOFTSIGN"]
RECIPES = block("RECIPES = ")["RECIPES"]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(TESTING=True).test_client()


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with ge.added(SOFTSIGN):
        yield


def told(program: str = PROGRAM, **view: Any) -> Story:
    return tell(View(program=program, **view))


def exact(x: float) -> tuple[float, float]:
    """x/(1 + |x|) and its derivative."""
    return x / (1 + abs(x)), 1 / (1 + abs(x)) ** 2


def test_the_papers_block_runs_and_gives_the_number():
    assert Context().run(block, "SOFTSIGN = unary")["run"].gradient("w") == pytest.approx(
        exact(0.5)[1]
    )


def test_nothing_is_left_behind_when_it_is_known_no_more():
    outside = ge.operations()
    assert outside.extended and "softsign" in outside
    with pytest.raises(ge.ProgramError, match="no function is called `softsign`"):
        Context().run(told)  # as another thread, another request
    assert "softsign" not in Context().run(lambda: [*ge.operations()])


def test_a_name_that_is_known_cannot_be_taken():
    with pytest.raises(ValueError, match="declared twice"), ge.added(ge.operations()["tanh"]):
        pass


@pytest.mark.parametrize("promise", contract.PROMISES, ids=lambda promise: promise.__name__)
def test_it_keeps_every_promise(promise: Callable[[ge.Op], None]):
    promise(SOFTSIGN)


@pytest.mark.parametrize("promise", kernel_contract.PROMISES, ids=lambda each: each.__name__)
def test_it_keeps_the_promises_of_vectors_and_samples(promise: Callable[[ge.Op], None]):
    promise(SOFTSIGN)


def test_it_is_read_run_and_checked():
    graph = ge.parse(PROGRAM)
    value, slope = exact(1.4)
    run = ge.run(graph)
    assert run.gradient("w") == pytest.approx(2 * (value - 1) * slope * 2)
    assert max(ge.check(graph).values()) < 1e-6
    assert SOFTSIGN.as_typed(["x"]) == "softsign(x)"
    assert ge.learn(graph, rate=0.1, iterations=5).losses[-1] < run.value("L")


@pytest.mark.parametrize("zoom", ["vectors", "scalars", "layers", "learning", "loop"])
def test_it_is_drawn_at_every_step_and_every_zoom(zoom: str):
    for program in (PROGRAM, VECTOR):
        story = told(program, zoom=zoom)
        for step in range(story.last + 1):
            drawn = story.svg(step)
            assert "#" not in re.sub(r"#[\w-]+", "", drawn)
        if zoom in ("vectors", "scalars"):
            assert "softsign" in story.svg(story.last)
    assert views.scalars(ge.parse(VECTOR)).node("y[1]").op is SOFTSIGN


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_it_is_told_in_sentences_and_cards(arithmetic: str):
    story = told(arithmetic=arithmetic)
    for step in range(story.last + 1):
        sentence = sentences.sentence(story.words, story.walk.steps[step])
        assert sentence and "#" not in sentence
        said = ElementTree.fromstring(f"<div>{of_step(written(story), step).html()}</div>")
        assert "#" not in "".join(said.itertext())
    assert story_json(story, slug="", step=0)["steps"]


def test_every_number_that_is_asked_for_is_right_when_it_is_given():
    for program in (PROGRAM, VECTOR):
        story = told(program)
        asked = questions(story)
        assert asked
        for question in asked:
            if question.number is not None and np.ndim(question.number) == 0:
                found = check(
                    story, question=question.id, answer=repr(float(question.number)), earlier={}
                )
                assert found.result == "right", question


def test_it_is_in_the_reference_and_in_the_editor():
    (entry,) = entries()[OTHERS]
    assert (entry.name, entry.typed) == ("softsign", "softsign(x)") and entry.plot is not None
    assert ge.parse(entry.program).node("f").op is SOFTSIGN
    assert "softsign" in [word.name for word in functions()]
    assert "softsign(x)" in [word.name for group in palette() for word in group.words]


@pytest.mark.parametrize("language", ["en", "cs"])
def test_its_pages_are_there(client: FlaskClient, language: str):
    found = client.get("/reference", query_string={"lang": language})
    assert found.status_code == 200 and 'id="softsign"' in found.text
    for address in ("/studio", "/present", "/embed/studio", "/studio.json"):
        made = client.get(address, query_string={"p": pack(PROGRAM), "lang": language})
        assert made.status_code == 200, address
    answer = client.post("/api/story", json={"program": PROGRAM}, query_string={"lang": language})
    assert answer.status_code == 200 and answer.get_json()["steps"]


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in WRITTEN])
def test_it_is_exported_where_no_code_is_written(suffix: str):
    story = told()
    assert FORMATS[suffix].refusal(story) == ""
    step = 3 if FORMATS[suffix].single else None
    assert export(story, FORMATS[suffix], step=step, options=Options()).data


@pytest.mark.parametrize("suffix", WRITTEN)
@pytest.mark.parametrize("zoom", ["vectors", "scalars", "layers", "learning"])
def test_a_script_without_a_line_for_it_says_so(suffix: str, zoom: str):
    with pytest.raises(ExportError, match="“softsign” has no line of .* code yet. Choose another"):
        export(told(zoom=zoom), FORMATS[suffix], step=None, options=Options())


def test_the_server_says_so_too_and_the_menu_does_not_offer_it(client: FlaskClient):
    for suffix in WRITTEN:
        refused = client.get(f"/studio.{suffix}", query_string={"p": pack(PROGRAM)})
        assert refused.status_code == 422 and "softsign" in refused.text
    page = client.get("/studio", query_string={"p": pack(PROGRAM)}).text
    for suffix in FORMATS:
        (option,) = re.findall(rf'<option value="{suffix}"[^>]*>', page)
        assert (" disabled title=" in option) == (suffix in WRITTEN)
    other = client.get("/lesson/example-2").text
    assert "disabled title=" not in "".join(re.findall(r"<option value=[^>]*>", other))


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(each, marks=[pytest.mark.exports("PyTorch")] if each.name == "PyTorch" else [])
        for each in LANGUAGES
    ],
    ids=lambda each: each.name,
)
def test_a_line_for_each_language_is_all_a_script_needs(language: Language, tmp_path: Path):
    recipes = {**language.recipes, "softsign": RECIPES[language.name]}
    known = replace(language, recipes=recipes)
    story = told()
    assert script(story, known, file="a.py")
    (printed,) = ran(tmp_path, [story], known)
    agree(printed, expected(story, exact=language.name != "numpy"))
