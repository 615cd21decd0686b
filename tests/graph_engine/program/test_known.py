"""Names from elsewhere: read, written otherwise, or refused; no cure changes the mathematics."""

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.editor.cure import cure
from graph_engine.program import known

from ..programs import refusal


def cured(program: str) -> str:
    """The program with the button of its error pressed."""
    error = refusal(program)
    put = cure(error)
    assert put is not None, f"{error} {error.hint}"
    lines = program.split("\n")
    line = lines[error.line - 1]
    lines[error.line - 1] = line[: error.column - 1] + put + line[error.end_column - 1 :]
    return "\n".join(lines)


def pressed(program: str, most: int = 3) -> str:
    """The program as it is read once the button of each error was pressed, at most so often."""
    for _press in range(most):
        try:
            ge.parse(program)
            return program
        except ge.ProgramError:
            program = cured(program)
    ge.parse(program)
    return program


def value(program: str, name: str = "y") -> Any:
    return ge.run(ge.parse(program)).value(name)


# -- the examples that are given -------------------------------------------------------------


def test_sigma_is_read_as_the_sigmoid():
    assert value("z = 2\ny = sigma(z)") == pytest.approx(0.880797, abs=1e-6)


def test_a_logarithm_to_base_ten_is_not_the_natural_one():
    better = cured("x = 100\ny = log10(x)")
    assert value(better) == 2


def test_names_written_one_after_another_are_their_product():
    better = cured("m = 2\nx = 3\nb = 1\ny = mx + b")
    assert better.endswith("y = m*x + b") and value(better) == 7


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("y = wx", "y = w*x"), ("y = 1/wx", "y = 1/(w*x)"), ("y = wx**2", "y = w*x**2"),
        ("y = 2**wx", "y = 2**(w*x)"), ("y = Av + b", "y = A @ v + b"), ("y = uv", "y = u @ v"),
        ("y = w1x1 + b", "y = w1*x1 + b"), ("y = wv", "y = w*v"), ("y = -xw", "y = -x*w"),
        ("y = sinx", "y = sin(x)"), ("y = lnx", "y = log(x)"), ("y = v[0] + bwx", None),
        ("y = sigmax", "y = sigmoid(x)"),
    ],
)  # fmt: skip
def test_a_run_of_known_names_is_a_product_with_the_brackets_it_needs(
    line: str, better: str | None
):
    start = "w = 2\nx = 3\nb = 5\nw1 = 7\nx1 = 11\nA = [[1, 2], [3, 4]]\nv = [1, 2]\nu = [3, 4]\n"
    found = cured(start + line)
    assert found == start + (better or "y = v[0] + b*w*x")
    ge.parse(found)


@pytest.mark.parametrize("line", ["y = mx", "y = xq", "y = qx + b", "y = zz"])
def test_a_run_with_an_unknown_name_loses_none_of_its_letters(line: str):
    error = refusal(f"x = 3\nb = 1\n{line}")
    assert cure(error) is None and "Give it first" in error.hint


@pytest.mark.parametrize(
    "written",
    ["sigma", "Sigma", "SIGMOID", "Sigmoid", "σ", "logistic", "expit"],
)
def test_a_synonym_is_read_whatever_its_capitals(written: str):
    assert value(f"z = 0.5\ny = {written}(z)") == value("z = 0.5\ny = sigmoid(z)")


def test_a_logarithm_by_another_name_joins_its_minus_too():
    (op,) = [node.op for node in ge.parse("p = 0.5\nL = -ln(p)").nodes if node.op]
    assert op.name == "neglog"


def test_a_name_that_was_given_is_that_and_no_function():
    error = refusal("sigma = 2\nz = 1\ny = sigma(z)")
    assert error.message == "`sigma` is a value, not a function."
    assert value("sigma = 2\nln = 3\ny = sigma*ln") == 6


def test_a_capital_sigma_is_a_sum_and_not_the_sigmoid():
    assert value(cured("v = [1, 2, 3]\ny = Σ(v)")) == 6


# -- the whole table -----------------------------------------------------------------------


def _softplus(x: Any) -> Any:
    return np.log1p(np.exp(x))


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


ORIGINAL: dict[str, Callable[..., Any]] = {
    # read
    "sigmoid": _sigmoid, "log": np.log, "exp": np.exp, "relu": lambda x: x * (x > 0),
    "silu": lambda x: x * _sigmoid(x),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x), "tanh": np.tanh, "abs": np.abs,
    "sqrt": np.sqrt, "square": np.square, "sin": np.sin, "cos": np.cos, "sign": np.sign,
    "max": np.maximum, "min": np.minimum, "amax": np.max, "amin": np.min,
    "sum": np.sum, "mean": np.mean,
    "norm2": lambda v: np.sum(v * v),
    "softmax": lambda v: np.exp(v) / np.sum(np.exp(v)), "dot": np.dot, "outer": np.outer,
    "vec": lambda W: W.reshape(-1), "concat": lambda a, b: np.append(a, b),
    "hinge": lambda y, z: np.maximum(0, 1 - y * z), "squared_error": lambda a, b: (a - b) ** 2,
    "cross_entropy": lambda t, z: -np.sum(t * np.log(np.exp(z) / np.sum(np.exp(z)))),
    "detach": lambda x: x,
    "max_pool2d": lambda X: [[np.max(X[:, k : k + 2]) for k in (0, 1)]],
    "avg_pool2d": lambda X: [[np.mean(X[:, k : k + 2]) for k in (0, 1)]],
    # written
    "greater": lambda a, b: 1.0 * (a > b), "less": lambda a, b: 1.0 * (a < b),
    "greaterequal": lambda a, b: 1.0 * (a >= b), "lessequal": lambda a, b: 1.0 * (a <= b),
    "log10": np.log10, "log2": np.log2, "log1p": np.log1p, "expm1": np.expm1, "exp2": np.exp2,
    "exp10": lambda x: 10.0**x, "pow": np.power, "cube": lambda x: x**3, "cbrt": np.cbrt,
    "rsqrt": lambda x: x**-0.5, "root": np.sqrt, "reciprocal": np.reciprocal, "sinh": np.sinh,
    "cosh": np.cosh, "sech": lambda x: 1 / np.cosh(x), "csch": lambda x: 1 / np.sinh(x),
    "coth": lambda x: 1 / np.tanh(x), "tan": np.tan, "cot": lambda x: 1 / np.tan(x),
    "sec": lambda x: 1 / np.cos(x), "csc": lambda x: 1 / np.sin(x), "asinh": np.arcsinh,
    "acosh": np.arccosh, "atanh": np.arctanh, "logit": lambda x: np.log(x) - np.log1p(-x),
    "mish": lambda x: x * np.tanh(_softplus(x)),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)), "relu6": lambda x: np.clip(x, 0, 6),
    "prelu": lambda x, c: np.where(x > 0, x, c * x), "hardtanh": lambda x: np.clip(x, -1, 1),
    "softsign": lambda x: x / (1 + np.abs(x)), "tanhshrink": lambda x: x - np.tanh(x),
    "logsigmoid": lambda x: np.log(_sigmoid(x)),
    "logsoftmax": lambda v: np.log(np.exp(v) / np.sum(np.exp(v))),
    "logsumexp": lambda v: np.log(np.sum(np.exp(v))),
    "softmin": lambda v: np.exp(-v) / np.sum(np.exp(-v)), "clip": np.clip, "hypot": np.hypot,
    "xlogy": lambda a, b: a * np.log(b), "neglog": lambda x: -np.log(x), "neg": np.negative,
    "identity": lambda x: x, "add": np.add, "sub": np.subtract, "mul": np.multiply,
    "div": np.divide, "matmul": lambda a, b: a * b if np.ndim(a) == 0 else a @ b,
    "transpose": np.transpose, "norm": lambda x: np.sqrt(np.sum(np.square(x))),
    "l1norm": lambda x: np.sum(np.abs(x)), "mse": lambda a, b: np.mean((a - b) ** 2),
    "rmse": lambda a, b: np.sqrt(np.mean((a - b) ** 2)),
    "sse": lambda a, b: np.sum((a - b) ** 2), "mae": lambda a, b: np.mean(np.abs(a - b)),
    "cosinesimilarity": lambda a, b: a @ b / np.linalg.norm(a) / np.linalg.norm(b), "Σ": np.sum,
}  # fmt: skip
"""What the first of each row's names means, said by numpy."""

V, U, M = "[0.3, -0.7, 0.2]", "[0.4, 0.5, 0.9]", "[[1, -2, 0.5], [0.25, 3, -1]]"
PROBES = {
    "amax": [(V,), (M,)], "amin": [(V,), (M,)], "max_pool2d": [(M,)], "avg_pool2d": [(M,)],
    "sum": [(V,), (M,)], "mean": [(V,), (M,)], "norm2": [(V,), (M,)], "softmax": [(V,)],
    "dot": [(U, V)], "outer": [(U, V)], "vec": [(M,)], "concat": [(U, V)],
    "cross_entropy": [("[0, 1, 0]", V)], "acosh": [("1.5",), ("2.25",)],
    "logsoftmax": [(V,)], "logsumexp": [(V,)], "softmin": [(V,)], "clip": [("0.5", "-1", "0.25")],
    "matmul": [(M, V), (M, "[[1], [2], [3]]"), ("2", "3")], "transpose": [(M,)],
    "norm": [(V,), ("-2",), (M,)], "l1norm": [(V,), ("-2",)], "mse": [(U, V), ("2", "-1")],
    "rmse": [(U, V), ("2", "-1")], "sse": [(U, V), ("2", "-1")], "mae": [(U, V), ("2", "-1")],
    "cosinesimilarity": [(U, V)], "Σ": [(V,)], "pow": [("0.5", "1.5"), ("2.5", "-2")],
    "cbrt": [("-8",), ("2",)],
}  # fmt: skip
SIZES = {"max_pool2d": ("2", "stride=1"), "avg_pool2d": ("2", "1")}
"""What has to be said besides operands."""
ONE = [("0.25",), ("0.7",)]
TWO = [("0.5", "1.5"), ("-2", "0.25")]


def rows() -> list[tuple[str, str]]:
    """Every name of the table that is read or written, with the first name of its row."""
    found = [(ours, each) for ours, names in known.READ.items() for each in names.split()]
    found += [(names.split()[0], each) for names in known.WRITE for each in names.split()]
    return found


@pytest.mark.parametrize(("first", "typed"), rows())
def test_no_cure_and_no_synonym_changes_the_mathematics(first: str, typed: str):
    original = ORIGINAL[first]
    count = (
        known.KNOWN[known.normal(typed)].operands
        if known.KNOWN[known.normal(typed)].write
        else ge.operations()[first].arity
    )
    for probe in PROBES.get(first, ONE if count == 1 else TWO):
        names = [f"k{place}" for place in range(len(probe))]
        leaves = "".join(f"{n} = {p}\n" for n, p in zip(names, probe, strict=True))
        program = f"{leaves}y = {typed}({', '.join([*names, *SIZES.get(first, ())])})"
        if known.KNOWN[known.normal(typed)].write:
            program = cured(program)
        expected = original(*(np.array(eval_list(each)) for each in probe))
        np.testing.assert_allclose(value(program), expected, rtol=1e-12, atol=1e-15)


def eval_list(text: str) -> Any:
    import json

    return json.loads(text)


OF_ONE = [n.split()[0] for n, row in known.WRITE.items() if row[1] == 1]
OF_ONE = [n for n in OF_ONE if n == "acosh" or n not in PROBES]


@pytest.mark.parametrize("typed", OF_ONE)
def test_a_formula_keeps_its_meaning_inside_another(typed: str):
    a, b = (1.2, 1.5) if typed == "acosh" else (0.3, 0.25)
    inner = {"a + b": a + b, "a*b": a * b, "a**b": a**b, "+a": a, "(a)": a}
    for inside, of in inner.items():
        f = float(ORIGINAL[typed](np.float64(of)))
        outer = {"2*F": 2 * f, "F**2": f * f, "2**F": 2**f, "1/F": 1 / f, "a - F": a - f,
                 "max(F, a)": max(f, a), "-F": -f}  # fmt: skip
        for outside, expected in outer.items():
            program = f"a = {a}\nb = {b}\ny = " + outside.replace("F", f"{typed}({inside})")
            np.testing.assert_allclose(value(cured(program)), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("typed", " ".join(known.ADVICE).split())
def test_what_is_not_here_gets_no_button_and_no_list_of_names(typed: str):
    error = refusal(f"x = 2\ny = {typed}(x)")
    assert error.message == f"no function is called `{typed}`."
    assert cure(error) is None
    assert error.hint and len(error.hint) < 140


@pytest.mark.parametrize(
    "typed",
    ["tan", "std", "erf", "pow", "log2", "sinh", "argmax", "einsum", "uniform",
     "atan", "elu", "maxpool", "mse", "var", "bce", "conv", "step", "floor", "lg", "tg"],
)  # fmt: skip
def test_the_button_never_puts_another_function(typed: str):
    """Of the known cases none leads to a function whose value is another."""
    for operands in ("x", "x, 3"):
        error = refusal(f"x = 2\ny = {typed}({operands})")
        put = cure(error)
        assert put is None or "(" in put or "*" in put
        assert put not in ge.operations()


def test_no_name_stands_in_the_table_twice_or_hides_one_of_ours():
    listed = " ".join([*known.READ.values(), *known.WRITE, *known.ADVICE]).split()
    assert len(listed) == len({known.normal(each) for each in listed})
    functions = {known.normal(n) for n, op in ge.operations().items() if op.function}
    assert not functions & {known.normal(each) for each in listed}
    assert all(known.normal(each) == each for each in listed)


# -- slips of letters -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sigmod", "sigmoid"), ("simgoid", "sigmoid"), ("sigmoidd", "sigmoid"), ("tahn", ""),
     ("sofmax", "softmax"), ("sqrrt", "sqrt"), ("lgo", ""), ("expp", "exp"), ("coss", ""),
     ("relo", "relu"), ("squrae", "square"), ("sim", ""), ("man", ""), ("sing", ""), ("mx", ""),
     ("softma", "softmax"), ("ab", ""), ("six", ""), ("logs", "log"), ("normm2", ""),
     ("norm3", "")],
)  # fmt: skip
def test_a_letter_decides_only_where_one_function_is_near(typed: str, meant: str):
    assert known.likely(typed, 1) == meant


def test_a_slip_is_no_cure_where_the_operands_do_not_fit():
    assert known.likely("maxx", 2) == "max" and known.likely("maxx", 1) == ""


def test_between_two_known_names_no_letter_decides():
    names = [*known._OURS, *known.KNOWN]
    for one, other in combinations(names, 2):
        if known.near(one, other):
            assert known.likely(one, 1) == "" or known.ours(one) == ""


@given(st.sampled_from([*known._OURS]), st.data())
def test_a_button_for_a_slip_is_one_letter_away(name: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typed = name[:place] + letter + name[place + 1 :]
    found = known.likely(typed, 1)
    if found:
        assert any(known.near(known.normal(typed), each) for each in known._OURS | known.KNOWN
                   if known.ours(each) == found)  # fmt: skip
        assert typed not in known.KNOWN


# -- slips in names of values -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ("x1 x2", "x3"), ("loss1", "loss2"), ("x", "x1"), ("x1", "x"), ("w11 w12", "w21"),
        ("w_h", "w_x"), ("Wxh", "Whh"), ("dWxh", "dWhh"), ("da", "db"), ("x_train", "y_train"),
        ("scoreA", "scoreB"), ("score", "scores"), ("layera", "layerb"), ("W", "w"), ("x1", "X1"),
        ("loss", "dloss"), ("h1", "h11"), ("xt", "yt"), ("lossA1", "lossB1"), ("z10", "z1O"),
        ("α1 α2", "α3"), ("αβ", "αγ"),
    ],
)  # fmt: skip
def test_an_index_names_another_thing_and_has_no_button(given: str, typed: str):
    leaves = "".join(f"{name} = 1\n" for name in given.split())
    error = refusal(f"{leaves}y = 2*{typed}")
    assert cure(error) is None and error.hint == f"Give it first: `{typed}: input = 1`."


@pytest.mark.parametrize(
    ("given", "typed"),
    [("score", "socre"), ("score", "scre"), ("score1", "socre1"), ("hidden", "hiden"),
     ("loss", "los"), ("target", "tarrget"), ("x_train", "x_tarin"), ("Loss", "loss"),
     ("weight", "weihgt"), ("height2", "hieght2"), ("alpha", "aplha")],
)  # fmt: skip
def test_a_slip_inside_a_word_has_a_button(given: str, typed: str):
    assert cured(f"{given} = 1\ny = 2*{typed}") == f"{given} = 1\ny = 2*{given}"


NAMES = st.from_regex(r"[a-zA-Z]{1,5}[0-9]{0,2}(_[a-z0-9]{1,4})?", fullmatch=True)


@given(NAMES, st.integers(0, 11), st.sampled_from("0123456789abxyzAW_"), st.booleans())
def test_no_cure_changes_a_digit_of_a_name(name: str, place: int, sign: str, more: bool):
    typed = name[:place] + sign + name[place + (not more) :]
    try:
        ge.parse(f"{name} = 2\ny = {typed} + 1")
    except ge.ProgramError as error:
        put = cure(error)
        if put == name:
            assert re.sub(r"\D", "", typed) == re.sub(r"\D", "", name)
            assert typed.lower() == name.lower() or len(name) > 3


# -- roles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "role"),
    [("target", "label"), ("Label", "label"), ("bias", "weight"), ("parameter", "weight"),
     ("Weight", "weight"), ("inputs", "input"), ("const", "constant"), ("truth", "label")],
)  # fmt: skip
def test_another_word_for_a_role_is_read(word: str, role: str):
    assert ge.parse(f"t: {word} = 2").nodes[0].role == role


@pytest.mark.parametrize(
    ("word", "role"), [("wieght", "weight"), ("lable", "label"), ("taget", "label"),
                       ("imput", "input"), ("biass", "weight")]
)  # fmt: skip
def test_a_slip_in_a_role_is_cured(word: str, role: str):
    assert ge.parse(cured(f"t: {word} = 2")).nodes[0].role == role


@pytest.mark.parametrize("word", ["output", "foo", "hidden", "x"])
def test_what_is_no_role_gets_no_button(word: str):
    assert cure(refusal(f"t: {word} = 2")) is None


def test_the_number_pi_is_given_with_its_value():
    hint = refusal("r = 2\nA = pi*r**2").hint
    found = re.search(r"`([^`]+)`", hint)
    assert found and value(f"{found[1]}\nr = 2\nA = pi*r**2", "A") == pytest.approx(4 * np.pi)
