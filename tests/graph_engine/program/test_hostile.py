"""Whatever is typed is read or refused in words, at once, and never executed."""

import keyword
import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge

from .. import programs
from ..programs import Program, refusal, shown, underlined

X = "x = 2\n"


HOSTILE = [
    "x = " + "(" * 10_000,
    "x = " + "(" * 9000 + "1" + ")" * 9000,
    "x = " + "[" * 10_000,
    "x = " + "[" * 9000 + "1" + "]" * 9000,
    "x = " + "[" * 59 + "1" + "]" * 59,
    "x = [" + "[1]," * 4000 + "[1, 2]]",
    "x = " + "each(" * 59 + "1" + ")" * 59,
    "v = random(2000000)\ny = concat(" + "v," * 500 + "v)",
    "v = random(1000000)\ny = outer(v, v)",
    "v = random(10)\ny = conv_matrix(v, 2000000)",
    "x = random(2000000)\nk = random(1000000)\ny = conv1d(x, k)",
    "X = random(1400, 1400)\nK = random(700, 700)\ny = conv2d(X, K)",
    "X = random(1400, 1400)\ny = max_pool2d(X, 700, stride=1)",
    "X = random(3, 3)\ny = max_pool2d(X, 2, padding=99999999999999999999)",
    "X = random(3, 3)\ny = avg_pool2d(X, 99999999999999999999)",
    "x = zeros(10**9)",
    "x = zeros(99999999999999999999999999999999)",
    "x = random(99999, 99999)",
    "x = [1]\ny = x[99999999999999999999999999999999]",
    "x = [1]\ny = reshape(x, 99999999999999999999999999999999)",
    "v = random(2000000)\n" + "\n".join(f"v{k} = v" for k in range(200)),
    X + "y = x" + ".T" * 9000,
    X + "y = [" + "x," * 6000 + "]",
    "x = [[" + "1," * 9000 + "], 1]",
    "x = [*x]",
    "x = [x := 1]",
    "x = [1][1]",
    "x = [1, 2][::0]",
    "x = [i for i in 1]",
    "x = [1, [2, [3]]]",
    "x = each(*x)",
    "x = each",
    "x = each[1]",
    "x = x.T",
    "x = 1.T",
    "x = [1] @",
    "@ x = 1",
    "x @= 1",
    ")" * 10_000,
    "x = " + "(" * 90 + "1" + ")" * 90,
    X + "y = " + "+".join(["x"] * 2000),
    X + "y = " + "-".join(["x"] * 9000),
    X + "y = " + "**".join(["x"] * 1000),
    X + "y = " + "**".join(["2"] * 1000),
    X + "y = " + "max(x, " * 55 + "x" + ")" * 55 + "*x" * 300,
    X + "y = max(" + "x," * 6000 + "x)",
    X + "y = x" + ".a" * 9000,
    X + "y = x" + "[0]" * 6000,
    X + "y = " + "not " * 4900 + "x",
    X + "y = " + "lambda:" * 2500 + "x",
    X + "y = " + "x if x else " * 1600 + "x",
    "x = " + "1" * 19_000,
    "x = 1e" + "9" * 19_000,
    "x = " + "9" * 4301,
    "x" * 19_999,
    "x: " * 6000,
    "=" * 19_999,
    "," * 19_999,
    "." * 19_999,
    "# " + "a" * 10_000_000,
    "x" * 10_000_000,
    "\n" * 19_999,
    "\n" * 10_000_000,
    "\r" * 500,
    "\x00" * 100,
    "x = 1\x00",
    "x = 1\ufeff",
    "x = '''",
    'x = """a',
    'x = f\'{__import__("os").system("ls")}\'',
    "__import__('os').system('ls')",
    "x = eval('1')",
    "x = (lambda: 0)()",
    "x = [].__class__.__base__.__subclasses__()",
    "__𝐜𝐥𝐚𝐬𝐬__ = 1",
    "x = 𝟏",
    "x = ①",
    "x = ½",
    "x = １",
    "ﬁ = 1",
    "\u212a = 1",  # the sign for kelvin, which Python would fold to K
    "\u2126 = 1",  # the sign for ohm, which it would fold to Ω
    "ſin = 1",
    "x\u0301 = 1",
    "x\u200b = 1",
    "\u2066x = 1\u2069",
    "x\x0b= 1",
    "x = 1\x85y = 2",
    "x = 1\u2028y = 2",
    "👩\u200d🏫 = 1",
    "x = 1 \ud83d",
    "\udc00",
    "def f(x):\n    return x",
    "class A: pass",
    "for i in x:\n  y = i",
    "while 1: x = 1",
    "with x as y: pass",
    "try:\n  x = 1\nexcept: pass",
    "async def f(): await x",
    "match x:\n  case 1: pass",
    "type X = 3",
    "@x\ndef f(): pass",
    "global x",
    "del x",
    "assert x",
    "raise x",
    "return 1",
    "from os import *",
    "import os as path",
    "x: input = y = 1",
    "x: input: weight = 1",
    "(x, y): input = 1",
    "x: (input, weight) = 1",
    "x: input | weight = 1",
    "x: 'input' = 1",
    "x: __import__ = 1",
    "x = print",
    "x = print(1)",
    "x = 1 if 1 else",
    "x = {1: 2}",
    "x = {**x}",
    "x = 1 .real",
    "x = 1 . real",
    "x = (yield)",
    "x = b'1'",
    "x = u'1'",
    "x = 0b1",
    "x = 0o7",
    "x = 007",
    "x = 1__0",
    "x = 1e+",
    "x = 1.e",
    "x = .e1",
    "x = 1 1",
    "x = = 1",
    "x = , 1",
    "x = 1,",
    "x = ()",
    "x = []",
    "x = (,)",
    "x = max(,)",
    "x = max(1,,2)",
    "x = (1]",
    "x = [1)",
    "x =",
    "x",
    ":",
    ": input = 1",
    "= 1",
    "x: loss",
    "x: loss = 1",
    "a = 1\n\tb = 2\n  c = 3",
    "a = 1\n b = 2",
    "if 1:\n\ta = 1\n        b = 2",
    "#\u2028x",
    "\t",
    " \f ",
]


@pytest.mark.parametrize("program", HOSTILE, ids=shown)
def test_hostile_input_is_refused_in_words_and_at_once(program: str):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before = time.process_time()
        with pytest.raises(ge.ProgramError):
            ge.parse(program)
        assert time.process_time() - before < 1
        refusal(program)


@pytest.mark.parametrize("count", [100, 1000, 5000, 19_000])
def test_minus_signs_without_end_are_a_number_or_too_much(count: int):
    """How many Python's own parser can take differs between its versions."""
    program = "x = " + "-" * count + "1"
    try:
        assert ge.parse(program).nodes[0].given == 1
    except ge.ProgramError as error:
        assert error.message == "there is too much inside one expression."
        assert underlined(program, error) == program


def test_nothing_of_a_program_is_ever_executed(capsys: pytest.CaptureFixture[str]):
    for program in ("x = print(1)", "print(1)", "x = (print)(1)", "x: print(1) = 1"):
        refusal(program)
    assert capsys.readouterr().out == ""


def accepted_or_refused(program: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            graph = ge.parse(program)
        except ge.ProgramError:
            refusal(program)
        else:
            ge.run(graph)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused(program: str):
    accepted_or_refused(program)


@given(st.text(alphabet="x1=+-*/().,:#[] \n\"'\\e_j^αﬁ\t\f\r", max_size=60))
def test_any_text_of_its_own_characters_is_read_or_refused(program: str):
    accepted_or_refused(program)
    accepted_or_refused(f"x = 1\ny = {program}")


TOKENS = [
    "[1, 2]", "[[1, 2], [3, 4]]", "each(", "each(1, 2)", "each([1, 2], [3, 4])", ".T", "[0]",
    "[0, 1]", "zeros(2)", "ones(2, 2)", "random(2)", " @ ", "W", "v", "\nW = ", "\nv: input = ",
    *"=+-*/@()[],:.\n# xα", "**", "y", "w1", "z_2", "1", "2.5", ".5", "1e3", "0",
    "input", "weight", "label", "loss", "constant", *ge.operations(), *keyword.kwlist,
    "\nx = ", "\ny: weight = ", "\nL: loss = ", "(x)", "**2",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=40), st.sampled_from(["", " "]))
def test_any_words_of_the_language_in_any_order_are_read_or_refused(words: list[str], gap: str):
    accepted_or_refused(gap.join(words))
    accepted_or_refused("x = 1\ny: weight = 2\nL = " + gap.join(words))
    accepted_or_refused(f"{MATRICES}L = {gap.join(words)}")


MATRICES = """\
W = [[1, 2], [3, 4]]
v = [1, 2]
x = each(1, 2)
y = each([1, 2], [3, 4])
"""

OF_MATRICES = (
    "W", "v", "x", "y", "2", "[1, 2]", "[[1, 2], [3, 4]]", "each(1, 2)", "(A @ B)", "(A + B)",
    "(A * B)", "A.T", "A[0]", "A[1, 0]", "(-A)", "A[1]", "reshape(A, 4)", "reshape(A, 2, 2)",
    *(f"{name}({', '.join('AB'[: op.arity])})" for name, op in ge.operations().items()
      if op.function),
)  # fmt: skip


@given(st.lists(st.sampled_from(OF_MATRICES), min_size=1, max_size=8))
def test_any_expression_of_vectors_matrices_and_samples_is_read_or_refused(pieces: list[str]):
    """What is read can be run, and every gradient has the shape of its value."""
    expression = "A"
    for piece in pieces:
        expression = expression.replace("A", piece, 1)
    expression = expression.replace("A", "v").replace("B", "W")
    program = f"{MATRICES}L = {expression}"
    try:
        graph = ge.parse(program)
    except ge.ProgramError:
        refusal(program)
        return
    for arithmetic in ("exact", "slide"):
        run = ge.run(graph, arithmetic=arithmetic)
        for node in graph.nodes:
            assert run.value(node.index).shape == graph.whole_shape(node)
            assert run.gradient(node.index).shape == graph.whole_shape(node)


@given(programs.programs(), st.data())
def test_a_program_with_one_character_changed_is_read_or_refused(
    program: Program, data: st.DataObject
):
    text = program.text
    place = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from([*"()[]=+-*/.,:#\n \t1x\"'\\^ é\x00", ""]))
    accepted_or_refused(text[:place] + put + text[place + 1 :])
    accepted_or_refused(text[:place] + put + text[place:])
