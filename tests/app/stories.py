"""Stories that several tests tell, and how to read what they say."""

import math
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

import graph_engine as ge
from app.lessons import lessons
from app.picture.strip import strip
from app.state.view import View
from app.story import Story, tell
from app.wording import remarks, sentences

from ..graph_engine.programs import EXAMPLE_II, RICH, Program, programs
from .pictures import Picture, read

SLIDE = {"arithmetic": "slide", "focus": "w1"}
"""Example II as the lecture tells it."""

few = settings(max_examples=settings().max_examples // 3)
"""For tests that draw a picture for each example."""

DOUBLING = "x0 = 1\n" + "\n".join(f"x{k + 1} = x{k} + x{k}" for k in range(40))
"""2⁴⁰ paths lead from the last line to the first."""


def story(program: str = EXAMPLE_II, **view: object) -> Story:
    """A story of a program; `view` as in `View`."""
    return tell(View(program=program, **view))


def step(told: Story, key: str, iteration: int | None = None) -> ge.Step:
    """The first step of that key (`Step.key`), of that iteration."""
    return next(each for each in told.keys.steps(key) if iteration in (None, each.iteration))


@cache
def kinds() -> tuple[str, ...]:
    """A lesson of each kind: for what no number and no operation of a lesson can change."""
    missing = {slug: _kind(slug) for slug in lessons()}
    found: list[str] = []
    while any(missing.values()):
        most = max(missing, key=lambda slug: len(missing[slug]))
        found.append(most)
        missing = {slug: left - _kind(most) for slug, left in missing.items()}
    return (*sorted(found),)


@cache
def _kind(slug: str) -> frozenset[object]:
    """What a lesson has that another one may not have."""
    lesson = lessons()[slug]
    view, graph = lesson.view, lesson.story().graph
    return frozenset(
        {
            ("part", lesson.part),
            ("zoom", view.zoom),
            ("numbers", view.arithmetic),
            ("told", view.focus if view.focus in (None, ge.WHOLE, ge.FORWARD) else "a chain"),
            ("learns", view.iterations > 1),
            ("opened", bool(view.opened)),
            ("figure", lesson.figure and lesson.figure.name),
            ("boards", bool(lesson.board)),
            ("grows", bool(lesson.grows)),
            ("loss", graph.loss is not None),
            *(("rank", len(node.shape)) for node in graph.nodes),
            *(("role", leaf.role) for leaf in graph.leaves),
        }
    )


def sentence(told: Story, key: str) -> str:
    """What is said at the step of that key."""
    return sentences.sentence(told.words, step(told, key))


def remark(told: Story, key: str) -> str:
    """What is owned up to at the step of that key."""
    return remarks.remark(told.words, step(told, key))


def everything_said(told: Story) -> str:
    """All sentences and remarks, a line each."""
    return "\n".join(
        f"{sentences.sentence(told.words, each)} {remarks.remark(told.words, each)}"
        for each in told.walk.steps
    )


def picture(told: Story, at: int | str | None = None) -> Picture:
    """The picture after a step, given by its number or its key; at the end without."""
    k = told.last if at is None else step(told, at).index if isinstance(at, str) else at
    return read(told.svg(k, fonts=False))  # nobody reads them here, and cutting them takes long


def number(text: str) -> float:
    """A written number, read back."""
    text = text.removeprefix("=").strip()
    if text == "undefined":
        return math.nan
    assert "-" not in text, f"{text!r} has a hyphen for a minus"
    assert re.fullmatch(r"[+−]?(∞|\d+(\.\d+)?(e−?\d+)?)", text), f"{text!r} is no number"
    return float(text.replace("−", "-").replace("∞", "inf"))


def near(x: float, digits: int = 3) -> object:
    """What a number written with so many significant digits may be (whole digits are kept)."""
    if not math.isfinite(x):
        return pytest.approx(x, nan_ok=True)
    return pytest.approx(x, rel=0.51 * 10 ** (1 - digits), abs=1e-300)


HOSTILE = (
    "<script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "\"' onload='alert(1)' x=\"",
    "&amp; &lt; &#60; &unknown; &",
    "]]> <!-- --> <![CDATA[ <?xml ?>",
    "{{ 7*7 }} {% raw %} ${7*7} #{7}",
    "\\N \\G \\L \\frac{1}{2} $x$ \\href{javascript:alert(1)}{x}",
    "\u202egnp.\u202c \u2066bidi\u2069 \u200f",
    "👩\u200d🏫 𝐰 反向传播 שלום e\u0301",
    "\x00\x07\x1b[31m\x7f\x85\u2028\ufffe\uffff",
    "x" * 10_000,
)
"""Titles that somebody could type."""


def comments() -> st.SearchStrategy[str]:
    """One line of any text, as it may stand in a comment; no halves of characters."""
    plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"))
    pieces = st.lists(st.one_of(st.sampled_from(HOSTILE[:-1]), plain), max_size=4)
    return pieces.map("".join)


CONSTANTS = (*RICH, "(2 ** A)", "(3 - max(A, 2))", "hinge(1, A)")


@st.composite
def views(draw: st.DrawFn) -> View:
    """A random program, to be told in a random way."""
    program: Program = draw(programs(CONSTANTS))
    return View(
        program=program.text,
        arithmetic=draw(st.sampled_from(["exact", "slide"])),
        focus=draw(st.sampled_from([*program.leaves, ge.WHOLE, ge.FORWARD])),
        iterations=draw(st.integers(1, 2)),
    )


def wires(told: Any, at: int | str | None = None) -> dict[str, str]:
    """What stands above the wires or at the nodes, by the node that they come from."""
    seen = picture(told, at).seen
    several = {
        str(node.name): seen[f"n{node.index}.value"].removeprefix("= ")
        for node in told.graph.nodes
        if f"n{node.index}.value" in seen
    }
    return (
        several
        | {
            str(told.graph.nodes[edge.src].name): seen[f"{edge.id}.value"].removeprefix("= ")
            for edge in told.graph.edges
            if f"{edge.id}.value" in seen
        }
        | {str(told.graph.nodes[k].name): seen.get(f"o{k}.value", "")[2:] for k in told.graph.ends}
    )


def chain(told: Any, at: int | str) -> list[str]:
    """The numbers of the strip's one row, and their product."""
    k = at if isinstance(at, int) else step(told, at).index
    found = strip(told.words, told.changes, k)
    assert found is not None
    (row,) = found.rows
    return [*(cell.text for cell in row.cells), row.product.text]


BROKEN = [
    # program, the node that is marked first, what is said there, nodes that inherit it
    ("x = 0\ny = log(x)\nL = 2*y", "y", "y is infinite here (x = 0): the logarithm falls", "L"),
    ("x = 0\ny = 1/x\nL = y + x", "y", "y is infinite here (x = 0): a division by 0", "L"),
    ("a = 1\nb = 0\ny = a/b\nL = -y", "y", "y is infinite here (a = 1 and b = 0)", "L"),
    ("x = 1000\ny = exp(x)\nL = 3*y", "y", "y is larger than 1.8e308", "L"),
    ("x = -1\ny = log(x)\nL = 2*y", "y", "y has no value at x = −1", "L"),
    ("x = -4\ny = sqrt(x)\nL = 2*y", "y", "y has no value at x = −4", "L"),
    ("a = 0\nb = 0\ny = a/b\nL = 2*y", "y", "y has no value at a = 0 and b = 0", "L"),
    ("x = 0\ny = x**-1\nL = 2*y", "y", "0 to a negative power is a division by 0", "L"),
    ("x = 1e200\ny = x**2\nz = x*y\nL = 2*z", "y", "larger than 1.8e308", "z L"),
    ("x = -1000\np = sigmoid(x)\nL = 2*p", "p", "never is exactly 0", ""),
    ("x = 1000\np = sigmoid(x)\nL = 2*p", "p", "never is exactly 1", ""),
    ("x = -1000\np = exp(x)\nL = 2*p", "p", "never is exactly 0", ""),
    ("x = 40\np = tanh(x)\nL = 2*p", "p", "never is exactly 1", ""),
]
"""Programs in which numbers break down."""
