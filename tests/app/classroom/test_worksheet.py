"""What people did of a worksheet: how far each is, which mistakes were made, and no names."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import limits
from app.classroom.results import BOUND, Judged
from app.classroom.store import Answer
from app.classroom.taking import data, table
from app.classroom.worksheet import (
    DRAWN,
    Cell,
    Worked,
    bounded,
    cell,
    grid,
    work_of,
    works,
    written,
)

TASKS = ("q", "p")
HEADS = [{"id": each, "ask": f"What is {each}?", "reveal": f"{each} = 1", "step": k}
         for k, each in enumerate(TASKS)]  # fmt: skip
OF = {
    "1": Judged("right"),
    "-1": Judged("mistake", "sign"),
    "2": Judged("mistake", "other operation"),
    "99": Judged("other"),
}
"""What the judge says of each text, of either task."""


def worked(**people: dict[str, tuple[str | None, ...]]) -> Worked:
    return Worked(HEADS, dict.fromkeys(TASKS, OF), {k.encode(): v for k, v in people.items()})


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ((), None),
        (("1",), Cell("right")),
        (("-1", "1"), Cell("later", "sign")),
        (("99", "2", "-1", "1"), Cell("later", "other operation")),
        (("-1",), Cell("mistake", "sign")),
        (("-1", "2"), Cell("mistake", "other operation")),
        (("-1", "99"), Cell("other")),
        ((None,), Cell("shown")),
        (("2", None), Cell("shown", "other operation")),
        (("1", "-1"), Cell("right")),
        (("never judged",), Cell("unjudged")),
    ],
)
def test_a_cell_is_the_mistake_of_now_or_the_first_one_where_it_is_overcome(
    tries: tuple[str | None, ...], expected: Cell | None
):
    assert cell(tries, OF) == expected


def test_the_heat_map_has_a_cell_for_each_task_and_person_who_is_farthest_first():
    found = grid(
        worked(
            a={},
            b={"q": ("-1", "1"), "p": ("1",)},
            c={"q": ("1",)},
            d={"q": ("-1",)},
            e={"q": ("2", None), "p": ("99",)},
        )
    )
    assert (found["people"], found["done"]) == (5, 1)
    # "-1" at q was made by b and d, "2" by e alone: a and b are their signs.
    assert found["cells"] == [
        [["later", "a"], ["right", ""]],
        [["right", ""], ["at", ""]],
        [["shown", "b"], ["other", ""]],
        [["at", ""], ["ahead", ""]],
        [["mistake", "a"], ["ahead", ""]],
    ]
    q, p = found["tasks"]
    assert (q["reached"], q["at"], q["once"], q["right"], q["shown"]) == (5, 2, 1, 2, 1)
    assert (p["reached"], p["at"], p["once"], p["right"], p["shown"]) == (3, 2, 1, 1, 0)
    assert [(each["sign"], each["label"], each["count"]) for each in q["mistakes"]] == [
        ("a", "sign", 2),
        ("b", "other operation", 1),
    ]
    assert p["mistakes"] == []


def test_who_makes_a_mistake_twice_is_counted_once():
    found = grid(worked(a={"q": ("-1", "-1", "1")}, b={"q": ("-1",)}))
    assert found["tasks"][0]["mistakes"][0]["count"] == 2


def test_the_heat_map_has_nobodys_number():
    people = {f"{k}".encode() * 16: {"q": ("1",)} for k in range(3)}
    text = json.dumps(grid(Worked(HEADS, dict.fromkeys(TASKS, OF), people)))
    assert not any(each.hex() in text or each.decode() in text for each in people)


def test_of_a_full_hall_all_are_counted_and_some_are_drawn():
    people = {f"{k:05}".encode(): {"q": ("1",)} for k in range(DRAWN + 7)}
    found = grid(Worked(HEADS, dict.fromkeys(TASKS, OF), people))
    assert found["people"] == found["tasks"][0]["right"] == DRAWN + 7
    assert len(found["cells"]) == DRAWN


TRIES = st.lists(st.one_of(st.sampled_from([*OF, "odd"]), st.none()), max_size=5).map(tuple)


@given(
    st.dictionaries(
        st.binary(min_size=1, max_size=4), st.dictionaries(st.sampled_from(TASKS), TRIES)
    )
)
def test_everybody_is_somewhere_and_every_count_is_that_of_the_cells(people: Any):
    found = grid(Worked(HEADS, dict.fromkeys(TASKS, OF), people))
    assert found["people"] == len(people) == len(found["cells"])
    assert found["done"] + sum(each["at"] for each in found["tasks"]) == len(people)
    for k, task in enumerate(found["tasks"]):
        kinds = Counter(row[k][0] for row in found["cells"])
        assert task["once"] == kinds["right"]
        assert task["right"] == kinds["right"] + kinds["later"]
        assert task["shown"] == kinds["shown"]
    reached = [each["reached"] for each in found["tasks"]]
    assert reached == sorted(reached, reverse=True), "nobody is at a task before the one before it"


@given(st.dictionaries(st.text(max_size=5), TRIES))
def test_what_is_kept_is_what_was_done(work: Any):
    assert work_of(written(work)) == work


@given(st.one_of(st.text(), st.recursive(
    st.one_of(st.none(), st.integers(), st.text(), st.booleans()),
    lambda some: st.one_of(st.lists(some), st.dictionaries(st.text(), some)),
).map(json.dumps)))  # fmt: skip
def test_odd_texts_are_no_tries_and_break_nothing(text: str):
    for tries in work_of(text).values():
        assert len(tries) <= limits.CLASS_TRIES.most
        assert all(each is None or isinstance(each, str) for each in tries)
    grid(Worked(HEADS, {}, works([Answer(person=b"a", revision=1, text=text)])))


def test_where_somebody_makes_up_tries_the_shortest_are_judged():
    new = {"q": [f"{k}" * 50 for k in range(3000)], "p": ["7", "-0.5"]}
    found = bounded(new, [])
    assert found["p"] == ["7", "-0.5"]
    size = sum(len(text) for each in found.values() for text in each)
    assert BOUND / 2 < size < BOUND
    left = {*new["q"]} - {*found["q"]}
    assert max(map(len, found["q"])) <= min(map(len, left))
    known = [("q", "x" * (BOUND - 30))]
    assert bounded({"q": ["1" * 20, "2" * 20]}, known) == {"q": []}, "what is known counts, too"


def test_the_table_has_a_row_for_each_try_and_the_data_the_heat_map():
    sheet = worked(x={"q": ("-1", "1"), "p": (None,)}, a={"q": ("=1",)})
    lines = table([], [sheet]).lstrip("\ufeff").splitlines()
    assert lines[0].split(",")[-1] == "worksheet"
    assert lines[1:] == [
        "1,What is q?,1,1,'=1,unjudged,not judged,1",
        '1,What is q?,1,2,-1,mistake,"the size is right, the sign is not",1',
        "1,What is q?,2,2,1,right,right,1",
        "2,What is p?,1,2,,shown,had it shown,1",
    ]
    found = data("T", [], [sheet])["worksheets"]
    assert found == [{"number": 1, **grid(sheet)}]
