"""The options of a link: what a look says is read from its link as the same look."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.lessons import lessons
from app.link import unpack
from app.routes.options import Look, query, with_options
from app.story import View

from ..stories import few

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
    look = Look(view=lesson.view, notes=lesson.notes, slug=slug)
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
