"""Repetition: the lines below `for t in range(1, 5):`, once for each round.

How often is known before a round is read, so that a loop with more nodes than a picture has is
refused as a whole. `T = 4` that says how often is a number, and no leaf. Nothing recurses, but for
`zip(range(3), …)`, which is as deep as brackets are.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import limits
from ..saying import say
from .draft import Draft
from .filled import Bindings, filled, whole
from .messages import ONLY, WRITE_LOOP, ProgramError
from .suggestions import no_such_name


@dataclass(frozen=True)
class Line:
    """A statement as it is read, in a loop once for each round."""

    statement: ast.stmt
    counts: Bindings
    """What counts in this round; nothing outside of loops."""
    round: int = 0
    """Which round of the outermost loop it is, counted over all loops; 0 outside of them."""

    def located(self, error: ProgramError) -> ProgramError:
        """What is wrong with it, and in which round."""
        counts = ", ".join(f"{name} = {ast.unparse(each)}" for name, each in self.counts.items())
        if not counts or len(counts) > _SHORT:
            return error
        return ProgramError(
            error.message,
            line=error.line,
            column=error.column,
            end_column=error.end_column,
            hint=say("%(hint)s In this round `%(counts)s`.", hint=error.hint, counts=counts)
            if error.hint
            else say("In this round `%(counts)s`.", counts=counts),
        )


OUTERMOST = 2
"""How deep the lines of a loop are that stands in no other."""

_SHORT = 60
"""Characters in which it can be said what counts."""

_ANY = re.compile(r"\b(?:for|len|shape)\b|\w\[[^\]]*[^\W\d]")
"""What a line has in which there is anything to count."""


def lines(draft: Draft, body: Sequence[ast.stmt]) -> Iterator[Line]:
    """The statements in the order in which they are read.

    What was drafted of the ones before is seen: `len(x)`, and how many nodes are left.
    """
    if not _ANY.search("\n".join(draft.lines)):
        yield from (Line(statement, {}) for statement in body)
        return
    unroller, fixed = _Unroller(draft, _sizes(body)), dict[str, ast.expr]()
    todo: list[Iterator[tuple[ast.stmt, dict[str, ast.expr]]]] = [((each, fixed) for each in body)]
    current, count = fixed, 0
    while todo:
        found = next(todo[-1], None)
        if found is None:
            todo.pop()
            continue
        statement, bindings = found
        if len(todo) == OUTERMOST and bindings is not current:
            current, count = bindings, count + 1
        counts = {name: each for name, each in bindings.items() if name not in fixed}
        try:
            if isinstance(statement, ast.For):
                todo.append(unroller.loop(statement, bindings))
            elif not unroller.is_number(statement, bindings):
                which = count if len(todo) >= OUTERMOST else 0
                yield Line(filled(draft, statement, bindings, unroller.rounds), counts, which)
        except ProgramError as error:
            raise Line(statement, counts).located(error) from None


class _Unroller:
    """The loops of one program, and how many rounds they have had together."""

    def __init__(self, draft: Draft, sizes: frozenset[str]) -> None:
        self.draft = draft
        self.sizes = sizes
        """Names that say how often, or which."""
        self.had = 0

    def loop(
        self, loop: ast.For, bindings: Bindings
    ) -> Iterator[tuple[ast.stmt, dict[str, ast.expr]]]:
        """Each line of each round; what is wrong with the loop itself is raised at once."""
        if loop.orelse:
            raise self.draft.span(loop.orelse[0]).error(
                ONLY, say("A loop has no `else`: leave it away.")
            )
        nodes = self._nodes(loop, bindings)
        every = [*self.rounds(loop.target, loop.iter, bindings, nodes=nodes)]
        if not every and bindings.keys().isdisjoint(_names(loop.iter)):
            raise self.draft.span(loop.iter).error(
                say("this loop has no round: its end comes before its beginning."),
                say("`range(1, 5)` is 1, 2, 3, 4; backwards it is `range(4, 0, -1)`."),
            )
        return ((each, bound) for bound in map(dict, every) for each in loop.body)

    def rounds(
        self, target: ast.expr, iterable: ast.expr, bindings: Bindings, nodes: int = 0
    ) -> Iterator[Bindings]:
        """What names stand for in each round of `for target in iterable`.

        `nodes` is how many nodes a round makes at least.
        """
        names = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for each in names:
            self._counts(each)
        items = self._items(filled(self.draft, iterable, bindings, self.rounds), nodes)
        for item in items:
            parts = [item]
            if names != [target]:
                parts = item.elts if isinstance(item, ast.Tuple | ast.List) else []
                if len(parts) != len(names):
                    raise self.draft.span(target).error(
                        say("a round has not as many values as there are names here."),
                        say("Write `for k, x in enumerate(…)` or `for x, y in zip(…)`."),
                    )
            bound = zip(names, parts, strict=True)
            yield {**bindings, **{n.id: part for n, part in bound if isinstance(n, ast.Name)}}

    def _counts(self, target: ast.expr) -> None:
        """Remember a name that counts; raises where it cannot."""
        span = self.draft.span(target)
        if not isinstance(target, ast.Name):
            raise span.error(say("a name counts the rounds."), WRITE_LOOP)
        if target.id in self.draft.names:
            raise span.error(
                say(
                    "`%(name)s` is already given in line %(line)s.",
                    name=target.id,
                    line=self.draft.names[target.id][1],
                ),
                say("Use another name for what counts the rounds."),
            )
        self.draft.counting[target.id] = span.line

    def _items(self, iterable: ast.expr, nodes: int) -> Sequence[ast.expr]:
        """What a loop goes over, written out; its length is looked at first."""
        match iterable:
            case ast.List(elts=found) | ast.Tuple(elts=found):
                self._enough(iterable, len(found), nodes)
                return found
            case ast.Name(id=name) if name in self.draft.names:
                shape = self.draft.nodes[self.draft.names[name][0]].shape
                if shape:
                    self._enough(iterable, shape[0], nodes)
                    return [ast.Subscript(iterable, ast.Constant(k)) for k in range(shape[0])]
            case ast.Call(func=ast.Name(id="range"), args=[_, *rest], keywords=[]) if len(rest) < 3:
                return self._range(iterable, nodes)
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *start], keywords=[]):
                first = whole(start[0]) if start else 0
                if len(start) < 2 and first is not None:
                    pairs = enumerate(self._items(inner, nodes), first)
                    return [_pair(ast.Constant(k), item) for k, item in pairs]
            case ast.Call(func=ast.Name(id="zip"), args=[_, _, *_] as inners, keywords=[]):
                each = [self._items(inner, nodes) for inner in inners]
                return [_pair(*row) for row in zip(*each, strict=False)]
            case ast.Call(func=ast.Name(id="reversed"), args=[inner], keywords=[]):
                return [*reversed(self._items(inner, nodes))]
        if isinstance(iterable, ast.Name) and iterable.id not in self.draft.names:
            raise no_such_name(self.draft, iterable.id, self.draft.span(iterable))
        raise self.draft.span(iterable).error(
            say("how often is not said here in whole numbers."), WRITE_LOOP
        )

    def _range(self, call: ast.Call, nodes: int) -> list[ast.expr]:
        bounds = [self._bound(each) for each in call.args]
        first, last = (0, bounds[0]) if len(bounds) == 1 else bounds[:2]
        by = bounds[2] if len(bounds) > 2 else 1
        if by == 0:
            raise self.draft.span(call.args[2]).error(say("the step of a range is not 0."))
        # `len` of a range is no number of any size.
        self._enough(call, max(0, -((first - last) // by)), nodes)
        return [ast.Constant(k) for k in range(first, last, by)]

    def _bound(self, item: ast.expr) -> int:
        found = whole(item)
        if found is not None:
            return found
        span, value = self.draft.span(item), None
        if isinstance(item, ast.Name):
            if item.id not in self.draft.names:
                raise no_such_name(self.draft, item.id, span)
            value = self.draft.nodes[self.draft.names[item.id][0]].given
        written = value is not None and value.ndim == 0 and float(value).is_integer()
        raise span.error(
            say("how often is a whole number that is written out, not a value of the graph."),
            say("Perhaps `%(product)s`?", product=int(value))
            if written and value is not None
            else WRITE_LOOP,
        )

    def _enough(self, item: ast.expr, count: int, nodes: int) -> None:
        """Raise where so many rounds are too many."""
        span, least = self.draft.span(item), len(self.draft.nodes) + count * nodes
        if least > limits.NODES.most:
            raise span.error(
                say(
                    "with this loop there are at least %(count)s nodes, and a picture has at most "
                    "%(most)s.",
                    count=least,
                    most=limits.NODES.most,
                ),
                say("Fewer rounds show the same: `range(1, 5)`."),
            )
        self.had += count
        if self.had > limits.ROUNDS.most:
            raise span.error(
                say("there are more than %(most)s %(what)s.", most=limits.ROUNDS.most,
                    what=say(limits.ROUNDS.what)),
                say("Fewer rounds show the same: `range(1, 5)`."),
            )  # fmt: skip

    def is_number(self, statement: ast.stmt, bindings: dict[str, ast.expr]) -> bool:
        """Whether a line gives a name to a number that counts: `T = 4`, `k = t - 1` in a loop.

        Then it is bound, and no leaf.
        """
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(
                    target=ast.Name(id=name),
                    annotation=ast.Name(id="constant"),
                    value=ast.expr() as value,
                )
            ) if name in self.sizes and name not in self.draft.names:
                pass
            case _:
                return False
        if name in bindings and name in self.draft.counting:
            return False
        found = whole(filled(self.draft, value, bindings, self.rounds))
        if found is not None:
            bindings[name] = ast.Constant(found)
        return found is not None

    def _nodes(self, loop: ast.For, bindings: Bindings) -> int:
        """How many nodes a round makes at least."""
        counts, found = {*bindings, *_names(loop.target)}, 0
        for statement in loop.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in self.sizes:
                    if counts.issuperset(_names(value)):
                        counts.add(name)
                    else:
                        found += 1
                case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                    found += 1
        return found


def _pair(*items: ast.expr) -> ast.expr:
    return ast.Tuple([*items], ast.Load())


def _names(item: ast.AST) -> Iterator[str]:
    return (each.id for each in ast.walk(item) if isinstance(each, ast.Name))


def _sizes(body: Sequence[ast.stmt]) -> frozenset[str]:
    """Names that say how often, or which: those in `range(T)` and in `h[T]`."""
    found: set[str] = set()
    for statement in body:
        for item in ast.walk(statement):
            match item:
                case ast.Call(func=ast.Name(id="range"), args=args):
                    found.update(name for each in args for name in _names(each))
                case ast.Subscript(slice=place):
                    found.update(_names(place))
    return frozenset(found)
