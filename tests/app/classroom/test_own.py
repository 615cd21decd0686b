"""What the answers to a lecturer's own question come to, by arithmetic that is done by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classroom.own import LARGEST, own_json, wires
from app.exports.page_json import stage_json
from app.lessons import lessons
from app.story import Story, whole_story

CHOICE = {"kind": "choice", "ask": "Which?", "choices": ["more", "less", "same"], "right": [2]}
NUMBER = {"kind": "number", "ask": "How many?", "right": "0.27"}


@pytest.fixture(scope="module")
def story() -> Story:
    return whole_story(lessons()["example-2"].look)


def groups(own: dict[str, Any], *counts: dict[str, int], **more: Any) -> list[tuple[Any, ...]]:
    found = own_json(own, counts, more.pop("left", [0] * len(counts)), **more)
    return [(each["kind"], each["words"], *each["counts"]) for each in found["groups"]]


def test_choices_stand_in_their_own_order_with_both_votes():
    assert groups(CHOICE, {"1": 5, "2": 3, "": 1, "9": 1}, {"2": 8}) == [
        ("other", "A. more", 5, 0),
        ("right", "B. less", 3, 8),
        ("other", "C. same", 0, 0),
        ("unread", "not understood", 1, 0),
        ("none", "“I do not know”", 1, 0),
    ]


@pytest.mark.parametrize(
    ("typed", "right", "is_it"),
    [
        ("0.27", "0.27", True),
        ("0,27", "0.27", True),
        ("0.2689", "0.27", True),  # more exactly than the lecturer typed it
        ("0.28", "0.27", False),
        ("0.3", "0.27", False),  # one digit is too few
        ("27/100", "0.27", True),
        ("5", "5", True),
        ("5.4", "5", False),  # a whole number is meant as such
        ("4", "5", False),
        ("1/3", "1/3", True),
        ("0.33", "1/3", True),
        ("-0.27", "0.27", False),
        ("0", "0", True),
    ],
)
def test_a_number_is_right_in_two_digits_or_more(typed: str, right: str, is_it: bool):
    found = own_json({**NUMBER, "right": right}, [{typed: 1}], [0])
    assert (found["of"][typed][0] == "right") is is_it


def test_numbers_that_are_spelt_in_several_ways_are_one_group():
    assert groups(NUMBER, {"0.5": 2, "1/2": 1, "0,50": 1, "0.27": 3, "x": 1}) == [
        ("right", "right", 3),
        ("other", "0.5", 4),
        ("unread", "not understood", 1),
    ]


def test_texts_are_one_whatever_their_case_and_spaces():
    own = {"kind": "text", "ask": "Why?"}
    assert groups(own, {"Chain rule": 2, "chain  rule": 1, "no": 1, "": 4}) == [
        ("other", "Chain rule", 3),
        ("other", "no", 1),
        ("none", "“I do not know”", 4),
    ]


def test_a_group_is_called_what_it_was_called_most_often_however_accents_are_composed():
    own = {"kind": "text", "ask": "Why?"}
    sent = {"va\u0301ha": 2, "VÁHA": 1, "váha": 4, "vaha": 1}
    assert groups(own, sent)[0] == ("other", "váha", 7)
    assert groups(own, {"Why not": 1}, {"why not": 3}) == [("other", "why not", 1, 3)]
    assert groups({"kind": "number", "ask": "?"}, {"1/2": 1, "0.5": 2}) == [("other", "0.5", 3)]
    found = own_json(own, [{"No": 1, "no": 2}], [0])["of"]
    assert found == {"No": ["other", "no"], "no": ["other", "no"]}


def test_the_commonest_are_told_and_the_rest_are_counted_together():
    own = {"kind": "text", "ask": "Why?"}
    found = groups(own, {f"t{k}": 20 - k for k in range(LARGEST + 3)}, left=[7])
    assert found[LARGEST - 1] == ("other", f"t{LARGEST - 1}", 20 - LARGEST + 1)
    assert found[LARGEST] == ("other", "others", sum(20 - LARGEST - k for k in range(3)))
    assert found[-1] == ("unjudged", "not judged", 7)


def test_a_wire_is_called_by_what_it_connects_and_the_right_one_is_pointed_at(story: Story):
    edge = next(each for each in story.graph.edges if each.dst == story.graph.node("p").index)
    own = {"kind": "wire", "ask": "Which?", "right": edge.id}
    found = own_json(own, [{edge.id: 2, "e5-0": 1, "e99-9": 1}], [0], wires(story))
    assert [(each["kind"], each["words"]) for each in found["groups"]] == [
        ("right", "v → p"),
        ("other", "w₁ → z₁"),
        ("unread", "not understood"),
    ]
    assert found["slots"] == [edge.id] and found["reveal"] == "v → p"


@pytest.mark.parametrize("slug", ["example-2", "network-all", "samples"])
def test_every_wire_of_a_picture_has_a_name(slug: str):
    told = whole_story(lessons()[slug].look)
    assert {*wires(told)} == {each["id"] for each in stage_json(told)["edges"]}


def test_without_a_right_answer_nobody_is_right():
    plain = {name: value for name, value in CHOICE.items() if name != "right"}
    assert {kind for kind, *_more in groups(plain, {"1": 1, "2": 2})} == {"other"}
    assert own_json({"kind": "number", "ask": "?"}, [{"1": 1}], [0])["reveal"] == ""


OWNS = st.sampled_from(
    [CHOICE, NUMBER, {"kind": "number", "ask": "?"}, {"kind": "text", "ask": "?"},
     {"kind": "wire", "ask": "?", "right": "e5-0"}]
)  # fmt: skip
COUNTS = st.dictionaries(
    st.one_of(st.sampled_from(["1", "2", "0.27", "", " ", "e5-0", "x"]), st.text(max_size=6)),
    st.integers(1, 9),
)


@given(OWNS, st.lists(COUNTS, min_size=1, max_size=3), st.integers(0, 5))
def test_received_is_counted_whatever_is_sent(own: Any, counts: Any, left: int):
    found = own_json(own, counts, [left] * len(counts), {"e5-0": "a → b"})
    for place, each in enumerate(counts):
        total = sum(each.values()) + left
        assert found["totals"][place] == total
        assert sum(group["counts"][place] for group in found["groups"]) == total
    assert {*found["of"]} == {text for each in counts for text in each}
