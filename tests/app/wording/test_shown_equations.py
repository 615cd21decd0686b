"""Every equation that is shown holds to the digits that it shows, wherever it stands.

A reader takes the numbers as they are written, computes, rounds to the digits of the result, and
finds the result. So numbers that round to the written ones give the result too, and no 1 or 0
stands for what is none where it matters. A slide's numbers have two digits, all others on a screen
three, and so have entries of a vector in a formula; the numbers of an explanation have six
decimals. Zeros at the end are not written, and count.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app import explanation
from app.lessons import lessons
from app.picture import slots
from app.predict.questions import questions
from app.story import Story, tell
from app.wording import cards, formulas, remarks
from app.wording.sentences import sentence
from app.wording.words import Words

from ...fuzz import grammar
from .. import stories
from . import mathml

# -- what is written, and how exactly it is meant ------------------------------------------------


def unit(x: float, *, slide: bool, brief: bool, cut: bool = False) -> float:
    """What the last digit of a written number counts; `cut`: 170 has two digits."""
    first = math.floor(math.log10(abs(x))) if x else 0
    meant = first - 1 if slide else first - 2 if brief else max(first - 6, -6)
    if not slide and not brief and 0 < abs(x) < 1e-4:
        meant = first - 6
    shown = int(Decimal(repr(float(x))).normalize().as_tuple().exponent)
    return float(10.0 ** min(meant, shown, *([0] if abs(x) < 1e6 and not cut else [])))


def rounds_to(
    got: Any,
    result: Any,
    *,
    slide: bool,
    brief: bool = False,
    cut: bool = False,
    noise: float = 0,
) -> bool:
    """Whether what is computed is, rounded, the result as it is written, entry by entry."""
    pairs = np.broadcast(np.asarray(got, dtype=float), np.asarray(result, dtype=float))
    return all(
        not (math.isfinite(one) and math.isfinite(other))
        or abs(one - other)
        <= 0.5000001 * unit(other, slide=slide, brief=brief, cut=cut) * bool(other)
        + 1e-12 * (other == 0)
        + 1e-15 * abs(other)
        + noise
        for one, other in pairs
    )


def formula_holds(formula: str, *, slide: bool, brief: bool = False, local: bool = False) -> bool:
    """Whether the sides of a formula that are numbers are its last one.

    Of a `local` gradient a slide has two digits, of 168.75 as well.
    """
    sides = mathml.sides(formula)
    if not all(map(mathml.words, sides)):
        return False  # nothing stands between two equals signs
    found = [side for side in sides if mathml.plain(side) and not mathml.symbolic(side)]
    if len(found) < 2 or "(1×" in mathml.words(found[0]):
        return True
    *others, result = (np.squeeze(mathml.evaluated(side, {})) for side in found)
    # For a reader's floats log(1 + e⁻¹⁰⁰), which is 3.7e−44, is 0.
    noise = 4e-16 if "log(1+e" in mathml.words(found[0]) else 0.0
    return all(
        rounds_to(
            each,
            result,
            slide=slide,
            brief=brief or np.size(result) > 1,
            cut=local and slide,
            noise=noise,
        )
        for each in others
    )


NUMBER = r"[+−]?\d+(?:\.\d+)?(?:e−?\d+)?"
ATOM = rf"(?:{NUMBER}|\({NUMBER}\)|\({NUMBER}(?:, {NUMBER})+\))"
SIDE = rf"{ATOM}(?: [·+−] {ATOM})*"
EQUATION = re.compile(rf"(?<![\w.^]){SIDE}(?: = {SIDE})+")


def computed(side: str) -> Any:
    """A sum or product of numbers and rows in running text, worked out."""
    rows = re.sub(rf"\(({NUMBER}(?:, {NUMBER})+)\)", r"np.array([\1])", side)
    return eval(rows.replace("−", "-").replace("·", "*"), {"np": np})


def text_holds(text: str, *, slide: bool, brief: bool = False) -> bool:
    """Whether each equation within a text holds."""
    for equation in EQUATION.findall(text):
        *others, result = map(computed, equation.split(" = "))
        if not all(rounds_to(each, result, slide=slide, brief=brief) for each in others):
            return False
    return True


# -- everything that a story says ----------------------------------------------------------------

ARRIVES = re.compile(
    rf"({ATOM}) comes back from [^;]*; times the local gradient ({ATOM}) that makes ({ATOM}) at "
)
BACK = "−3.7 comes back from p; times the local gradient 0.2 that makes"
KEPT = re.compile(rf" is ({ATOM}), but ({ATOM}) from before is .* takes ({ATOM})\.")


def implied(text: str) -> str:
    """The equations that a sentence says in words."""
    found = [f"{a} · {b} = {c}" for a, b, c in ARRIVES.findall(text)]
    return "; ".join([*found, *(f"{a} + {b} = {c}" for a, b, c in KEPT.findall(text))])


def of_texts(told: Story) -> Iterator[str]:
    """The sentences and remarks."""
    for each in told.walk.steps:
        for text in (sentence(told.words, each), remarks.remark(told.words, each)):
            yield from (text, implied(text))


def of_cards(told: Story, words: Words) -> Iterator[tuple[str, str]]:
    """The formulas of all steps, and of the wires that the walk passes over, with their card."""
    for each in told.walk.steps:
        yield from ((line.card, line.mathml) for line in cards.lines(words, each))
    for edge in explanation.passed(told):
        yield from explanation.aside(told, edge, words)


def of_questions(told: Story) -> Iterator[str]:
    """What Predict says is right."""
    yield from (each.reveal for each in questions(told))


def of_strip(told: Story) -> Iterator[str]:
    """The chain as the strip has it: its product, what is told so far, and the sum of all paths."""
    now: dict[str, str] = {}
    for each, group in zip(told.walk.steps, told.changes, strict=True):
        now |= {change.slot: change.value for change in group if change.attribute == "text"}
        if each.phase != "backward" or each.path is None and each.kind != "sum":
            continue
        products = []
        for number, path in enumerate(told.walk.paths):
            factors = [now[slots.factor(number, place)] for place in range(len(path))]
            product, far = now[slots.product(number)], now[slots.so_far(number)]
            known = [x for x in factors if x != "?"]
            if "▦" in "".join(known):
                break
            chain = " · ".join(f"({x})" if x.startswith("−") else x for x in known)
            if max(product.count(","), far.count(",")) >= 2:
                continue  # no reader works those out, and each number is as everywhere
            if product not in ("", "?"):
                products.append(product)
                yield f"{chain} = {product}"
            if far:
                yield f"{chain} = {far.removeprefix('so far ')}"
        if each.kind == "sum" and len(products) == len(told.walk.paths) > 1:
            yield f"{' + '.join(products)} = {now[slots.sum_of_paths(told.walk.focus)]}"


def wrong(told: Story) -> list[str]:
    """Every equation of a story that does not hold."""
    slide = told.view.arithmetic == "slide"
    found = []
    for brief, words in ((True, told.words), (False, told.words.precisely)):
        for card, line in of_cards(told, words):
            local = card == "local"
            if line.startswith("<math"):
                holds = formula_holds(line, slide=slide, brief=brief, local=local)
                found += [] if holds else [line]
            elif line.startswith("<span"):  # rows that are added
                found += [] if text_holds(line, slide=slide, brief=True) else [line]
    texts = (*of_texts(told), *of_questions(told), *of_strip(told))
    return found + [text for text in texts if not text_holds(text, slide=slide, brief=True)]


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("slug", lessons())
def test_every_equation_of_every_lesson_holds(slug: str, arithmetic: str):
    view = replace(lessons()[slug].view, arithmetic=arithmetic)
    view = replace(view, iterations=max(2, min(3, view.iterations)))
    assert wrong(tell(view)) == []
    if slug != "large-layer":  # whose numbers are too many to be written
        assert wrong(tell(replace(view, focus=ge.WHOLE, accumulate=True))) == []


def tame(seed: int) -> str:
    """A program of the grammar that is read."""
    dice = grammar.Dice(seed)
    dice.wild = False
    return grammar.program(dice)


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("seed", range(40))
def test_every_equation_of_a_random_program_holds(seed: int, arithmetic: str):
    program = tame(seed)
    try:
        graph = ge.parse(program)
        leaf = next(leaf.name for leaf in graph.leaves if leaf.name)
        focuses = [ge.WHOLE] if graph.loss is None else [ge.WHOLE, str(leaf)]
        for focus in focuses:
            told = stories.story(
                program, arithmetic=arithmetic, focus=focus, iterations=2, accumulate=True
            )
            assert wrong(told) == []
    except (ge.ProgramError, ge.GraphError):
        return  # too large, or no program


# -- the reader itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sides", "slide", "holds"),
    [
        (("−log(1)", "1.4e−4"), True, False),
        (("−log(0.99986)", "1.4e−4"), True, True),
        (("1−1", "0.002"), False, False),
        (("0·5", "0.1"), True, False),
        (("0.27·(1−0.27)", "0.2"), True, True),
        (("σ(1.2)", "0.76"), True, False),
        (("−3.7·0.2", "−0.74"), True, True),
        (("−1.605931·2", "−3.211863"), False, False),
        (("−1.6059315·2", "−3.211863"), False, True),
        (("log(1+e−100)", "3.720076e−44"), False, True),
    ],
)
def test_the_reader_of_formulas_finds_what_does_not_hold(
    sides: tuple[str, str], slide: bool, holds: bool
):
    def token(text: str) -> str:
        if text == "e−100":
            return f"<msup><mi>e</mi><mrow>{token('−')}{token('100')}</mrow></msup>"
        kind = "mn" if text[0].isdigit() else "mi" if text[0].isalpha() else "mo"
        return f"<{kind}>{text}</{kind}>"

    written = [
        "".join(map(token, re.findall(r"e−100|\d[\d.]*(?:e−\d+)?|log|σ|.", side))) for side in sides
    ]
    assert formula_holds(formulas.math(written[0], formulas.EQUALS, written[1]), slide=slide) == (
        holds
    )


@pytest.mark.parametrize(
    ("text", "slide", "holds"),
    [
        ("The product: ∂ℒ/∂w = −3.7 · 0.2 · 1 · 2 = −1.48.", True, True),
        ("The product: ∂ℒ/∂w = −3.7 · 0.2 · 1 · 2 = −1.462117.", True, False),
        ("its gradient is the sum: 0.1 − 0.35 = −0.25.", False, True),
        ("its gradient is the sum: 0.1 + 0.35 = 0.450001.", False, False),
        ("(0.1, 0.2) + (0.1, 0.2) = (0.2, 0.4)", False, True),
        ("(0.1, 0.2) + (0.1, 0.2) = (0.2, 0.5)", False, False),
        ("0.5 · (1, −2) = (0.5, 1)", False, False),
        (implied(f"{BACK} −0.74 at v."), True, True),
        (implied(f"{BACK} −0.75 at v."), True, False),
    ],
)
def test_the_reader_of_sentences_finds_what_does_not_hold(text: str, slide: bool, holds: bool):
    assert text_holds(text, slide=slide) == holds


def test_a_one_of_a_vector_that_is_none_is_found():
    assert not rounds_to(np.array([1.0, 0.5]), np.array([0.999, 0.5]), slide=False, brief=True)


# -- what was found so ---------------------------------------------------------------------------


def test_a_tie_is_told_by_its_convention_and_not_by_a_formula_that_would_give_another_number():
    told = stories.story("x = 2\nL = max(x, x)")
    slopes = [
        [mathml.words(side) for side in mathml.sides(cards.lines(told.words, each)[0].mathml)]
        for each in told.walk.steps
        if each.kind == "slope" and not each.iteration
    ]
    assert sorted(sides[1:] for sides in slopes) == [["0"], ["1"]]


def test_to_a_number_of_the_program_no_product_flows_back():
    told = stories.story("x = 2\ny = max(3, x)\nL = y*y", focus="x")
    number = next(edge for edge in explanation.passed(told) if told.graph.nodes[edge.src].number)
    assert [card for card, _ in explanation.aside(told, number, told.words)] == ["local", "local"]


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_weight_that_moves_by_little_is_not_shown_to_stay(arithmetic: str):
    told = stories.story("w = 1\nL = (w - 2)**2", arithmetic=arithmetic, rate=1e-5)
    below, behind = (
        [c.value for group in told.changes for c in group if c.slot == slot and "→" in c.value]
        for slot in ("n0.update", "u0")
    )
    assert below == behind == ["1 → +1.00002"]


def test_the_strip_writes_a_vector_as_short_as_the_wires_so_that_all_of_it_is_seen():
    """The lecture's gradient by u is −0.383057, −0.269127, −0.358858, −0.528659."""
    told = lessons()["network-u"].story()
    now = {
        change.slot: change.value
        for group in told.changes
        for change in group
        if change.attribute == "text" and change.value
    }
    assert now[slots.product(0)] == "(−0.383, −0.269, −0.359, −0.529)"
    assert now[slots.factor(0, 0)] == "−0.529", "as everywhere on the slide"
