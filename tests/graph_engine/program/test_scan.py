"""What two words side by side mean: a product, or a function without its brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.program import scan as scanning


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("L = exp x", "Perhaps `exp(x)`?"),
        ("L = sin x + 1", "Perhaps `sin(x)`?"),
        ("L = (log 2) * x", "Perhaps `log(2)`?"),
        ("L = sigmoid x", "Perhaps `sigmoid(x)`?"),
        ("L = 2 - tanh x", "Perhaps `tanh(x)`?"),
        ("L = log 2x", "Write `log(…)`."),
        ("L = sin x*2", "Write `sin(…)`."),
        ("L = exp x**2", "Write `exp(…)`."),
    ],
)
def test_a_function_without_brackets_is_no_factor(line: str, hint: str):
    with pytest.raises(ge.ProgramError) as found:
        ge.parse(f"x = 3\n{line}")
    assert found.value.hint == hint and "needs its operand" in found.value.message


def test_a_name_that_a_program_may_give_itself_is_a_factor():
    with pytest.raises(ge.ProgramError) as found:
        ge.parse("sigma = 2\nx = 3\nL = sigma x")
    assert found.value.hint == "Perhaps `sigma*x`?"


PIECES = [
    *("x", "w1", "h_t", "sin", "exp", "e", "nan", "lambda", "if", "váha", "x_", "x__y", "W^{[1]}"),
    *("2", "0.5", "1e3", ".5", "1.", "1_0", "07", "1e999", "(", ")", "[", "]", "+", "-", "*", "**"),
    *(
        "/",
        "@",
        "=",
        ":",
        ",",
        ", ",
        ".",
        ".T",
        "._x",
        "^",
        "'",
        "#",
        "# a ^",
        " ",
        "  ",
        "\t",
        "<",
    ),
    *("==", ">=", "²", "2x", "w" * 33, "(" * 31, ")" * 31),
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), max_size=3))
def test_a_line_that_is_passed_as_a_whole_is_one_whose_tokens_would_pass(lines: list[str]):
    """By one look and by a look at each token it is the same: lines, or error."""
    program = "\n".join(["x = 1", *lines, "y = x"])

    def found() -> object:
        try:
            scanned = scanning.scan(program)
        except ge.ProgramError as error:
            return str(error), error.line, error.column, error.end_column
        return scanned

    fast = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "_SOUND", _Never())
        assert found() == fast


class _Never:
    def fullmatch(self, _line: str) -> None:
        return None


def test_most_lines_of_a_program_are_passed_as_a_whole():
    for line in ("x1: input = 2", "w: weight = [1, -2, 0.5]", "L: loss = -log(sigmoid(y*q)) # a"):
        assert scanning._SOUND.fullmatch(line), line
    for line in ("y = 2x", "y = x y", "y = x**2", "y = nan", "y = ŷ", "y = lambda", "x__y = 1"):
        assert not scanning._SOUND.fullmatch(line), line


@pytest.mark.parametrize(
    ("line", "cure", "never"),
    [
        ("L = sum(X W)", "`X @ W`", "X*W"),
        ("L = sum(W^{[1]} a)", "`W^{[1]} @ a`", "]}*a"),
        ("L = x y", "`x*y`", "@"),
        ("L = ln x", "`ln(x)`", "ln*x"),
        ("L = Σ max(0, v)", "`sum(…)`", "Σ*max"),
        ("L = ∑ v^2", "", "sum(v)**2"),
        ("L = ∑ v + 1", "`sum(v)`", "sum(v + 1)"),
    ],
)
def test_a_cure_keeps_the_mathematics_of_two_words_side_by_side(line: str, cure: str, never: str):
    before = "x = 2\ny = 3\nv = [1, 2]\na = [1, 2]\nX = [[1, 2], [3, 4]]\nW = [[1, 0], [0, 1]]\n"
    with pytest.raises(ge.ProgramError) as raised:
        ge.parse(before + line)
    assert cure in raised.value.hint
    assert never not in raised.value.hint
