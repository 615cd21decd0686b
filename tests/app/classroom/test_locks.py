"""What the lecturer locks is locked where the class is kept, not in the page alone."""

from dataclasses import Field, asdict, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.classroom.reading import read
from app.classroom.state import Locks, State, folded, public

from .test_state import ASKED, HANDED, SHOWN, after, event

HAPPENS = st.lists(
    st.one_of(
        st.sampled_from([SHOWN, ASKED, HANDED, ("show", {"step": 9})]),
        st.sampled_from(["again", "close", "reveal", "drop", "collect"]).map(
            lambda kind: (kind, {})
        ),
        st.tuples(
            st.just("lock"),
            st.dictionaries(st.sampled_from(["look", "answers", "late", "names"]), st.booleans()),
        ),
    ),
    max_size=25,
)


@given(HAPPENS)
def test_answers_are_taken_only_where_all_of_it_allows_them(happens):
    state = after(*happens)
    asked, locks = state.question, state.locks
    takes = (
        asked is not None
        and locks.answers
        and (asked.phase == "open" or (asked.phase == "closed" and locks.late))
    )
    sheet = state.worksheet
    assert asked is None or sheet is None, "one thing at a time"
    if sheet:
        assert state.accepts == (sheet.ballot if locks.answers else 0)
        assert public(state)["worksheet"]["takes"] == locks.answers
    else:
        assert state.accepts == (asked.ballots[-1] if takes and asked else 0)
    said = public(state)["asked"]
    assert (said is not None and said["takes"]) == bool(takes)
    if state.shown and not locks.look:
        assert state.upto <= state.shown.step, "nobody is told of another step"


@given(HAPPENS, st.integers(0, 25))
def test_what_may_be_answered_is_known_from_one_turn_to_the_next(happens, cut):
    """`turned` marks counts of answers that are kept: it changes whenever what is taken does."""
    events = [event(k, kind, **data) for k, (kind, data) in enumerate(happens, 1)]
    before: State = folded(events[:cut])
    state = folded(events[cut:], before)
    assert state == folded(events)
    if state.turned == before.turned:
        assert state.accepts == before.accepts


@pytest.fixture(scope="module")
def desk() -> str:
    client = create_app(KEPT_BYTES=0, BUNDLED=False).test_client()
    return client.get("/present/example-2?window=speaker").text


@pytest.mark.parametrize("setting", fields(Locks), ids=lambda each: each.name)
def test_a_setting_is_read_told_to_everybody_and_switched_at_the_desk(
    desk: str, setting: Field[bool]
):
    name, usual = setting.name, setting.default
    assert read("lock", {name: not usual}) == {name: not usual}
    state = after(("lock", {name: not usual}))
    assert public(state)["locks"] == {**asdict(Locks()), name: not usual}
    assert desk.count(f'role="switch" aria-checked="false" data-lock="{name}"') == 1
