"""A bar in the strip is as long as the product so far is large, in one scale for the story."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings

from app.lessons import lessons
from app.picture import bars, slots
from app.picture.bars import LEAST, ZERO, Scale
from app.picture.strip import SoFar, strip
from app.state.view import Look, View
from app.story import Story, story_of, tell

from ..stories import SLIDE, number, story, views


def told_bars(told: Story, at: int) -> dict[tuple[int, int], SoFar]:
    """The bars that can be seen after a step, by path and place."""
    found = strip(told.words, told.visible, at)
    return {
        (k, place): cell.so_far
        for k, row in enumerate(found.rows if found else ())
        for place, cell in enumerate(row.cells)
        if cell.so_far and cell.so_far.state == "done"
    }


def true_bars(told: Story) -> int:
    """At the end of the way back every bar is as its product says; the longer the larger."""
    backward = [s.index for s in told.walk.steps if s.phase == "backward" and not s.iteration]
    found = told_bars(told, backward[-1]) if backward else {}
    products = {(k, place): told.walk.products(0, k)[place + 1] for k, place in found}
    assert found.keys() == {*slots.barred(told.words)} or not backward
    lengths = []
    for key, each in found.items():
        size = abs(float(products[key]))
        if not math.isfinite(size):
            assert each.bar == bars.NONE
        elif size == 0:
            assert (each.bar.sign, each.bar.length) == ("0", ZERO)
        else:
            assert each.bar.sign == ("+" if products[key] > 0 else "-")
            assert LEAST <= each.bar.length <= 100
            lengths.append((size, each.bar.length))
    for one, other in zip(sorted(lengths), sorted(lengths)[1:], strict=False):
        assert one[1] <= other[1]
    return len(lengths)


def test_in_example_ii_the_bars_go_on_from_minus_3_7_to_minus_1_48():
    told = story(**SLIDE)
    last = max(s.index for s in told.walk.steps if s.kind == "product" and not s.iteration)
    found = [told_bars(told, last)[0, k] for k in range(5)]
    assert [each.text for each in found] == ["−3.7", "−0.74", "−0.74", "−0.74", "−1.48"]
    assert [each.bar.length for each in found] == [100, 20, 20, 20, 40]
    assert {each.bar.sign for each in found} == {"-"}
    # They come one by one, each with its factor, and that of the whole product with its step.
    slopes = [s.index for s in told.walk.steps if s.kind == "slope"]
    for k, at in enumerate([*slopes[:-1], last]):
        assert len(told_bars(told, at)) == k + 1 and len(told_bars(told, at - 1)) == k


@pytest.mark.parametrize("slug", lessons())
def test_in_every_lesson_the_bars_follow_the_products(slug: str):
    told = lessons()[slug].story()
    several = true_bars(told)
    assert several or not [*slots.barred(told.words)] or told.walk.focus is None


@settings(max_examples=40)
@given(views())
def test_in_any_program_the_bars_follow_the_products(view: View):
    true_bars(tell(view))


@pytest.mark.parametrize(
    ("most", "least", "product", "said"),
    [
        (4.0, 1.0, 4.0, "+ 100"),
        (4.0, 1.0, -1.0, "- 25"),
        (1000.0, 1.0, 1.0, "+ 2"),  # three powers of ten: still the share
        (1000.1, 1.0, 1.0, "+ 25"),  # more: the share of the powers
        (1e6, 1.0, -1e6, "- 100"),
        (1e6, 1.0, 1e3, "+ 57.1"),
        (4.0, 1.0, 0.0, "0 30"),
        (0.0, 0.0, -0.0, "0 30"),
        (4.0, 1.0, math.inf, ""),
        (4.0, 1.0, math.nan, ""),
    ],
)
def test_the_borders_of_a_bar(most: float, least: float, product: float, said: str):
    found = Scale(most, least).bar(product)
    assert str(found) == said and bars.read(said) == found


def test_the_strip_says_where_bars_are_of_powers_of_ten():
    for slug, powers in (("example-2", False), ("vanishing", True), ("exploding", True)):
        told = lessons()[slug].story()
        found = strip(told.words, told.changes, 0)
        assert found is not None and found.powers == powers, slug


def test_a_hidden_or_locked_product_has_no_bar():
    told = story(**SLIDE)
    last = max(s.index for s in told.walk.steps if s.kind == "product" and not s.iteration)
    assert told_bars(replace(told, hide=("gradients",)), last) == {}
    view = View(program=told.view.program, focus="w1", arithmetic="slide")
    kept = story_of(Look(view=view, locks=("slope:p/v",)))
    assert [each.text for each in told_bars(kept, kept.last).values()] == ["−3.7"]
    assert "−0.74" not in {change.value for group in kept.changes for change in group}


def test_the_numbers_of_bars_are_the_products():
    told = lessons()["cancelling"].story()
    last = max(s.index for s in told.walk.steps if s.kind == "sum")
    assert {key: number(each.text) for key, each in told_bars(told, last).items()} == {
        (0, 0): 1, (0, 1): 2, (1, 0): 1, (1, 1): 2, (1, 2): -2,
    }  # fmt: skip
