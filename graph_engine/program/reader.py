"""Text to graph: reads the lesson language with Python's own `ast` and never executes anything.

`scan.py` looks at the text first. Of what `ast` reads an allow-list of node types is understood.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import Literal

from ..elementwise import written
from ..graph import Doubt, Graph, Role
from ..saying import say
from . import margins
from .draft import Draft, Number, Operand
from .elsewhere import is_beside, simplified
from .ending import ending
from .expressions import expression
from .known import likely_role, role_of
from .messages import ONLY, WRITTEN, ProgramError, Span, nothing_yet, role_message
from .scan import heading, scan, tree
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
    lines = scan(program)
    reader = _Reader(lines)
    for statement in tree(lines).body:
        reader.statement(statement)
    title, introduction = heading(program)
    graph = reader.graph(title, introduction)
    if not any(doubt.unsure and doubt.put for doubt in graph.doubts):
        return graph
    return replace(graph, doubts=tuple(_tried(reader.draft.lines, graph.doubts)))


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
    reader = _Reader([*lines[: doubt.line - 1], changed, *lines[doubt.line :]])
    try:
        for statement in tree(reader.draft.lines).body:
            reader.statement(statement)
        reader.graph("", "")
    except ProgramError:
        return False
    return True


class _Reader:
    """Reads statements one by one into a draft."""

    def __init__(self, lines: list[str]) -> None:
        self.draft = Draft(lines)
        self.loss: tuple[int, int] | None = None
        """The node that is marked as the loss, and its line."""

    def statement(self, statement: ast.stmt) -> None:
        """One line: a leaf or a node."""
        span = self.draft.span(statement)
        if is_beside(statement, self.draft.names):
            return self.leave_out(span)
        simplified(statement, self.draft.names)
        word: str | None = None
        if isinstance(statement, ast.Assign):
            if len(statement.targets) > 1:
                raise span.error(ONLY, say("Give each name a line of its own."))
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
                raise span.error(
                    say("this line computes something but gives it no name."),
                    say("Write `name = …` before it."),
                )
            raise span.error(ONLY)
        if not isinstance(target, ast.Name):
            raise self.draft.span(target).error(ONLY, say("Left of `=` stands one name."))
        if word is not None and word not in WRITTEN:
            assert isinstance(statement, ast.AnnAssign)
            place = self.draft.span(statement.annotation)
            raise place.error(*role_message(word, likely_role(word)))
        if statement.value is None:
            raise span.error(
                say("`%(name)s` has no value.", name=target.id),
                say("Write `%(name)s: %(role)s = …`.", name=target.id, role=word),
            )
        self.name_is_free(target)
        self.draft.leaf_wanted = word is not None and word != "loss"
        result = expression(self.draft, statement.value)
        role = None if word is None else WRITTEN[word]
        self.assign(target, role, result, self.draft.span(statement.value))

    def leave_out(self, span: Span) -> None:
        """Go on without a line that says nothing here, and say so."""
        text = self.draft.lines[span.line - 1][span.column - 1 : span.end - 1]
        self.draft.doubts.append(
            Doubt(
                message=say("`%(text)s` is left out.", text=text),
                hint=say("Values and gradients come by themselves, step by step."),
                line=span.line,
                column=span.column,
                end_column=span.end,
                put=None,
            )
        )

    def name_is_free(self, target: ast.Name) -> None:
        """Raise unless the name can be given here."""
        name, span = target.id, self.draft.span(target)
        if name in self.draft.names:
            raise span.error(
                say(
                    "`%(name)s` is already given in line %(line)s.",
                    name=name,
                    line=self.draft.names[name][1],
                ),
                say("Use another name: each name is one node of the graph."),
            )
        if name in GIVEN:
            raise span.error(
                say("`%(name)s` is what gives a leaf its numbers.", name=name),
                say("Use another name, `%(name)s1`, say.", name=name),
            )

    def assign(
        self, target: ast.Name, role: Role | Literal["loss"] | None, result: Operand, span: Span
    ) -> None:
        """Give the result its name and role."""
        name = target.id
        if isinstance(result, Number):
            if role == "loss":
                raise span.error(
                    say("the loss is computed, not given."), say("Mark a computed line.")
                )
            self.draft.given(result, span, name=name, role=role or "variable")
            return self.remember(name, len(self.draft.nodes) - 1, span)
        if role not in (None, "loss"):
            raise span.error(
                say("a leaf with the role `%(role)s` is given, not computed.", role=role),
                say(
                    "Give it a number, `%(name)s: %(role)s = 1`, or leave the role away.",
                    name=name,
                    role=role,
                ),
            )
        if self.draft.nodes[result].name is not None or self.draft.nodes[result].leaf:
            result = self.draft.operate("identity", (result,), (), span)
        self.draft.nodes[result] = replace(self.draft.nodes[result], name=name)
        self.remember(name, result, span)
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

    def remember(self, name: str, index: int, span: Span) -> None:
        self.draft.names[name] = (index, span.line)

    def graph(self, title: str, introduction: str) -> Graph:
        """What was read, as a graph."""
        if not self.draft.nodes:
            raise nothing_yet()
        end = ending(self.draft, self.loss[0] if self.loss else None)
        return Graph(
            nodes=tuple(self.draft.nodes),
            loss=end.loss,
            doubts=(*self.draft.doubts, *margins.doubts(self.draft), *end.doubts),
            title=title,
            introduction=introduction,
            samples=self.draft.samples[0] if self.draft.samples else 0,
        )
