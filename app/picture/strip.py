"""The strip under the picture: the chain's factors, or the gradients of all leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_engine import Edge

from ..wording import formulas as f
from ..wording.cards import rule
from ..wording.cards.objective import KIND, kinds, said
from ..wording.words import Words
from . import bars, matrices, slots
from .changes import Change, seen
from .neurons.between import between_neurons


@dataclass(frozen=True)
class Cell:
    """A number that is asked for and then known, under its symbol."""

    slot: str
    symbol: str
    """MathML."""
    text: str
    state: str
    heading: str = ""
    """The slot of the symbol's own state."""
    edge: str = ""
    step: int = 0
    """Where it is told."""
    now: str = ""
    size: "Size | None" = None
    """That of its Jacobian, where the chain has matrices."""
    so_far: "SoFar | None" = None
    """The product up to it, where the chain has numbers only."""
    matrix: matrices.Matrix | None = None
    """Itself to scale, where it is no single number."""


@dataclass(frozen=True)
class SoFar:
    """The product of the factors up to one, and its bar."""

    slot: str
    text: str
    state: str
    bar: bars.Bar


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
    part: str = ""
    """Which part of a loss it leads to, where that has two."""
    words: str = ""
    """What that is called."""


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
    powers: bool
    """Whether bars are as long as the products' powers of ten."""
    matrices: bool
    """Whether factors are matrices, to scale."""
    past: str
    """The state of the words that say that the chain is of before the update; empty without one."""


def numbers(words: Words) -> list[str]:
    """The slots of the strip that are numbers, and what stands beside a product."""
    listed = (
        slots.factor,
        slots.product,
        slots.so_far,
        slots.sum_of_paths,
        slots.leaf_gradient,
    )
    return [each.name_of(target) for each in listed for target in each.of(words)]


def strip(words: Words, changes: Sequence[Sequence[Change]], step: int) -> Strip | None:
    """The strip after a step; None where nothing flows back, or nothing of it may be told."""
    walk = words.walk
    graph = walk.graph
    if graph.loss is None or not any(s.phase == "backward" for s in walk.steps):
        return None
    now = seen(changes, step)
    known_at: dict[tuple[str, object], int] = {}
    for s in walk.steps:
        for fact in s.facts:
            if fact.known == "known" and not s.iteration:
                known_at.setdefault((fact.what, fact.target), s.index)

    def cell(
        slot: str,
        symbol: str,
        at: int,
        *,
        edge: str = "",
        heading: str = "",
        size: Size | None = None,
        so_far: SoFar | None = None,
        matrix: matrices.Matrix | None = None,
    ) -> Cell:
        return Cell(
            slot=slot,
            symbol=symbol,
            heading=heading,
            edge=edge,
            step=at,
            text=now[slot, "text"],
            state=now[slot, "state"],
            now=now.get((heading, "state"), ""),
            size=size,
            so_far=so_far,
            matrix=matrix,
        )

    chained = matrices.chained(words)
    by = matrices.scale(words) if chained else matrices.Scale(0.0)
    every = matrices.entries(words)

    def entry(slot: str, place: int, k: int, *, whole: bool = False) -> matrices.Entry:
        text, level, state = (now[slot, each] for each in ("text", "heat", "state"))
        between = " ".join(between_neurons(words, chained[place], k, row=whole))
        return matrices.Entry(slot, 0, 0, text, level, state, between)

    def factor_matrix(place: int) -> matrices.Matrix | None:
        if not chained:
            return None
        cells = [entry(slots.entry(at, k), at, k) for at, k in every if at == place]
        return matrices.factor(words, by, place, cells)

    def product_matrix() -> matrices.Matrix | None:
        if not chained:
            return None
        last = len(chained) - 1
        cells = [
            entry(slots.product_entry(k), last, k, whole=True)
            for k in matrices.product_entries(words)
        ]
        return matrices.product(words, by, cells)

    def so_far(number: int, place: int) -> SoFar | None:
        slot = slots.bar(number, place)
        if (slot, "bar") not in now:
            return None
        return SoFar(slot, now[slot, "text"], now[slot, "state"], bars.read(now[slot, "bar"]))

    def size(number: int, place: int, path: Sequence[Edge]) -> Size | None:
        if not any(map(words.wide, path)):
            return None
        slot = slots.size(number, place)
        rows, columns = walk.runs[0].shape_of(path[place])
        last = place == len(path) - 1
        return Size(slot, rows, columns, not place, last, now[slot, "state"])

    of_part = kinds(graph)

    def part_of(path: Sequence[Edge]) -> dict[str, str]:
        found = {of_part[edge.id] for edge in path if edge.id in of_part}
        if len(found) != 1:
            return {}
        (of_data,) = found
        return {"part": KIND[of_data], "words": said(of_data)}

    def name(index: int) -> str:
        return words.flat[index].mathml

    loss = name(graph.loss)
    rows = tuple(
        Row(
            cells=tuple(
                cell(
                    slots.factor(number, place),
                    f.math(f.derivative(name(edge.dst), words.below(edge).mathml)),
                    known_at.get(("factor", (number, place)), 0),
                    edge=edge.id,
                    heading=slots.heading(number, place),
                    size=size(number, place, path),
                    so_far=so_far(number, place),
                    matrix=factor_matrix(place),
                )
                for place, edge in enumerate(path)
            ),
            product=cell(
                slots.product(number),
                "",
                known_at.get(("product", number), 0),
                matrix=product_matrix(),
            ),
            far=cell(slots.so_far(number), "", 0),
            **part_of(path),
        )
        for number, path in enumerate(walk.paths)
    )
    focus, total = walk.focus, None
    if focus is not None and not walk.path_count and len(walk.paths) != 1:
        total = cell(slots.sum_of_paths(focus), "", known_at.get(("sum", focus), 0))
    gradients = tuple(
        cell(
            slots.leaf_gradient(leaf.index),
            f.math(f.derivative(loss, name(leaf.index))),
            known_at["gradient", leaf.index],
        )
        # Beside chains of the weights nothing else is asked for, and they have the chains' order.
        for leaf in [words.node(each.leaf) for each in words.abreast] or graph.leaves
        if ("gradient", leaf.index) in known_at
    )
    if not (rows or total or gradients):
        return None  # a lock withholds them all, and an update without its gradient
    updates = tuple(cell(slots.new(index), f.math(name(index)), 0) for index in walk.updates)
    return Strip(
        left="" if focus is None or walk.path_count else f.math(f.derivative(loss, name(focus))),
        rows=rows,
        total=total,
        gradients=gradients,
        rule=rule(words) if walk.updates else "",
        rule_state=now.get((slots.rule(), "state"), slots.rule.first["state"]),
        updates=updates,
        powers=bars.scale(walk, {path for path, _place in slots.barred(words)}).powers,
        matrices=bool(chained),
        past=now.get((slots.past(), "state"), ""),
    )
