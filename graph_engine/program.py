"""Text to graph: reads the lesson language with Python's own `ast` and never executes anything.

`sieve.py` looks at the text first. Of what `ast` reads an allow-list of node types is understood,
and expressions are walked with a stack of our own: no recursion.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import prod
from typing import Any, NoReturn, TypeGuard, get_args

import numpy as np

from . import limits
from .elementwise import written
from .graph import Graph, Node, Role, operation
from .op import Array, Op, ShapeError
from .ops import REGISTRY
from .saying import say
from .sieve import ONLY, Span, heading, sieved, tree

ROLES: tuple[str, ...] = get_args(Role)[:-1]
"""The roles that can be written; a leaf without one is a variable."""


def parse(program: str) -> Graph:
    """The graph of a program; raises `ProgramError` with the place and the cure.

    Values are float64 from the start. Shapes are checked here, so a graph that comes out of it can
    always be run.
    """
    program = program.removeprefix("\ufeff")  # an invisible mark that some editors put first
    lines = sieved(program)
    reader = _Reader(lines)
    for statement in tree(lines).body:
        reader.statement(statement)
    title, introduction = heading(program)
    return reader.graph(title, introduction)


@dataclass(frozen=True)
class _Number:
    """A number or a list of such written in the program, or computed: not yet a node."""

    value: Any
    each: bool = False
    """Whether the first axis is that of the samples."""

    @property
    def scalar(self) -> bool:
        """Whether it is a single number, which can be part of an operation."""
        return np.ndim(self.value) == 0


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
        self.entries = 0
        self.samples: tuple[int, int] | None = None
        """How many samples `each` gives, and the line that said so first."""

    # -- places ---------------------------------------------------------------

    def span(self, item: ast.stmt | ast.expr) -> Span:
        """Where an item stands; `ast` counts bytes, people count characters."""
        line, text = item.lineno, self.lines[item.lineno - 1]
        column, end = item.col_offset, item.end_col_offset
        if item.end_lineno != line or end is None:
            end = len(text.encode())
        if not text.isascii():
            data = text.encode()
            column, end = (len(data[:place].decode()) for place in (column, end))
        return Span(line, column + 1, end + 1)

    # -- statements -----------------------------------------------------------

    def statement(self, statement: ast.stmt) -> None:
        """One line: a leaf or a node."""
        span = self.span(statement)
        role: str | None = None
        if isinstance(statement, ast.Assign):
            if len(statement.targets) > 1:
                raise span.error(ONLY, say("Give each name a line of its own."))
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
                    say("this line computes something but gives it no name."),
                    say("Write `name = …` before it."),
                )
            raise span.error(ONLY)
        if not isinstance(target, ast.Name):
            raise self.span(target).error(ONLY, say("Left of `=` stands one name."))
        if role is not None and role not in (*ROLES, "loss"):
            assert isinstance(statement, ast.AnnAssign)
            raise self.span(statement.annotation).error(*_role_message(role))
        if statement.value is None:
            raise span.error(
                say("`%(name)s` has no value.", name=target.id),
                say("Write `%(name)s: %(role)s = …`.", name=target.id, role=role),
            )
        self.name_is_free(target)
        result = self.expression(statement.value)
        self.assign(target, role, result, self.span(statement.value))

    def name_is_free(self, target: ast.Name) -> None:
        """Raise unless the name can be given here."""
        name, span = target.id, self.span(target)
        if name in self.names:
            raise span.error(
                say(
                    "`%(name)s` is already given in line %(line)s.",
                    name=name,
                    line=self.names[name][1],
                ),
                say("Use another name: each name is one node of the graph."),
            )
        if name in GIVEN or (name in REGISTRY and REGISTRY[name].function):
            raise span.error(
                say("`%(name)s` is the name of a function.", name=name),
                say("Use `%(short)s1`, say.", short=name[:3]),
            )

    def assign(
        self, target: ast.Name, role: str | None, result: "_Number | int", span: Span
    ) -> None:
        """Give the result its name and role."""
        name = target.id
        if isinstance(result, _Number):
            if role == "loss":
                raise span.error(
                    say("the loss is computed, not given."), say("Mark a computed line.")
                )
            self.given(result, span, name=name, role=role or "variable")
            return self.remember(name, len(self.nodes) - 1, span)
        if role not in (None, "loss"):
            raise span.error(
                say("a leaf with the role `%(role)s` is given, not computed.", role=role),
                say(
                    "Give it a number, `%(name)s: %(role)s = 1`, or leave the role away.",
                    name=name,
                    role=role,
                ),
            )
        if self.nodes[result].name is not None or self.nodes[result].leaf:
            result = self.operate("identity", (result,), (), span)
        self.nodes[result] = replace(self.nodes[result], name=name)
        self.remember(name, result, span)
        if not self.nodes[result].shape:
            self.last = result
        if role == "loss":
            if self.loss is not None:
                raise span.error(
                    say("there is already a loss, in line %(line)s.", line=self.loss[1]),
                    say("A program has one loss: add them up, and mark the sum."),
                )
            shape = self.nodes[result].shape
            if shape:
                raise span.error(
                    say(
                        "the loss is a single number, and this is %(shape)s.", shape=written(shape)
                    ),
                    say("Make one of it: `%(name)s: loss = sum(…)` or `norm2(…)`.", name=name),
                )
            self.loss = (result, span.line)
        return None

    def remember(self, name: str, index: int, span: Span) -> None:
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
                return [item.left, item.right]
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
            case ast.List(elts=entries):
                if not entries:
                    raise span.error(
                        say("this list is empty."), say("A vector has at least one entry.")
                    )
                return list(entries)
            case ast.Tuple():
                raise span.error(
                    say("a vector stands in square brackets."), say("Write `[2, -1]` for a vector.")
                )
            case ast.Subscript():
                self.places(item)
                return [item.value]
            case ast.Attribute(attr="T"):
                return [item.value]
            case ast.Attribute():
                raise span.error(
                    say("there are no attributes here: %(only)s", only=ONLY),
                    say("The transpose of W is `W.T`."),
                )
            case _:
                raise span.error(ONLY)

    def places(self, item: ast.Subscript) -> tuple[int, ...]:
        """The whole numbers between the brackets of `x[2]` and `W[0, 1]`."""
        inner = item.slice
        listed = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if len(listed) > 2 or not listed:
            raise self.span(item).error(
                say("an entry has one or two numbers."), say("Write `x[0]` or `W[0, 1]`.")
            )
        hint = say("Entries are counted from 0: `x[0]`, `x[1]`.")
        return tuple(self.whole(each, hint) for each in listed)

    def whole(self, item: ast.expr, hint: str) -> int:
        """A whole number that is part of an operation, not a value."""
        if isinstance(item, ast.Constant) and type(item.value) is int:
            return item.value
        raise self.span(item).error(say("a whole number is needed here, written out."), hint)

    def maker(self, call: ast.Call, name: str, span: Span) -> None:
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

    def function(self, call: ast.Call) -> None:
        """Check that a call names an operation, with as many operands as it takes."""
        span = self.span(call)
        if not isinstance(call.func, ast.Name):
            raise span.error(ONLY)
        name = call.func.id
        if name in GIVEN:
            self.maker(call, name, span)
            return
        op = REGISTRY.get(name)
        if op is None or not op.function:
            if name in self.names:
                raise self.span(call.func).error(
                    say("`%(name)s` is a value, not a function.", name=name),
                    say("Write the product with `*`: `%(name)s*…`.", name=name),
                )
            if name in OTHERWISE:
                raise self.span(call.func).error(
                    say("no function is called `%(name)s`.", name=name),
                    say("Write `%(otherwise)s`.", otherwise=OTHERWISE[name]),
                )
            known = [other.name for other in REGISTRY.values() if other.function] + [*GIVEN]
            raise self.span(call.func).error(
                say("no function is called `%(name)s`.", name=name),
                _did_you_mean(name, known) or say("There are %(known)s.", known=", ".join(known)),
            )
        if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
            raise span.error(say("`%(name)s` takes its operands by their order only.", name=name))
        least = op.arity
        most = None if op.variadic else op.arity + op.literal + op.sizes[1]
        least += op.sizes[0]
        if len(call.args) < least or (most is not None and len(call.args) > most):
            wanted = _operands(least, open_ended=most is None)
            given = len(call.args)
            here = say("is 1") if given == 1 else say("are %(count)s", count=given)
            here = here if given else say("are none")
            raise span.error(
                say(
                    "`%(name)s` takes %(wanted)s, and here %(here)s.",
                    name=name,
                    wanted=wanted,
                    here=here,
                ),
                say(
                    "Write `%(name)s(%(operands)s)`.",
                    name=name,
                    operands=", ".join([*op.operands, *"mn"[: op.sizes[0]]]),
                ),
            )

    def combine(self, item: ast.expr, operands: "list[_Number | int]") -> "_Number | int":
        """One expression whose operands are known."""
        span = self.span(item)
        match item:
            case ast.Constant():
                assert isinstance(item.value, int | float)
                return _Number(np.float64(item.value))
            case ast.Name():
                return self.lookup(item.id, span)
            case ast.List():
                return self.listed(item, operands)
            case ast.Subscript():
                node = self.leaf(operands[0], span)
                literal = tuple(np.float64(place) for place in self.places(item))
                return self.operate("entry", (node,), literal, span)
            case ast.Attribute():
                node = self.leaf(operands[0], span)
                # A vector is its own transpose here: `u.T @ x` is the product of two vectors.
                if len(self.nodes[node].shape) == 1:
                    return node
                return self.operate("transpose", (node,), (), span)
            case ast.UnaryOp(op=ast.UAdd()):
                return operands[0]
            case ast.UnaryOp():
                if _is_call(item.operand, "log"):
                    return self.operate("neglog", (self.leaf(operands[0], span),), (), span)
                if isinstance(operands[0], _Number):
                    return replace(operands[0], value=-operands[0].value)
                return self.operate("neg", (operands[0],), (), span)
            case ast.Call(func=ast.Name(id=name)):
                if name in GIVEN:
                    return self.made(name, item, operands, span)
                return self.call(REGISTRY[name], operands, span)
            case ast.BinOp():
                return self.binary(item.op, operands, span)
        raise span.error(ONLY)

    def lookup(self, name: str, span: Span) -> int:
        """The node of that name."""
        if name in self.names:
            return self.names[name][0]
        if name in GIVEN or (name in REGISTRY and REGISTRY[name].function):
            raise span.error(
                say("`%(name)s` is a function and needs its operand.", name=name),
                say("Write `%(name)s(…)`.", name=name),
            )
        raise span.error(
            say("there is no `%(name)s` yet.", name=name),
            say("The exponential is `exp(x)`.")
            if name == "e"
            else _did_you_mean(name, list(self.names))
            or say("Give it first: `%(name)s: input = 1`.", name=name),
        )

    def listed(self, item: ast.List, operands: "list[_Number | int]") -> "_Number":
        """A vector or a matrix written out."""
        span = self.span(item)
        rows = []
        for entry, operand in zip(item.elts, operands, strict=True):
            if not isinstance(operand, _Number):
                raise self.span(entry).error(
                    say("a list holds numbers, written out."),
                    say("Join computed values with `concat(a, b)`."),
                )
            if operand.each or np.ndim(operand.value) > 1:
                raise self.span(entry).error(
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
        return _Number(np.array(rows, dtype=np.float64))

    def made(
        self, name: str, call: ast.Call, operands: "list[_Number | int]", span: Span
    ) -> "_Number":
        """The value that `each`, `zeros`, `ones` or `random` gives."""
        numbers = [operand for operand in operands if isinstance(operand, _Number)]
        if len(numbers) < len(operands) or any(number.each for number in numbers):
            raise span.error(
                say("`%(name)s` takes numbers, written out.", name=name),
                say("Write `%(example)s`.", example=EXAMPLES[name]),
            )
        if name != "each":
            hint = say("Sizes are numbers like 3: `%(example)s`.", example=EXAMPLES[name])
            sizes = tuple(self.whole(item, hint) for item in call.args)
            if min(sizes) < 1 or prod(sizes) > limits.ENTRIES.most:
                raise span.error(
                    say("a value has 1 to %(most)s entries.", most=limits.ENTRIES.most),
                    say("Make it smaller."),
                )
            if name == "random":
                # The same numbers every time: a picture, a link and an export agree.
                made = np.random.default_rng(prod(sizes)).uniform(-1, 1, sizes)
                return _Number(np.round(made / np.sqrt(sizes[-1]), 4))
            return _Number(np.full(sizes, 1.0 if name == "ones" else 0.0))
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
        if self.samples is None:
            self.samples = (len(values), span.line)
        elif self.samples[0] != len(values):
            raise span.error(
                say(
                    "`each` gives %(samples)s here and %(other)s in line %(line)s.",
                    samples=say("1 sample")
                    if len(values) == 1
                    else say("%(count)s samples", count=len(values)),
                    other=self.samples[0],
                    line=self.samples[1],
                ),
                say("Every `each` has the same number of samples."),
            )
        return _Number(np.array(values, dtype=np.float64), each=True)

    def call(self, op: Op, operands: "list[_Number | int]", span: Span) -> int:
        """A function of its operands."""
        literal: tuple[np.float64, ...] = ()
        if op.sizes[1]:
            *operands, literal = self.sized(op, operands, span)
        if op.literal:
            assert op.literal_default is not None
            literal = (np.float64(op.literal_default),)
            if len(operands) > op.arity:
                extra = operands.pop()
                if not isinstance(extra, _Number) or not extra.scalar:
                    raise span.error(
                        say("the last operand of `%(name)s` is a number.", name=op.name),
                        say(
                            "Write `%(name)s(x, %(literal)s)`.",
                            name=op.name,
                            literal=f"{op.literal_default:g}",
                        ),
                    )
                literal = (extra.value,)
        return self.operate(
            op.name, tuple(self.leaf(operand, span) for operand in operands), literal, span
        )

    def sized(self, op: Op, operands: "list[_Number | int]", span: Span) -> list[Any]:
        """The operands, and the whole numbers behind them as the operation's literal."""
        sizes = []
        for operand in operands[op.arity :]:
            if not isinstance(operand, _Number) or not operand.scalar or operand.value % 1:
                raise span.error(
                    say(
                        "the last operands of `%(name)s` are whole numbers, written out.",
                        name=op.name,
                    )
                )
            sizes.append(np.float64(operand.value))
        if any(abs(size) > limits.ENTRIES.most for size in sizes):
            raise span.error(say("a value has at most %(most)s entries.", most=limits.ENTRIES.most))
        return [*operands[: op.arity], tuple(sizes)]

    def binary(
        self, operator: ast.operator, operands: "list[_Number | int]", span: Span
    ) -> "_Number | int":
        """An operator between operands; a number in it becomes part of the operation."""
        operands = [
            operand if isinstance(operand, int) or operand.scalar else self.leaf(operand, span)
            for operand in operands
        ]
        if isinstance(operator, ast.MatMult):
            return self.operate(
                "matmul", (self.leaf(operands[0], span), self.leaf(operands[1], span)), (), span
            )
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

    def sum(self, operands: "list[_Number | int]", span: Span) -> int:
        """A chain of `+`: one Σ node, or "+ number" where just one operand is no number."""
        nodes = [operand for operand in operands if isinstance(operand, int)]
        if len(nodes) == 1:
            total = _fold(ast.Add(), [o for o in operands if isinstance(o, _Number)])
            if np.isfinite(total):
                return self.operate("shift", (nodes[0],), (total,), span)
        return self.operate("add", tuple(self.leaf(o, span) for o in operands), (), span)

    # -- nodes ----------------------------------------------------------------

    def leaf(self, operand: "_Number | int", span: Span) -> int:
        """A node for an operand: a number that cannot join the operation is a constant leaf."""
        if isinstance(operand, int):
            return operand
        return self.given(operand, span, role="constant")

    def given(self, number: _Number, span: Span, *, role: str, name: str | None = None) -> int:
        """A leaf with its value."""
        value = _frozen(number.value)
        return self.add(
            span,
            Node(
                index=len(self.nodes),
                name=name,
                role=role,  # type: ignore[arg-type]
                given=value,
                shape=value.shape[1:] if number.each else value.shape,
                sampled=number.each,
                line=span.line,
            ),
        )

    def operate(
        self, name: str, args: tuple[int, ...], literal: tuple[np.float64, ...], span: Span
    ) -> int:
        """A new node for an operation."""
        op = REGISTRY[name]
        self.edges += len(args)
        if self.edges > limits.EDGES.most:
            _too_many(span, limits.EDGES)
        operands = [self.nodes[arg] for arg in args]
        if op.over_samples and not operands[0].sampled:
            raise span.error(
                say(
                    "`%(name)s` is over the samples, and this is the same for all of them.",
                    name=name,
                ),
                say(
                    "Samples are given with `each`: `x: input = each(2, 1, -1)`. Over entries it "
                    "is `sum` or `mean`."
                )
                if operands[0].shape
                else say("Samples are given with `each`: `x: input = each(2, 1, -1)`."),
            )
        try:
            node = operation(op, operands, index=len(self.nodes), literal=literal, line=span.line)
        except ShapeError as error:
            if name == "matmul" and all(node.shape for node in operands):
                raise span.error(*self.product_message(*operands)) from None
            raise span.error(error.message, error.hint) from None
        return self.add(span, node)

    def product_message(self, left: Node, right: Node) -> tuple[str, str]:
        """Why two operands cannot be multiplied, in their own names."""
        named = left.name is not None and right.name is not None
        a, b = left.name or say("the left side"), right.name or say("the right side")
        told = {
            "product": f"`{a} @ {b}`" if named else "`@`",
            "a": a,
            "b": b,
            "left": left.shape[0] if len(left.shape) == 1 else written(left.shape),
            "right": right.shape[0] if len(right.shape) == 1 else written(right.shape),
        }
        match len(left.shape), len(right.shape):
            case 2, 1:
                message = say(
                    "%(product)s needs as many columns in %(a)s as entries in %(b)s; "
                    "%(a)s is %(left)s, %(b)s has %(right)s.",
                    **told,
                )
            case 1, 2:
                message = say(
                    "%(product)s needs as many entries in %(a)s as rows in %(b)s; "
                    "%(a)s has %(left)s, %(b)s is %(right)s.",
                    **told,
                )
            case 2, 2:
                message = say(
                    "%(product)s needs as many columns in %(a)s as rows in %(b)s; "
                    "%(a)s is %(left)s, %(b)s is %(right)s.",
                    **told,
                )
            case _:
                message = say(
                    "%(product)s needs as many entries in %(a)s as entries in %(b)s; "
                    "%(a)s has %(left)s, %(b)s has %(right)s.",
                    **told,
                )
        perhaps = _other_product(left, right, str(a), str(b)) if named else ""
        return message, say("Perhaps `%(product)s`?", product=perhaps) if perhaps else ""

    def add(self, span: Span, node: Node) -> int:
        """Append a node; its index."""
        size = prod(node.shape) * (self.samples[0] if node.sampled and self.samples else 1)
        if size > limits.ENTRIES.most:
            raise span.error(
                say(
                    "this would have %(size)s entries; a value has at most %(most)s.",
                    size=size,
                    most=limits.ENTRIES.most,
                )
            )
        self.entries += size
        if self.entries > limits.ALL_ENTRIES.most:
            raise span.error(
                say(
                    "there are more than %(most)s %(what)s.",
                    most=limits.ALL_ENTRIES.most,
                    what=say(limits.ALL_ENTRIES.what),
                ),
                say("Make the vectors and matrices smaller."),
            )
        if len(self.nodes) >= limits.NODES.most:
            _too_many(span, limits.NODES)
        self.nodes.append(node)
        return node.index

    def graph(self, title: str, introduction: str) -> Graph:
        """What was read, as a graph; a loss per sample is totalled, as in the lecture."""
        loss = self.loss[0] if self.loss else self.last
        if loss is not None and self.nodes[loss].sampled:
            node = self.nodes[loss]
            if node.name is not None and f"{node.name}_i" not in self.names:
                self.nodes[loss] = replace(node, name=f"{node.name}_i")
            else:
                self.nodes[loss] = replace(node, name=None)
            span = Span(node.line, 1, 2)
            loss = self.operate("total", (loss,), (), span)
            self.nodes[loss] = replace(self.nodes[loss], name=node.name)
        return Graph(
            nodes=tuple(self.nodes),
            loss=loss,
            title=title,
            introduction=introduction,
            samples=self.samples[0] if self.samples else 0,
        )


GIVEN = {
    "each": say("a value for each sample"),
    "zeros": say("a size"),
    "ones": say("a size"),
    "random": say("a size"),
}
"""What gives a leaf its value, besides numbers and lists."""

EXAMPLES = {
    "each": "each(2, 1, -1)",
    "zeros": "zeros(3, 4)",
    "ones": "ones(3)",
    "random": "random(3, 4)",
}


OTHERWISE = {"transpose": "W.T", "matmul": "W @ x", "norm": "sqrt(norm2(x))"}
"""What is written in another way than by a function of that name."""


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


def _other_product(left: Node, right: Node, a: str, b: str) -> str:
    """A product of the same two that is possible, as it is typed; empty where there is none."""
    rows, columns = right.shape[0], left.shape[-1]
    if len(right.shape) == 1 and columns == rows + 1:
        return f"{a} @ with_bias({b})"
    if len(right.shape) == 1 and len(left.shape) == 2 and left.shape[0] == rows:
        return f"{a}.T @ {b}"
    if len(right.shape) == 2 and right.shape[1] == left.shape[0]:
        return f"{b} @ {a}"
    return ""


def _frozen(value: Any) -> Array:
    array = np.array(value, dtype=np.float64)
    array.flags.writeable = False
    return array


def _role_message(role: str) -> tuple[str, str]:
    return (
        say("this is not a role.")
        if role == "this"
        else say("there is no role `%(role)s`.", role=role),
        _did_you_mean(role, [*ROLES, "loss"])
        or say(
            "A leaf is one of %(roles)s; the computed end can be the loss.", roles=", ".join(ROLES)
        ),
    )


_ALSO_CALLED = {"ln": "log", "sgn": "sign", "logistic": "sigmoid", "sq": "square", "pow": "square"}


def _did_you_mean(typed: str, known: list[str]) -> str:
    if _ALSO_CALLED.get(typed, "") in known:
        return say("Did you mean `%(near)s`?", near=_ALSO_CALLED[typed])
    near = get_close_matches(typed, known, n=1, cutoff=0.5 if len(typed) < 4 else 0.6)
    return say("Did you mean `%(near)s`?", near=near[0]) if near else ""


def _operands(count: int, *, open_ended: bool) -> str:
    if open_ended:
        return say("%(count)s or more operands", count=count)
    return say("1 operand") if count == 1 else say("%(count)s operands", count=count)


def _too_many(span: Span, limit: limits.Limit) -> NoReturn:
    raise span.error(
        say("there are more than %(most)s %(what)s.", most=limit.most, what=say(limit.what)),
        say("Draw a part of it: leave some terms or samples away."),
    )
