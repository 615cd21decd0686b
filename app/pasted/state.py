"""What is known while a pasted program is read, and the loop that reads it without recursion."""

import ast
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from graph_engine.saying import Said, say

from .calls import Call
from .lines import Lines
from .makers import Random
from .pace import Pace
from .text import Refusal, Source
from .values import Follows, Scope, Unread

Steps = Generator[Any, Any, Any]
"""What reads something: yields what is to be read before (an expression, a body), gets its value.
"""

STEPS = 4_000
"""Expressions and lines that are read at most, the rounds of loops counted one by one, and so the
matrices of what has more than two axes."""

REFUSALS = 40
"""Lines that cannot be read, after which the rest is not tried."""

CALLS = 40
"""Functions one inside the other."""


@dataclass(frozen=True)
class Body:
    """Lines one after another, in a scope of their own or not."""

    lines: list[ast.stmt]
    scope: Scope | None = None


@dataclass(frozen=True)
class Apply:
    """Something called with its operands."""

    function: Any
    args: tuple[Any, ...]
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What was only printed."""


@dataclass(frozen=True)
class Signal:
    """How a body ended before its end: `return` with its value, `break`, `continue`."""

    kind: str
    value: Any = None


@dataclass(eq=False)
class State:
    """The reading of one text."""

    source: Source
    dialect: str
    scope: Scope
    lines: Lines = field(default_factory=Lines)
    random: Random = field(default_factory=Random)
    refusals: list[Refusal] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=dict)
    """What was left out, in words, and the lines."""
    said: dict[Said, int] = field(default_factory=dict)
    """What else is to be said, and of which line first."""
    ours: bool = False
    """Whether it is an export of our own."""
    after: bool = False
    """Whether gradients have been asked for: what follows is the update, and the next round."""
    running: set[str] = field(default_factory=set)
    """Names of sums that go on: they have no line until they are used, or the text ends."""
    pace: Pace = field(default_factory=Pace)
    """How it learns."""
    shown: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    """Calls whose values are printed behind some words."""
    asked: int = 0
    """Lines that were computed to know what is asked of computed numbers."""
    unrolled: int = 0
    """Loops that are gone through round by round, one inside the other."""
    depth: int = 0
    steps: int = 0
    places: set[tuple[int, int]] = field(default_factory=set)
    """Where refusals are."""

    def leave(self, what: Said, line: int) -> None:
        """Go on without a line."""
        found = self.left.setdefault(what, [])
        if line not in found:
            found.append(line)

    def say(self, words: Said) -> None:
        """Say something once."""
        self.said.setdefault(words, self.lines.source)

    def refuse(self, node: ast.AST, error: Unread) -> int:
        """Remember what cannot be read, and where; the line."""
        line, column, end = self.source.span(node)
        if (line, column) not in self.places:
            self.places.add((line, column))
            if len(self.refusals) >= REFUSALS:
                raise TooLong
            self.refusals.append(
                Refusal(
                    line=line,
                    column=column,
                    end_column=end,
                    message=error.message,
                    hint=error.hint,
                )
            )
        return line

    def call(self, name: str, args: tuple[Any, ...], words: dict[str, Any], library: str) -> Call:
        """A call, with what it needs."""
        return Call(name, args, words, self.lines, library)


class TooLong(Exception):
    """The program goes on for longer than is read."""


def drive(state: State, first: Any, dispatch: Callable[[State, Any], Steps]) -> Any:
    """Read something and all that it needs, with a stack of our own.

    An error that cannot be read is placed where it arose: at the innermost expression.
    """
    stack: list[tuple[Steps, Any]] = [(dispatch(state, first), first)]
    given: Any = None
    error: Exception | None = None
    while stack:
        steps, node = stack[-1]
        try:
            wanted = steps.throw(error) if error is not None else steps.send(given)
            error, given = None, None
        except StopIteration as stop:
            stack.pop()
            given, error = stop.value, None
            continue
        except (Unread, Follows) as raised:
            stack.pop()
            if isinstance(raised, Unread) and isinstance(node, ast.expr):
                raised.__dict__.setdefault("node", node)
            error, given = raised, None
            continue
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as raised:
            # A form that was not thought of is a line that cannot be read, like any other.
            stack.pop()
            first = str(raised).strip().partition("\n")[0]
            error = Unread(say("it cannot be read: %(words)s", words=first))
            if isinstance(node, ast.expr):
                error.__dict__["node"] = node
            given = None
            continue
        state.steps += 1
        if state.steps + state.lines.cells > STEPS:
            raise TooLong
        stack.append((dispatch(state, wanted), wanted))
    if error is not None:
        raise error
    return given


def too_long() -> Unread:
    """What is said where a program goes on and on."""
    return Unread(
        say("this program goes on for longer than is read here."),
        say("Take fewer rounds of its loops."),
    )
