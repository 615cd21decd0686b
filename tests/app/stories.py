"""Stories that several tests tell, and how to read what they say."""

import math
import re

import pytest
from hypothesis import settings
from hypothesis import strategies as st

import graph_engine as ge
from app.story import Story, View, tell
from app.wording import remarks, sentences

from ..graph_engine.programs import EXAMPLE_II
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
    """The step of that key (`Telling.key`)."""
    return next(
        each
        for each in told.telling.steps
        if told.telling.key(each) == key and iteration in (None, each.iteration)
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
        for each in told.telling.steps
    )


def picture(told: Story, at: int | str | None = None) -> Picture:
    """The picture after a step, given by its number or its key; at the end without."""
    k = told.last if at is None else step(told, at).index if isinstance(at, str) else at
    return read(told.svg(k))


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
