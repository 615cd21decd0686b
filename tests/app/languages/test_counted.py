"""A word that is counted has the form that its number takes: 1 vzorek, 3 vzorky, 5 vzorků."""

import re

import pytest
from flask import Flask

from app import create_app
from app.figures.proof import _verdict
from app.languages import catalogue, translate
from graph_engine import GraphError, ProgramError, parse

AFTER_A_COUNT = re.compile(
    r"(?<! z )%\((?:count|num|given|samples|operands|rounds)\)s ([^\W\d_]{3,})"
)

"""But for "2 z 6 prvků", where any number takes the same form."""

ONE_FORM = ("násobení",)
"""Words that have one form for every number."""


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(KEPT_BYTES=0, BUNDLED=False)


def in_czech(app: Flask, text: str) -> str:
    with app.test_request_context("/?lang=cs"):
        return translate(text)


def refused(program: str) -> str:
    with pytest.raises((ProgramError, GraphError)) as found:
        parse(program)
    return found.value.args[0] if isinstance(found.value, GraphError) else found.value.message


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("x = each(1, 2)\ny = each(1)", "`each` zde dává 1 vzorek a na řádku 1: 2."),
        ("x = each(1, 2)\ny = each(1, 2, 3)", "`each` zde dává 3 vzorky a na řádku 1: 2."),
        ("x = each(1, 2)\ny = each(1, 2, 3, 4, 5)", "`each` zde dává 5 vzorků a na řádku 1: 2."),
        ("x = 1\ny = hinge(x)", "`hinge` má mít 2 operandy, a zde je 1."),
        ("x = 1\ny = tanh(x, x)", "`tanh` má mít 1 operand, a zde jich je 2."),
        ("x = 1\ny = max()", "`max` má mít aspoň 2 operandy, a zde není žádný."),
    ],
)
def test_an_error_counts_in_czech_as_czech_does(app: Flask, program: str, said: str):
    assert in_czech(app, refused(program)) == said


@pytest.mark.parametrize(
    ("verdicts", "english", "czech"),
    [
        (["agrees"], "The gradient is verified", "Gradient je ověřen"),
        (["agrees"] * 3, "All 3 gradients verified", "Ověřeny všechny 3 gradienty"),
        (["agrees"] * 11, "All 11 gradients verified", "Ověřeno všech 11 gradientů"),
        (["differs"], "The gradient differs from", "Gradient se liší od konečné diference"),
        (["impossible"], "No gradient verified: it stands", "Gradient neověřen: stojí ve zlomu"),
        (["impossible", "agrees"], "1 of 2 gradients verified;", "Ověřeno 1 z 2 gradientů;"),
    ],
)
def test_the_badge_of_a_proof_counts_in_both_languages(
    app: Flask, verdicts: list[str], english: str, czech: str
):
    assert _verdict(verdicts)["badge"].startswith(english)
    with app.test_request_context("/?lang=cs"):
        assert _verdict(verdicts)["badge"].startswith(czech)


def test_no_czech_text_of_one_form_has_a_word_behind_a_count():
    found = {
        str(message.string): words
        for message in catalogue.catalogue("cs")
        if message.id and isinstance(message.string, str)
        if (words := set(AFTER_A_COUNT.findall(message.string)) - {*ONE_FORM})
    }
    assert found == {}
