"""What two words side by side mean: a product, or a function without its brackets."""

import pytest

import graph_engine as ge


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
