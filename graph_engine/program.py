"""Text to graph: reads the lesson language with Python's own `ast` and never executes anything.

Three sieves, in this order, so that Python's parser never meets what could hurt it: size; a scan of
every token outside comments (characters, names, numbers, depth of brackets); then `ast.parse`, and
an allow-list of node types. Expressions are walked with a stack of our own: no recursion.
"""

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn, TypeGuard, get_args

import numpy as np

from . import limits
from .graph import Graph, Node, Role
from .op import Array, Op
from .ops import REGISTRY

ROLES: tuple[str, ...] = get_args(Role)[:-1]
"""The roles that can be written; a leaf without one is a variable."""

ONLY = "only assignments and arithmetic are understood here."


class ProgramError(ValueError):
    """What is wrong with a program, where, and the cure, in words for the person who typed it.

    `line` and `column` count from 1; the text from `column` up to, not including, `end_column` is
    what is meant. `hint` is the cure, or empty.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int = 1,
        column: int = 1,
        end_column: int | None = None,
        hint: str = "",
    ) -> None:
        """Keep the place beside the words."""
        super().__init__(f"line {line}: {message}" + (f" {hint}" if hint else ""))
        self.message = message
        self.line = line
        self.column = column
        self.end_column = max(end_column or column + 1, column + 1)
        self.hint = hint


@dataclass(frozen=True)
class _Span:
    """Where a piece of the program stands: line and columns from 1, end exclusive."""

    line: int
    column: int
    end: int

    def error(self, message: str, hint: str = "") -> ProgramError:
        return ProgramError(
            message, line=self.line, column=self.column, end_column=self.end, hint=hint
        )


_TOKEN = re.compile(
    r"""
    (?P<comment>\#.*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[A-Za-z_Α-ΡΣ-Ωα-ω][A-Za-z0-9_Α-ΡΣ-Ωα-ω]*)
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<operator>\*\*|[-+*/@=:,.])
  | (?P<space>[ \t\f]+)
    """,
    re.VERBOSE,
)

_CHARACTER_HINTS = {
    "^": "A power is written `**`: `x**2`.",
    "−": "Use the minus of the keyboard: `-`.",
    "–": "Use the minus of the keyboard: `-`.",
    "·": "Use `*` for a product.",
    "×": "Use `*` for a product.",
    "÷": "Use `/` for a quotient.",
    "%": "There is no operator `%`.",
    ";": "Begin a new line instead.",
    "'": "There are no texts in a program, only numbers and names.",
    '"': "There are no texts in a program, only numbers and names.",
    "{": "Use round brackets.",
    "}": "Use round brackets.",
    "<": "Comparisons cannot be differentiated.",
    ">": "Comparisons cannot be differentiated.",
    "²": "A square is written `x**2`.",
    "³": "A cube is written `x**3`.",
    "√": "A root is written `sqrt(x)`.",
    "µ": "This is the sign for micro, not the letter: write `mu`.",
    "\u00a0": "This space is not an ordinary one: type it again.",
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", "An index is written as a digit: `x1`."),
}

_NEVER = {"nan", "inf", "NaN", "Inf", "infinity", "Infinity"}


def parse(program: str) -> Graph:
    """The graph of a program; raises `ProgramError` with the place and the cure.

    Values are float64 from the start. Shapes are checked here, so a graph that comes out of it can
    always be run.
    """
    program = program.removeprefix("\ufeff")  # an invisible mark that some editors put first
    lines = _sieve(program)
    try:
        module = ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise _syntax_error(error, lines) from None
    except (RecursionError, MemoryError, ValueError):
        # Python does not say where; the longest line it must be.
        longest = max(range(len(lines)), key=lambda k: len(lines[k]))
        raise _Span(longest + 1, 1, len(lines[longest]) + 1).error(
            "there is too much inside one expression.",
            "Give parts of it a name and a line of their own.",
        ) from None
    reader = _Reader(lines)
    for statement in module.body:
        reader.statement(statement)
    title, introduction = _heading(program)
    return reader.graph(title, introduction)


def _heading(program: str) -> tuple[str, str]:
    """Title and introduction: the comment lines before the first line of the program."""
    comments = []
    for line in _LINE_END.split(program):
        text = line.strip()
        if text and not text.startswith("#"):
            break
        if text:
            comments.append(_printable(text.lstrip("#")))
        elif comments:
            break
    return (comments[0] if comments else ""), " ".join(c for c in comments[1:] if c)


def _printable(text: str) -> str:
    """A comment without what no picture can hold: control characters, halves of characters."""
    kept = (c if c.isprintable() or c in _JOINERS else " " for c in text)
    return " ".join("".join(kept).split())


_JOINERS = "\u200c\u200d"
"""Not to be seen, but several scripts (and emoji) need them inside words."""

_LINE_END = re.compile(r"\r\n|\n|\r")
"""Only these end a line for Python; `str.splitlines` knows more."""


def _sieve(program: str) -> list[str]:
    """The program's lines with the comments blanked, once nothing in them can hurt a parser."""
    if len(program) > limits.CHARACTERS.most:
        raise ProgramError(
            f"a program has at most {limits.CHARACTERS.most} characters; this one has "
            f"{len(program)}."
        )
    lines = _LINE_END.split(program)
    count = len(lines) - (not lines[-1])  # the last line may have an end of its own
    if count > limits.LINES.most:
        raise ProgramError(
            f"a program has at most {limits.LINES.most} lines; this one has {count}.",
            line=limits.LINES.most + 1,
        )
    clean, depth = [], 0
    for number, line in enumerate(lines, start=1):
        text, depth = _scan(line, number, depth)
        clean.append(text)
    if not any(line.strip() for line in clean):
        raise ProgramError(
            "there is nothing to draw yet.",
            hint="Begin with a leaf, `x: input = 2`, and compute with it, `y = 3*x`.",
        )
    return clean


def _scan(line: str, number: int, depth: int) -> tuple[str, int]:
    """One line without its comment, and the depth of brackets after it."""
    position = 0
    before: re.Match[str] | None = None
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            raise _character_error(line[position], _Span(number, position + 1, position + 2))
        kind, text = match.lastgroup, match.group()
        span = _Span(number, position + 1, match.end() + 1)
        if kind == "comment":
            return line[:position].rstrip(), depth
        if kind != "space":
            if before is not None:
                _check_neighbours(before, match, depth, span)
            before = match
        if kind == "number":
            _check_number(text, span)
        elif kind == "name":
            _check_name(text, span)
        elif kind == "open":
            depth += 1
            if depth > limits.BRACKETS.most:
                raise span.error(
                    f"at most {limits.BRACKETS.most} brackets can stand one inside the other.",
                    "Give a part a name and a line of its own.",
                )
        elif kind == "close":
            depth = max(0, depth - 1)
        position = match.end()
    return line.rstrip(), depth


def _check_neighbours(before: re.Match[str], match: re.Match[str], depth: int, span: _Span) -> None:
    """What two tokens in a row cannot be: `2x`, `(a)(b)`, `x y`, `1,5`, `x.__class__`."""
    kind, text = match.lastgroup, match.group()
    touching = before.end() == match.start()
    beside = before.lastgroup in ("number", "close") and (kind == "name" or text == "(")
    beside = beside or (before.lastgroup in ("number", "name", "close") and kind == "number")
    beside = beside or (before.lastgroup == "name" and kind == "name")
    words = _PYTHON_WORDS & {before.group(), text}
    if beside and (not words or (touching and before.lastgroup == "number")):
        raise span.error(
            "two values stand side by side.",
            f"Write the product with `*`: `…*{'(…)' if text == '(' else text[:40]}`.",
        )
    if text == "," and not depth and touching and before.group().isdecimal():
        part = _DIGITS.match(match.string, match.end())
        if part:
            raise _Span(span.line, before.start() + 1, part.end() + 1).error(
                "a comma separates operands.",
                f"Write a decimal point: `{before.group()}.{part.group()}`.",
            )
    if kind == "name" and text.startswith("_") and before.group() == ".":
        raise span.error(ONLY)


_DIGITS = re.compile(r"[0-9]+")


def _character_error(character: str, span: _Span) -> ProgramError:
    hint = _CHARACTER_HINTS.get(character, "")
    if character in "<>%;'\"{}":
        return span.error(ONLY, hint)
    if character.isalpha():
        return span.error(
            f"`{character}` cannot be used in a name.",
            hint or "Names are made of Latin or Greek letters, digits and single underscores.",
        )
    shown = f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
    return span.error(f"{shown} means nothing here.", hint or f"In a program {ONLY}")


def _check_number(text: str, span: _Span) -> None:
    if len(text) > limits.LITERAL.most:
        raise span.error(f"a number has at most {limits.LITERAL.most} characters.")
    if not np.isfinite(float(text)):
        raise span.error(
            f"{text} is larger than any number that can be computed with.",
            "The largest is about 1.8e308.",
        )


def _check_name(text: str, span: _Span) -> None:
    if text in _NEVER:
        raise span.error(f"`{text}` is not a number that can be given.", "Use a finite number.")
    if len(text) > limits.NAME.most:
        raise span.error(f"a name has at most {limits.NAME.most} characters.")
    if text.startswith("_") or text.endswith("_") or "__" in text:
        raise span.error(
            f"`{text}` is not a name here: underscores stand singly, between letters or digits."
        )


def _syntax_error(error: SyntaxError, lines: list[str]) -> ProgramError:
    """Python's complaint in our words; its place is kept."""
    line = min(max(error.lineno or 1, 1), len(lines))
    text = lines[line - 1]
    column = min(max(error.offset or 1, 1), len(text) + 1)
    end = error.end_offset if error.end_lineno == error.lineno else None
    span = _Span(line, column, max(end or 0, column + 1))
    reserved = [match for match in re.finditer(r"\w+", text) if match[0] in _PYTHON_WORDS]
    if reserved:
        word, rest = reserved[0][0], text[reserved[0].end() :]
        named = re.match(r"\s*(:[^=]*)?=(?!=)", rest)
        if not text[: reserved[0].start()].strip() and not named:
            return _Span(line, 1, len(text) + 1).error(ONLY)
        return _Span(line, reserved[0].start() + 1, reserved[0].end() + 1).error(
            ONLY if len(reserved) > 1 or "(" in text else f"`{word}` is a reserved word.",
            f"`{word}` cannot be a name; `{word[:3] if len(word) > 5 else word + '1'}` can.",
        )
    if "never closed" in str(error.msg):
        return span.error("this bracket is never closed.", "Add the closing bracket.")
    if "unmatched" in str(error.msg):
        return span.error("this closing bracket has no opening one.", "Remove it, or open one.")
    if "indent" in str(error.msg):
        return _Span(line, 1, len(text) + 1).error(
            "a line begins at the left edge.", "Remove the spaces before it."
        )
    if "assign" in str(error.msg) or "target" in str(error.msg):
        return span.error(ONLY, "Left of `=` stands one name.")
    if re.search(r"[=+\-*/@,(]\s*$", text):
        return _Span(line, len(text), len(text) + 1).error(
            "something is missing at the end of this line.", "Complete the expression."
        )
    return span.error(
        "this cannot be read.", "A line is `name = expression` or `name: role = number`."
    )


_PYTHON_WORDS = frozenset(keyword.kwlist)


@dataclass(frozen=True)
class _Number:
    """A number written in the program, or computed from such: not yet a node."""

    value: np.float64


class _Reader:
    """Reads statements one by one and grows the list of nodes."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.nodes: list[Node] = []
        self.names: dict[str, tuple[int, int]] = {}
        """Name → index of its node, and the line where it was given."""
        self.loss: tuple[int, int] | None = None
        self.last: int | None = None
        self.edges = 0

    # -- places ---------------------------------------------------------------

    def span(self, item: ast.stmt | ast.expr) -> _Span:
        """Where an item stands; `ast` counts bytes, people count characters."""
        line = item.lineno
        data = self.lines[line - 1].encode()
        column = len(data[: item.col_offset].decode()) + 1
        if item.end_lineno == line and item.end_col_offset is not None:
            end = len(data[: item.end_col_offset].decode()) + 1
        else:
            end = len(self.lines[line - 1]) + 1
        return _Span(line, column, end)

    # -- statements -----------------------------------------------------------

    def statement(self, statement: ast.stmt) -> None:
        """One line: a leaf or a node."""
        span = self.span(statement)
        role: str | None = None
        if isinstance(statement, ast.Assign):
            if len(statement.targets) > 1:
                raise span.error(ONLY, "Give each name a line of its own.")
            target: ast.expr = statement.targets[0]
        elif isinstance(statement, ast.AnnAssign):
            target = statement.target
            if not isinstance(statement.annotation, ast.Name):
                raise self.span(statement.annotation).error(*_role_message("this"))
            role = statement.annotation.id
        else:
            if isinstance(statement, ast.Expr) and not isinstance(
                statement.value, ast.Lambda | ast.JoinedStr | ast.Compare | ast.Constant
            ):
                raise span.error(
                    "this line computes something but gives it no name.",
                    "Write `name = …` before it.",
                )
            raise span.error(ONLY)
        if not isinstance(target, ast.Name):
            raise self.span(target).error(ONLY, "Left of `=` stands one name.")
        if role is not None and role not in (*ROLES, "loss"):
            assert isinstance(statement, ast.AnnAssign)
            raise self.span(statement.annotation).error(*_role_message(role))
        if statement.value is None:
            raise span.error(f"`{target.id}` has no value.", f"Write `{target.id}: {role} = …`.")
        self.name_is_free(target)
        result = self.expression(statement.value)
        self.assign(target, role, result, self.span(statement.value))

    def name_is_free(self, target: ast.Name) -> None:
        """Raise unless the name can be given here."""
        name, span = target.id, self.span(target)
        if name in self.names:
            raise span.error(
                f"`{name}` is already given in line {self.names[name][1]}.",
                "Use another name: each name is one node of the graph.",
            )
        if name in REGISTRY and REGISTRY[name].function:
            raise span.error(f"`{name}` is the name of a function.", f"Use `{name[:3]}1`, say.")

    def assign(
        self, target: ast.Name, role: str | None, result: "_Number | int", span: _Span
    ) -> None:
        """Give the result its name and role."""
        name = target.id
        if isinstance(result, _Number):
            if role == "loss":
                raise span.error("the loss is computed, not given.", "Mark a computed line.")
            self.add(
                span,
                name=name,
                role=role or "variable",
                given=_frozen(result.value),
            )
            return self.remember(name, len(self.nodes) - 1, span)
        if role not in (None, "loss"):
            raise span.error(
                f"a leaf with the role `{role}` is given, not computed.",
                f"Give it a number, `{name}: {role} = 1`, or leave the role away.",
            )
        if self.nodes[result].name is not None or self.nodes[result].leaf:
            result = self.operate("identity", (result,), (), span)
        node = self.nodes[result]
        self.nodes[result] = Node(
            index=node.index, name=name, op=node.op, args=node.args, literal=node.literal
        )
        self.remember(name, result, span)
        self.last = result
        if role == "loss":
            if self.loss is not None:
                raise span.error(
                    f"there is already a loss, in line {self.loss[1]}.",
                    "A program has one loss: add them up, and mark the sum.",
                )
            self.loss = (result, span.line)
        return None

    def remember(self, name: str, index: int, span: _Span) -> None:
        self.names[name] = (index, span.line)

    # -- expressions ----------------------------------------------------------

    def expression(self, root: ast.expr) -> "_Number | int":
        """The number or the index of the node that an expression stands for.

        A postorder walk with two stacks: `todo` holds what is to be visited or, once its operands
        are there, to be combined; `done` holds results.
        """
        todo: list[tuple[ast.expr, int | None]] = [(root, None)]
        done: list[_Number | int] = []
        while todo:
            item, count = todo.pop()
            if count is not None:
                operands = done[len(done) - count :]
                del done[len(done) - count :]
                done.append(self.combine(item, operands))
                continue
            children = self.children(item)
            todo.append((item, len(children)))
            todo.extend((child, None) for child in reversed(children))
        return done[0]

    def children(self, item: ast.expr) -> list[ast.expr]:
        """The operands of an expression, in order; raises on everything not allowed."""
        span = self.span(item)
        match item:
            case ast.Constant(value=value) if type(value) not in (int, float):
                raise span.error(ONLY)
            case ast.Constant() | ast.Name():
                return []
            case ast.BinOp(op=ast.Add()):
                return list(_terms(item))
            case ast.BinOp(op=ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()):
                return [item.left, item.right]
            case ast.BinOp(op=ast.MatMult()):
                raise span.error(
                    "`@` multiplies matrices, and every value here is a single number.",
                    "Use `*`.",
                )
            case ast.UnaryOp(op=ast.USub()):
                inner = item.operand
                if _is_call(inner, "log"):
                    self.function(inner)
                    return list(inner.args)
                return [inner]
            case ast.UnaryOp(op=ast.UAdd()):
                return [item.operand]
            case ast.Call():
                self.function(item)
                return list(item.args)
            case ast.List() | ast.Tuple() | ast.Subscript():
                raise span.error(
                    "lists are not understood yet: every value is a single number.",
                    "Give each entry a name of its own.",
                )
            case ast.Attribute():
                raise span.error(f"there are no attributes here: {ONLY}")
            case _:
                raise span.error(ONLY)

    def function(self, call: ast.Call) -> Op:
        """The operation that a call names, once its operands are as many as it takes."""
        span = self.span(call)
        if not isinstance(call.func, ast.Name):
            raise span.error(ONLY)
        name = call.func.id
        op = REGISTRY.get(name)
        if op is None or not op.function:
            if name in self.names:
                raise self.span(call.func).error(
                    f"`{name}` is a value, not a function.",
                    f"Write the product with `*`: `{name}*…`.",
                )
            known = [other.name for other in REGISTRY.values() if other.function]
            raise self.span(call.func).error(
                f"no function is called `{name}`.",
                _did_you_mean(name, known) or f"There are {', '.join(known)}.",
            )
        if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
            raise span.error(f"`{name}` takes its operands by their order only.")
        least = op.arity
        most = None if op.variadic else op.arity + op.literal
        if len(call.args) < least or (most is not None and len(call.args) > most):
            wanted = f"{least} or more operands" if most is None else _count(least, "operand")
            given = len(call.args)
            here = f"{'is' if given == 1 else 'are'} {given or 'none'}"
            raise span.error(
                f"`{name}` takes {wanted}, and here {here}.",
                f"Write `{name}({', '.join(op.operands)})`.",
            )
        return op

    def combine(self, item: ast.expr, operands: "list[_Number | int]") -> "_Number | int":
        """One expression whose operands are known."""
        span = self.span(item)
        match item:
            case ast.Constant():
                assert isinstance(item.value, int | float)
                return _Number(np.float64(item.value))
            case ast.Name():
                return self.lookup(item.id, span)
            case ast.UnaryOp(op=ast.UAdd()):
                return operands[0]
            case ast.UnaryOp():
                if _is_call(item.operand, "log"):
                    return self.operate("neglog", (self.leaf(operands[0], span),), (), span)
                if isinstance(operands[0], _Number):
                    return _Number(-operands[0].value)
                return self.operate("neg", (operands[0],), (), span)
            case ast.Call(func=ast.Name(id=name)):
                return self.call(REGISTRY[name], operands, span)
            case ast.BinOp():
                return self.binary(item.op, operands, span)
        raise span.error(ONLY)

    def lookup(self, name: str, span: _Span) -> int:
        """The node of that name."""
        if name in self.names:
            return self.names[name][0]
        if name in REGISTRY and REGISTRY[name].function:
            raise span.error(
                f"`{name}` is a function and needs its operand.", f"Write `{name}(…)`."
            )
        raise span.error(
            f"there is no `{name}` yet.",
            "The exponential is `exp(x)`."
            if name == "e"
            else _did_you_mean(name, list(self.names)) or f"Give it first: `{name}: input = 1`.",
        )

    def call(self, op: Op, operands: "list[_Number | int]", span: _Span) -> int:
        """A function of its operands."""
        literal: tuple[np.float64, ...] = ()
        if op.literal:
            assert op.literal_default is not None
            literal = (np.float64(op.literal_default),)
            if len(operands) > op.arity:
                extra = operands.pop()
                if not isinstance(extra, _Number):
                    raise span.error(
                        f"the last operand of `{op.name}` is a number.",
                        f"Write `{op.name}(x, {op.literal_default:g})`.",
                    )
                literal = (extra.value,)
        return self.operate(
            op.name, tuple(self.leaf(operand, span) for operand in operands), literal, span
        )

    def binary(
        self, operator: ast.operator, operands: "list[_Number | int]", span: _Span
    ) -> "_Number | int":
        """An operator between operands; a number in it becomes part of the operation."""
        numbers = [operand for operand in operands if isinstance(operand, _Number)]
        if len(numbers) == len(operands):
            folded = _fold(operator, numbers)
            if np.isfinite(folded):
                return _Number(folded)
            # Too large for a number: draw it, so that the picture can say what happened.
            operands = [self.leaf(operands[0], span), *operands[1:]]
        if isinstance(operator, ast.Add):
            return self.sum(operands, span)
        left, right = operands
        match operator, left, right:
            case ast.Sub(), int(), _Number():
                return self.operate("shift", (left,), (-right.value,), span)
            case ast.Sub(), _Number(), int():
                return self.operate("subtract_from", (right,), (left.value,), span)
            case ast.Mult(), int(), _Number():
                return self.operate("scale", (left,), (right.value,), span)
            case ast.Mult(), _Number(), int():
                return self.operate("scale", (right,), (left.value,), span)
            case ast.Div(), int(), _Number():
                return self.operate("divide_by", (left,), (right.value,), span)
            case ast.Div(), _Number(), int():
                return self.operate("reciprocal", (right,), (left.value,), span)
            case ast.Pow(), int(), _Number():
                if right.value == 2:
                    return self.operate("square", (left,), (), span)
                return self.operate("power", (left,), (right.value,), span)
        name = {ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}[type(operator)]
        return self.operate(name, (self.leaf(left, span), self.leaf(right, span)), (), span)

    def sum(self, operands: "list[_Number | int]", span: _Span) -> int:
        """A chain of `+`: one Σ node, or "+ number" where just one operand is no number."""
        nodes = [operand for operand in operands if isinstance(operand, int)]
        if len(nodes) == 1:
            total = _fold(ast.Add(), [o for o in operands if isinstance(o, _Number)])
            if np.isfinite(total):
                return self.operate("shift", (nodes[0],), (total,), span)
        return self.operate("add", tuple(self.leaf(o, span) for o in operands), (), span)

    # -- nodes ----------------------------------------------------------------

    def leaf(self, operand: "_Number | int", span: _Span) -> int:
        """A node for an operand: a number that cannot join the operation is a constant leaf."""
        if isinstance(operand, int):
            return operand
        return self.add(span, role="constant", given=_frozen(operand.value))

    def operate(
        self, name: str, args: tuple[int, ...], literal: tuple[np.float64, ...], span: _Span
    ) -> int:
        """A new node for an operation."""
        self.edges += len(args)
        if self.edges > limits.EDGES.most:
            _too_many(span, limits.EDGES)
        return self.add(span, op=REGISTRY[name], args=args, literal=literal)

    def add(self, span: _Span, **fields: object) -> int:
        """Append a node; its index."""
        if len(self.nodes) >= limits.NODES.most:
            _too_many(span, limits.NODES)
        self.nodes.append(Node(index=len(self.nodes), **fields))  # type: ignore[arg-type]
        return len(self.nodes) - 1

    def graph(self, title: str, introduction: str) -> Graph:
        """What was read, as a graph."""
        loss = self.loss[0] if self.loss else self.last
        return Graph(nodes=tuple(self.nodes), loss=loss, title=title, introduction=introduction)


def _terms(item: ast.BinOp) -> Iterator[ast.expr]:
    """The operands of a chain of `+`, left to right."""
    found: list[ast.expr] = []
    left: ast.expr = item
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        found.append(left.right)
        left = left.left
    found.append(left)
    return reversed(found)


def _is_call(item: ast.expr, name: str) -> TypeGuard[ast.Call]:
    return isinstance(item, ast.Call) and isinstance(item.func, ast.Name) and item.func.id == name


def _fold(operator: ast.operator, numbers: list[_Number]) -> np.float64:
    """Arithmetic between numbers, in floats: nothing grows, it only becomes infinite."""
    first, *rest = (number.value for number in numbers)
    with np.errstate(all="ignore"):
        if isinstance(operator, ast.Add):
            return np.float64(sum(rest, start=first))
        name = {ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}[type(operator)]
        return np.float64(REGISTRY[name].forward(first, *rest))


def _frozen(value: np.float64) -> Array:
    array = np.array(value, dtype=np.float64)
    array.flags.writeable = False
    return array


def _role_message(role: str) -> tuple[str, str]:
    return (
        f"there is no role `{role}`." if role != "this" else "this is not a role.",
        _did_you_mean(role, [*ROLES, "loss"])
        or f"A leaf is one of {', '.join(ROLES)}; the computed end can be the loss.",
    )


_ALSO_CALLED = {"ln": "log", "sgn": "sign", "logistic": "sigmoid", "sq": "square", "pow": "square"}


def _did_you_mean(typed: str, known: list[str]) -> str:
    if _ALSO_CALLED.get(typed, "") in known:
        return f"Did you mean `{_ALSO_CALLED[typed]}`?"
    near = get_close_matches(typed, known, n=1, cutoff=0.5 if len(typed) < 4 else 0.6)
    return f"Did you mean `{near[0]}`?" if near else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _too_many(span: _Span, limit: limits.Limit) -> NoReturn:
    raise span.error(
        f"there are more than {limit.most} {limit.what}.",
        "Draw a part of it: leave some terms or samples away.",
    )
