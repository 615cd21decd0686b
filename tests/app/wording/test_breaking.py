"""A formula on a page goes on in the next line where it may; what it says stays the same."""

from itertools import pairwise

import pytest

from app.wording import formulas as f
from app.wording.breaking import FACTORS, breakable

from .. import stories
from .mathml import read, words
from .said import formulas_at


def pieces(formula: str) -> list[str]:
    """The text of each piece; each is a formula by itself."""
    found = [f"{each}</math>" for each in breakable(formula).split("</math>") if each.strip()]
    return [words([read(each.strip())]) for each in found]


def sigmoids(count: int) -> str:
    names = ["x", *(f"s{k}" for k in range(1, count + 1))]
    lines = [f"{name} = sigmoid({before})" for before, name in pairwise(names)]
    return "\n".join(["x = 0.5", *lines])


@pytest.mark.parametrize("count", [FACTORS + 1, 10, 40])
def test_a_long_chains_product_may_go_on_in_the_next_line_before_each_factor(count: int):
    formula = formulas_at(stories.story(sigmoids(count), focus="x"), "product 1")
    first, *others, end = pieces(formula)
    assert "=" in first and end.startswith("=")
    assert len(others) == count - 1 and all(each.startswith("·") for each in others)
    assert "".join((first, *others, end)) == words([read(formula)])


def test_a_short_product_stays_together():
    factors = [f.number("0.2")] * FACTORS
    assert pieces(f.math(f.product(factors), f.EQUALS, f.number("3"))) == [
        "·".join(["0.2"] * FACTORS) + "=3"
    ]


def test_what_stands_in_brackets_or_in_a_fraction_is_not_broken():
    long = f.product([f.number("2")] * 9)
    for whole in (
        f.bracketed(long),
        f.derivative(long, "<mi>x</mi>"),
        f"<mo>(</mo>{long}<mo>)</mo>",
        f.derivative(f"<mi>u</mi>{f.EQUALS}<mn>0</mn>{f.EQUALS}<mn>1</mn>", "<mi>u</mi>"),
        f"<mo>[</mo><mi>u</mi>{f.EQUALS}<mn>0</mn>{f.EQUALS}<mn>0</mn><mo>]</mo>",
    ):
        assert len(pieces(f.math(whole, f.TIMES, f.number("3")))) == 1


def test_the_sizes_of_a_long_chain_of_vectors_are_a_formula():
    program = "w: weight = [0.5, 0.25]\n" + "\n".join(
        f"h{k + 1} = tanh({f'h{k}' if k else 'w'})" for k in range(9)
    )
    told = stories.story(f"{program}\nL: loss = sum(h9)", focus="w")
    sizes = formulas_at(told, "sizes 1")
    assert words([read(sizes)]).endswith("·(2×2)" * 9 + "=(1×2)")
    assert len(pieces(sizes)) == 10
