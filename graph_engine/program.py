"""Text to graph: reads the lesson language with Python's own `ast` and never executes anything.

`sieve.py` looks at the text first. Of what `ast` reads an allow-list of node types is understood,
and expressions are walked with a stack of our own: no recursion.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn, TypeGuard, get_args

import numpy as np

from . import limits
from .graph import Graph, Node, Role
from .op import Array, Op
from .ops import REGISTRY
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

    def span(self, item: ast.stmt | ast.expr) -> Span:
        """Where an item stands; `ast` counts bytes, people count characters."""
        line = item.lineno
        data = self.lines[line - 1].encode()
        column = len(data[: item.col_offset].decode()) + 1
        if item.end_lineno == line and item.end_col_offset is not None:
            end = len(data[: item.end_col_offset].decode()) + 1
        else:
            end = len(self.lines[line - 1]) + 1
        return Span(line, column, end)

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
        self, target: ast.Name, role: str | None, result: "_Number | int", span: Span
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

    def lookup(self, name: str, span: Span) -> int:
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

    def call(self, op: Op, operands: "list[_Number | int]", span: Span) -> int:
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
        self, operator: ast.operator, operands: "list[_Number | int]", span: Span
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
        return self.add(span, role="constant", given=_frozen(operand.value))

    def operate(
        self, name: str, args: tuple[int, ...], literal: tuple[np.float64, ...], span: Span
    ) -> int:
        """A new node for an operation."""
        self.edges += len(args)
        if self.edges > limits.EDGES.most:
            _too_many(span, limits.EDGES)
        return self.add(span, op=REGISTRY[name], args=args, literal=literal)

    def add(self, span: Span, **fields: object) -> int:
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


def _too_many(span: Span, limit: limits.Limit) -> NoReturn:
    raise span.error(
        f"there are more than {limit.most} {limit.what}.",
        "Draw a part of it: leave some terms or samples away.",
    )
