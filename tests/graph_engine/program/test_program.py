"""What is said where a program cannot be read: every message, its place and its cure."""

import ast
import inspect
import itertools
import re
from typing import Any

import pytest

from graph_engine import elementwise
from graph_engine.ops import (
    broadcasting,
    convolution,
    extremes,
    parts,
    products,
    reductions,
    shapes,
)
from graph_engine.program import (
    axis,
    calls,
    draft,
    expressions,
    filled,
    headers,
    indexed,
    loops,
    messages,
    reader,
    scan,
    suggestions,
    values,
)
from graph_engine.program import (
    parts as in_brackets,
)

from ..programs import refusal, shown, underlined
from . import errors
from .loop_errors import LOOPS

ERRORS = [*errors.ERRORS, *LOOPS]

READING = (
    axis,
    in_brackets,
    scan,
    reader,
    expressions,
    calls,
    values,
    draft,
    messages,
    suggestions,
    filled,
    headers,
    indexed,
    loops,
)
OPS = (broadcasting, convolution, extremes, parts, products, reductions, shapes)


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
