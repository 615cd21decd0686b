"""An option is one row: what carries it reads the table, and all carry the same."""

import json
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lessons import lessons
from app.picture.layers import LAYERS
from app.picture.svg import THEMES
from app.routes.deck import payload
from app.state import carried
from app.state.carried import dump, load, page_state, query, with_options
from app.state.kinds import OptionError
from app.state.link import unpack
from app.state.options import OPTIONS, ZOOMS
from app.state.view import Look, View

from ..stories import few

PROGRAM = "x: input = [2, 1]\nw: weight = [1, 1]\nL: loss = w @ x\n"
NUMBERS = st.floats(-1e6, 1e6)
NAMES = st.sampled_from(["x", "w", "W_1", "h1"])
WHOLE = st.integers(0, 99)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "step": WHOLE,
    "unlocked": st.lists(st.sampled_from(["value:q", "slope:p/v", "sum:x:2"]), unique=True).map(
        tuple
    ),
    "arithmetic": st.sampled_from(["exact", "slide"]),
    "focus": st.one_of(NAMES, st.sampled_from(["*", "-"])),
    "rate": st.one_of(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4), st.just("1/(1+t)")),
    "iterations": WHOLE,
    "accumulate": st.booleans(),
    "zoom": st.sampled_from(ZOOMS),
    "opened": st.frozensets(NAMES),
    "sample": WHOLE,
    "columns": st.booleans(),
    "unknown": st.frozensets(st.one_of(NAMES, st.just("*"))),
    "values": st.dictionaries(
        NAMES,
        st.one_of(
            NUMBERS,
            st.lists(NUMBERS, min_size=1, max_size=4),
            st.lists(st.lists(NUMBERS, min_size=2, max_size=2), min_size=1, max_size=3),
        ),
        max_size=3,
    ),
    "theme": st.sampled_from(THEMES),
    "hide": st.sets(st.sampled_from(LAYERS)).map(
        lambda chosen: tuple(layer for layer in LAYERS if layer in chosen)
    ),
    "locks": st.lists(
        st.sampled_from(["value:q", "slope:p/v", "value:*", "sum:x", "product:1"]), unique=True
    ).map(tuple),
    "predict": st.booleans(),
}
"""By field, anything that it can be."""


@st.composite
def looks(draw: st.DrawFn) -> Look:
    """A program or a lesson, looked at in any way."""
    slug = draw(st.sampled_from(["", "example-2", "network"]))
    look = lessons()[slug].look if slug else Look(view=View(program=PROGRAM))
    for each in OPTIONS:
        if draw(st.booleans()):
            look = each.put(look, draw(VALUES[each.field]))
    return look


def begin(look: Look) -> Look:
    """Where its address begins, without options."""
    if look.slug:
        return lessons()[look.slug].look
    return Look(view=View(program=unpack(query(look)["p"])))


def test_every_field_of_a_view_and_a_look_has_a_row():
    own = {"program", "view", "notes", "boards", "figure", "whole", "own", "slug"}
    known = {each.name for kind in (View, Look) for each in fields(kind)} - own
    missing = known - {each.field for each in OPTIONS}
    assert not missing, f"add a row for {missing} to OPTIONS in app/state/options.py"
    assert known == set(VALUES), "say in VALUES above what the new field can be"


def test_no_two_rows_have_one_name_or_one_field():
    for names in zip(*((each.name, each.key, each.field) for each in OPTIONS), strict=True):
        assert len(names) == len(set(names))


@few
@given(looks())
def test_link_json_page_and_stage_say_the_same(look: Look):
    start = begin(look)
    assert with_options(start, query(look)) == look
    sent = json.loads(json.dumps(dump(look), allow_nan=False))
    assert load(start, sent) == look
    state = json.loads(json.dumps(page_state(look), allow_nan=False))
    page = load(start, {**state["wish"], **state["kept"], "step": look.step})
    assert replace(page, theme=look.theme) == look
    stage = load(start, payload(look))
    assert replace(stage, theme=look.theme, step=look.step) == look
    assert query(load(start, sent)) == query(look)


@few
@given(looks(), st.data())
def test_what_is_changed_in_a_link_is_changed_and_nothing_else(look: Look, data: st.DataObject):
    row = data.draw(st.sampled_from(OPTIONS))
    other = row.put(look, data.draw(VALUES[row.field]))
    changed = carried.changed(look, other, row)
    assert load(begin(look), {**dump(look), **changed}) == other


# -- old links -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "meant"),
    [
        ("numbers=exact&focus=w2&step=9", {"arithmetic": "exact", "focus": "w2", "step": 9}),
        ("focus=&rate=0.5", {"focus": "*", "rate": 0.5}),
        ("focus=-&theme=board", {"focus": "-", "theme": "board"}),
        ("theme=purple", {"theme": "paper"}),
        ("v.x1=3.5&v.w1=-1&iterations=3", {"values": {"x1": 3.5, "w1": -1.0}, "iterations": 3}),
        ("rate=1/(1%2Bt)&accumulate=1", {"rate": "1/(1+t)", "accumulate": True}),
        ("rate=[0.5,0.1]&accumulate=0", {"rate": [0.5, 0.1], "accumulate": False}),
        ("rate=0.5,0.1", {"rate": [0.5, 0.1]}),
        ("zoom=layers&open=u,h", {"zoom": "layers", "opened": frozenset("uh")}),
        ("sample=2&vec=columns", {"sample": 2, "columns": True}),
        ("sample=-3&vec=rows&step=-1", {"sample": 0, "columns": False, "step": 0}),
        ("hide=gradients,values&predict=1", {"hide": ("values", "gradients"), "predict": True}),
        ("hide=local", {"hide": ("local",)}),
        ("hide=locals,values", {"hide": ("values", "local")}),
        ("predict=0&hide=", {"predict": False, "hide": ()}),
        ("lock=value:q,value:q,slope:p/v", {"locks": ("value:q", "slope:p/v")}),
        ("step=all&utm_source=mail", {"step": 0}),
        ("v.x=[[1,2],[3,4]]&v.b=1+2", {"values": {"x": [[1.0, 2.0], [3.0, 4.0]], "b": [1.0, 2.0]}}),
    ],
)
def test_a_link_made_before_opens_the_same(old: str, meant: dict[str, Any]):
    given = dict(parse_qsl(old, keep_blank_values=True))
    look = with_options(Look(view=View(program=PROGRAM)), given)
    found = {each.field: each.of(look) for each in OPTIONS if each.field in meant}
    assert found == meant


def test_an_unknown_option_is_refused_only_where_nobody_else_could_want_it():
    look = Look(view=View(program=PROGRAM))
    assert with_options(look, {"utm_source": "mail"}) == look
    with pytest.raises(OptionError, match="accumulate"):
        with_options(look, {"acumulate": "1"}, strict=True)
