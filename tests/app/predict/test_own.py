"""A question of a lecturer's own is read as it was typed, or refused in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.predict.own import CHOICES, OwnError, read_own


@pytest.mark.parametrize(
    "given_",
    [
        {"kind": "choice", "ask": "Which?", "choices": ["a", "b"], "right": [2]},
        {"kind": "choice", "ask": "Which?", "choices": ["a", "b"]},
        {"kind": "number", "ask": "How many?", "right": "1/3"},
        {"kind": "number", "ask": "How many?"},
        {"kind": "text", "ask": "Why?"},
        {"kind": "wire", "ask": "Where?", "right": "e5-0"},
    ],
)
def test_a_whole_question_is_itself(given_: dict[str, Any]):
    assert read_own(given_) == given_


def test_what_is_not_of_it_is_left_out_and_spaces_are_none():
    given_ = {"kind": "text", "ask": "  Why \n so? ", "right": "x", "choices": [], "more": 1}
    assert read_own(given_) == {"kind": "text", "ask": "Why so?"}
    two = {"kind": "choice", "ask": "?", "choices": ["a ", " b"], "right": [2, 1, 2]}
    assert read_own(two) == {"kind": "choice", "ask": "?", "choices": ["a", "b"], "right": [1, 2]}


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (None, "one of choice, number, text, wire"),
        ({"kind": "essay", "ask": "?"}, "one of choice, number, text, wire"),
        ({"kind": "text", "ask": " "}, "not empty"),
        ({"kind": "text", "ask": "x" * 301}, "at most 300"),
        ({"kind": "choice", "ask": "?", "choices": ["a"]}, "two to 8 choices"),
        ({"kind": "choice", "ask": "?", "choices": [*"abcdefghi"]}, "two to 8 choices"),
        ({"kind": "choice", "ask": "?", "choices": ["a", " a"]}, "the same"),
        ({"kind": "choice", "ask": "?", "choices": ["a", "b"], "right": [3]}, "one of the choices"),
        ({"kind": "choice", "ask": "?", "choices": ["a", "b"], "right": "a"}, "one of the choices"),
        ({"kind": "number", "ask": "?", "right": "many"}, "The right number is none."),
        ({"kind": "number", "ask": "?", "right": 7}, "texts"),
        *(
            ({"kind": "number", "ask": "?", "right": odd}, "not finite")
            for odd in ("1/0", "nan", "∞", "-1e999")
        ),
    ],
)
def test_what_is_none_is_said_to_be_so(given_: Any, said: str):
    with pytest.raises(OwnError, match=said):
        read_own(given_)


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda some: st.one_of(st.lists(some, max_size=10), st.dictionaries(st.text(), some)),
    max_leaves=10,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(["choice", "number", "text", "wire", "other"]),
            "ask": ODD, "choices": ODD, "right": ODD,
        },
    )
)  # fmt: skip
def test_whatever_is_sent_is_a_question_that_is_read_the_same_again_or_refused(given_: Any):
    try:
        found = read_own(given_)
    except OwnError:
        return
    assert read_own(found) == found
    assert len(found.get("choices", [])) <= CHOICES
