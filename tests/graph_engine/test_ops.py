"""Every elementwise operation keeps its promises; and a promise broken by 0.05 % is noticed.

What every operation promises, elementwise or not, is in `test_kernels.py`.
"""

import math
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.op import registry

from . import contract, tex

OPERATIONS = ge.operations()
ELEMENTWISE = {name: op for name, op in OPERATIONS.items() if op.elementwise}
each_operation = pytest.mark.parametrize("op", ELEMENTWISE.values(), ids=ELEMENTWISE.keys())

OPERATORS = {
    "add": "a + b",
    "sub": "a - b",
    "mul": "a * b",
    "div": "a / b",
    "pow": "a ** b",
    "neg": "-a",
    "identity": "a",
    "scale": "3 * a",
    "shift": "a + 3",
    "subtract_from": "3 - a",
    "divide_by": "a / 3",
    "reciprocal": "3 / a",
    "power": "a ** 3",
    "neglog": "-log(a)",
    "matmul": "A @ u",
    "transpose": "A.T",
    "entry": "u[0]",
    "part": "A[:, 1]",
    "stack": "[a, b]",
    "greater": "a > b",
    "less": "a < b",
    "greater_equal": "a >= b",
    "less_equal": "a <= b",
    "above": "a > 2",
    "below": "2 > a",
    "at_least": "a >= 2",
    "at_most": "2 >= a",
}
"""How operations are written that are not functions."""

WRITTEN = {
    "dot": "dot(u, v)",
    "outer": "outer(u, v)",
    "sum": "sum(A)",
    "mean": "mean(u)",
    "norm2": "norm2(A)",
    "softmax": "softmax(u)",
    "cross_entropy": "cross_entropy(u, v)",
    "vec": "vec(A)",
    "reshape": "reshape(A, 6)",
    "with_bias": "with_bias(u)",
    "concat": "concat(u, a, v)",
    "conv1d": "conv1d(u, k)",
    "conv2d": "conv2d(A, K)",
    "conv_matrix": "conv_matrix(k, 3)",
    "max_pool2d": "max_pool2d(A, 2, stride=1)",
    "avg_pool2d": "avg_pool2d(A, 2, stride=1)",
    "amax": "amax(A, axis=0)",
    "amin": "amin(u)",
    "logsumexp": "logsumexp(A)",
    "broadcast_to": "broadcast_to(a, 2, 3)",
    "total": "total(s)",
    "average": "average(s)",
}
"""Functions of vectors, matrices and samples."""


# -- the promises ---------------------------------------------------------------


@pytest.mark.parametrize("promise", contract.PROMISES, ids=lambda promise: promise.__name__)
@each_operation
def test_every_operation_keeps_its_promise(op: ge.Op, promise: Callable[[ge.Op], None]):
    promise(op)


@each_operation
def test_every_operation_is_described_in_full(op: ge.Op):
    assert op.title and op.symbol and op.samples
    places = 1 if op.variadic else len(op.operands)
    assert len(op.slopes) == places or (op.variadic and len(op.slopes) == 3)
    assert len(op.worked) in (0, places)
    assert callable(op.partials) == op.variadic
    assert op.variadic or len(op.partials) == places
    assert all(len(sample) >= op.arity + op.literal for sample in op.samples)
    assert op.literal or op.literal_default is None
    assert op.domain[-1] != "." and op.pole_reason[-1:] != "."  # clauses, put into sentences
    assert op.kink is None or op.kink.convention[-1] == "."


@each_operation
def test_an_operation_whose_slope_is_zero_everywhere_says_what_that_means(op: ge.Op):
    assert bool(op.flat) == (set(op.slopes) == {"0"})


@pytest.mark.parametrize("op", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_operation_can_be_written_in_a_program(op: ge.Op):
    if not op.function:
        written = OPERATORS[op.name]
    elif op.elementwise:
        written = f"{op.name}({', '.join('aba'[: op.arity])})"
    else:
        written = WRITTEN[op.name]
    graph = ge.parse(f"{LEAVES}L = {written}")
    assert graph.node("L").op is op


LEAVES = """\
a = 0.5
b = 0.25
u = [1, 2, 3]
v = [0, 1, 0]
k = [1, -1]
A = [[1, 2, 3], [4, 5, 6]]
K = [[1, 2]]
s = each(1, 2)
"""


@pytest.mark.parametrize("op", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_operation_has_words_for_the_reference(op: ge.Op):
    assert op.title and op.symbol and op.samples and op.operands
    assert op.domain and op.domain[-1] != "."  # a clause, put into sentences
    assert op.tex(op.arity)


@each_operation
@given(data=st.data())
def test_formula_slopes_and_numbers_agree_wherever_they_are_finite(op: ge.Op, data: st.DataObject):
    number = st.integers(-3000, 3000).map(lambda k: np.float64(k / 1000))
    operands = tuple(data.draw(number) for _ in range(op.arity))
    literal = data.draw(st.sampled_from(sorted(contract.literals(op))))
    case = (operands, literal)
    out = contract.forward(op, case)
    slopes = [contract.slope(op, port, case) for port in range(op.arity)]
    if not np.isfinite([out, *slopes]).all() or (op.kink and op.kink.at(*operands, *literal)):
        return
    arguments = contract.symbols(case).values()
    for port, found in [(None, out), *enumerate(slopes)]:
        with suppress(ZeroDivisionError):  # the formula has no value there: 0 · 0⁻¹
            assert _close(_compiled(op, port)(*arguments), found)


_COMPILED: dict[tuple[str, int | None], Callable[..., Any]] = {}


def _compiled(op: ge.Op, port: int | None) -> Callable[..., Any]:
    """The formula (of the slope by `port`) as a function of operands and literal."""
    if (op.name, port) not in _COMPILED:
        case = next(contract.cases(op))
        case = (case[0][: op.arity], case[1])
        shown = (
            tex.read(op.tex(op.arity))
            if port is None
            else contract.slope_expression(op, port, case)
        )
        names = list(contract.symbols(case))
        _COMPILED[op.name, port] = sympy.lambdify(names, shown, "mpmath")
    return _COMPILED[op.name, port]


def _close(shown: Any, computed: Any) -> bool:
    return math.isclose(shown, computed, rel_tol=1e-9, abs_tol=1e-12)


# -- testing the tester -----------------------------------------------------------


def _with_partial(op: ge.Op, wrong: int, change: Callable[[Any], Any]) -> ge.Op:
    """The operation with one derivative changed."""

    def spoiled(port: int) -> Any:
        partial = op.partial(port)
        if port != wrong:
            return partial
        if callable(partial):
            return lambda *arguments: change(partial(*arguments))
        return np.float64(change(partial))

    if op.variadic:
        return replace(op, partials=spoiled)
    return replace(op, partials=tuple(spoiled(port) for port in range(op.arity)))


def _slightly(number: Any) -> Any:
    """Wrong by 0.05 %; where there is nothing to be wrong by, by 0.0005."""
    return np.where(number == 0, 0.0005, number * 1.0005)[()]


def _slightly_tex(formula: str) -> str:
    return "0.0005" if formula == "0" else rf"1.0005 \cdot ({formula})"


@each_operation
@pytest.mark.parametrize(
    "promise",
    [contract.gradients_agree_with_central_differences, contract.slopes_equal_partials],
    ids=lambda promise: promise.__name__,
)
def test_a_derivative_wrong_by_a_twentieth_of_a_percent_is_caught(
    op: ge.Op, promise: Callable[[ge.Op], None]
):
    if op.stops and promise is contract.gradients_agree_with_central_differences:
        return  # what it stops no difference shows
    for port in range(op.arity):
        with pytest.raises(AssertionError):
            promise(_with_partial(op, port, _slightly))


@each_operation
def test_a_slope_on_screen_wrong_by_a_twentieth_of_a_percent_is_caught(op: ge.Op):
    for table in ("slopes", "worked"):
        for port, formula in enumerate(getattr(op, table)):
            changed = list(getattr(op, table))
            changed[port] = _slightly_tex(formula)
            with pytest.raises(AssertionError):
                contract.slopes_equal_partials(replace(op, **{table: tuple(changed)}))


@each_operation
def test_a_result_wrong_by_a_twentieth_of_a_percent_is_caught(op: ge.Op):
    wrong = replace(op, forward=lambda *numbers: op.forward(*numbers) * 1.0005)
    with pytest.raises(AssertionError):
        contract.formula_equals_forward(wrong)
    wrong = replace(op, formula=lambda count: _slightly_tex(op.tex(count)))
    with pytest.raises(AssertionError):
        contract.formula_equals_forward(wrong)


@pytest.mark.parametrize(
    ("name", "promise", "change"),
    [
        ("relu", contract.keeps_its_convention_at_the_kink, {"slopes": ("[#1 > 0]",)}),
        ("relu", contract.does_not_pretend, {"slopes": ("[#1 > 0]",)}),
        ("log", contract.states_its_domain, {"pole": lambda x: x < 0}),
        ("log", contract.states_its_domain, {"pole": None}),
        ("log", contract.states_its_domain, {"pole": None, "pole_reason": ""}),
        ("sigmoid", contract.stays_within_its_bounds, {"bounds": (0.1, 1.0)}),
        ("sum", contract.works_entry_by_entry, {}),
    ],
)
def test_the_other_promises_notice_a_fault_too(
    name: str, promise: Callable[[ge.Op], None], change: dict[str, Any]
):
    op = OPERATIONS[name if name != "sum" else "add"]
    if name == "relu":  # a slope of 1 at the kink and where there is no number
        change = change | {"partials": (lambda out, x: np.where(x < 0, 0.0, 1.0)[()],)}
    if name == "sum":
        change = {"forward": lambda *terms: np.sum(terms)}
    with pytest.raises(AssertionError):
        promise(replace(op, **change))


# -- the reader of formulas ---------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("#1 - #2 - 1", -2.0),
        (r"-#1^{2}", -4.0),
        (r"-\frac{#1}{#2^{2}}", -2 / 9),
        (r"#1(1 - #1)", -2.0),
        (r"2 \sqrt{#2 + 1}", 4.0),
        (r"\tanh(#1)^{2}", math.tanh(2) ** 2),
        (r"#2 \cdot \ln #1", 3 * math.log(2)),
        (r"e^{-#1 \cdot #2}", math.exp(-6)),
        (r"[#1 > #2] + 10 \cdot [#1 \le #2]", 10.0),
        (r"[#1 = \min(#1, #2)]", 1.0),
        (r"|#1 - #2|", 1.0),
        (r"\operatorname{sign}(-#1)", -1.0),
        ("#1 #+c", 7.0),
        ("#d", 4.0),
        ("#0", 11.0),
    ],
)
def test_a_formula_is_read_as_a_person_reads_it(formula: str, value: float):
    numbers = {tex.operand(0): 2.0, tex.operand(1): 3.0, tex.LITERAL: 5.0, tex.RESULT: 11.0}
    assert tex.evaluate(tex.read(formula), numbers) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    "formula",
    ["", "#1 +", r"\frac{1}", "(#1", "#1)", r"\unknown(#1)", "[#1]", "#1 #2", "x", "1 2", "#1^2"],
)
def test_a_formula_that_cannot_be_read_is_an_error(formula: str):
    with pytest.raises(ValueError, match="in "):
        tex.read(formula)


# -- the registry ---------------------------------------------------------------------


def test_the_registry_cannot_be_changed_by_accident():
    with pytest.raises(TypeError):
        OPERATIONS["mine"] = OPERATIONS["add"]


def test_an_operation_declared_twice_is_a_bug():
    with pytest.raises(ValueError, match="'add' is declared twice"):
        registry([[OPERATIONS["add"]], [OPERATIONS["add"]]])


def test_functions_have_names_that_a_program_can_contain():
    for op in OPERATIONS.values():
        if op.function:
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", op.name)


def test_stable_operations_stay_right_where_the_plain_formula_overflows():
    logistic, softplus = OPERATIONS["logistic_loss"], OPERATIONS["softplus"]
    case = ((np.float64(1.0), np.float64(-1000.0)), ())
    assert contract.forward(logistic, case) == 1000.0
    assert contract.slope(logistic, 1, case) == -1.0
    assert contract.forward(softplus, ((np.float64(1000.0),), ())) == 1000.0


@pytest.mark.parametrize(
    ("x", "value", "slope"),
    [(1.0, 0.8413447460685429, 1.0833154705876864), (0.0, 0.0, 0.5), (1000.0, 1000.0, 1.0),
     (-10.0, -7.61985302416052607e-23, -7.61840009646481409e-22), (-1000.0, 0.0, 0.0)],
)  # fmt: skip
def test_gelu_is_the_exact_one_and_keeps_its_digits_far_to_the_left(
    x: float, value: float, slope: float
):
    """By the table of Φ: Φ(1) = 0.8413447460685429, Φ(−10) = 7.619853024160527·10⁻²⁴."""
    case = ((np.float64(x),), ())
    assert contract.forward(OPERATIONS["gelu"], case) == pytest.approx(value, rel=1e-12, abs=0)
    assert contract.slope(OPERATIONS["gelu"], 0, case) == pytest.approx(slope, rel=1e-9, abs=0)


@pytest.mark.parametrize(("x", "value"), [(1000.0, 1.0), (-1000.0, 0.0), (0.0, 0.5)])
def test_sigmoid_never_overflows(x: float, value: float):
    assert contract.forward(OPERATIONS["sigmoid"], ((np.float64(x),), ())) == value


@pytest.mark.parametrize(("a", "b", "slope"), [(0.0, 2.0, 0.0), (0.0, 0.5, 0.0), (1.0, 2.0, 0.0)])
def test_a_power_of_zero_does_not_change_with_its_exponent(a: float, b: float, slope: float):
    assert contract.slope(OPERATIONS["pow"], 1, ((np.float64(a), np.float64(b)), ())) == slope


def test_the_exponent_zero_has_slope_zero_even_at_zero():
    case = ((np.float64(0.0),), (np.float64(0.0),))
    assert contract.forward(OPERATIONS["power"], case) == 1.0
    assert contract.slope(OPERATIONS["power"], 0, case) == 0.0
