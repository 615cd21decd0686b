"""A pasted formula of TeX is a program: loss and gradients are those of the same in numpy."""

import string
import time

import autograd.numpy as np
import numpy
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_engine as ge
from app.pasted import read


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.sum(np.exp(z))


FORMULAS = {
    r"\mathcal{L} = -\log\sigma(y\,w^\top x)": lambda y, w, x: -np.log(sigmoid(y * np.dot(w, x))),
    r"$p = \sigma(w_1 x_1 + w_2 x_2 + b)$": (
        lambda w1, x1, w2, x2, b: sigmoid(w1 * x1 + w2 * x2 + b)
    ),
    r"$$L = \frac{1}{n}\sum_{i=1}^n (y_i - \hat{y}_i)^2$$": (
        lambda n, y, yhat: np.sum((y - yhat) ** 2) / n
    ),
    r"\begin{align*} z &= W x + b \\ a &= \tanh(z) \\ L &= \|a - y\|^2 \end{align*}": (
        lambda W, x, b, y: np.sum((np.tanh(np.dot(W, x) + b) - y) ** 2)
    ),
    "L = (a - t)^2\na = \\mathrm{ReLU}(W^{[2]} x + b^{[2]}) \\cdot \\mathbf{u}^T x": (
        lambda t, W2, x, b2, u: None  # a vector at the end: only read
    ),
    r"J(\theta) = -y\log\hat{p} - (1-y)\log(1-\hat{p})": (
        lambda y, phat: -y * np.log(phat) - (1 - y) * np.log(1 - phat)
    ),
    r"f(x) = \frac{1}{1+e^{-x}}": sigmoid,
    r"y = \sqrt{x_1^2 + x_2^{2}}": lambda x1, x2: np.sqrt(x1**2 + x2**2),
    r"L = \max\left(0, 1 - y \cdot \left(w^T x + b\right)\right)": (
        lambda y, w, x, b: np.maximum(0, 1 - y * (np.dot(w, x) + b))
    ),
    r"q = x^{\top} W x": lambda x, W: np.dot(x, np.dot(W, x)),
    "f = \\frac{x+y}{\\sqrt{2}}\ng = f^2 + \\lambda w^2": (
        lambda x, y, lam, w: ((x + y) / np.sqrt(2)) ** 2 + lam * w**2
    ),
    r"L = \frac{\lambda}{2} \lVert w \rVert_2^2 + \left| b \right|": (
        lambda lam, w, b: lam / 2 * np.sum(w**2) + np.abs(b)
    ),
    r"\[ E = \frac12 (t - o)^2 \tag{1} \]": lambda t, o: 0.5 * (t - o) ** 2,
    r"C = -\sum_{j=1}^{4} y_j \ln a_j": lambda y, a: -np.sum(y * np.log(a)),
    r"s = a_1\,e^{x} \times \cos \theta": lambda a1, x, theta: a1 * np.exp(x) * np.cos(theta),
    r"L = -\frac{1}{2}\left[ u - \frac{v}{3} \right]": lambda u, v: -(u - v / 3) / 2,
    r"L = \exp(-\alpha (x - \mu)^2 / 2)": lambda alpha, x, mu: np.exp(-alpha * (x - mu) ** 2 / 2),
    r"z = \boldsymbol{\theta}^\top \mathbf{x}": lambda theta, x: np.dot(theta, x),
    r"y = \log_2 x_1 + \log_{10} x_2": lambda x1, x2: np.log2(x1) + np.log10(x2),
    r"y = \log x / \log 2": lambda x: np.log2(x),
    r"R = \lambda\|w\|_1 + 2|b|": lambda lam, w, b: lam * np.sum(np.abs(w)) + 2 * np.abs(b),
    r"A = \pi r^2 \cdot 1{,}5": lambda r: np.pi * r**2 * 1.5,
    r"y = \mathbf{w}\cdot\mathbf{x} + b": lambda w, x, b: np.dot(w, x) + b,
    r"L = \sum_i \alpha_i y_i": lambda alpha, y: np.sum(alpha * y),
    r"m = \frac14 \sum_{i=0}^3 x_i + \sum_{j=1}^4 z_j": lambda x, z: np.mean(x) + np.sum(z),
    r"\frac{1}{K}\sum_{k=1}^{K}(x_k-\mu)^2": lambda K, x, mu: np.sum((x - mu) ** 2) / K,
    r"L = \frac{1}{2}\|Xw-y\|^2": lambda X, w, y: np.sum((np.dot(X, w) - y) ** 2) / 2,
    r"The loss is $L = \max(0, x)$ where $x$ is the input.": lambda x: np.maximum(0, x),
    r"z = Wx+b, \quad L = \|z\|_2^{2}": lambda W, x, b: np.sum((np.dot(W, x) + b) ** 2),
    r"y = \hat{y}(1-\hat{y})": lambda yhat: yhat * (1 - yhat),
    # What a name is, is what its formula makes it, and what it is used as.
    r"h = \sigma(a x) \\ y = W h b": lambda a, x, W, b: W * sigmoid(a * x) * b,
    r"h = \tanh(x) \\ s = \log(W h) \\ L = u^\top s": (
        lambda x, W, u: np.dot(u, np.log(np.dot(W, np.tanh(x))))
    ),
    r"h = \tanh(x) \\ y = w^\top h": lambda x, w: np.dot(w, np.tanh(x)),
    r"y = w^\top h \\ h = \mathrm{ReLU}(a) - \frac{b}{2} \\ a = U x": (
        lambda w, U, x, b: np.dot(w, np.maximum(0, np.dot(U, x)) - b / 2)
    ),
    r"L = \| W \tanh(x) \|^2": lambda W, x: np.sum(np.dot(W, np.tanh(x)) ** 2),
    r"C = B \log(1 + S)": lambda B, S: B * np.log(1 + S),
    # An equation that holds for each entry is one of vectors.
    r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \quad L = -\sum_i y_i \log p_i": (
        lambda y, z: -np.sum(y * np.log(np.exp(z) / np.sum(np.exp(z))))
    ),
    r"p_k = \frac{\exp(z_k / \tau)}{\sum_{k=1}^3 \exp(z_k / \tau)} \\ H = -\sum_k p_k \log p_k": (
        lambda z, tau: -np.sum(softmax(z / tau) * np.log(softmax(z / tau)))
    ),
    r"\hat{y}_i = w x_i \\ L = \frac12 \sum_i (y_i - \hat{y}_i)^2": (
        lambda w, x, y: np.sum((y - w * x) ** 2) / 2
    ),
    r"a_i = \sigma(z_i) \\ z_i = w x_i + b \\ J = \frac{1}{n} \sum_{k=1}^n (a_k - t_k)^2": (
        lambda w, x, b, t, n: np.sum((sigmoid(w * x + b) - t) ** 2) / n
    ),
    r"\hat y^{(i)} = w x^{(i)} + b \\ L = \frac1m \sum_{i=1}^m (y^{(i)} - \hat y^{(i)})^2": (
        lambda w, x, b, y, m: np.sum((y - w * x - b) ** 2) / m
    ),
    r"\sigma(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j=1}^K e^{z_j}} \\ L = -\log t^\top \sigma": (
        lambda z, t: -np.log(np.dot(t, softmax(z)))
    ),
    r"\frac{e^{z_i}}{\sum_j e^{z_j}} \\ q = \sum_i L_i^2": lambda z: np.sum(softmax(z) ** 2),
    r"\text{softmax}(z_i) = \frac{e^{z_i}}{\sum_j e^{z_j}} \\ L = \|z\|^2": lambda z: np.sum(z**2),
    r"\sigma(x) = \frac{1}{1 + e^{-x}}": lambda x: sigmoid(x),
    r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}": lambda x: np.tanh(x),
    # A sum in a sum is a number that each term has.
    r"L = -\sum_i y_i \log \frac{e^{z_i}}{\sum_j e^{z_j}}": (
        lambda y, z: -np.sum(y * np.log(np.exp(z) / np.sum(np.exp(z))))
    ),
    r"L = -\sum_i y_i (z_i - \log \sum_j e^{z_j})": (
        lambda y, z: -np.sum(y * (z - np.log(np.sum(np.exp(z)))))
    ),
}


def test_a_formula_has_the_value_and_the_gradients_of_the_same_in_numpy():
    for text, function in FORMULAS.items():
        reading = read(text)
        assert [(each.message, text) for each in reading.refusals] == []
        assert reading.dialect == "LaTeX"
        run = ge.run(ge.parse(reading.program))
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        names = (
            tuple({"z": "x"}.get(name, name) for name in names) if function is sigmoid else names
        )
        assert {*names} <= {*run.graph.names}, reading.program
        numbers = [np.array(run.value(name), dtype=float) for name in names]
        if function(*numbers) is None:
            continue
        assert run.graph.loss is not None, reading.program
        loss = float(run.value(run.graph.loss))
        assert loss == pytest.approx(float(function(*numbers)), rel=1e-12), reading.program
        for place, name in enumerate(names):
            found = run.gradient(name)
            numpy.testing.assert_allclose(found, grad(function, place)(*numbers), atol=1e-12)
        said = str(reading.remarks[-1].message)
        assert all(f"`{leaf.name}`" in said for leaf in run.graph.leaves if leaf.name)


@pytest.mark.parametrize(
    ("text", "line", "sign", "why"),
    [
        (r"L = \int_0^1 x", 1, r"\int", "is not read here"),
        (r"y = \prod_i x_i", 1, r"\prod", "is not read here"),
        ("a = \\sigma(x)\nL = \\nabla a", 2, r"\nabla", "is not read here"),
        (r"L = \frac{a}{b", 1, "b", "missing"),
        (r"x + y = \sigma(z)", 1, "", "one name"),
        (r"L = \sum_{i=1}^{900} x_i", 1, r"\sum", "terms"),
        (r"L = f'(x) + \sigma(x)", 1, "'", "derivative"),
        ("L = \\sigma(" + "(" * 90 + "x" + ")" * 91, 1, "(", "too much"),
    ],
)
def test_what_a_formula_has_and_we_have_not_is_underlined_with_its_reason(text, line, sign, why):
    reading = read(text)
    assert reading.program == "" and reading.dialect == "LaTeX"
    (refusal,) = reading.refusals[:1]
    assert refusal.line == line and why in refusal.message
    assert sign in text.split("\n")[line - 1][refusal.column - 1 : refusal.end_column - 1]


DOUBTFUL = {
    r"y = \log x / 2": "not clear",
    r"y = \tanh^{-1} x": "only a power",
    r"y = W^{-1} \alpha": "inverse",
    r"y = \mathbf{A}^2 \mathbf{x}": "power of a matrix",
    r"L = \|W\|_2 x": "norm of a matrix",
    r"y = 10\,000 \alpha": "side by side",
    r"y = 10{,}000 \alpha": "thousands",
    r"y = 1.5e-3 \alpha": "Euler",
    r"\frac{dL}{dx}": "derivative",
    r"y = \alpha dL/dx": "derivative",
    r"y = f(x) + \alpha": "function",
    r"y = \operatorname{tr}(A)": "function",
    r"y = \max_i x_i": "below this function",
    r"y = \alpha \|w\|_3": "norm",
    r"y = \mathbf{w}\times\mathbf{x} + b": "which product",
    r"p = \frac{e^{z_k}}{\sum_j e^{z_j}}": "`z` has the index",
    r"L = -\log p_k \\ p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}": "`p` has the index",
    r"\hat{y}_i = w x_j \\ L = \sum_i (y_i - \hat{y}_i)^2": "is a number",
    r"\hat{y}_i = w^\top x_i \\ L = \sum_i (y_i - \hat{y}_i)^2": "whole vector",
    r"y = \sum_i \sum_j x_i x_j": "`i` is no index of this sum",
    r"a_i = \sum_j x_i x_j": "`i` is no index of this sum",
    r"y = \sum_i \sum_j x_j": "nothing in this sum",
    r"a_i = i x_i \\ y = \sum_j a_j": "counts",
    r"\sigma(x) = \max(0, x) \\ y = \sigma(2 z)": "used as the function",
    r"\operatorname{softmax}(z)_i = 2 z_i \\ y = \|\mathrm{softmax}(z)\|": "used as the function",
    r"\frac{e^{z_i} + e^{z_k}}{\sum_j e^{z_j}}": "`z` has the index",
    r"h = \sigma(a x) \\ y = w^\top h": "transposed vector is a number",
    r"\hat{y} = w x \\ L = \sum_i (y_i - \hat{y}_i)^2": "is a number",
    r"y = \sum_j w_{ij} x_j": "part of an index",
    r"y = \sum_i i x_i": "counts",
    r"y = \sum_{i=1}^{3} x": "nothing in this sum",
    r"y = \sum_i x_i y + \sum_i y_i": "is missing at `y`",
    r"y = \sum_i (y_i - w^\top x_i)^2": "whole vector",
    r"y = \sum_i \|x_i\|": "whole vector",
    r"y = \sum_{i=1}^5 x_i + \sum_{j=1}^3 z_j": "another has 5",
    r"y = \sum_{i=1}^{n-1} x_i": "one name",
    r"y = \alpha \sum_{i=1}^{" + "9" * 400 + "} x_i": "terms",
    r"y = \sigma(a^{[1]} + a_1)": "two symbols",
    r"y = \alpha a^L_j": "index above",
    r"h = \sigma(a) \\ h = \tanh(b)": "already",
    r"y = \sigma(x) where x is the input": "a word",
    r"y = \alpha" + " + x" * 900: "too long",
    r"y = \alpha" + " x" * 3000: "too long",
    r"y = \alpha" + "^x" * 1500: "too long",
    r"\frac" * 120: "too much",
}


def test_what_could_mean_something_else_is_refused_with_its_reason():
    found = {text: [str(each.message) for each in read(text).refusals] for text in DOUBTFUL}
    assert {
        text: said for text, said in found.items() if DOUBTFUL[text] not in " ".join(said)
    } == {}
    assert not any(read(text).program for text in DOUBTFUL)


def test_no_text_holds_the_reader_up():
    for text in (
        "y = \\alpha" + "\n" * 9000,
        "y = \\alpha" + "\n \n" * 6000,
        "\\alpha\n" * 2800,
        "y = \\alpha\n" + "\n".join(f"y{k} = x" + " x" * 90 for k in range(90)),
        "y = \\alpha " + "x " * 230,
        "\\label{" * 2800,
        "\\\\[" * 6000,
        "1\t" * 9000 + "\n1",
        " \\\\ ".join(f"a_{{{k}}} = a_{{{k + 1}}} + b_{{{k}}}" for k in range(60)),
        " \\\\ ".join(
            ["y = \\sum_k v_k", *(f"{'vabcdefghz'[k]}_k = {'abcdefghzx'[k]}_k" for k in range(10))]
        ),
        "y = " + "".join(f"\\sum_{c} " for c in "abcdefghijklmnopq") + "x_q",
    ):
        begun = time.process_time()
        read(text)
        assert time.process_time() - begun < 0.25, text[:30]


ATOMS = st.sampled_from(
    ["x", "w", "W", r"\alpha", r"\pi", "x_i", "x_1", r"\mathbf{x}", r"\hat{y}_i", "2", "1{,}5",
     "f", "e", r"W^{[1]}", "z_{ij}", "i"]
)  # fmt: skip


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from(
        [" + ", " - ", " ", r" \cdot ", r" \times ", r" \odot ", " / ", r"^\top ", "^"]), inner
    )  # fmt: skip
    around = st.sampled_from(
        ["(*)", r"\sigma(*)", r"\log *", r"\log_2 *", r"\|*\|", r"\|*\|_1", "|*|",
         r"\sum_{i=1}^3 *", r"\sum_j *", r"\frac{*}{2}", r"\frac{1}{*}",
         r"\sqrt{*}", "-*", "{*}^2", r"\max(0, *)", "f(*)", r"\operatorname{softmax}(*)"]
    )  # fmt: skip
    return pairs.map("".join) | st.tuples(around, inner).map(
        lambda two: two[0].replace("*", two[1])
    )


@settings(max_examples=150)
@given(
    st.recursive(ATOMS, _larger, max_leaves=12),
    st.recursive(ATOMS, _larger, max_leaves=6),
    st.sampled_from(
        ["b", "b_i", "b^{(i)}", r"\mathbf{b}", r"\sigma(x)", r"\tanh(x)_i", r"\text{relu}(x_i)"]
    ),
)
def test_any_formula_is_read_to_a_program_that_runs_or_is_refused(
    first: str, second: str, left: str
):
    text = f"L = {first} + \\sigma(b)\\\\ {left} = {second}"
    reading = read(text)
    assert bool(reading.program) != bool(reading.refusals)
    if reading.program:
        ge.run(ge.parse(reading.program))
    for each in reading.refusals:
        assert 1 <= each.column < each.end_column and each.message


@settings(max_examples=40)
@given(st.text("\\{}()^_$&= +-" + string.ascii_letters + string.digits + "\n", max_size=80))
def test_whatever_is_pasted_is_answered(text: str):
    for each in (text, "\\frac" + text, "y = \\sigma(" + text):
        reading = read(each)
        assert reading.refusals or not reading.program or ge.parse(reading.program)


@pytest.mark.parametrize(
    ("text", "words", "lines"),
    [
        (
            "We take a loss:\n\\[ L = \\max(0, x) \\]\nwhere $x$ is the\ninput. % ours",
            ("We take a loss", "where x is the input"),
            (1, 3),
        ),
        ("The loss $L = \\sigma(x)$ of a neuron", ("The loss", "of a neuron"), (1,)),
        ("Let $\\alpha > 0$.\n$y = \\alpha x$", (r"Let \alpha > 0",), (1,)),
        (
            "$a = \\sqrt{x}$ "
            + "long " * 20
            + "$b = 2 a$ and $c = 3 b$ or $d = c$ then $e = d$ end",
            ("long long long", "and; or; …"),
            (1,),
        ),
    ],
)
def test_words_around_formulas_are_said_to_be_left_out_with_their_lines(text, words, lines):
    reading = read(text)
    said = str(reading.remarks[0].message)
    assert reading.program and said.startswith("Left out: the words around the formulas (")
    assert all(each in said for each in words) and len(said) < 200
    assert reading.remarks[0].lines == lines


def test_where_there_are_formulas_alone_nothing_is_left_out():
    for text in FORMULAS:
        said = " ".join(str(each.message) for each in read(text).remarks)
        assert ("Left out" in said) == ("The loss is" in text), said
    signs = "$$ a = x^2, \\quad b = a \\nonumber \\label{eq:b} $$ % here\n\\[ c = b \\]"
    assert "Left out" not in " ".join(str(each.message) for each in read(signs).remarks)


def test_a_chain_of_formulas_in_any_order_has_the_kind_that_its_last_one_shows():
    names = ["x", *(f"h_{{{k}}}" for k in range(1, 40)), "W s"]
    rows = [f"{one} = \\tanh({other})" for one, other in zip(names[1:-1], names, strict=False)]
    rows.append(f"s = {names[-2]}")
    rows.append("y = \\log(W s)")
    for order in (rows, rows[::-1], rows[::2] + rows[1::2]):
        program = read(r" \\ ".join(order)).program
        assert "x: input = [" in program and "y = log(W @ s)" in program


def test_a_number_below_a_formula_is_the_number_of_its_leaf():
    reading = read("y = \\sigma(x)\nx = 3")
    assert reading.program == "x = 3\ny = sigmoid(x)" and reading.remarks == ()


def test_a_program_of_ours_with_one_sign_of_tex_stays_a_program():
    assert read("w: weight = 2\np = \\sigma(w)").dialect == ""
    assert (
        read("import numpy as np\n# \\frac{1}{2}\nx = np.array([1.0])\nL = (x**2).sum()").dialect
        == "numpy"
    )
