"""The options of a link: what a look says is read from its link as the same look."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import lessons as room
from app import talks as talking
from app.cli import main
from app.exports.callout import pictured
from app.exports.story_json import story_json
from app.lessons import lessons
from app.state import options
from app.state.carried import query, with_options
from app.state.kinds import SWITCH
from app.state.link import unpack
from app.state.options import OPTIONS, Option
from app.state.view import Look, View
from app.story import story_of

from ...openapi import FILE, written
from ..stories import few
from .reading import get_page

NUMBERS = st.floats(-1e6, 1e6)
VALUES = st.one_of(
    NUMBERS,
    st.lists(NUMBERS, min_size=1, max_size=4),
    st.lists(st.lists(NUMBERS, min_size=2, max_size=2), min_size=1, max_size=3),
)
PROGRAM = "x: input = [2, 1]\nw: weight = [1, 1]\nL: loss = w @ x"


def there_and_back(look: Look, start: Look) -> Look:
    return with_options(start, MultiDict(query(look)))


@few
@given(
    st.dictionaries(st.sampled_from(["x", "w", "W_1"]), VALUES, max_size=3),
    st.sampled_from(["scalars", "vectors", "layers", "learning", "loop"]),
    st.frozensets(st.sampled_from(["y", "z", "h_1"])),
    st.integers(0, 9),
    st.booleans(),
    st.integers(1, 30),
    st.one_of(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4), st.just("1/(1+t)")),
    st.integers(0, 99),
)
def test_a_link_says_all_that_is_looked_at(
    values: dict[str, Any],
    zoom: Any,
    opened: frozenset[str],
    sample: int,
    columns: bool,
    iterations: int,
    rate: Any,
    step: int,
) -> None:
    view = View(
        program=PROGRAM,
        values=values,
        zoom=zoom,
        opened=opened,
        sample=sample,
        columns=columns,
        iterations=iterations,
        rate=rate,
        arithmetic="slide",
        focus="w",
    )
    look = Look(view=view, notes={}, step=step, theme="board")
    program = unpack(query(look)["p"])
    assert there_and_back(look, Look(view=View(program=program), notes={})) == look


@pytest.mark.parametrize("slug", lessons())
def test_a_lessons_own_look_needs_no_option(slug: str) -> None:
    lesson = lessons()[slug]
    look = lesson.look
    assert query(look) == {}
    assert there_and_back(look, look) == look


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/lesson/network?v.x=[1,2,3]", "1, 2, 3"),
        ("/lesson/network?v.x=1+2+3", "1, 2, 3"),
        ("/lesson/network?rate=1/(1%2Bt)", "1/(1+t)"),
        ("/lesson/network?rate=[0.5,0.1]&iterations=2", "0.5, 0.1"),
    ],
)
def test_vectors_and_rates_of_a_link_stand_in_their_fields(
    client: FlaskClient, address: str, field: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert f"\n{field}</textarea>" in answer.text


@pytest.mark.parametrize(
    "option",
    [
        *("v.x=[[", "v.x=a,b", "v.x=nan", "v.x=[1,2]", "v.x=3", "v.W=[[1,2],[3]]", "zoom=x"),
        *("vec=x", "sample=x", "iterations=x", "rate=[[1],[2]]", "rate=x", "rate=1/(0*t)"),
        *("v.x=[1,inf,2]", "rate=(t)(t)", "sample=99", "open=nope"),
    ],
)
def test_an_option_that_means_nothing_is_never_a_crash(client: FlaskClient, option: str) -> None:
    answer = client.get(f"/lesson/network?{option}")
    assert answer.status_code < 500
    assert answer.mimetype == "text/html"


# -- a row from outside ----------------------------------------------------------------------

KEEP = Option(name="keep", data="keeps", field="accumulate", kind=SWITCH, says="Never reset.")
PATH = "/lesson/example-2"


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(KEEP if each.field == KEEP.field else each for each in OPTIONS)
    monkeypatch.setattr(options, "OPTIONS", rows)


def sentences(told: Any) -> list[str]:
    return [step["sentence"] for step in told["steps"]]


@pytest.mark.usefixtures("plugged")
def test_a_row_from_outside_works_through_every_door(
    client: FlaskClient, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
):
    own = lessons()["example-2"]
    look = replace(own.look, view=replace(own.view, iterations=2, accumulate=True))
    told = story_of(look)
    last = pictured(told, told.last, theme="paper")
    link = f"{PATH}.svg?keep=1&iterations=2&step={told.last}"
    # A link, an export, and the old name is another's now.
    assert client.get(link).text == last
    assert client.get(link.replace("keep", "accumulate")).text != last
    # JSON.
    asking = {"program": own.program, "slug": own.slug, "iterations": 2, "arithmetic": "slide"}
    answer = client.post("/api/story", json={**asking, "focus": own.view.focus, "keeps": True})
    assert sentences(answer.json) == sentences(story_json(told))
    assert client.post("/api/story", json={**asking, "accumulate": True}).status_code == 400
    # The page's state, its form and its links; the stage; what stands in other pages.
    page = get_page(client, f"{PATH}?keep=1&iterations=2")
    assert json.loads(page.one(id="state").text)["wish"]["keeps"] is True
    assert "keep=1" in page.one(data_do="next").attributes["href"]
    stage = get_page(client, "/present/example-2?keep=1&iterations=2")
    deck = json.loads(stage.one(id="deck").text)
    assert deck["stories"][0]["wish"]["keeps"] is True
    assert "keep=1" in deck["back"]
    inside = get_page(client, f"/embed{PATH}?keep=1")
    assert "keep=1" in inside.one(data_open="").attributes["href"]
    # A lesson, a talk, the command line, the description.
    file = tmp_path / "mine.toml"
    file.write_text(
        f"part = {own.part!r}\norder = 1\nkeep = true\niterations = 2\nprogram = '''\n{PROGRAM}'''"
    )
    assert room.read(file).view.accumulate
    slide = '[[slide]]\nlesson = "example-2"\nkeep = true'
    (tmp_path / "talk.toml").write_text(f'title = "T"\n{slide}')
    assert talking.read(tmp_path / "talk.toml").slides[0].options == {"keep": "1"}
    command = ["export", "example-2", "-f", "svg", "-o", "-", "--step", str(told.last)]
    assert main([*command, "--option", "keep=1", "--option", "iterations=2"]) == 0
    assert capsysbinary.readouterr().out.decode() == last
    assert "Never reset." in written(FILE.read_text(encoding="utf-8"))
