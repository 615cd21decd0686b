"""A story written out as a script: given numbers, forward, backward, update, forward again."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from graph_engine import FORWARD, WHOLE, Node
from graph_engine.arrays import Array, Shape

from ...languages import _, translate
from ...story import Story, tell
from ..format import ExportError
from .naming import Variables, variables
from .recipes import Language, Recipe, Spot, fill, number, numbers

WIDTH = 96
MOST_NUMBERS = 20_000
"""How many given numbers a script writes out."""
MOST_VALUES = 200_000
"""How many micrograd Values a script may make: each is an object of its own."""
WRITTEN_OUT = 8
"""From how many equal numbers on `np.full` is shorter, and `random` than random ones."""
PART = 65_536
"""How many numbers at a time are compared with random ones."""
LARGE = 1000
"""Of larger arrays a script prints the least, the mean and the largest number."""


@dataclass(frozen=True)
class Script:
    """What is needed to write a story in a language."""

    story: Story
    language: Language

    @cached_property
    def names(self) -> Variables:
        """Everything's variable."""
        words = self.story.words
        own = ("alpha", "iteration", "kept")
        reserved = {*self.language.imports, *self.language.helpers, "leaf", "node", "entry"}
        return variables(self.story.graph, words.names, reserved, own)

    @property
    def backward(self) -> bool:
        """Whether the story goes backward at all."""
        return self.story.graph.loss is not None and self.story.view.focus != FORWARD

    @property
    def rounds(self) -> int:
        """How many updates are told."""
        return len(self.story.walk.runs) - 1

    @property
    def keeps(self) -> bool:
        """Whether gradients are never reset, which shows from the second update on."""
        return self.story.walk.accumulate and self.rounds > 1

    @cached_property
    def wanted(self) -> tuple[Node, ...]:
        """The nodes that have a gradient, in the graph's order."""
        graph = self.story.graph
        return tuple(node for node in graph.nodes if node.index in graph.to_loss)

    @cached_property
    def extreme(self) -> bool:
        """Whether a number is infinite, undefined or so large that numpy would warn."""
        return any(
            not np.all(np.abs(np.asarray(each, dtype=float)) < 700)
            for run in self.story.walk.runs
            for each in (*run.values, *run.gradients)
            if each is not None
        )

    def said(self, node: Node) -> str:
        """A node's name in a comment."""
        return self.story.words.plain(node.index)

    def recipe(self, node: Node) -> Recipe:
        """How its operation is written; `check_known` has seen to it that this is known."""
        assert node.op is not None
        return self.language.recipes[node.op.name]

    def spot(self, node: Node, **more: Any) -> Spot:
        """A node's place in a recipe."""
        nodes = self.story.graph.nodes
        return Spot(
            args=tuple(self.names.values[arg] for arg in node.args),
            shapes=tuple(nodes[arg].shape for arg in node.args),
            shape=node.shape,
            literal=tuple(map(float, node.literal)),
            out=self.names.values[node.index],
            **more,
        )

    def value(self, node: Node) -> str:
        """The line that computes a node."""
        code = fill(self.recipe(node).value, self.spot(node))
        return assigned(self.names.values[node.index], code)


def size(shape: Shape) -> str:
    """A shape in a comment: 3×1 for a column vector."""
    return "×".join(map(str, (*shape, 1) if len(shape) == 1 else shape))


def computed(story: Story) -> Story:
    """The story of the operations themselves, where the picture draws several of them as one.

    A layer is several operations; the learning drawn as a graph is a loop of whole passes.
    """
    view = story.view
    if view.zoom in ("scalars", "vectors"):
        return story
    focus = view.focus if view.zoom == "layers" else WHOLE
    # The learning drawn as a graph has every gradient afresh.
    accumulate = view.accumulate and view.zoom == "layers"
    return tell(replace(view, zoom="vectors", focus=focus, accumulate=accumulate))


def refusal(story: Story, language: Language) -> str:
    """Why a story cannot be written in a language: locked, or an operation without a recipe."""
    if story.withheld is not None:
        return _(
            "This link has locked numbers, and a script would print them. Answer them first, or "
            "choose another format."
        )
    graph = story.graph if story.view.zoom in ("scalars", "vectors") else story.source
    for node in graph.nodes:
        if node.op is not None and node.op.name not in language.recipes:
            return _(
                "The operation “%(operation)s” has no line of %(language)s code yet. Choose "
                "another format.",
                operation=translate(node.op.title),
                language=language.name,
            )
    return ""


def check_known(script: Script) -> None:
    """Raise `ExportError` where an operation cannot be written in the language."""
    found = refusal(script.story, script.language)
    if found:
        raise ExportError(found)


def check_size(script: Script) -> None:
    """Raise `ExportError` where a script would be too long, or too slow."""
    graph = script.story.graph
    run = script.story.walk.runs[0]
    values = (np.asarray(run.values[node.index]) for node in graph.leaves)
    given = sum(value.size for value in values if not _same(value) and not at_random(value))
    if given > MOST_NUMBERS:
        raise ExportError(
            _(
                "A script writes out at most %(most)s given numbers; these are %(given)s. Use "
                "smaller vectors and matrices, or `zeros` and `ones`.",
                most=MOST_NUMBERS,
                given=given,
            )
        )
    if script.language.name == "micrograd":
        made = sum(
            prod(graph.nodes[edge.src].shape) * (prod(node.shape[1:]) if len(node.shape) > 1 else 1)
            for node in graph.nodes
            for edge in graph.operands[node.index]
        )
        made += sum(prod(node.shape) for node in graph.leaves)
        if made > MOST_VALUES:
            raise ExportError(
                _(
                    "micrograd makes an object of every single number, and here there would be "
                    "more than %(most)s. Use the numpy or the PyTorch script.",
                    most=MOST_VALUES,
                )
            )


def at_random(value: Array) -> bool:
    """Whether a value is what the language's `random` gives: always the same numbers."""
    if value.size < WRITTEN_OUT:
        return False
    draw = np.random.default_rng(value.size).uniform
    scale = np.sqrt(value.shape[-1])
    # Part by part: a matrix of millions is not made once more to be compared.
    parts = (value.reshape(-1)[at : at + PART] for at in range(0, value.size, PART))
    return all(np.array_equal(part, np.round(draw(-1, 1, part.size) / scale, 4)) for part in parts)


def _same(value: Array) -> bool:
    return value.size >= WRITTEN_OUT and bool(np.all(value == value.flat[0]))


def array(node: Node, value: Any, zeros: str) -> str:
    """A leaf's value as code; `zeros` is what fills an array."""
    value = np.asarray(value)
    if at_random(value):
        return f"random({', '.join(map(str, node.shape))})"
    if node.shape and _same(value):
        return f"{zeros}({node.shape}, {numbers(value.flat[0])})"
    return numbers(value)


def helpers(language: Language, code: str) -> Iterator[str]:
    """Definitions of what the code uses, and of what those use."""
    found = code
    wanted: set[str] = set()
    while True:
        new = {
            name
            for name in language.helpers
            if name not in wanted and re.search(rf"(?<![\w.]){name}(?=[(,])", found)
        }
        if not new:
            break
        wanted |= new
        found = "\n".join(language.helpers[name] for name in new)
    ordered = sorted(wanted, key=list(language.helpers).index)
    return (language.helpers[name] for name in ordered)


def imported(language: Language, code: str) -> str:
    """The import lines that the code needs."""
    lines = [line for name, line in language.imports.items() if re.search(rf"\b{name}\b", code)]
    return "\n".join(sorted(lines, key=lambda line: (line.startswith("from"), line)))


def comment(text: str) -> str:
    """A comment of any text."""
    return "\n".join(textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# "))


def remark(line: str, text: str) -> str:
    """Code with a comment behind it, or above it where the line would be too long."""
    behind = f"{line}  # {text}"
    return behind if len(behind) <= WIDTH else f"{comment(text)}\n{line}"


def assigned(name: str, code: str) -> str:
    """An assignment, broken between words where it is long."""
    line = f"{name} = {code}"
    if len(line) <= WIDTH:
        return line
    inner = textwrap.fill(
        code, WIDTH - 4, initial_indent="    ", subsequent_indent="    ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return f"{name} = (\n{inner}\n)"


def each_of(name: str, items: Sequence[str]) -> str:
    """The head of a loop over variables."""
    line = f"for {name} in [{', '.join(items)}]:"
    return line if len(line) <= WIDTH else textwrap.fill(line, WIDTH, subsequent_indent="    ")


def rate(script: Script) -> str:
    """The learning rate of an iteration, as code."""
    given = script.story.walk.rate
    counter = script.names.others["iteration"]
    if script.rounds == 1:
        return number(script.story.walk.rate_at(0))
    if isinstance(given, str):
        return f"{number(float(given.partition('/')[0]))} / (1 + {counter})"
    if isinstance(given, Sequence):
        used = [number(script.story.walk.rate_at(k)) for k in range(script.rounds)]
        return f"[{', '.join(used)}][{counter}]"
    return number(given)
