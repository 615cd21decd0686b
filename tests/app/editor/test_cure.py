"""A cure is a change of the text, and the text is better for it."""

import pytest

import graph_engine as ge
from app.editor.cure import cure

from ...graph_engine.programs import EXAMPLE_II


def broken(program: str) -> ge.ProgramError:
    with pytest.raises(ge.ProgramError) as found:
        ge.parse(program)
    return found.value


def cured(program: str) -> str:
    """The program with the cure in place of the culprit."""
    error = broken(program)
    lines = program.split("\n")
    line = lines[error.line - 1]
    put = cure(error)
    assert put is not None, error
    lines[error.line - 1] = line[: error.column - 1] + put + line[error.end_column - 1 :]
    return "\n".join(lines)


W = "W: weight = [[1, 2, 3], [4, 5, 6]]\n"


@pytest.mark.parametrize(
    "program, better",
    [
        ("score = 1\ny = socre + 1", "score = 1\ny = score + 1"),
        ("x = 1\np = sigmod(x)", "x = 1\np = sigmoid(x)"),
        ("x = 1\np = log10(x)", "x = 1\np = log(x)/2.302585092994046"),
        ("m = 2\nx = 3\nb = 1\ny = mx + b", "m = 2\nx = 3\nb = 1\ny = m*x + b"),
        ("x: imput = 1\ny = 2*x", "x: input = 1\ny = 2*x"),
        ("x = 1\ny = x^2", "x = 1\ny = x**2"),
        ("x = 1\ny = x²", "x = 1\ny = x**2"),
        ("x = 1\ny = 2×x", "x = 1\ny = 2*x"),
        ("x = 1\ny = 2 ÷ x", "x = 1\ny = 2 / x"),
        ("x = −1\ny = 2*x", "x = -1\ny = 2*x"),
        ("x = 1\ny = 2x", "x = 1\ny = 2*x"),
        ("x = 1\ny = 2(x + 1)", "x = 1\ny = 2*(x + 1)"),
        ("x = 1,5\ny = 2*x", "x = 1.5\ny = 2*x"),
        (W + "x = [1, 2]\ny = W @ x", W + "x = [1, 2]\ny = W @ with_bias(x)"),
        (W + "x = [1, 2]\ny = 2 * (W @ x)", W + "x = [1, 2]\ny = 2 * (W @ with_bias(x))"),
    ],
)
def test_the_culprit_is_replaced_and_the_program_works(program: str, better: str):
    assert cured(program) == better
    ge.parse(better)


@pytest.mark.parametrize(
    "program",
    ["x = ", "import os", "x = 1\nx = 2", "x = 1\ny = (x", "", "x = {1}", "y = a < b", "x = nan"],
)
def test_where_a_person_must_decide_there_is_none(program: str):
    assert cure(broken(program)) is None


def test_what_has_no_name_is_not_put_into_a_program():
    program = W + "x = [1, 2]\ny = (W + W) @ x"
    error = broken(program)
    found = cure(error)
    assert found is None or "side" not in found


def test_every_misspelt_word_of_example_ii_is_cured():
    for word in ("sigmoid", "log", "weight"):
        wrong = EXAMPLE_II.replace(word, word[:-1] + "g" if word[-1] != "g" else word + "g")
        wrong = EXAMPLE_II[: EXAMPLE_II.rindex(word)] + wrong[EXAMPLE_II.rindex(word) :]
        if wrong != EXAMPLE_II:
            assert cured(wrong)


def test_a_letter_of_another_script_has_no_button():
    for typed in ("я = 2", "й = 2", "ﬁ = 2", "あ = 2"):
        assert cure(broken(typed)) is None
