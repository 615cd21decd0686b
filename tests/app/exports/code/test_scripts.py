"""Scripts that run as they are and print the engine's own numbers."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings

import graph_engine as ge
from app.exports import ExportError
from app.exports.code.micrograd_code import MICROGRAD
from app.exports.code.numpy_code import NUMPY
from app.exports.code.recipes import Language
from app.exports.code.torch_code import TORCH
from app.exports.code.writing import LANGUAGES, script
from app.lessons import lessons
from app.state.view import Zoom
from app.story import Story, tell

from ....graph_engine.programs import EXAMPLE_II
from ...stories import BROKEN, HOSTILE, SLIDE, comments, story, views
from .running import agree, expected, finite, of_operation, python_with, ran

SAMPLES = [(op, sample) for op in ge.operations().values() for sample in op.samples]

torch = pytest.param(TORCH, marks=pytest.mark.exports("PyTorch"))
EACH = pytest.mark.parametrize("language", [NUMPY, MICROGRAD, torch], ids=lambda each: each.name)


def python_of(language: Language) -> str:
    if language is not TORCH:
        return sys.executable
    found = python_with("torch")
    if found is None:
        pytest.fail("no PyTorch: set CHALKGRAPH_EXPORTS_PYTHON to a Python that has it")
    return found


def all_agree(folder: Path, told: list[Story], language: Language, near: float = 1e-9) -> None:
    for one, printed in zip(told, ran(folder, told, language, python_of(language)), strict=True):
        agree(printed, expected(one, exact=language is not NUMPY), near=near)


def writable(one: Story, language: Language) -> bool:
    """Whether it is not too large to be written out."""
    try:
        script(one, language, file="a.py")
    except ExportError:
        assert sum(prod(node.shape) for node in one.graph.nodes) > 1000
        return False
    return True


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.name)
def test_every_operation_can_be_written(language: Language):
    assert set(language.recipes) == set(ge.operations())


@EACH
def test_every_operation_has_the_engines_value_and_gradients(language: Language, tmp_path: Path):
    all_agree(tmp_path, [of_operation(op, sample) for op, sample in SAMPLES], language)


def test_every_operation_on_a_slide_has_the_engines_rounded_gradients(tmp_path: Path):
    told = [of_operation(op, sample, arithmetic="slide") for op, sample in SAMPLES]
    all_agree(tmp_path, told, NUMPY)


BOOK = """
x^{(1)}: input = [1, -2]
W^{[1]}: weight = [[0.5, -1], [2, 0.75]]
w^{[1]}: weight = [0.5, -0.25]
váha: weight = 0.7
ŷ: label = [1, 0]
ϵ: constant = 0.1
lambda: weight = 0.3
a1' = tanh(W^{[1]} @ x^{(1)} + w^{[1]})
größe = váha*norm2(a1' - ŷ) + ϵ*lambda
ℒ: loss = größe
"""


@EACH
def test_names_of_books_and_with_accents_run_in_every_language(language: Language, tmp_path: Path):
    all_agree(tmp_path, [story(BOOK, focus=focus) for focus in ("*", "W^{[1]}")], language)


@EACH
def test_entrywise_operations_spread_a_number_over_a_vector_as_the_engine_does(
    language: Language, tmp_path: Path
):
    told = []
    for op, sample in SAMPLES:
        if op.elementwise and not op.literal:
            vector = [[number, number * 1.5, number * 0.75] for number in sample]
            told.append(of_operation(op, vector))
            for place in range(len(sample) if len(sample) > 1 else 0):
                told.append(
                    of_operation(op, [*vector[:place], sample[place], *vector[place + 1 :]])
                )
        elif op.elementwise:
            told.append(of_operation(op, [[sample[0], sample[0] * 1.5], sample[1]]))
    told = [one for one in told if finite(one)]
    assert len(told) > 60
    all_agree(tmp_path, told, language)


@EACH
def test_every_lesson_prints_the_numbers_of_its_picture(language: Language, tmp_path: Path):
    told = [lesson.story() for lesson in lessons().values()]
    zooms: tuple[Zoom, ...] = get_args(Zoom)
    for one in list(told):
        for zoom in zooms:
            if zoom != one.view.zoom:
                with suppress(ge.GraphError, ge.ProgramError):  # too large to be drawn like that
                    told.append(tell(replace(one.view, zoom=zoom, arithmetic="exact")))
    assert len(told) > 2 * len(lessons())
    told = [one for one in told if writable(one, language)]
    all_agree(tmp_path, told, language)


VECTORS = """
W: weight = [[1, -2, 0.5], [0.25, 3, -1]]
b: weight = [0.5, -0.5]
x: input = [1, 2, -1]
t: label = [0, 1]
s = 2
h = tanh(W @ x + b)
k = s * h + h[0]
g = concat(h, k, s)
L: loss = cross_entropy(t, k) + norm2(g) + sum(conv1d(with_bias(x), t)) + mean(vec(W.T)) * s
"""

AXES = """
X: input = [[1, -2, 0.5], [0.25, 3, -1]]
W: weight = [[1, 0.5], [-0.25, 2], [0.75, -1]]
b: weight = [0.5, -0.5]
c: weight = [[0.3], [0.7]]
Z = X @ W + b
P = softmax(Z, axis=1)
Q = softmax(Z * c, axis=0)
h = mean(P, axis=0) * max(Z, axis=1) + sum(Q, axis=1) - min(Z, axis=0)
r = logsumexp(Z, axis=0) + logsumexp(Z) + max(X @ W) * min(h)
M = X - mean(X, axis=1, keepdims=True)
L: loss = norm2(h + r) + sum(max(X, axis=0)) + sum(min(X, axis=1)) + norm2(M @ W * max(b))
"""

PARTS = """
X: input = [[1, -2, 0.5], [0.25, 3, -1]]
w: weight = [0.5, -1, 2]
a: weight = 1.5
m = X > 0
k = a <= w
Y = where(m, X * w, -0.5) + (X < w) * 0.25
u = [a, w[-1], a * w[0], 2]
R = [w[::-1], X[1], Y[0]]
d = detach(w) * w + detach(a) * (a >= 2) + where(a > 1, a, 0.25) * k
L: loss = norm2(X[:, 1:] @ w[:2]) + norm2(u) + sum(R[1:, 0] * u[2:]) + norm2(Y[:, 1]) + sum(d)
"""

TOLD = {
    "three iterations": {"iterations": 3, "rate": 0.1},
    "a falling rate": {"iterations": 3, "rate": "0.5/(1+t)"},
    "a list of rates": {"iterations": 4, "rate": (0.5, 0.1)},
    "no learning": {"rate": 0},
    "forward only": {"focus": ge.FORWARD},
    "one weight on a slide": SLIDE,
    "slide, three iterations": {"arithmetic": "slide", "iterations": 3},
    "never reset": {"iterations": 3, "accumulate": True},
    "never reset, once": {"accumulate": True},
    "never reset on a slide": {"arithmetic": "slide", "iterations": 4, "accumulate": True},
}


@EACH
def test_a_story_is_written_as_it_is_told(language: Language, tmp_path: Path):
    told = [story(EXAMPLE_II, **view) for view in TOLD.values()]
    told += [story(VECTORS, rate=0.01, iterations=count) for count in (1, 3)]
    told += [story(VECTORS, rate=0.01, iterations=3, accumulate=True)]
    told += [story(VECTORS, arithmetic="slide", rate=0.01)]
    told += [story(AXES, rate=0.01), story(AXES, rate=0.01, arithmetic="slide")]
    told += [story(PARTS, rate=0.01), story(PARTS, rate=0.01, arithmetic="slide")]
    told += [story("W = zeros(3, 4)\nL = norm2(W)", values={"W": np.arange(12.0).reshape(3, 4)})]
    told += [story("W = random(3, 4)\nv = ones(40)\nL = norm2(W) * sum(v)", rate=0.01)]
    all_agree(tmp_path, told, language)


NAMES = """
lambda1 = 2
np = 3
torch = 0.5
print = 1.5
show = 2
Value = -1
grad_np = 0.25
alpha = 0.5
αβ = 2
id = 1
iteration = 4
operation = 2
entry = 1
leaf = 2
a = np * torch + print * show * entry * leaf
b = Value * id + alpha * iteration
dnp_dtorch = a + b + grad_np * αβ
type = dnp_dtorch * operation * lambda1
L: loss = type * a
"""


@EACH
def test_no_name_collides_with_python_or_with_the_script(language: Language, tmp_path: Path):
    all_agree(tmp_path, [story(NAMES)], language)


@EACH
def test_unnamed_nodes_constants_and_twins_have_variables(language: Language, tmp_path: Path):
    told = [
        story("x = 3\nL = x*x + 2**x + x**0 + (x - 1)/(1 + x)"),
        story("x = 3\ny = x\nz = max(x, y, 3)\nL = z - min(z, z)"),
        story("x = -0.5\nc1 = 2\nL = exp(x)*c1 - abs(x)**1.5"),
        story(" \nx = 1\nL: loss = " + " + ".join(["x"] * 100)),
    ]
    all_agree(tmp_path, told, language)


def test_where_numbers_break_down_the_script_goes_on_and_says_the_same(tmp_path: Path):
    all_agree(tmp_path, [story(program) for program, *_ in BROKEN], NUMPY)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.name)
@given(title=comments(), introduction=comments())
@settings(max_examples=40)
def test_no_title_ever_becomes_code(language: Language, title: str, introduction: str):
    program = f"#{title}\n#{introduction}\nx = 2\nL = x*x"
    written = script(story(program), language, file="a.py")
    plain = script(story("x = 2\nL = x*x"), language, file="a.py")
    compile(written.encode(), "a.py", "exec")
    code = [line for line in written.splitlines() if not line.startswith("#")]
    assert code == [line for line in plain.splitlines() if not line.startswith("#")]


def test_a_title_cannot_choose_how_the_file_is_read(tmp_path: Path):
    for hostile in ("-*- coding: utf-7 -*-", "coding=rot13", *HOSTILE[:-1]):
        (tmp_path / "a.py").write_text(
            script(story(f"# {hostile}\nα = 2\nL = α*α"), NUMPY, file="a.py"), encoding="utf-8"
        )
        done = subprocess.run(
            [sys.executable, "a.py"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "gradient α = 4.0" in done.stdout


@given(view=views())
@settings(max_examples=60)
def test_any_program_becomes_a_script_that_python_reads(view: Any):
    told = story(view.program, arithmetic=view.arithmetic, focus=view.focus)
    for language in LANGUAGES:
        compile(script(told, language, file="a.py"), "a.py", "exec")


def test_random_programs_print_the_engines_numbers(tmp_path: Path):
    told: list[Story] = []

    @given(view=views())
    @settings(max_examples=60)
    def collect(view: Any) -> None:
        one = story(
            view.program, arithmetic=view.arithmetic, focus=view.focus, iterations=view.iterations
        )
        if finite(one):
            told.append(one)

    collect()
    assert len(told) > 30
    all_agree(tmp_path, told, NUMPY, near=1e-7)


def test_the_hand_written_backward_pass_speaks_the_lectures_language():
    written = script(story(EXAMPLE_II, **SLIDE), NUMPY, file="a.py")
    assert "dp_dv = two_digits(p * (1 - p))  # local gradient ∂p/∂v" in written
    assert "grad_v = grad_p * dp_dv  # contribution = upstream · local" in written
    assert re.search(
        r"# p is the logistic sigmoid of v; its upstream\s+# ?gradient|upstream", written
    )
    assert max(map(len, written.splitlines())) <= 100


def test_too_many_numbers_are_refused_with_a_cure():
    with pytest.raises(ExportError, match="at most 20000 given numbers"):
        many = np.arange(40_000.0).reshape(200, 200)
        told = story("W = zeros(200, 200)\nL = sum(W)", values={"W": many})
        script(told, NUMPY, file="a.py")
    with pytest.raises(ExportError, match="Use the numpy"):
        script(story("W = ones(600, 600)\nL = sum(W)"), MICROGRAD, file="a.py")
    assert "np.full((600, 600), 1.0)" in script(
        story("W = ones(600, 600)\nL = sum(W)"), NUMPY, file="a.py"
    )
