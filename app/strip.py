"""The strip under the picture: the chain's factors, or the gradients of all leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_engine import Edge

from .changes import Change, seen
from .wording import formulas as f
from .wording.cards import rule
from .wording.sentences import Words


@dataclass(frozen=True)
class Cell:
    """A number that is asked for and then known, under its symbol."""

    slot: str
    symbol: str
    """MathML."""
    heading: str = ""
    """The slot of the symbol's own state."""
    edge: str = ""
    step: int = 0
    """Where it is told."""
    text: str = "?"
    state: str = "asked"
    now: str = ""
    size: "Size | None" = None
    """That of its Jacobian, where the chain has matrices."""


@dataclass(frozen=True)
class Size:
    """The size of a factor: asked for, then known; what must match its neighbours is marked."""

    slot: str
    rows: int
    columns: int
    first: bool
    last: bool
    state: str


@dataclass(frozen=True)
class Row:
    """One path: its factors and their product."""

    cells: tuple[Cell, ...]
    product: Cell
    far: Cell


@dataclass(frozen=True)
class Strip:
    """Rows of a chain, or one list of gradients; then the update."""

    left: str
    """∂ℒ/∂w, MathML; empty without a chain."""
    rows: tuple[Row, ...]
    total: Cell | None
    gradients: tuple[Cell, ...]
    rule: str
    rule_state: str
    updates: tuple[Cell, ...]


def strip(words: Words, changes: Sequence[Sequence[Change]], step: int) -> Strip | None:
    """The strip after a step; None where nothing flows back."""
    telling = words.telling
    graph = telling.graph
    if graph.loss is None or not any(s.phase == "backward" for s in telling.steps):
        return None
    now = seen(changes, step)
    told: dict[tuple[str, object], int] = {}
    for s in telling.steps:
        for fact in s.facts:
            if fact.known == "known" and not s.iteration:
                told.setdefault((fact.what, fact.target), s.index)

    def cell(
        slot: str,
        symbol: str,
        at: int,
        *,
        edge: str = "",
        heading: str = "",
        size: Size | None = None,
    ) -> Cell:
        return Cell(
            slot=slot,
            symbol=symbol,
            heading=heading,
            edge=edge,
            step=at,
            text=now.get((slot, "text"), "?"),
            state=now.get((slot, "state"), "asked"),
            now=now.get((heading, "state"), ""),
            size=size,
        )

    def size(number: int, place: int, path: Sequence[Edge]) -> Size | None:
        if not any(map(words.wide, path)):
            return None
        slot = f"z{number}-{place}"
        rows, columns = telling.runs[0].shape_of(path[place])
        last = place == len(path) - 1
        return Size(slot, rows, columns, not place, last, now.get((slot, "state"), "absent"))

    def name(index: int) -> str:
        return words.flat[index].mathml

    loss = name(graph.loss)
    rows = tuple(
        Row(
            cells=tuple(
                cell(
                    f"c{number}-{place}",
                    f.math(f.derivative(name(edge.dst), name(edge.src))),
                    told.get(("factor", (number, place)), 0),
                    edge=edge.id,
                    heading=f"f{number}-{place}",
                    size=size(number, place, path),
                )
                for place, edge in enumerate(path)
            ),
            product=cell(f"c{number}.product", "", told.get(("product", number), 0)),
            far=Cell(
                slot=f"c{number}.far",
                symbol="",
                text=now.get((f"c{number}.far", "text"), ""),
                state=now.get((f"c{number}.far", "state"), "absent"),
            ),
        )
        for number, path in enumerate(telling.paths)
    )
    focus, total = telling.focus, None
    if focus is not None and not telling.crowded and len(telling.paths) != 1:
        total = cell(f"s{focus}", "", told.get(("sum", focus), 0))
    gradients = tuple(
        cell(
            f"g{leaf.index}",
            f.math(f.derivative(loss, name(leaf.index))),
            told["gradient", leaf.index],
        )
        for leaf in graph.leaves
        if ("gradient", leaf.index) in told
    )
    updates = tuple(
        Cell(
            slot=f"u{index}",
            symbol=f.math(name(index)),
            text=now.get((f"u{index}", "text"), ""),
            state=now.get((f"u{index}", "state"), "absent"),
        )
        for index in telling.updates
    )
    return Strip(
        left="" if focus is None or telling.crowded else f.math(f.derivative(loss, name(focus))),
        rows=rows,
        total=total,
        gradients=gradients,
        rule=rule(words) if telling.updates else "",
        rule_state=now.get(("rule", "state"), "absent"),
        updates=updates,
    )
