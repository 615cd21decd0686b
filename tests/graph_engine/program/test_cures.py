"""Every button leads to a program that is read, and to the number that is meant."""

import itertools
import json

import numpy as np
import pytest

import graph_engine as ge
from app.editor.cure import cure
from graph_engine.program import known

from ..programs import refusal
from .test_known import ORIGINAL, cured, pressed, value

x, y, z = 0.7, -1.3, 2.5
START = f"x = {x}\ny = {y}\nz = {z}\n"


def sigmoid(a: float) -> float:
    return float(1 / (1 + np.exp(-a)))


PRESSED = {
    # powers of functions
    "sin^2(z)": np.sin(z) ** 2, "sin²(z)": np.sin(z) ** 2, "2*cos^3(x + y)": 2 * np.cos(x + y) ** 3,
    "sin**2(z)": np.sin(z) ** 2, "tanh²(x*y) + 1": np.tanh(x * y) ** 2 + 1,
    "log^2 (z)": np.log(z) ** 2, "σ^2(z)": sigmoid(z) ** 2, "sin² z": np.sin(z) ** 2,
    "sin^2 z + x": np.sin(z) ** 2 + x, "max^2(x, y)": x**2, "sin^{2}(z)": np.sin(z) ** 2,
    "1 - sin²(z)": 1 - np.sin(z) ** 2, "1/cos^2(z)": 1 / np.cos(z) ** 2,
    "sin⁴(z)": np.sin(z) ** 4, "sin¹²(z)": np.sin(z) ** 12, "ln²(z)": np.log(z) ** 2,
    # powers of e
    "e^(x + y)": np.exp(x + y), "e^x": np.exp(x), "e^-x": np.exp(-x), "e^{-x}": np.exp(-x),
    "e**(x + y)": np.exp(x + y), "2*e^(x^2)": 2 * np.exp(x**2), "e^-x*y": np.exp(-x) * y,
    "1/(1 + e^(-z))": sigmoid(z), "1/(1 + e^−z)": sigmoid(z), "e^sin(x)": np.exp(np.sin(x)),
    "e²": np.exp(2), "e^2": np.exp(2),
    # other powers
    "x^2": x**2, "x²": x**2, "x³": x**3, "x⁴": x**4, "x⁻¹": 1 / x, "z¹²": z**12,
    "(x + y)²": (x + y) ** 2,
    "x²y": x**2 * y, "-x²": -(x**2), "2x²": 2 * x**2,
    # products
    "z(z + 1)": z * (z + 1), "z(z+1)**2": z * (z + 1) ** 2, "x(y)": x * y, "2 + x(3)": 2 + 3 * x,
    "x - y(z - 1)": x - y * (z - 1), "xyz": x * y * z, "x*yz": x * y * z, "1/xy": 1 / (x * y),
    "2x": 2 * x, "2(x + y)": 2 * (x + y), "(x + y)(x - y)": (x + y) * (x - y),
    "(x + y)z": (x + y) * z,
    "2 sin(x)": 2 * np.sin(x), "sin x": np.sin(x), "sinx": np.sin(x), "x·y": x * y, "x × y": x * y,
    "x ÷ y": x / y, "x − y": x - y,
}  # fmt: skip
"""What people write, and what they mean."""


@pytest.mark.parametrize("typed", PRESSED)
def test_after_the_button_the_line_is_read_and_means_what_was_meant(typed: str):
    program = pressed(f"{START}L = {typed}", most=4)
    assert value(program, "L") == pytest.approx(PRESSED[typed], rel=1e-12)


NAMED = {
    "e^váha": np.exp(2), "e^-váha": np.exp(-2), "2^váha": 4, "sin²váha": np.sin(2) ** 2,
    "sin² váha + 1": np.sin(2) ** 2 + 1, "e^ŷ": np.exp(3), "tanh^2 ŷ": np.tanh(3) ** 2,
    "e^(váha·ŷ²)": np.exp(18), "e^x_{in}": np.exp(0.5), "cos²x_{in}": np.cos(0.5) ** 2,
    "e^a1'": np.exp(-1), "e^z^{[1]}": np.exp(0.25), "e^h₁": np.exp(0.75), "e^θ₂": np.exp(1.5),
}  # fmt: skip
"""Powers with names that are more than letters of Latin and Greek."""


@pytest.mark.parametrize("typed", NAMED)
def test_a_name_in_a_power_is_whole_in_its_cure(typed: str):
    program = (
        "váha = 2\nŷ = 3\nx_{in} = 0.5\na1' = -1\nz^{[1]} = 0.25\nh₁ = 0.75\nθ₂ = 1.5\n"
        f"L = {typed}"
    )
    assert value(pressed(program, most=2), "L") == pytest.approx(NAMED[typed], rel=1e-12)


AMBIGUOUS = ["1/2x", "1/2(x + y)", "x/(y)z", "1/z(z + 1)", "2**z(z + 1)", "sin^-1(x)", "sin⁻¹(x)",
             "1/sin(x)y", "x(y, z)", "arcsin(x)"]  # fmt: skip


@pytest.mark.parametrize("typed", AMBIGUOUS)
def test_what_has_two_meanings_gets_words_and_no_button(typed: str):
    error = refusal(f"{START}L = {typed}")
    assert cure(error) is None and error.hint


@pytest.mark.parametrize("power", ["e^2", "e**2", "e²"])
def test_a_name_e_that_was_given_is_raised_itself(power: str):
    start = "e = 3\n"
    program = f"{start}L = {power}"
    program = program if power == "e**2" else cured(program)
    assert value(program, "L") == 9


def test_a_name_sin_that_was_given_is_raised_itself():
    assert value(cured("sin = 3\nL = sin^2"), "L") == 9


A, U, V, W3 = "[[1, 2], [3, 4]]", "[1, -2]", "[0.5, 3]", "[2, 7]"
WIDE = f"A = {A}\nu = {U}\nv = {V}\nw = {W3}\nx = 2\n"
a, u, v, w = (np.array(json.loads(each)) for each in (A, U, V, W3))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sum(uvw)", np.sum(u * v * w)), ("sum(uv)", np.sum(u * v)), ("mean(uv)", np.mean(u * v)),
        ("norm2(uv)", np.sum((u * v) ** 2)), ("sum(xuv)", None), ("sum(Av)", np.sum(a @ v)),
        ("uv", u @ v), ("sum(A(v + u))", np.sum(a @ (v + u))), ("sum(v(x + 1))", np.sum(v * 3)),
        ("sum(x(u + v))", np.sum(2 * (u + v))), ("uvw", None),
        ("norm2(AAv)", np.sum((a @ a @ v) ** 2)),
        ("sum(u(v + w))", None), ("sum(vA)", np.sum(v @ a)), ("sum(v(A))", np.sum(v @ a)),
    ],
)  # fmt: skip
def test_a_product_of_vectors_has_a_button_only_where_one_thing_can_be_meant(
    typed: str, meant: float | None
):
    program = f"{WIDE}L = {typed}"
    if meant is None:
        assert cure(refusal(program)) is None
    else:
        assert value(cured(program), "L") == pytest.approx(meant)


# -- every known name, at every shape ---------------------------------------------------------

SHAPES = ("0.4", "[0.3, 0.6, 0.2]", "[[0.3, 0.6], [0.2, 0.9]]")
TABLE = {name: entry for name, entry in known.KNOWN.items() if entry.read or entry.write}
FIRST = {each: names.split()[0] for names in known.WRITE for each in names.split()}
"""By a name that is written in another way, the first one of its row."""


@pytest.mark.parametrize("name", TABLE)
def test_a_known_name_at_any_shape_is_right_or_refused_without_a_button_that_fails(name: str):
    entry = TABLE[name]
    count = entry.operands if entry.write else ge.operations()[entry.read].arity
    for texts in itertools.product(SHAPES, repeat=count):
        names = [f"k{place}" for place in range(count)]
        leaves = "".join(f"{n} = {t}\n" for n, t in zip(names, texts, strict=True))
        program = f"{leaves}y = {name}({', '.join(names)})"
        try:
            graph = ge.parse(program)
        except ge.ProgramError as error:
            if cure(error) is None:
                continue
            graph = ge.parse(cured(program))
        original = ORIGINAL[FIRST.get(name, entry.read)]
        with np.errstate(all="ignore"):
            expected = original(*(np.array(json.loads(each)) for each in texts))
        np.testing.assert_allclose(
            ge.run(graph).value("y"), expected, rtol=1e-12, atol=1e-14, err_msg=str(texts)
        )


@pytest.mark.parametrize("name", ["total", "average", "max", "sum", "mean", "log", "square", "dot"])
def test_the_name_of_a_function_can_be_given_to_a_value(name: str):
    run = ge.run(ge.parse(f"a: weight = 2\n{name} = a + 1\nL: loss = {name}**2"))
    assert run.value("L") == 9 and run.gradient("a") == 6
    error = refusal(f"{name} = 2\nx = [3, 4]\ny = {name}(x)")
    assert cure(error) is None and "line 1 hides the function" in error.hint


NORMS = {
    "||v||": 5.0, "‖v‖": 5.0, r"\|v\|": 5.0, "||v - u||": np.sqrt(13), "2*||v||": 10.0,
    "||v||^2": 25.0, "‖v‖²": 25.0, "||v||**2": 25.0, "‖v - u‖^{2}": 13.0, "||v||² + |a|": 27.0,
    "|a|*|a|": 4.0,
}  # fmt: skip


@pytest.mark.parametrize("typed", NORMS)
def test_two_bars_are_the_norm_of_a_vector_and_one_the_absolute_value(typed: str):
    program = f"v = [3, 4]\nu = [1, 1]\na = -2\nL = {typed}"
    assert value(pressed(program, most=2), "L") == pytest.approx(NORMS[typed])


@pytest.mark.parametrize(
    ("program", "name"),
    (
        ("in = 3", "in1"),
        ("for: input = 1", "for1"),
        ("pass: label = 1", "pass1"),
    ),
)
def test_a_word_that_python_keeps_has_a_button_with_a_name(program: str, name: str):
    assert cure(refusal(program)) == name
    assert ge.parse(cured(program)).nodes[0].name == name
