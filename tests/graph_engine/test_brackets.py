"""A formula made of formulas reads as it was made: brackets stand where they are needed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.brackets import ATOM, BESIDE, LOOSE, POWER, PRODUCT, SIGN, SUM, Binding, read
from graph_engine.views.tex import Tex, product, put, written

from . import tex

SCALAR = [op for op in ge.operations().values() if op.elementwise and op.name != "sign"]


@pytest.mark.parametrize(
    ("formula", "binds"),
    [
        ("#1 + #2", SUM), ("#1 #+c", SUM), ("#1 - #2", SUM), ("-#1", SIGN), (r"-\log(#1)", SIGN),
        (r"#1 \cdot #2", PRODUCT), (r"-#1 \cdot #2", SIGN), (r"#1 \circ #2", PRODUCT),
        ("#1 #2", BESIDE), ("#1^{T} #2", BESIDE), (r"2 \sqrt{#1}", BESIDE),
        (r"\frac{#1}{#2}", POWER), ("#1^{#2}", POWER), (r"\ln #1", POWER), (r"\|#1\|^{2}", POWER),
        (r"\sigma(#1)", ATOM), (r"\sqrt{#1}", ATOM), ("|#1|", ATOM), ("#1", ATOM),
        ("[#1 > 0]", ATOM),
        (r"\sum_{i} #1", LOOSE), (r"\frac{1}{N} \sum_{i} #1", LOOSE), (r"I_{3} \otimes #1", SUM),
        (r"\sigma(#1)(1 - \sigma(#1))", BESIDE), (r"1 - \tanh(#1)^{2}", SUM),
        (r"\operatorname{diag}(#1 + #2)", ATOM), (r"(#1 - #2)^{2}", POWER),
        (r"\begin{pmatrix} #1 \\ 1 \end{pmatrix}", ATOM),
    ],
)  # fmt: skip
def test_a_formula_binds_as_it_reads(formula: str, binds: Binding):
    assert read(formula).binds == binds


@pytest.mark.parametrize(
    ("formula", "needs"),
    [
        ("#1 - #2", [SUM, PRODUCT]), (r"#1 \cdot #2", [SIGN, PRODUCT]), ("#1 #2", [BESIDE, BESIDE]),
        (r"\frac{#1}{#2}", [LOOSE, LOOSE]), ("#1^{#2}", [ATOM, LOOSE]), ("-#1", [PRODUCT]),
        (r"\max(#1, #2)", [LOOSE, LOOSE]), (r"\ln #1", [POWER]), ("#1", [LOOSE]),
        (r"e^{-#1 \cdot #2}", [PRODUCT, PRODUCT]), (r"#1^{T} #2", [ATOM, BESIDE]),
        (r"-\frac{#1}{#2^{2}}", [LOOSE, ATOM]), (r"\sum_{i} #1", [PRODUCT]),
        (r"#1 \otimes I_{3}", [SIGN]), (r"1 - #1 \cdot #2", [PRODUCT, PRODUCT]),
        (r"[#1 \cdot #2 < 1]", [SIGN, PRODUCT]), ("#1[2]", [ATOM]), ("|#1 - 2|", [SUM]),
    ],
)  # fmt: skip
def test_a_place_needs_what_stands_round_it(formula: str, needs: list[Binding]):
    assert [need for _, need in sorted(read(formula).needs.items())] == needs


def test_brackets_stand_where_the_piece_is_looser_than_its_place():
    total, minus, fraction = Tex("a + b", SUM), Tex("-a", SIGN), Tex(r"\frac{a}{b}", POWER)
    assert put(r"#1 \cdot #2", [total, total]).text == r"(a + b) \cdot (a + b)"
    assert put(r"#1 \cdot #2", [minus, minus]).text == r"-a \cdot (-a)"
    assert put("#1 - #2", [total, total]).text == "a + b - (a + b)"
    assert put("#1^{2}", [fraction]).text == r"(\frac{a}{b})^{2}"
    assert put("#1^{2}", [minus]).text == "(-a)^{2}"
    assert put(r"\sigma(#1)", [total]).text == r"\sigma(a + b)"
    assert put("#1 #2", [Tex(r"a \circ b", PRODUCT), Tex("A b", BESIDE)]).text == r"(a \circ b) A b"
    assert put("#1 #+c", [minus], literal=-2).text == "-a - 2"
    assert put(r"#c \cdot #1", [minus], literal=-0.5).text == r"-0.5 \cdot (-a)"
    assert put("#1^{#c}", [Tex("x")], literal=-2).text == "x^{-2}"


def test_what_is_put_in_binds_as_it_reads():
    assert put("#1", [Tex("a + b", SUM)]).binds == SUM
    assert put(r"#c \cdot #1", [Tex("x")], literal=-2).binds == SIGN
    assert put(r"#1 \cdot #2", [Tex("-a", SIGN), Tex("b")]).binds == SIGN
    assert put(r"#1 \cdot #2", [Tex("a + b", SUM), Tex("b")]).binds == PRODUCT
    assert written(-2).binds == SIGN and written(1e-9).binds == PRODUCT


def test_a_loose_factor_of_a_product_of_slopes_is_bracketed():
    assert product(["#1 + #2", "#1"]) == r"(#1 + #2) \cdot #1"
    assert product([r"I_{2} \otimes #1", r"#1 \cdot #2"]) == r"(I_{2} \otimes #1) \cdot #1 \cdot #2"


@st.composite
def trees(draw: st.DrawFn) -> tuple[Tex, float]:
    """A formula of up to a dozen operations on three numbers, and its value, step by step."""
    known = [(Tex(f"#{k + 1}"), value) for k, value in enumerate(VALUES)]
    for _ in range(draw(st.integers(1, 5))):
        op = draw(st.sampled_from(SCALAR))
        count = draw(st.integers(2, 3)) if op.variadic else op.arity
        parts = [draw(st.sampled_from(known)) for _ in range(count)]
        literal = draw(st.sampled_from([2.0, -1.0, -3.0, 0.5, 3.0])) if op.literal else None
        numbers = [value for _, value in parts] + ([] if literal is None else [literal])
        with np.errstate(all="ignore"):
            value = float(op.forward(*map(np.float64, numbers)))
        if not math.isfinite(value) or not 1e-3 < abs(value) < 1e3:
            continue
        known.append((put(op.tex(count), [piece for piece, _ in parts], literal=literal), value))
    return known[-1]


VALUES = (0.7, -1.3, 2.1)


@given(trees())
def test_a_composed_formula_read_back_is_its_value(tree: tuple[Tex, float]):
    piece, value = tree
    known = {tex.operand(k): x for k, x in enumerate(VALUES)}
    assert tex.evaluate(tex.read(piece.text), known) == pytest.approx(value, rel=1e-9)
