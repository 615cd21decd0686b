"""Constants of Python's modules, products as TeX has them, braces; and names run together."""

import math

import pytest

from app.predict.answers import read, read_entries
from app.predict.expressions import AnswerError

NAMES = {"p": 0.25, "x": 2.0, "y": 3.0, "z": 5.0, "x1": 4.0, "alpha": 0.1, "theta": 0.3}


@pytest.mark.parametrize("module", ["np", "numpy", "math", "torch"])
def test_a_constant_of_a_module_is_its_number(module: str):
    assert read(f"{module}.pi", NAMES).value == pytest.approx(math.pi)
    assert read(f"2*{module}.pi*x", NAMES).value == pytest.approx(4 * math.pi)
    assert read(f"{module}.e**2", NAMES).value == pytest.approx(math.e**2)
    assert read(f"-{module}.inf", NAMES).value == -math.inf
    # also where the program has another `pi`, or another `e`
    assert read(f"{module}.pi", {"pi": 3.0}).value == pytest.approx(math.pi)
    assert read(f"{module}.e", {"e": 3.0}).value == pytest.approx(math.e)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\pi z", 5 * math.pi), (r"2\pi x", 4 * math.pi), (r"2\pi", 2 * math.pi),
        (r"\pi", math.pi), (r"x \pi", 2 * math.pi), (r"p \pi x", math.pi / 2),
        (r"\pi^2 z", 5 * math.pi**2), (r"\pi x^2", 4 * math.pi), (r"\pi x_1", 4 * math.pi),
        (r"\frac{\pi x}{2}", math.pi), (r"\frac{1}{2}\pi z", 2.5 * math.pi),
        (r"\sqrt{\pi x}", math.sqrt(2 * math.pi)), (r"e^{-2\pi x}", math.exp(-4 * math.pi)),
        (r"\pi\left(1+x\right)", 3 * math.pi), (r"\pi \cdot x", 2 * math.pi),
        (r"\alpha x", 0.2), (r"2\theta x", 1.2), (r"x \theta", 0.6), (r"\theta", 0.3),
        (r"\exp \pi", math.exp(math.pi)),
    ],
)  # fmt: skip
def test_a_product_of_tex_is_read_as_tex_means_it(text: str, value: float):
    assert read(text, NAMES).value == pytest.approx(value)


@pytest.mark.parametrize("text", [r"z/\pi x", r"1/2\pi x", r"\sin \pi x", r"\exp \pi x"])
def test_a_product_of_tex_that_has_two_meanings_is_to_be_written_out(text: str):
    with pytest.raises(AnswerError):
        read(text, NAMES)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("xy/4", "x*y/4"), ("xyz", "x*y*z"), ("2xy", "2*x*y"), ("1/xy", "1/(x*y)"),
        ("xy^2+1", "x*y^2+1"), ("x1y-p", "x1*y-p"),
    ],
)  # fmt: skip
def test_known_names_run_together_get_their_product_as_a_cure(text: str, better: str):
    with pytest.raises(AnswerError) as refusal:
        read(text, NAMES)
    assert str(refusal.value).endswith(f"Did you mean {better}?")


def test_other_unknown_names_are_told_the_known_ones():
    with pytest.raises(AnswerError, match="Known here"):
        read("xq/4", NAMES)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("{1,2}", [1, 2]), ("{1, 2}", [1, 2]), (r"\{1,2\}", [1, 2]), ("{0.5; 1}", [0.5, 1]),
        ("{x, y/3}", [2, 1]), (r"(\pi x, 2\pi)", [2 * math.pi, 2 * math.pi]),
        ("(np.pi, 2)", [math.pi, 2]), ("{-1,5; 2}", [-1.5, 2]),
    ],
)  # fmt: skip
def test_a_vector_may_stand_in_braces(text: str, entries: list[float]):
    assert [each.value for each in read_entries(text, NAMES, 2)] == pytest.approx(entries)
