"""A walk's numbers in the other arithmetic, or with gradients kept, and its steps not made anew."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from ..programs import EXAMPLE_II

SHARED = "w: weight = 0.7\nx: input = -1.3\nL: loss = (w*x + 2 - w)**2"
VECTORS = "W: weight = [[1, -2], [0.5, 3]]\nx: input = [0.3, 0.4]\nL: loss = norm2(sigmoid(W @ x))"
PROGRAMS = (EXAMPLE_II, SHARED, VECTORS)


def told(program: str, **how: Any) -> ge.Walkthrough:
    return ge.tell(ge.parse(program), rate=0.3, iterations=3, **how)


def numbers(walk: ge.Walkthrough) -> list[Any]:
    runs = [(*each.values, *each.gradients) for each in walk.runs]
    return [x for each in runs for x in each] + [x for each in walk.used for x in each.values()]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "changed", [{"arithmetic": "slide"}, {"accumulate": True}], ids=["slide", "never reset"]
)
def test_the_numbers_are_those_of_a_walk_told_so(program: str, changed: dict[str, Any]):
    found, asked = ge.rerun(told(program), iterations=3, **changed), told(program, **changed)
    assert found.accumulate == asked.accumulate
    for one, other in zip(numbers(found), numbers(asked), strict=True):
        np.testing.assert_equal(one, other)


def test_numbers_that_were_changed_stay_changed():
    walk = ge.tell(ge.parse(SHARED), values={"x": 2.5})
    assert ge.rerun(walk, iterations=0, arithmetic="slide").runs[0].values[1] == 2.5


def test_no_more_is_run_than_is_asked_for():
    assert [len(ge.rerun(told(SHARED), iterations=k).runs) for k in (0, 2)] == [1, 3]
