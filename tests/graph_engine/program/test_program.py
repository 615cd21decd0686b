"""What is said where a program cannot be read: every message, its place and its cure."""

import ast
import inspect
import itertools
import re
from typing import Any

import pytest

from graph_engine import elementwise
from graph_engine.ops import convolution, products, reductions, shapes
from graph_engine.program import (
    calls,
    draft,
    expressions,
    messages,
    reader,
    scan,
    suggestions,
    values,
)

from ..programs import refusal, shown, underlined

READING = (scan, reader, expressions, calls, values, draft, messages, suggestions)
OPS = (convolution, products, reductions, shapes)

ONLY = "only assignments and arithmetic are understood here."


X = "x = 2\n"
V = (
    "v = [1, 2, 3]\nu = [1, 2]\nr = [1, 2, 3, 4]\nW = [[1, 2, 3], [4, 5, 6]]\n"
    "M = [[1], [2], [3]]\nN = [[1], [2]]\n"
)

ERRORS: list[tuple[str, str, str, str]] = [
    # program, what is underlined, message, hint (a part of it)
    # -- characters
    (X + "y = x^2", "^", "`^` means nothing here.", "`x**2`"),
    (X + "y = x − 2", "−", "`−` means nothing here.", "minus of the keyboard"),
    (X + "y = 2·x", "·", "`·` means nothing here.", "`*`"),
    (X + "y = x²", "²", "`²` means nothing here.", "`x**2`"),
    (X + "y = √x", "√", "`√` means nothing here.", "`sqrt(x)`"),
    (X + "y = |x|", "|", "`|` means nothing here.", "`abs(x)`"),
    (X + "y = x \\\n+ 1", "\\", "`\\` means nothing here.", "In a program"),
    (X + "y = ~x", "~", "`~` means nothing here.", ""),
    (X + "y = x!", "!", "`!` means nothing here.", ""),
    (X + "y = x % 2", "%", ONLY, "There is no operator `%`."),
    (X + "y = x; z = x", ";", ONLY, "Begin a new line instead."),
    (X + "y = {x}", "{", ONLY, "Use round brackets."),
    (X + "y = 'x'", "'", ONLY, "no texts"),
    (X + "x -> y", ">", ONLY, "Comparisons"),
    ("名 = 1", "名", "`名` cannot be used in a name.", "Latin or Greek letters"),
    ("é = 1", "é", "`é` cannot be used in a name.", "Latin or Greek letters"),
    ("ｘ = 1", "ｘ", "`ｘ` cannot be used in a name.", "Latin or Greek letters"),
    ("𝐱 = 1", "𝐱", "`𝐱` cannot be used in a name.", "Latin or Greek letters"),
    ("µ = 1", "µ", "`µ` cannot be used in a name.", "write `mu`"),
    ("x₁ = 1", "₁", "`₁` means nothing here.", "`x1`"),
    ("x = 1\u00a0+ 1", "\u00a0", "U+00A0 means nothing here.", "not an ordinary one"),
    ("x = \x00", "\x00", "U+0000 means nothing here.", ""),
    ("x = 1 \u202e", "\u202e", "U+202E means nothing here.", ""),
    ("\ud800 = 1", "\ud800", "U+D800 means nothing here.", ""),
    # -- numbers and names
    ("x = 1e999", "1e999", "1e999 is larger than any number that can be computed with.", "1.8e308"),
    ("x = " + "1" * 41, "1" * 41, "a number has at most 40 characters.", ""),
    ("x = nan", "nan", "`nan` is not a number that can be given.", "Use a finite number."),
    ("x: input = -inf", "inf", "`inf` is not a number that can be given.", "finite"),
    ("a" * 33 + " = 1", "a" * 33, "a name has at most 32 characters.", ""),
    ("_x = 1", "_x", "`_x` is not a name here", ""),
    ("x_ = 1", "x_", "`x_` is not a name here", ""),
    ("x__y = 1", "x__y", "`x__y` is not a name here", ""),
    ("x = __import__('os')", "__import__", "`__import__` is not a name here", ""),
    # -- neighbours
    (X + "y = 2x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = 2 x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = x x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = 2(x + 1)", "(", "two values stand side by side.", "`…*(…)`"),
    (X + "y = (x + 1)(x + 2)", "(", "two values stand side by side.", "`…*(…)`"),
    (X + "y = (x + 1)x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = x 2", "2", "two values stand side by side.", "`…*2`"),
    ("x = 1.5.2", ".2", "two values stand side by side.", ""),
    ("x = 1_000", "_000", "two values stand side by side.", ""),
    ("x = 0x10", "x10", "two values stand side by side.", ""),
    ("x = 1j", "j", "two values stand side by side.", ""),
    ("print x", "x", "two values stand side by side.", ""),
    (X + "y = 1if x else 2", "if", "two values stand side by side.", ""),
    ("w: weight = 0,5", "0,5", "a comma separates operands.", "`0.5`"),
    ("w: weight = -0,05", "0,05", "a comma separates operands.", "`0.05`"),
    (X + "y = 1,5*x", "1,5", "a comma separates operands.", "`1.5`"),
    # -- brackets
    (X + "y = (x", "(", "this bracket is never closed.", "Add the closing bracket."),
    (X + "y = sigmoid(x\nz = 1", "(", "this bracket is never closed.", "Add"),
    (X + "y = x)", ")", "this closing bracket has no opening one.", "Remove it"),
    (X + "y = " + "(" * 61, "(", "at most 60 brackets can stand one inside the other.", "a name"),
    # -- what Python itself cannot read
    (X + "y =", "=", "something is missing at the end of this line.", "Complete"),
    (X + "y = x *", "*", "something is missing at the end of this line.", "Complete"),
    (X + "  y = x", "  y = x", "a line begins at the left edge.", "Remove the spaces"),
    (X + "y = x +* 2", "*", "this cannot be read.", "`name = expression`"),
    ("x: = 1", "=", "this cannot be read.", "`name: role = number`"),
    ("1 = x", "1", ONLY, "Left of `=` stands one name."),
    (X + "f(x) = x**2", "f(x)", ONLY, "Left of `=` stands one name."),
    (X + "y = " + "+".join(["x"] * 1000), "+".join(["x"] * 1000), "there are more than 600 wires "
     "in a picture.", "Draw a part of it"),
    # -- reserved words
    ("lambda: weight = 1", "lambda", "`lambda` is a reserved word.", "`lam` can"),
    ("lambda = 1", "lambda", "`lambda` is a reserved word.", "`lam` can"),
    ("for: input = 1", "for", "`for` is a reserved word.", "`for1` can"),
    ("in = 3", "in", "`in` is a reserved word.", "`in1` can"),
    ("basis = is", "is", "`is` is a reserved word.", "`is1` can"),
    ("None = 1", "None", "`None` is a reserved word.", "`None1` can"),
    ("for x in y", "for x in y", ONLY, ""),
    ("x = max(y for", "for", ONLY, ""),
    # -- statements
    ("x = 1\npass", "pass", ONLY, ""),
    ("if x: y = 1", "if x: y = 1", ONLY, ""),
    ("x += 1", "x += 1", ONLY, ""),
    ("x == 1", "x == 1", ONLY, ""),
    (X + "x", "x", "this line computes something but gives it no name.", "`name = …`"),
    (X + "max(x, 1)", "max(x, 1)", "this line computes something but gives it no name.", ""),
    ("a, b = 1, 2", "a, b", ONLY, "Left of `=` stands one name."),
    ("x[0] = 1", "x[0]", ONLY, "Left of `=` stands one name."),
    ("x.y = 1", "x.y", ONLY, "Left of `=` stands one name."),
    ("x: input", "x: input", "`x` has no value.", "`x: input = …`"),
    ("x: foo = 1", "foo", "there is no role `foo`.", "input, weight, label, constant"),
    ("x: wieght = 1", "wieght", "there is no role `wieght`.", "Did you mean `weight`?"),
    ("x: 3 = 1", "3", "this is not a role.", "input, weight"),
    (X + "x: weight = 3", "x", "`x` is already given in line 1.", "Use another name"),
    ("max = 2\nx = 3\ny = max(x, 4)", "max", "`max` is a value, not a function.", "line 1 hides"),
    ("L: loss = 5", "5", "the loss is computed, not given.", "Mark a computed line."),
    (X + "y: input = 2*x", "2*x", "a leaf with the role `input` is given, not computed.", "number"),
    (X + "a: loss = 2*x\nb: loss = 3*x", "3*x", "there is already a loss, in line 2.", "add them"),
    # -- expressions
    ("x = True", "True", ONLY, ""),
    ("x = ...", "...", ONLY, ""),
    ("x = None", "None", ONLY, ""),
    (X + "y = x if x else x", "x if x else x", ONLY, ""),
    (X + "y = not x", "not x", ONLY, ""),
    (X + "y = x and x", "x and x", ONLY, ""),
    (X + "y = x == 1", "x == 1", ONLY, ""),
    (X + "y = (z := x)", "z := x", ONLY, ""),
    (X + "y = x // 2", "x // 2", ONLY, ""),
    (X + "y = [x for x in x]", "[x for x in x]", ONLY, ""),
    (X + "y = *x", "*x", ONLY, ""),
    (X + "y = await x", "await x", ONLY, ""),
    (X + "y = yield", "yield", ONLY, ""),
    # -- lists
    ("x = 1, 2", "1, 2", "a vector stands in square brackets.", "`[2, -1]`"),
    ("x = []", "[]", "this list is empty.", "at least one entry"),
    ("W = [[1], []]", "[]", "this list is empty.", ""),
    ("W = [[1, 2], [3]]", "[[1, 2], [3]]", "the rows of this matrix are not of one length: 2, 1.",
     "`[[1, 2], [3, 4]]`"),
    ("W = [1, [2]]", "[1, [2]]", "numbers and lists stand in one list.", "a list of rows"),
    ("W = [[[1]]]", "[[1]]", "a list holds numbers, or lists of numbers that are the rows", ""),
    ("x = [each(1, 2)]", "each(1, 2)", "a list holds numbers, or lists of numbers that", ""),
    (X + "y = [x, 1]", "x", "a list holds numbers, written out.", "`concat(a, b)`"),
    ("x = [1 2]", "2", "two values stand side by side.", "entries stand apart by commas"),
    ("x = [1, 2)", ")", "this bracket does not close the one that is open.", "`[` with `]`"),
    ("x = [1, 2", "[", "this bracket is never closed.", "Add"),
    (V + "y: input = 2*v", "2*v", "a leaf with the role `input` is given, not computed.", ""),
    (V + "y: loss = 2*v", "2*v", "the loss is a single number, and this is 3×1.", "`y: loss = sum"),
    # -- entries and transposes
    (V + "y = v[3]", "v[3]", "there is no entry number 3: they are counted from 0 to 2.", ""),
    (V + "y = W[2]", "W[2]", "there is no entry number 2: they are counted from 0 to 1.", ""),
    (V + "y = W[0, 3]", "W[0, 3]", "there is no entry number 3: they are counted from 0 to 2.", ""),
    (V + "y = v[-1]", "-1", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[0.5]", "0.5", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[0:2]", "0:2", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[v]", "v", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = W[0, 0, 0]", "W[0, 0, 0]", "an entry has one or two numbers.", "`W[0, 1]`"),
    (V + "y = v[0, 1]", "v[0, 1]", "a vector has one axis: its entries have one number, not 2.",
     ""),
    (X + "y = x[0]", "x[0]", "a single number has no entries.", ""),
    (X + "y = x.T", "x.T", "`.T` transposes a matrix; here is a single number.", ""),
    (V + "y = W.shape", "W.shape", "there are no attributes here", "`W.T`"),
    (V + "y = transpose(W)", "transpose(W)", "no function is called `transpose`.", "`W.T`"),
    (V + "y = matmul(W, v)", "matmul(W, v)", "no function is called `matmul`.", "`W @ v`"),
    # -- shapes that do not fit
    (X + "y = x @ x", "x @ x", "`@` multiplies matrices and vectors.", "Use `*`"),
    (V + "y = W @ u", "W @ u",
     "`W @ u` needs as many columns in W as entries in u; W is 2×3, u has "
     "2.", "`W @ with_bias(u)`"),
    (V + "y = W @ W", "W @ W", "`W @ W` needs as many columns in W as rows in W; W is 2×3, W is 2×3"
     ".", ""),
    (V + "y = M @ W", "M @ W", "`M @ W` needs as many columns in M as rows in W; M is 3×1, W is 2×3"
     ".", "`W @ M`"),
    (V + "y = W @ r", "W @ r",
     "`W @ r` needs as many columns in W as entries in r; W is 2×3, r has "
     "4.", ""),
    (V + "y = N @ u", "N @ u",
     "`N @ u` needs as many columns in N as entries in u; N is 2×1, u has "
     "2.", "`N.T @ u`"),
    (V + "y = u @ v", "u @ v", "`u @ v` needs as many entries in u as entries in v; u has 2, v has "
     "3.", ""),
    (V + "y = v @ W", "v @ W",
     "`v @ W` needs as many entries in v as rows in W; v has 3, W is 2×3.",
     "`W @ v`"),
    (V + "y = W.T @ v", "W.T @ v",
     "`@` needs as many columns in the left side as entries in v; the "
     "left side is 3×2, v has 3.", ""),
    (V + "y = v + u", "v + u", "the sum works entry by entry: its operands have one shape, or are "
     "single numbers; here are 3×1 and 2×1.", ""),
    (V + "y = W * v", "W * v", "the product works entry by entry", "`W @ x`"),
    (V + "y = v * u", "v * u", "the product works entry by entry", "`*` multiplies entry by entry"),
    (V + "y = max(v, u)", "max(v, u)", "the maximum works entry by entry", ""),
    (X + "y = sum(x)", "sum(x)", "`sum` takes a vector or a matrix; here is a single number.",
     "`+`"),
    (X + "y = norm2(x)", "norm2(x)", "`norm2` takes a vector or a matrix; here is a single", ""),
    (V + "y = softmax(W)", "softmax(W)", "`softmax` takes a vector; here is 2×3.", ""),
    (V + "y = cross_entropy(u, v)", "cross_entropy(u, v)", "`cross_entropy` takes a label and a "
     "score for each class, two vectors of one length; here are 2×1 and 3×1.", "[0, 1, 0]"),
    (V + "y = dot(u, v)", "dot(u, v)",
     "`dot` multiplies two vectors of one length; here are 2×1 and "
     "3×1.", ""),
    (V + "y = outer(W, v)", "outer(W, v)", "`outer` takes two vectors; here are 2×3 and 3×1.", ""),
    (V + "y = vec(v)", "vec(v)", "`vec` makes a vector of a matrix; here is 3×1.", ""),
    (V + "y = with_bias(W)", "with_bias(W)", "`with_bias` appends a 1 to a vector; here is 2×3.",
     ""),
    (V + "y = concat(W, v)", "concat(W, v)", "`concat` joins vectors and single numbers; here is a "
     "matrix.", ""),
    (V + "y = reshape(W, 5)", "reshape(W, 5)",
     "`reshape` keeps the number of entries: 2×3 has 6, and"
     " 5 would be 5.", ""),
    (V + "y = reshape(W, -1)", "reshape(W, -1)", "`reshape` keeps the number of entries", ""),
    (V + "y = reshape(W, 1.5)", "reshape(W, 1.5)",
     "the last operands of `reshape` are whole numbers,"
     " written out.", ""),
    (V + "y = reshape(W, u)", "reshape(W, u)", "the last operands of `reshape` are whole", ""),
    (V + "y = reshape(W, 3000000)", "reshape(W, 3000000)", "a value has at most 2000000 entries.",
     ""),
    (V + "y = reshape(W)", "reshape(W)", "`reshape` takes 2 operands, and here is 1.", "(x, m)`"),
    (V + "y = conv1d(W, v)", "conv1d(W, v)",
     "`conv1d` takes a vector and a smaller vector; here are "
     "2×3 and 3×1.", ""),
    (V + "y = conv2d(W, v)", "conv2d(W, v)", "`conv2d` takes a matrix and a smaller matrix", ""),
    (V + "y = conv1d(u, v)", "conv1d(u, v)",
     "the kernel of `conv1d` is not larger than what it moves"
     " over; here are 2×1 and 3×1.", ""),
    ("a = random(900000)\nb = random(9000)\ny = conv1d(a, b)", "conv1d(a, b)",
     "this would move 9000 "
     "entries to 891001 places; at most 20000000 products", "Make the kernel smaller."),
    (V + "y = conv_matrix(v, 2)", "conv_matrix(v, 2)", "`conv_matrix` takes a vector and a length "
     "that is not smaller; here are 3×1 and 2.", ""),
    (V + "y = conv_matrix(v, 1999999)", "conv_matrix(v, 1999999)", "this would have 3999992000003 "
     "entries", ""),
    # -- samples
    ("x = each()", "each()", "`each` needs a value for each sample.", "`each(2, 1, -1)`"),
    ("x = each(1, y=2)", "each(1, y=2)", "`each` takes its operands by their order only.", ""),
    (X + "y = each(x, 1)", "each(x, 1)", "`each` takes numbers, written out.", "`each(2, 1, -1)`"),
    ("x = each(each(1), 2)", "each(each(1), 2)", "`each` takes numbers, written out.", ""),
    ("x = each(1, [2])", "each(1, [2])", "every sample has the same shape here.", ""),
    ("x = each(1, 2)\ny = each(1, 2, 3)", "each(1, 2, 3)",
     "`each` gives 3 samples here and 2 in line "
     "1.", "the same number of samples"),
    ("x = each(1, 2)\ny = each(1)", "each(1)", "`each` gives 1 sample here and 2 in line 1.", ""),
    ("x = each(" + "1," * 1001 + ")", "each(" + "1," * 1001 + ")",
     "there can be at most 1000 samples"
     ".", ""),
    (X + "L = total(x)", "total(x)", "`total` is over the samples, and this is the same for all of "
     "them.", "`x: input = each(2, 1, -1)`"),
    (V + "L = average(v)", "average(v)", "`average` is over the samples", "it is `sum` or `mean`"),
    # -- values made
    ("x = zeros()", "zeros()", "`zeros` needs a size.", "`zeros(3, 4)`"),
    ("x = ones(1, 2, 3)", "ones(1, 2, 3)",
     "`ones` takes one number for a vector, two for a matrix.",
     "`ones(3)`"),
    ("x = zeros(0)", "zeros(0)", "a value has 1 to 2000000 entries.", "Make it smaller."),
    ("x = random(2000, 2000)", "random(2000, 2000)", "a value has 1 to 2000000 entries.", ""),
    ("x = zeros(1.5)", "1.5", "a whole number is needed here, written out.", "`zeros(3, 4)`"),
    ("x = zeros(-3)", "-3", "a whole number is needed here, written out.", "`zeros(3, 4)`"),
    (V + "y = ones(W)", "ones(W)", "`ones` takes numbers, written out.", "`ones(3)`"),
    ("y = zeros", "zeros", "`zeros` is a function and needs its operand.", "`zeros(…)`"),
    ("each = 1", "each", "`each` is what gives a leaf its numbers.", "`each1`"),
    # -- names and functions
    ("y = 2*x", "x", "there is no `x` yet.", "Give it first: `x: input = 1`."),
    ("y = y", "y", "there is no `y` yet.", ""),
    ("y = sigmoid", "sigmoid", "`sigmoid` is a function and needs its operand.", "`sigmoid(…)`"),
    (X + "y = zzz(x)", "zzz", "no function is called `zzz`.", "There are sigmoid"[:9]),
    (X + "y = add(x, x)", "add(x, x)", "no function is called `add`.", "`x + x`"),
    (X + "y = x(3)", "x", "`x` is a value, not a function.", "`x*…`"),
    (X + "y = x.f(3)", "x.f(3)", ONLY, ""),
    (X + "y = sigmoid(x=1)", "sigmoid(x=1)", "`sigmoid` takes its operands by their order", ""),
    (X + "y = max(*x)", "max(*x)", "`max` takes its operands by their order only.", ""),
    (X + "y = max(x, **x)", "max(x, **x)", "`max` takes its operands by their order only.", ""),
    ("x = [1, 2]\nW = [[1], [2]]\ny = x + W", "x + W", "the sum works entry by entry, and one of "
     "these is a vector, the other a matrix of one column: both are 2×1.", "`vec(W)`"),
    (X + "y = log()", "log()", "`log` takes 1 operand, and here are none.", "`log(x)`"),
    (X + "y = -log(x, x)", "log(x, x)", "`log` takes 1 operand, and here are 2.", "`log(x)/log("),
    (X + "y = max(x)", "max(x)", "`max` takes 2 or more operands, and here is 1.", "`max(a, …)`"),
    (X + "y = hinge(x)", "hinge(x)", "`hinge` takes 2 operands, and here is 1.", "`hinge(y, z)`"),
    (X + "y = leaky_relu(x, x)", "leaky_relu(x, x)", "the last operand of `leaky_relu` is a number",
     "`leaky_relu(x, 0.01)`"),
    # -- size
    ("x = random(2000)\ny = outer(x, x)", "outer(x, x)", "this would have 4000000 entries; a value "
     "has at most 2000000.", ""),
    ("x = each(" + "1," * 1000 + ")\ny = random(3000)\nz = x*y", "x*y", "this would have 3000000 "
     "entries", ""),
    ("a = random(2000000)\nb = a\nc = b\nd = c", "c", "there are more than 6000000 entries of all "
     "values of a graph together.", "smaller"),
    ("", "", "there is nothing to draw yet.", "`x: input = 2`"),
    ("# only\n\n  # comments", "#", "there is nothing to draw yet.", ""),
    ("x" * 20_001, "x", "a program has at most 20000 characters; this one has 20001.", ""),
    ("\n" * 400 + "x = 1", "x", "a program has at most 400 lines; this one has 401.", ""),
    (X + "y = " + "*".join(["x"] * 301), "*".join(["x"] * 301), "there are more than 300 nodes in "
     "a picture.", "Draw a part of it"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "culprit", "message", "hint"), ERRORS, ids=shown)
def test_each_error_says_what_and_where_and_the_cure(
    program: str, culprit: str, message: str, hint: str
):
    error = refusal(program)
    if len(culprit) < 1000:
        assert underlined(program, error) == culprit
    assert error.message.startswith(message)
    assert hint in error.hint


def test_where_python_gives_up_the_longest_line_is_meant(monkeypatch: pytest.MonkeyPatch):
    def give_up(*_: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr(scan.ast, "parse", give_up)
    program = "x = 1\ny = x + x + x\nz = y"
    error = refusal(program)
    assert underlined(program, error) == "y = x + x + x"
    assert error.message == "there is too much inside one expression."


def test_no_error_of_the_parser_is_missing_from_these_tests():
    said = {refusal(program).message for program, *_ in ERRORS}
    said |= {"there is too much inside one expression."}
    missing = [
        pattern
        for pattern in _patterns_of_messages()
        if not any(re.fullmatch(pattern, message) for message in said)
    ]
    assert missing == []


def _patterns_of_messages() -> set[str]:
    """What the parser can say, read from its own source: text, and `.*` where something stands."""
    found = set()
    modules = (*READING, elementwise, *OPS)
    sources = "".join(map(inspect.getsource, modules))
    for node in ast.walk(ast.parse(sources)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called == "error" or getattr(node.func, "id", "") in ("ProgramError", "ShapeError"):
            found |= _patterns(node.args[0])
    assert len(found) > 75
    return found - {".*", ""}


def _patterns(message: ast.expr) -> set[str]:
    match message:
        case ast.BinOp(op=ast.Add()):
            pairs = itertools.product(_patterns(message.left), _patterns(message.right))
            return {"".join(pair) for pair in pairs}
        case ast.IfExp():
            return _patterns(message.body) | _patterns(message.orelse)
        case ast.Constant():
            return {re.escape(message.value)}
        case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(pattern)), *_]):
            return {".*".join(map(re.escape, re.split(r"%\(\w+\)s", pattern)))}
        case ast.JoinedStr():
            pieces = (
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
                for part in message.values
            )
            return {"".join(pieces)}
        case _:
            return {".*"}
