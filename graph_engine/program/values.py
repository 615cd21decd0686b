"""Values written in a program: numbers, lists, and what `each`, `zeros`, `ones`, `random` give."""

import ast
from collections.abc import Sequence
from math import prod

import numpy as np

from .. import limits
from ..arrays import Array, Made, Shape
from ..op import Op
from ..ops import REGISTRY
from ..saying import counted, say
from .draft import Draft, Number, Operand
from .messages import Span
from .printed import PRINTED, with_commas

GIVEN = {
    "each": say("a value for each sample"),
    "zeros": say("a size"),
    "ones": say("a size"),
    "random": say("a size"),
    "eye": say("a size"),
}
"""What gives a leaf its value, besides numbers and lists."""

EXAMPLES = {
    "each": "each(2, 1, -1)",
    "zeros": "zeros(3, 4)",
    "ones": "ones(3)",
    "random": "random(3, 4)",
    "eye": "eye(3)",
}


def _doubt_differences(draft: Draft, item: ast.List, span: Span) -> None:
    """numpy prints `[ 1. -2.]` without commas: that is a difference here."""
    if not any(isinstance(entry, ast.BinOp) for entry in item.elts):
        return
    text = draft.lines[item.lineno - 1][span.column - 1 : span.end - 1]
    better = with_commas(text) if PRINTED.fullmatch(text) else text
    if better.count(",") <= text.count(","):
        return
    draft.doubts.append(
        span.doubt(
            say("`%(text)s` has a difference, or entries without commas.", text=text),
            say("With commas it is `%(better)s`.", better=better),
            better,
        )
    )


def listed(draft: Draft, item: ast.List, operands: list[Operand]) -> Number:
    """A vector or a matrix written out."""
    span = draft.span(item)
    _doubt_differences(draft, item, span)
    rows = []
    for entry, operand in zip(item.elts, operands, strict=True):
        assert isinstance(operand, Number)  # with computed ones it is a node
        if operand.each or np.ndim(operand.value) > 1:
            raise draft.span(entry).error(
                say("a list holds numbers, or lists of numbers that are the rows of a matrix.")
            )
        rows.append(operand.value)
    if len({np.ndim(row) for row in rows}) > 1:
        raise span.error(
            say("numbers and lists stand in one list."),
            say("A vector is a list of numbers, a matrix a list of rows: `[[1, 2], [3, 4]]`."),
        )
    if len({np.shape(row) for row in rows}) > 1:
        raise span.error(
            say(
                "the rows of this matrix are not of one length: %(sizes)s.",
                sizes=", ".join(str(np.size(row)) for row in rows),
            ),
            say("Each row is a list of the same length: `[[1, 2], [3, 4]]`."),
        )
    return Number(np.array(rows, dtype=np.float64))


def made(draft: Draft, name: str, call: ast.Call, operands: list[Operand], span: Span) -> Number:
    """The value that `each`, `zeros`, `ones` or `random` gives."""
    numbers = [operand for operand in operands if isinstance(operand, Number)]
    if len(numbers) < len(operands) or any(number.each for number in numbers):
        raise span.error(
            say("`%(name)s` takes numbers, written out.", name=name),
            say("Write `%(example)s`.", example=EXAMPLES[name]),
        )
    if name != "each":
        hint = say("Sizes are numbers like 3: `%(example)s`.", example=EXAMPLES[name])
        sizes = tuple(whole(draft, item, hint) for item in call.args)
        if name == "eye":
            sizes = sizes[0], sizes[-1]  # of one size it is square
        if min(sizes) < 1 or prod(sizes) > limits.ENTRIES.most:
            raise span.error(
                say("a value has 1 to %(most)s entries.", most=limits.ENTRIES.most),
                say("Make it smaller."),
            )
        if name == "eye":
            return Number(Made(sizes, lambda: np.eye(sizes[0], sizes[1])))
        if name == "random":
            return Number(Made(sizes, lambda: _random(sizes)))
        return Number(Made(sizes, lambda: np.full(sizes, 1.0 if name == "ones" else 0.0)))
    values = [number.value for number in numbers]
    if len({np.shape(value) for value in values}) > 1:
        raise span.error(
            say("every sample has the same shape here."),
            say("Write `%(example)s`.", example=EXAMPLES["each"]),
        )
    if len(values) > limits.SAMPLES.most:
        raise span.error(
            say(
                "there can be at most %(most)s %(what)s.",
                most=limits.SAMPLES.most,
                what=say(limits.SAMPLES.what),
            )
        )
    if draft.samples is None:
        draft.samples = (len(values), span.line)
    elif draft.samples[0] != len(values):
        raise span.error(
            say(
                "`each` gives %(samples)s here and %(other)s in line %(line)s.",
                samples=counted("%(num)s sample", "%(num)s samples", len(values)),
                other=draft.samples[0],
                line=draft.samples[1],
            ),
            say("Every `each` has the same number of samples."),
        )
    return Number(np.array(values, dtype=np.float64), each=True)


def _random(sizes: Shape) -> Array:
    """The same numbers every time, so that a picture, a link and an export agree."""
    made = np.random.default_rng(prod(sizes)).uniform(-1, 1, sizes)
    made /= np.sqrt(sizes[-1])
    return np.round(made, 4, out=made)


def maker(call: ast.Call, name: str, span: Span) -> None:
    """Check a call that gives a value: `each(…)`, `zeros(3, 4)`."""
    if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
        raise span.error(say("`%(name)s` takes its operands by their order only.", name=name))
    if not call.args:
        raise span.error(
            say("`%(name)s` needs %(what)s.", name=name, what=GIVEN[name]),
            say("Write `%(example)s`.", example=EXAMPLES[name]),
        )
    if name != "each" and len(call.args) > 2:
        raise span.error(
            say("`%(name)s` takes one number for a vector, two for a matrix.", name=name),
            say("Write `%(example)s`.", example=EXAMPLES[name]),
        )


def whole(draft: Draft, item: ast.expr, hint: str) -> int:
    """A whole number that is part of an operation, not a value."""
    if isinstance(item, ast.Constant) and type(item.value) is int:
        return item.value
    raise draft.span(item).error(say("a whole number is needed here, written out."), hint)


def computed(draft: Draft, op: Op, operands: Sequence[Number], span: Span) -> Number | None:
    """What is computed of written numbers for a leaf, `log(2)`, `0.01*random(3, 4)`; None where it
    is not entry by entry, where numbers do not fit together, and where the result is not finite."""
    if not op.elementwise or any(number.each for number in operands):
        return None
    arrays = [np.asarray(number.value, dtype=np.float64) for number in operands]
    wide = {array.shape for array in arrays} - {()}
    if len(wide) > 1:
        return None
    with np.errstate(all="ignore"):
        found = op.forward(*arrays)
    if not np.all(np.isfinite(found)):
        return None
    draft.count(int(np.size(found)), span)
    return Number(np.asarray(found, dtype=np.float64)[()])


NAMES = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
"""Operators, and the operations that they are."""


def fold(operator: ast.operator, numbers: Sequence[Number]) -> np.float64:
    """Arithmetic between numbers, in floats: nothing grows, it only becomes infinite."""
    first, *rest = (number.value for number in numbers)
    with np.errstate(all="ignore"):
        if isinstance(operator, ast.Add):
            return np.float64(sum(rest, start=first))
        return np.float64(REGISTRY[NAMES[type(operator)]].forward(first, *rest))
