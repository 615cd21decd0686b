"""Text to graph: reads the lesson language with Python's own `ast` and never executes anything.

`scan.py` looks at the text first. Of what `ast` reads an allow-list of node types is understood.
"""

import ast
import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Literal

from .. import limits
from ..claims import claimed
from ..elementwise import written
from ..graph import Doubt, Graph, Role, Unfit
from ..saying import say
from ..spelling import NAME, plain
from . import indexed, loops, margins
from .draft import Draft, Mark, Number, Operand
from .elsewhere import is_beside, likely, simplified
from .ending import ending, is_loss
from .expressions import expression
from .known import likely_role, role_of
from .messages import ONLY, WRITTEN, ProgramError, Span, nothing_yet, role_message
from .scan import Scanned, heading, scan, tree
from .values import GIVEN
from .worked import sum_stays


def parse(program: str) -> Graph:
    """The graph of a program; raises `ProgramError` with the place and the cure.

    Values are float64 from the start. Shapes are checked here, so a graph that comes out of it can
    always be run.
    """
    try:
        return _graph(program)
    except ProgramError as error:
        error.program = program
        raise


def _graph(program: str) -> Graph:
    program = program.removeprefix("\ufeff")  # an invisible mark that some editors put first
    reader = _read(scan(program))
    title, introduction = heading(program)
    graph = reader.graph(title, introduction)
    if not any(doubt.unsure and doubt.put for doubt in graph.doubts):
        return graph
    return replace(graph, doubts=tuple(_tried(reader.draft.lines, graph.doubts)))


def _read(scanned: Scanned) -> "_Reader":
    """All statements of a program that has been scanned."""
    reader = _Reader(scanned)
    for line in loops.lines(reader.draft, tree(scanned).body):
        before = reader.draft.mark()
        try:
            reader.line(line)
        except ProgramError as error:
            if not reader.set_aside(line, error, before):
                raise line.located(error) from None
    return reader


TRIED = 3
"""Other readings of a program that are tried: each is read as a whole."""


def _tried(lines: list[str], doubts: tuple[Doubt, ...]) -> Iterator[Doubt]:
    """Doubts, without another reading where the program could then not be read."""
    left = TRIED
    for doubt in doubts:
        if not doubt.unsure or doubt.put is None:
            yield doubt
        elif left and _read_so(lines, doubt):
            left -= 1
            yield doubt
        else:
            left -= left > 0
            yield replace(doubt, put=None)


def _read_so(lines: list[str], doubt: Doubt) -> bool:
    assert doubt.put is not None
    line = lines[doubt.line - 1]
    changed = line[: doubt.column - 1] + doubt.put + line[doubt.end_column - 1 :]
    try:
        whole = "\n".join([*lines[: doubt.line - 1], changed, *lines[doubt.line :]])
        _read(scan(whole)).graph("", "")
    except ProgramError:
        return False
    return True


def _once(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """What is said of a line in a loop is said once."""
    return tuple({(each.line, each.column, each.message): each for each in doubts}.values())


def _written_out(statement: ast.AugAssign) -> ast.Assign:
    """`s += x` as `s = s + x`."""
    before = copy.copy(statement.target)
    before.ctx = ast.Load()
    value = ast.copy_location(ast.BinOp(before, statement.op, statement.value), statement)
    return ast.copy_location(ast.Assign([statement.target], value), statement)


def _typed_first(line: str, name: str) -> str:
    """How a line spells the name that it gives; empty where it begins with another."""
    found = re.match(rf"\s*({NAME})", line)
    return found[1] if found is not None and plain(found[1]) == name else ""


def _growing(node: ast.expr) -> str:
    """The cure for a list that grows, `h.append(x)`; empty where it is none."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend")):
            return say(
                "Lists do not grow here: write `%(name)s[t] = …` in the loop, each with its index, "
                "or a whole list, `%(name)s = [a, b]`.",
                name=name,
            )
    return ""


_INSTEAD: Mapping[type[ast.stmt], str] = {
    ast.While: say("How often is said in numbers: `for t in range(1, 5):`."),
    ast.If: say("A choice is made entry by entry, `where(x > 0, a, b)`."),
    ast.FunctionDef: say(
        "Write its lines where they are used; `for t in range(1, 5):` repeats lines."
    ),
    ast.AugAssign: say("Give the new value a name of its own, `s1 = s + x`."),
}
"""What to write instead of a statement that is not understood."""


class _Reader:
    """Reads statements one by one into a draft."""

    def __init__(self, scanned: Scanned) -> None:
        self.draft = Draft(scanned.lines, scanned.code)
        for found in scanned.spelled.values():
            self.draft.spelled.setdefault(found.plain, found)
        self.loss: tuple[int, int] | None = None
        """The node that is marked as the loss, and its line."""
        self.repeated = False
        """Whether the line stands in a loop, where a name may be given again."""
        self.times: dict[str, int] = {}
        """How often a name was given in loops."""
        self.unfit: list[Unfit] = []
        """Lines that were set aside."""

    def line(self, line: loops.Line) -> None:
        """One line: a leaf or a node."""
        statement, self.repeated = line.statement, bool(line.counts)
        self.draft.round = line.round
        # They are by `id`, and the line before is gone.
        self.draft.kept.clear()
        self.draft.announced.clear()
        if is_beside(statement, self.draft.names):
            return self.leave_out(self.draft.span(statement))
        last = statement.end_lineno or statement.lineno
        if any(map(likely, self.draft.lines[statement.lineno - 1 : last])):
            simplified(statement, self.draft.names)
        if isinstance(statement, ast.AugAssign) and self.repeated:
            statement = _written_out(statement)
        word: str | None = None
        if isinstance(statement, ast.Assign):
            if len(statement.targets) > 1:
                raise self.draft.span(statement).error(
                    ONLY, say("Give each name a line of its own.")
                )
            target: ast.expr = statement.targets[0]
        elif isinstance(statement, ast.AnnAssign):
            target = statement.target
            if not isinstance(statement.annotation, ast.Name):
                raise self.draft.span(statement.annotation).error(*role_message("this"))
            word = role_of(statement.annotation.id)
        else:
            if isinstance(statement, ast.Expr) and not isinstance(
                statement.value, ast.Lambda | ast.JoinedStr | ast.Compare | ast.Constant
            ):
                raise self.draft.span(statement).error(
                    say("this line computes something but gives it no name."),
                    _growing(statement.value) or say("Write `name = …` before it."),
                )
            raise self.draft.span(statement).error(ONLY, _INSTEAD.get(type(statement), ""))
        if isinstance(target, ast.Subscript):
            target = indexed.target(self.draft, target)
        if not isinstance(target, ast.Name):
            raise self.draft.span(target).error(ONLY, say("Left of `=` stands one name."))
        if word is not None and word not in WRITTEN:
            assert isinstance(statement, ast.AnnAssign)
            place = self.draft.span(statement.annotation)
            raise place.error(*role_message(word, likely_role(word)))
        if statement.value is None:
            raise self.draft.span(statement).error(
                say("`%(name)s` has no value.", name=target.id),
                say("Write `%(name)s: %(role)s = …`.", name=target.id, role=word),
            )
        self.name_is_free(target)
        self.draft.leaf_wanted = word is not None and word != "loss"
        result = expression(self.draft, statement.value)
        role = None if word is None else WRITTEN[word]
        self.assign(target, role, result, self.draft.span(statement.value))

    def set_aside(self, line: loops.Line, error: ProgramError, before: Mark) -> bool:
        """Go on without a line of one's own backward pass whose sizes do not fit, and without what
        is computed from it; whether it is one. What the loss needs is no such line."""
        match line.statement:
            case ast.Assign(targets=[ast.Name(id=name)]):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id=word)):
                if word == "loss":
                    return False
            case _:
                return False
        follows = next((each for each, why in self.draft.aside.items() if error is why), "")
        claims = error.sizes and claimed(name, self.draft.names) is not None
        if line.counts or is_loss(name) or not (claims or follows):
            return False
        self.draft.back(before)
        self.draft.aside[name] = error
        self.unfit.append(
            Unfit(
                name=name,
                line=line.statement.lineno,
                message=error.message,
                hint=error.hint,
                follows=follows,
            )
        )
        return True

    def leave_out(self, span: Span) -> None:
        """Go on without a line that says nothing here, and say so."""
        text = self.draft.text(span)
        self.draft.doubts.append(
            span.doubt(
                say("`%(text)s` is left out.", text=text),
                say("Values and gradients come by themselves, step by step."),
                None,
            )
        )

    def name_is_free(self, target: ast.Name) -> None:
        """Raise unless the name can be given here."""
        name = target.id
        if name in self.draft.names and not self.repeated:
            span, line = self.draft.span(target), self.draft.names[name][1]
            typed, before = self.draft.text(span), _typed_first(self.draft.lines[line - 1], name)
            raise span.error(
                say("`%(name)s` is already given in line %(line)s.", name=typed, line=line)
                if before in ("", typed)
                else say(
                    "`%(name)s` is the same name here as `%(other)s`, given in line %(line)s.",
                    name=typed,
                    other=before,
                    line=line,
                ),
                say("Use another name: each name is one node of the graph."),
            )
        if name in GIVEN:
            raise self.draft.span(target).error(
                say("`%(name)s` is what gives a leaf its numbers.", name=name),
                say("Use another name, `%(name)s1`, say.", name=name),
            )

    def assign(
        self, target: ast.Name, role: Role | Literal["loss"] | None, result: Operand, span: Span
    ) -> None:
        """Give the result its name and role."""
        name = self.node_name(target)
        if isinstance(result, Number):
            if role == "loss":
                raise span.error(
                    say("the loss is computed, not given."), say("Mark a computed line.")
                )
            self.draft.given(result, span, name=name, role=role or "variable")
            return self.remember(target.id, name, len(self.draft.nodes) - 1, span)
        if role not in (None, "loss"):
            raise span.error(
                say("a leaf with the role `%(role)s` is given, not computed.", role=role),
                say(
                    "Give it a number, `%(name)s: %(role)s = 1`, or leave the role away.",
                    name=self.draft.text(self.draft.span(target)),
                    role=role,
                ),
            )
        if self.draft.nodes[result].name is not None or self.draft.nodes[result].leaf:
            result = self.draft.operate("identity", (result,), (), span)
        self.draft.nodes[result] = replace(self.draft.nodes[result], name=name)
        self.remember(target.id, name, result, span)
        if role == "loss":
            if self.loss is not None:
                raise span.error(
                    say("there is already a loss, in line %(line)s.", line=self.loss[1]),
                    say("A program has one loss: add them up, and mark the sum."),
                )
            shape = self.draft.nodes[result].shape
            if prod(shape) != 1:
                raise span.error(
                    say(
                        "the loss is a single number, and this is %(shape)s.", shape=written(shape)
                    ),
                    say(
                        "Make one of it: `%(name)s: loss = norm2(…)`, or an entry; the sum is "
                        "always the same.",
                        name=name,
                    )
                    if sum_stays(self.draft, result)
                    else say("Make one of it: `%(name)s: loss = sum(…)` or `norm2(…)`.", name=name),
                )
            self.loss = (result, span.line)
        return None

    def node_name(self, target: ast.Name) -> str:
        """What the node is called: z in a loop is z₁, z₂, … in the order in which it is given."""
        given, names = target.id, self.draft.names
        if not self.repeated or (given not in names and self.has_index(target)):
            return given
        self.times[given] = count = self.times.get(given, 0) + 1
        numbered = (indexed.joined(given, (count,)), f"{given}_{count}", f"{given}_again_{count}")
        name = next(each for each in numbered if each not in names)
        self.draft.numbered[name] = given
        if given in self.draft.spelled:
            self.draft.spelled[name] = self.draft.spelled[given].counted(count)
        return name

    def has_index(self, target: ast.Name) -> bool:
        """Whether a name was typed with its index, `h[t]`."""
        span = self.draft.span(target)
        return "[" in self.draft.code[span.line - 1][span.column - 1 : span.end - 1]

    def remember(self, given: str, name: str, index: int, span: Span) -> None:
        """From here on the name is that node's; a numbered one is kept beside it."""
        for each in (name, given):
            if len(each) > limits.NAME.most:
                raise span.error(
                    say("a name has at most %(most)s characters.", most=limits.NAME.most)
                )
            self.draft.names[each] = (index, span.line)

    def graph(self, title: str, introduction: str) -> Graph:
        """What was read, as a graph."""
        self.draft.round = 0
        if not self.draft.nodes:
            raise nothing_yet()
        end = ending(self.draft, self.loss[0] if self.loss else None)
        if self.unfit and not end.meant:
            raise self.draft.aside[self.unfit[0].name]
        return Graph(
            nodes=tuple(self.draft.nodes),
            loss=end.loss,
            doubts=_once((*self.draft.doubts, *margins.doubts(self.draft), *end.doubts)),
            title=title,
            introduction=introduction,
            samples=self.draft.samples[0] if self.draft.samples else 0,
            unfit=tuple(self.unfit),
            spelled=self.draft.spelled,
        )
