"""The letters of our own formulas are none of the program's."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.editor.fields import fields
from app.exports import FORMATS, Options, export
from app.predict import check
from app.predict.questions import questions
from app.wording import cards
from app.wording.sentences import sentence
from app.wording.symbols import symbols

from .. import stories
from ..stories import few
from . import mathml
from .said import formulas_of, values


def said(told: stories.Story, key: str) -> list[str]:
    """The sides of the first formula of a step."""
    each = stories.step(told, key)
    return [mathml.words(side) for side in mathml.sides(cards.lines(told.words, each)[0].mathml)]


@pytest.mark.parametrize(
    ("program", "key", "written"),
    [
        ("s: weight = [1, 2]\nz = softmax(s)\nL: loss = sum(z*z)", "slope_symbols:z/s",
         "diag(z)−zzT"),
        ("P: weight = 2\nx = [1, 2]\nf = x[0]*P", "slope_symbols:@2/x", "Q"),
        ("P = 2\nQ = 3\nx = [1, 2]\nf = x[0]*P*Q", "slope_symbols:@3/x", "R"),
        ("P = [[1, 2], [3, 4]]\nf = sum(P.T)", "slope_symbols:@1/P", "Q"),
        ("M = [[1, 2], [3, 4]]\nf = sum(M.T)", "slope_symbols:@1/M", "P"),
        ("S = [1, 2]\nf = sum(conv_matrix(S, 4))", "slope_symbols:@1/S", "Q"),
        ("I = [1, 2]\nf = sum(-I)", "slope_symbols:@1/I", "−E2"),
        ("x = [1, 2]\nf = sum(-x)", "slope_symbols:@1/x", "−I2"),
        ("W = [[1, 2]]\nT = [1, 2]\nf = sum(W @ T)", "slope_symbols:@2/W", "I1⊗T⊤"),
        ("W = [[1, 2]]\nx = [1, 2]\nf = sum(W @ x)", "slope_symbols:@2/W", "I1⊗xT"),
        ("sigma: weight = 2\nx = 1\np = sigmoid(sigma*x)", "symbols:p", "sigmoid(u1)"),
        ("sigma: weight = 2\nx = 1\np = sigmoid(sigma*x)", "start", "sigmoid(σ·x)"),
        ("σ = 2\np = softplus(σ)", "slope_symbols:p/σ", "sigmoid(σ)"),
        ("s = 2\np = sigmoid(s)", "symbols:p", "σ(s)"),
        ("x = 2\ng = gelu(x)", "slope_symbols:g/x", "Φ(x)+x·φ(x)"),
        ("Phi = 2\ng = gelu(Phi)", "symbols:g", "Φ·cdf(Φ)"),
        ("phi = 2\ng = gelu(phi)", "slope_symbols:g/phi", "Φ(φ)+φ·pdf(φ)"),
        ("σ = 2\ng = silu(σ)", "symbols:g", "σ·sigmoid(σ)"),
        ("e = 2\nx = 3\nf = exp(x)*e", "start", "exp(x)·e"),
        ("e = 2\nf = exp(e)", "slope_symbols:f/e", "exp(e)"),
        ("e = 2\nf = softplus(e)", "symbols:f", "log(1+exp(e))"),
        ("x = 3\nf = exp(x)", "symbols:f", "ex"),
        ("log = 2\nf = softplus(log)", "symbols:f", "Log(1+elog)"),
        ("a = 2\nb = 3\nf = a**b", "slope_symbols:f/b", "ab·log(b)".replace("(b)", "(a)")),
        ("xbar = 2\nx = [1, 2]\nf = xbar*sum(with_bias(x))", "symbols:@2", "(x1)"),
    ],
)  # fmt: skip
def test_a_letter_of_ours_gives_way_to_the_programs(program: str, key: str, written: str):
    assert said(stories.story(program), key)[-1] == written


def test_the_learning_rate_has_a_letter_of_its_own_beside_an_alpha():
    told = stories.story("alpha: weight = 2\nx = 3\nL: loss = square(alpha*x)", rate=0.01)
    rule = stories.step(told, "rule:alpha")
    assert sentence(told.words, rule) == (
        "The update: α moves against the gradient, by the learning rate η = 0.01."
    )
    assert said(told, "rule:alpha") == ["α", "α−η\u2062∂ℒ∂α"]
    (asked,) = [q for q in questions(told) if q.kind == "update"]
    assert "with η = 0.01" in asked.ask and "η times the gradient" in asked.hints[0]
    assert "η = 0.01" in asked.hints[1]
    assert [(f.name, f.key) for f in fields(told)] == [("α", "alpha"), ("x", "x"), ("η", "")]


@pytest.mark.parametrize("rate", ["alpha", "α", "alpha1", "α_max"])
def test_every_letter_of_alpha_moves_the_rate(rate: str):
    told = stories.story(f"{rate}: weight = 2\nL: loss = square({rate})")
    assert told.words.symbols.rate == "η"
    taken = stories.story(f"{rate} = 2\neta: weight = 1\nL: loss = square({rate}*eta)")
    assert taken.words.symbols.rate == "γ"


def test_an_unrolled_learning_of_an_alpha_names_its_rate_otherwise():
    program = "alpha: weight = 2\nx = 3\nL: loss = square(alpha*x)"
    told = stories.story(program, zoom="learning", iterations=2, rate="1/(1+t)")
    written = {each.base for each in told.words.names}
    assert "−α" not in written and "α" in written


def test_the_circle_of_a_sum_or_a_sigmoid_is_no_variable():
    told = stories.story("sigma = 2\nSigma = 3\nf = sigmoid(sigma) + Sigma + 1 + sigma*Sigma")
    circles = {t for g in stories.picture(told, 0).groups("node") for t in g.itertext()}
    assert "sigmoid" in " ".join(circles)
    slope = next(s for s in told.walk.steps if s.key.startswith("slope:@2/sigma"))
    assert sentence(told.words, slope).startswith("sigmoid at σ = 2")
    source = export(told, FORMATS["gv"], step=told.last, options=Options()).data.decode()
    assert "sigmoid" in source


@pytest.mark.parametrize(
    ("program", "begins"),
    [
        ("x = 2\ny = 3*x\nL = square(y)", "y² at y = 6"),
        ("x = 2\ny = 3*x\nL = abs(y)", "|y| at y = 6"),
        ("x = 2\nL = square(x)", "x² at x = 2"),
        ("x = 2\ny = 3*x\nL = exp(y)", "exp at y = 6"),
        ("x = 2\nL = square(3*x)", "u₁² at u₁ = 6"),
        ("y = 3\nL = -y", "−y at y = 3"),
        ("x = 2\ny = 3*x\nz = y\nL = z*x", "y at y = 6"),
    ],
)
def test_a_function_is_said_of_its_operand_and_of_no_other_x(program: str, begins: str):
    told = stories.story(program)
    said = [sentence(told.words, s) for s in told.walk.steps if s.kind == "slope"]
    assert any(each.startswith(f"{begins} has the slope") for each in said)


def test_an_answer_with_the_letter_of_the_rate_is_read():
    told = stories.story("alpha: weight = 2\nx = 3\nL: loss = square(alpha*x)", rate=0.01)
    (asked,) = [q for q in questions(told) if q.kind == "update"]
    for text in ("alpha - η*36", "α − 0.01·36", "alpha - 0.36", "alpha - eta*36"):
        assert check(told, question=asked.id, answer=text, earlier={}).result == "right", text
    assert check(told, question=asked.id, answer="alpha - alpha*36", earlier={}).result == "wrong"


LETTERS = ["e", "s", "P", "S", "I", "T", "N", "i", "sigma", "Sigma", "alpha", "eta", "w", "theta",
           "Q", "E", "log", "x", "u"]  # fmt: skip


@few
@given(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=5, unique=True),
       st.sampled_from(["softmax(A)", "exp(A)", "sigmoid(A)", "A*B", "softplus(A)", "-A",
                        "logistic_loss(A, B)"]))  # fmt: skip
def test_the_formulas_read_with_the_programs_letters_are_the_numbers(names: list[str], form: str):
    """e, T, σ and exp are what the program says, wherever it says them."""
    one, other = names[0], names[1]
    lines = [f"{n} = [{k + 1}, 0.5]" for k, n in enumerate(names)]
    made = form.replace("A", "\0").replace("B", other).replace("\0", one)
    told = stories.story("\n".join([*lines, f"v = {made}", "L = sum(v)"]))
    ours = told.words.symbols.ours.values()
    bases = {name.base for name in (*told.words.names, *told.words.flat)}
    assert not bases & set(ours) and len(set(ours)) == len(set(told.words.symbols.ours))
    shown = "".join(formula for _, formula in formulas_of(told))
    if "e" in bases:
        assert "<msup><mi>e</mi>" not in shown
    if "σ" in bases:
        assert '<mi>σ</mi><mo stretchy="false">(' not in shown


@pytest.mark.parametrize("op", [op for op in ge.operations().values() if op.elementwise],
                         ids=lambda op: op.name)  # fmt: skip
def test_a_formula_that_gave_way_says_the_same(op: ge.Op):
    """Beside a program that has every letter of ours each formula is worked out as without."""
    crowded = symbols({"e", "σ", "T", "I", "P", "S", "N", "i", "α", "exp", "log"}, ())
    for count in {op.arity}:
        for formula in (op.tex(count), *(op.slope_tex(port, count) for port in range(count))):
            changed = crowded.tex(formula)
            assert changed.count("{") == changed.count("}")
            assert changed.count("(") == changed.count(")")
            assert re.findall(r"#\w", changed) == re.findall(r"#\w", formula)
            assert "e^{" not in changed and r"\sigma" not in changed
    assert symbols({"x", "y"}, ()).tex(op.tex(op.arity)) == op.tex(op.arity)


@few
@given(st.floats(0.2, 2), st.sampled_from(["exp(e)", "softplus(e)", "logistic_loss(e, T)",
                                           "sigmoid(sigma)", "exp(-sigma*e)"]))  # fmt: skip
def test_what_gave_way_is_still_true(x: float, form: str):
    told = stories.story(f"e = {x:.3f}\nT = 2\nsigma = 0.5\nL = {form} + e*T*sigma")
    known, run = values(told), told.walk.runs[0]
    for each, formula in formulas_of(told):
        if each.kind in ("symbols", "slope_symbols"):
            if mathml.words(mathml.sides(formula)[-1]).startswith("∂"):
                continue  # it is asked for, and told with its number
            right = mathml.worked_out(mathml.sides(formula)[-1], known)
            wanted = run.values[each.node] if each.edge is None else run.slope(each.edge)
            assert right == pytest.approx(float(np.squeeze(wanted)), rel=1e-6)
