"""A node that stands in one operation twice: its places have names, and their sum is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports import FORMATS, Options, export, tex
from app.picture.strip import strip
from app.predict.questions import questions
from app.wording import cards
from app.wording.names import Name
from app.wording.sentences import sentence
from app.wording.words import derivative

from .. import stories
from ..stories import few
from . import mathml


def shown(told: stories.Story) -> list[str]:
    """Every formula of the steps, in letters."""
    return [
        "=".join(map(mathml.words, mathml.sides(line.mathml)))
        for each in told.walk.steps
        for line in cards.lines(told.words, each)
        if line.mathml.startswith("<math")
    ]


@pytest.mark.parametrize(
    ("program", "focus", "whole", "parts"),
    [
        ("x = 3\ny = x - x\nL = y + x", "x", "∂y/∂x = 1 − 1 = 0", "first term, second term"),
        ("x = 3\nL = x * x", "x", "∂ℒ/∂x = 3 + 3 = 6", "left factor, right factor"),
        ("u = 4\nL = u / u", "u", "∂ℒ/∂u = 0.25 − 0.25 = 0", "numerator, denominator"),
        ("x = 2\nL = x ** x", "x", "∂ℒ/∂x = 4 + 2.77 = 6.77", "base, exponent"),
        ("x = 2\nL = x + x", "x", "∂ℒ/∂x = 1 + 1 = 2", "first operand, second operand"),
        ("z = 2\nL = logistic_loss(z, z)", "z", "∂ℒ/∂z = −0.03597 − 0.03597", "label, score"),
        ("x = 2\nL = x + x + x", "x", "∂ℒ/∂x = 1 + 1 + 1 = 3", "first operand, third operand"),
        ("a = 2\nb = a + 1\nL = b * b", "a", "∂ℒ/∂b = 3 + 3 = 6", "left factor, right factor"),
    ],
)  # fmt: skip
def test_the_places_have_names_and_their_sum_is_the_derivative(
    program: str, focus: str, whole: str, parts: str
):
    for told in (stories.story(program), stories.story(program, focus=focus)):
        said = stories.everything_said(told)
        assert f"All places together: {whole}" in said
        assert said.count("All places together") == 1
        for part in parts.split(", "):
            assert part in said
        formula = whole.replace("/", "").replace(" ", "").split("=")[0]
        assert any(each.startswith(f"{formula}=") and "+" in each for each in shown(told))


@pytest.mark.parametrize(
    "program",
    [
        "x = 3\ny = x - x\nL = y*1 + x", "x = 3\nL = x * x", "x = 3\nL = x / x",
        "s = [1, 2]\nL = dot(s, s)",
        "M = [[1, 2], [3, 4]]\nL = sum(M @ M)", "s = [1, 2]\nL = cross_entropy(s, s)",
        "x = 3\nL = max(x, x)",
    ],
)  # fmt: skip
def test_no_derivative_by_one_place_is_called_the_derivative(program: str):
    told = stories.story(program, focus=ge.WHOLE)
    twins = [edge for edge in told.graph.edges if told.words.twins(edge)]
    said = [derivative(told.words, edge) for edge in twins]
    assert len(twins) == 2 and len(set(said)) == 2
    assert all(each.endswith(("′", "″", "′′")) for each in said)
    for each in shown(told):
        slope = each.split("=")[-1]
        if "′" in slope and "∂" not in slope and "∂(" in each:
            assert "′" in each.split("=")[0]


def test_the_places_stand_in_strip_and_files():
    told = stories.story("x = 3\nL = x * x", focus="x")
    found = strip(told.words, told.changes, told.last)
    assert found is not None
    symbols = [mathml.words([mathml.read(cell.symbol)]) for row in found.rows for cell in row.cells]
    assert symbols == ["∂ℒ∂x′", "∂ℒ∂x′′"]
    script = export(told, FORMATS["py"], step=told.last, options=Options()).data.decode()
    assert "∂ℒ/∂x′\n" in script and "∂ℒ/∂x′′\n" in script
    (last,) = [s.index for s in told.walk.steps if "places together" in sentence(told.words, s)]
    slide = export(told, FORMATS["tex"], step=last, options=Options()).data.decode()
    assert slide.count(r"\ensuremath{^{\prime}}") >= 2
    assert tex.name(Name("x", "1", over="′′")) == "$x_{1}''$"


def test_a_node_that_stands_once_has_no_mark():
    said = stories.everything_said(stories.story("x = 2\ny = 3\nL = x * y"))
    assert "′" not in said and "places" not in said


# -- in one line twice, and along one path of several ---------------------------------------


def formulas(told: stories.Story) -> list[tuple[str, str, float | None]]:
    """What each formula of a story equals: its first side, and its last where that is a number."""
    found = []
    for each in told.walk.steps:
        if each.iteration or each.phase != "backward":
            continue
        for line in cards.lines(told.words.precisely, each):
            if line.mathml.startswith("<math"):
                for side in mathml.sides(line.mathml)[:-1]:
                    last = mathml.sides(line.mathml)[-1]
                    if mathml.plain(last) and not mathml.symbolic(last):
                        number = mathml.worked_out(last, {})
                        found.append((each.key, mathml.words(side), number))
    return found


FORKS = [
    ("x: weight = 3\ny = 2*x\nL: loss = y*y", "x"),
    ("x = 1\na = 2*x\nL: loss = a*a + a", "x"),
    ("x = 3\ny = x*x - x", "x"), ("x = 3\ny = x*x - x\nL = 2*y", "x"),
    ("x = 3\ny = sigmoid(x)*x", "x"), ("x = 2\nb = x*x\nL = b + x", "x"),
    ("x = 2\ny = (x + 1)*(x + 2)*x", "x"), ("x = 2\nL = x + x + x*x", "x"),
    ("x = 2\nh = tanh(x)\nk = h*h*h\nL = k + 3*h", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "focus"), FORKS)
def test_no_symbol_is_two_numbers_on_the_way_back(program: str, focus: str):
    for told in (stories.story(program), stories.story(program, focus=focus)):
        known: dict[str, float] = {}
        for key, symbol, number in formulas(told):
            if symbol.startswith("∂") and number is not None:
                assert known.setdefault(symbol, number) == pytest.approx(number), (key, symbol)
        run, words = told.walk.runs[0], told.words
        for node in told.graph.nodes:  # and what is called ∂ℒ/∂node is the whole
            ends = (words.flat[told.graph.loss], words.flat[node.index])
            name = "∂".join(("", *(each.letter + each.index for each in ends)))
            if name in known:
                assert known[name] == pytest.approx(float(run.gradients[node.index]), abs=1e-5)


@pytest.mark.parametrize(
    ("program", "focus", "key", "written"),
    [
        ("s=3\nx=1*s\ny = 2*x\nL: loss = y*y", "s", "slope:y/x", "∂ℒ∂y′·∂y∂x = 6·2 = 12"),
        ("s=3\nx=1*s\ny = 2*x\nL: loss = y*y", "s", "reuse:y/x", "∂ℒ∂y′′·∂y∂x = 6·2 = 12"),
        ("s=3\nx=1*s\na = 2*x\nL: loss = a*a + a", "s", "reuse:a/x:2", "∂ℒ∂a′′′·∂a∂x = 1·2 = 2"),
        ("s=3\nx=1*s\na = 2*x\nL: loss = a*a + a", "s", "slope:a/x",
         "∂ℒ∂u1·∂u1∂a′·∂a∂x = 6·2 = 12"),
        ("s=1\nx=1*s\ny = 2*x\nz = y*y\nL = 3*z", "s", "slope:y/x", "∂ℒ∂z·∂z∂y′·∂y∂x = 6·2 = 12"),
        ("s=1\nx=1*s\ny = 2*x\nz = 5*y\nL = z*z", "s", "slope:z/y", "∂ℒ∂z′·∂z∂y = 10·5 = 50"),
        ("s=1\nx=1*s\ny = 2*x\nL = 3*y", "s", "slope:y/x", "∂ℒ∂x = ∂ℒ∂y·∂y∂x = 3·2 = 6"),
    ],
)  # fmt: skip
def test_what_one_path_brings_is_not_called_the_whole(
    program: str, focus: str, key: str, written: str
):
    told = stories.story(program, focus=focus)
    lines = cards.lines(told.words, stories.step(told, key))
    found = [" = ".join(map(mathml.words, mathml.sides(line.mathml))) for line in lines]
    assert written in found


def test_a_row_that_one_path_brings_is_not_called_the_gradient():
    program = (
        "W: weight = [[1, 2, 3], [3, 4, 5], [1, 1, 1]]\nx = [1, 2, 3]\nL: loss = sum(W @ (W @ x))"
    )
    for focus in ("W", ge.WHOLE):
        told = stories.story(program, focus=focus)
        tables = [
            (each.kind, line.mathml.split("<caption>")[1].split("<")[0])
            for each in told.walk.steps
            for line in cards.lines(told.words, each)
            if "<caption>" in line.mathml and ", a row" in line.mathml
        ]
        assert {kind for kind, caption in tables if caption.startswith("∂ℒ/∂w,")} == {"sum"}
        named = "along the first path" if focus == "W" else "∂ℒ/∂u₂ · ∂u₂/∂w′"
        assert any(caption.startswith(named) for _, caption in tables)


@pytest.mark.parametrize(
    ("program", "marked"),
    [
        ("x = 3\ny = x*x - x", "∂u₁/∂x′ ∂u₁/∂x″ ∂y/∂x‴"),
        ("x = 3\ny = sigmoid(x)*x\nL = 2*y", "∂y/∂x′"),
        ("x = 3\nu = x*x\ny = u - x\nL = 2*y", "∂u/∂x′ ∂u/∂x″"),
        ("x = 3\nu = exp(x)\nL = u - x", "∂ℒ/∂x′"),
        ("a = 1\nb = 2\ne = (a + b)*(b + 1)", ""),
        ("w = 2\nx = 1\nh = tanh(w*x)\nk = tanh(w*h)\nL = square(k)", ""),
        ("x = 2\ny = x*x + x*x", "∂u₁/∂x′ ∂u₁/∂x″ ∂u₂/∂x‴ ∂u₂/∂x′′′′"),
    ],
)  # fmt: skip
def test_a_place_has_a_mark_where_the_name_alone_would_be_the_whole(program: str, marked: str):
    told = stories.story(program)
    found = [derivative(told.words, edge) for edge in told.graph.edges if told.words.marked(edge)]
    assert " ".join(found) == marked.replace("‴", "′′′").replace("″", "′′")
    said = stories.everything_said(told)
    for each in found:
        assert each in said and f"{each.rstrip('′')} is" not in said.replace("All places", "")


def test_sums_of_places_are_said_only_where_they_are_all_ways():
    said = stories.everything_said(stories.story("x = 2\nL = x + x + x*x"))
    assert "∂u₁/∂x = 2 + 2 = 4" in said and "∂ℒ/∂x = 1 + 1" not in said


def test_the_question_names_the_place():
    told = stories.story("x = 3\ny = x*x - x")
    asked = [q.ask for q in questions(told) if q.kind == "local"]
    assert any("∂y/∂x′′′, in one place alone, the second term" in ask for ask in asked)
    assert not any("∂y/∂x?" in ask or "∂y/∂x " in ask for ask in asked)


@pytest.mark.parametrize(
    ("program", "places"),
    [
        ("x = 3\ny = x - x\nL = 2*y", "difference, first term|difference, second term"),
        ("x = 3\nL = x*x", "product, left factor|product, right factor"),
        ("x = 3\nL = x/x", "quotient, numerator|quotient, denominator"),
    ],
)
def test_wires_between_the_same_two_nodes_have_titles_of_their_own(program: str, places: str):
    told = stories.story(program)
    drawn = told.svg(told.last)
    dot = export(told, FORMATS["gv"], step=told.last, options=Options()).data.decode()
    for place in places.split("|"):
        assert drawn.count(f"({place})") == 1 and dot.count(f"({place})") == 1
    titles = [item.title for item in told.scene.items]
    assert len(set(titles)) == len(titles)


# -- on a tie -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "slopes"),
    [
        ("a = 2\nb = 2\nf = max(a, b)", "a≥b 1 b>a 0"),
        ("a = 2\nb = 2\nf = min(a, b)", "a≤b 1 b<a 0"),
        ("a = 1\nb = 2\nf = max(a, b)", "a≥b 0 b>a 1"),
        ("x = 2\nf = max(x, x)", "x′≥x′′ 1 x′′>x′ 0"),
        ("a = 2\nb = 2\nc = 2\nf = max(a, b, c)", "a≥max(b,c) 1 b>a·b≥c 0 c>max(a,b) 0"),
        ("a = 1\nb = 2\nc = 2\nf = max(a, b, c)", "a≥max(b,c) 0 b>a·b≥c 1 c>max(a,b) 0"),
    ],
)  # fmt: skip
def test_the_slope_of_a_maximum_is_true_as_it_is_written(program: str, slopes: str):
    told = stories.story(program)
    run, found = told.walk.runs[0], []
    for edge in told.graph.operands[told.graph.loss]:
        symbols = mathml.sides(cards.local_symbols(told.words, edge))[-1]
        numbers = mathml.sides(cards.local_numbers(told.words, run, edge))
        worked = [mathml.worked_out(side, {}) for side in numbers[1:]]
        assert worked == [float(run.slope(edge))] * len(worked)
        found += [mathml.words(symbols).replace("]·[", "·").strip("[]"), f"{worked[-1]:g}"]
    assert " ".join(found) == slopes


EXPRESSIONS = ("x - x", "x * x", "x / x", "x ** x", "x + x", "x + x + x", "squared_error(x, x)",
               "hinge(x, x)", "logistic_loss(x, x)")  # fmt: skip


@few
@given(st.sampled_from(EXPRESSIONS), st.floats(0.3, 3))
def test_the_sum_of_the_places_is_the_derivative_of_the_whole(expression: str, x: float):
    told = stories.story(f"x = {x:.3f}\nL = {expression}")
    run = told.walk.runs[0]
    slopes, total = told.words.whole(run, told.graph.edges[0])
    assert len(slopes) == expression.count("x") - expression.count("max")
    assert total == pytest.approx(float(run.gradients[0]), abs=1e-12) and math.isfinite(total)
