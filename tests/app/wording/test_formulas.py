"""What is set as a formula is well-formed, and what it says is true."""

import math
from typing import Any

import pytest
from hypothesis import given

import graph_engine as ge
from app.lessons import lessons
from app.wording import cards, formulas

from ...graph_engine.programs import EXAMPLE_II, RICH, Program, programs
from .. import stories
from ..stories import few
from . import mathml
from .said import formulas_at, formulas_of, near, numeric, true, values

WRITTEN = {
    "add": "a + b", "sub": "a - b", "mul": "a * b", "div": "a / b", "pow": "a ** b", "neg": "-a",
    "identity": "a", "scale": "#c * a", "shift": "a + #c", "subtract_from": "#c - a",
    "divide_by": "a / #c", "reciprocal": "#c / a", "power": "a ** #c", "neglog": "-log(a)",
    "greater": "a > b", "less": "a < b", "greater_equal": "a >= b", "less_equal": "a <= b",
    "above": "a > #c", "below": "a < #c", "at_least": "a >= #c", "at_most": "a <= #c",
}  # fmt: skip
"""Operations that have no function of their name."""


def program_for(op: ge.Op, sample: tuple[float, ...]) -> str:
    """A program with that operation at that sample."""
    numbers = sample[: len(sample) - 1] if op.literal else sample
    literal = f"{sample[-1]!r}" if op.literal else ""
    names = "abcdf"[: len(numbers)]  # e is Euler's
    expression = WRITTEN.get(op.name) or f"{op.name}({', '.join(names)}{', #c' * op.literal})"
    if op.name == "add":
        expression = " + ".join(names)
    leaves = [f"{name} = {number!r}" for name, number in zip(names, numbers, strict=True)]
    return "\n".join([*leaves, f"y = {expression.replace('#c', literal)}", "L: loss = y*y"])


CASES = [
    pytest.param(op, sample, id=f"{op.name}{sample}")
    for op in ge.operations().values()
    if op.elementwise
    for sample in op.samples
]


SCALAR = [
    slug
    for slug, lesson in lessons().items()
    if not any(node.shape or node.sampled for node in ge.parse(lesson.program).nodes)
    and lesson.view.zoom == "vectors"
]
"""Lessons of single numbers; what is said of matrices is tested in test_tables.py."""


# -- every operation ---------------------------------------------------------------------


@pytest.mark.parametrize(("op", "sample"), CASES)
def test_the_formula_of_an_operation_is_its_value(op: ge.Op, sample: tuple[float, ...]):
    told = stories.story(program_for(op, sample))
    assert told.graph.node("y").op is op or op.name in ("identity", "power", "shift", "leaky_relu")
    symbols, numbers = formulas_at(told, "symbols y"), formulas_at(told, "value y")
    name, formula = mathml.sides(symbols)
    known = values(told)
    assert mathml.worked_out(formula, known) == pytest.approx(mathml.worked_out(name, known))
    assert len(numeric(numbers)) == 2 and true(told, numbers, rel=1e-5)


@pytest.mark.parametrize(("op", "sample"), CASES)
def test_the_formula_of_a_slope_is_that_slope(op: ge.Op, sample: tuple[float, ...]):
    told = stories.story(program_for(op, sample))
    run = told.walk.runs[0]
    for edge in told.graph.operands[told.graph.node("y").index]:
        key = f"y/{told.graph.nodes[edge.src].name}"
        symbols, numbers = (
            formulas_at(told, f"slope_symbols {key}"),
            formulas_at(told, f"slope {key}"),
        )
        slope = float(run.slope(edge))
        if not is_asked(mathml.sides(symbols)[-1]):
            worked = mathml.worked_out(mathml.sides(symbols)[-1], values(told))
            assert worked == pytest.approx(slope)
        assert true(told, numbers, rel=1e-5)
        assert numeric(numbers)[-1] == pytest.approx(slope, rel=1e-5, abs=1e-6)


def test_a_slope_that_is_a_number_whatever_comes_in_is_not_told_before_it_is_asked():
    told = stories.story("a = 2\nb = 3\nc = 2 * a\nL = (c + b) * b - 4")
    asked = {
        mathml.words(mathml.sides(formulas_at(told, f"slope_symbols {key}"))[-1]): key
        for key in ("u1/c", "c/a", "u2/u1", "L/u2")
    }
    assert list(asked) == ["∂(c+b)∂c", "∂(2·a)∂a", "b′", "∂(u2−4)∂u2"]


# -- every step --------------------------------------------------------------------------


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("slug", SCALAR)
def test_every_formula_of_a_lesson_is_true(slug: str, arithmetic: str):
    lesson = lessons()[slug]
    for focus in {lesson.view.focus, ge.WHOLE}:
        told = stories.story(
            lesson.program, arithmetic=arithmetic, focus=focus, rate=lesson.view.rate
        )
        for each, formula in formulas_of(told):
            rel = 2e-5 if arithmetic == "exact" else 0.12  # two digits are 5 % of 1.0, each
            assert true(told, formula, rel=rel), (each.key, numeric(formula))


@few
@given(programs((*RICH, "(2 ** A)", "(3 - A)", "(A / 4)", "(1 / (2 + square(A)))", "(A + 1 + B)")))
def test_every_formula_of_a_random_story_is_well_formed_and_its_symbols_are_right(program: Program):
    told = stories.story(program.text)
    known, run = values(told), told.walk.runs[0]
    for each, formula in formulas_of(told):
        found = mathml.sides(formula)
        if each.kind in ("start", "symbols"):
            name, whole = found
            assert mathml.worked_out(name, known) == near(run.values[each.node])
            if mathml.plain(whole) and all(map(math.isfinite, run.values)):
                assert mathml.worked_out(whole, known) == near(run.values[each.node])
        elif (
            each.kind == "slope_symbols"
            and all(map(math.isfinite, (*run.values, run.slope(each.edge))))
            and not at_a_kink(run, each.edge.dst)
            and not is_asked(found[-1])
        ):
            assert mathml.worked_out(found[-1], known) == near(run.slope(each.edge))


def is_asked(side: list[Any]) -> bool:
    """Whether it is the derivative that is asked for, and no answer to it."""
    return mathml.words(side).startswith("∂")


def at_a_kink(run: ge.Run, index: int) -> bool:
    """Whether the slope is a convention there, and no formula's."""
    node = run.graph.nodes[index]
    operands = [run.values[arg] for arg in node.args]
    return node.op.kink is not None and bool(node.op.kink.at(*operands, *node.literal))


@few
@given(programs(RICH))
def test_the_explanations_of_what_is_passed_over_are_well_formed_too(program: Program):
    from app.exports.story_json import story_json

    first = next(iter(program.leaves))
    for aside in story_json(stories.story(program.text, focus=first))["asides"]:
        for formula in aside["formulas"]:
            mathml.read(formula)


def test_the_whole_formula_opens_the_story():
    told = stories.story()
    (line,) = cards.lines(told.words, told.walk.steps[0])
    assert mathml.words(mathml.sides(line.mathml)[1]) == "−log(σ(y·(w1·x1+w2·x2)))"


def test_a_long_formula_is_not_written_out_at_the_start():
    told = stories.story(stories.DOUBLING)
    assert cards.lines(told.words, told.walk.steps[0]) == ()
    steep = "x = 1\n" + "\n".join(
        f"x{k} = x{k - 1 if k else ''} * x{k - 1 if k else ''}" for k in range(9)
    )
    assert cards.lines(stories.story(steep).words, stories.story(steep).walk.steps[0]) == ()


def test_many_operands_are_written_with_dots():
    told = stories.story("x = 1\ny = " + " + ".join(["x"] * 40))
    assert mathml.words(mathml.sides(formulas_at(told, "symbols y"))[1]) == "x+x+x+…+x"


# -- names in formulas -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["alpha", "pi", "frac", "sigma", "mathbb", "log", "Δx", "w_out", "x12"]
)
def test_a_name_is_never_read_as_a_command(name: str):
    told = stories.story(f"{name} = 2\nL: loss = {name} * {name}")
    for _, formula in formulas_of(told):
        mathml.read(formula)
    written = told.words.names[0]
    (_, whole) = mathml.sides(formulas_at(told, "symbols L"))
    assert mathml.words(whole) == "·".join([written.base + written.index] * 2)


def test_where_there_is_no_number_the_formula_says_undefined():
    told = stories.story("x = -1\ny = log(x)\nL: loss = y*y")
    assert mathml.words(mathml.sides(formulas_at(told, "value y"))[-1]) == "undefined"


def test_a_number_that_is_not_finite_is_well_formed_everywhere():
    for program in (
        "x = 0\ny = 1/x",
        "x = 0\ny = log(x)",
        "x = -1\ny = sqrt(x)",
        "x = 999\ny = exp(x)",
    ):
        for focus in ("x", ge.WHOLE):
            for _, formula in formulas_of(
                stories.story(f"{program}\nL: loss = y*y + y", focus=focus)
            ):
                mathml.read(formula)


def test_typesetting_is_done_once_per_formula_and_not_per_number(monkeypatch: pytest.MonkeyPatch):
    stories.story(EXAMPLE_II)
    told = stories.story(values={"x1": 3})
    formulas_of(told)

    def never(tex: str) -> str:
        raise AssertionError(f"{tex} is set again")

    monkeypatch.setattr(formulas, "typeset", never)
    formulas_of(stories.story(values={"x1": 4.5}))


def test_the_reader_of_formulas_finds_what_is_wrong():
    good = formulas.math("<mi>y</mi>", formulas.EQUALS, "<mn>2</mn>")
    mathml.read(good)
    for bad in (
        good.replace("<mn>2</mn>", "<mn></mn>"),
        good.replace("<mn>2</mn>", "<script>2</script>"),
        good.replace("<mn>2</mn>", "2"),
        good.replace("<mn>2</mn>", "<mn>\ue001</mn>"),
        good.replace("</mn>", ""),
    ):
        with pytest.raises((AssertionError, SyntaxError)):
            mathml.read(bad)
    wrong = formulas.math("<mn>2</mn>", formulas.TIMES, "<mrow><mo>−</mo><mn>3</mn></mrow>")
    with pytest.raises(AssertionError, match="needs brackets"):
        mathml.worked_out(mathml.sides(wrong)[0], {})
