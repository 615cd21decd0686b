"""The slots: every element of the picture, and of the strip under it, that changes with the steps.

A slot is one function here: its docstring says what it is, its answer how it is called, and
`@slot` what there is before the first step, for which parts of a story there is one, and which
facts fill it. The picture, the strip, the data and the page's stepping have all of it from here.

A slot of one's own is one such function, too: with `at` it is a text of the picture that the
template does not know.
"""

from collections.abc import Iterable
from typing import Any

from graph_engine import Edge

from ..wording.arrays import heat_of
from ..wording.words import Words
from . import matrices
from .neurons import slots as of_network
from .slot import WireKey, slot
from .unroll.slots import of_entries


def on_wire(words: Words, gradient: Any) -> str:
    """A gradient as it is written on a wire."""
    return words.product(gradient, words.wire)


# -- what there is in a story -----------------------------------------------------


def nodes(words: Words) -> Iterable[int]:
    """Every node's index."""
    return range(len(words.walk.graph.nodes))


def differentiated(words: Words) -> Iterable[Edge]:
    """The edges that have a local gradient: not those from a number written in the program."""
    graph = words.walk.graph
    return [edge for edge in graph.edges if not graph.nodes[edge.src].number]


def flowing(words: Words) -> Iterable[WireKey]:
    """The wires on which gradient flows back."""
    return (*differentiated(words), *words.walk.graph.ends)


def ribboned(words: Words) -> Iterable[WireKey]:
    """The wires on which a gradient can flow back, where there is a loss that it flows from."""
    graph = words.walk.graph
    if graph.loss is None:
        return ()
    edges = [edge for edge in differentiated(words) if edge.dst in graph.to_loss]
    return (*edges, *({graph.loss} & {*graph.ends}))


def at_nodes(words: Words) -> Iterable[int]:
    """The nodes that are used several times: their value stands at themselves, once."""
    return sorted(words.several)


def valued(words: Words) -> Iterable[WireKey]:
    """The wires that carry their value: those of nodes that are used once."""
    return [each for each in wires(words) if source_of(each) not in words.several]


def source_of(wire: WireKey) -> int:
    """The node that a wire comes from."""
    return wire.src if isinstance(wire, Edge) else wire


def wires(words: Words) -> Iterable[WireKey]:
    """Every wire: the edges, and what leaves the picture."""
    return (*words.walk.graph.edges, *words.walk.graph.ends)


def shaded(words: Words) -> Iterable[WireKey]:
    """The wires whose value is drawn in shades."""
    return [each for each in valued(words) if heat_of(words.node(source_of(each)).shape)]


def shaded_nodes(words: Words) -> Iterable[int]:
    """The nodes whose value is drawn in shades at themselves."""
    return [index for index in at_nodes(words) if heat_of(words.node(index).shape)]


def paths(words: Words) -> Iterable[int]:
    """The chain's paths."""
    return range(len(words.walk.paths))


def places(words: Words) -> Iterable[tuple[int, int]]:
    """Path and place of each factor of the chain."""
    return [(k, place) for k, path in enumerate(words.walk.paths) for place in range(len(path))]


def sized(words: Words) -> Iterable[tuple[int, int]]:
    """The factors of the paths that have matrices."""
    walk = words.walk
    wide = {k for k, path in enumerate(walk.paths) if any(map(words.wide, path))}
    return [(path, place) for path, place in places(words) if path in wide]


def barred(words: Words) -> Iterable[tuple[int, int]]:
    """The factors of the paths that have numbers only: their products have bars."""
    return sorted({*places(words)} - {*sized(words)})


def summed(words: Words) -> Iterable[int]:
    """The leaf whose paths are added up in the strip."""
    walk = words.walk
    several = walk.focus is not None and not walk.path_count and len(walk.paths) != 1
    return (walk.focus,) if several and walk.focus is not None else ()


def known_leaves(words: Words) -> Iterable[int]:
    """The leaves whose gradients stand in the strip."""
    known = {
        fact.target
        for step in words.walk.steps
        for fact in step.facts
        if fact.what == "gradient" and fact.known == "known"
    }
    return [leaf.index for leaf in words.walk.graph.leaves if leaf.index in known]


def updated(words: Words) -> Iterable[int]:
    """The leaves that the update changes."""
    return words.walk.updates


# -- the picture ------------------------------------------------------------------


@slot(nodes, state="waiting", path="", warn="")
def node(index: int) -> str:
    """A node: waiting, active, done; on the chosen path or off it; with a remark or without."""
    return f"n{index}"


@slot(nodes, facts=("total",), write=on_wire, layer="gradients", state="absent", text="")
def total(index: int) -> str:
    """Under a node: the gradient that several consumers add up to."""
    return f"n{index}.total"


@slot(nodes, layer="values", state="absent", text="")
def update(index: int) -> str:
    """Under a leaf: old → new."""
    return f"n{index}.update"


@slot(wires, state="waiting", path="")
def wire(of: WireKey) -> str:
    """A wire: waiting, active, done; on the chosen path or off it."""
    return of.id if isinstance(of, Edge) else f"o{of}"


@slot(valued, ask="= ?", layer="values", state="absent", text="")
def value(of: WireKey) -> str:
    """Above a wire: the value, behind its name; of a leaf alone, for its box has the name."""
    return f"{wire.named(of)}.value"


@slot(at_nodes, ask="= ?", layer="values", state="absent", text="")
def own_value(index: int) -> str:
    """At a node that is used several times: its value, behind its name."""
    return f"n{index}.value"


@slot(shaded, layer="values", state="absent", heat="")
def heat(of: WireKey) -> str:
    """Above a wire: a large value in shades, a digit per cell."""
    return f"{wire.named(of)}.heat"


@slot(shaded_nodes, layer="values", state="absent", heat="")
def own_heat(index: int) -> str:
    """At a node that is used several times: a large value in shades."""
    return f"n{index}.heat"


def wires_from(words: Words, index: int) -> list[WireKey]:
    """The wires that leave a node."""
    return [*words.walk.graph.consumers[index], *({index} & {*words.walk.graph.ends})]


def of_value(words: Words, index: int) -> list[str]:
    """Where a node's value stands: at itself, or on its one wire."""
    if index in words.several:
        return [own_value(index)]
    return [value(each) for each in wires_from(words, index)]


def of_shades(words: Words, index: int) -> list[str]:
    """The same of a large value, which is drawn in shades."""
    if not heat_of(words.node(index).shape):
        return []
    if index in words.several:
        return [own_heat(index)]
    return [heat(each) for each in wires_from(words, index)]


def named(words: Words, index: int) -> bool:
    """Whether a node's name stands before its value: not on a leaf's wire, for its box has it, nor
    behind the operations of learning, whose symbols say as much."""
    node = words.node(index)
    learning = node.op is not None and node.name is not None and node.name[0] in "∂∆"
    return (not node.leaf and not learning) or index in words.several


@slot(
    differentiated,
    facts=("local",),
    write=lambda words, x: words.slope(x, words.wire),
    layer="local",
    state="absent",
    text="",
)
def local(of: WireKey) -> str:
    """Under a wire, in a box: the local gradient."""
    return f"{wire.named(of)}.local"


@slot(flowing, facts=("flow", "seed"), write=on_wire, layer="gradients", state="absent", text="")
def gradient(of: WireKey) -> str:
    """Under a wire: what flows back on it."""
    return f"{wire.named(of)}.gradient"


@slot(ribboned, facts=("flow", "seed"), layer="gradients ribbons", state="absent", ribbon="")
def ribbon(of: WireKey) -> str:
    """Under a wire: the band whose width is what flows back on it (`ribbons.py`)."""
    return f"{wire.named(of)}.ribbon"


def of_gradients(words: Words, index: int, edge: Edge | None = None) -> list[str]:
    """Where those of the gradient by a node stand, or of what comes back on a wire from it."""
    return of_network.of_gradients(words, index, edge) + of_entries(words, index, edge)


# -- the strip --------------------------------------------------------------------


@slot(places, state="")
def heading(path: int, place: int) -> str:
    """A factor's symbol, active while it is told."""
    return f"f{path}-{place}"


@slot(
    places,
    facts=("factor",),
    write=lambda words, x: words.factor(x),
    layer="local",
    asked="?",
    state="asked",
    text="?",
)
def factor(path: int, place: int) -> str:
    """A factor's number."""
    return f"c{path}-{place}"


@slot(sized, layer="sizes", state="absent")
def size(path: int, place: int) -> str:
    """A factor's size: absent, asked for, known."""
    return f"z{path}-{place}"


@slot(matrices.entries, layer="local", state="absent", text="", heat="")
def entry(place: int, at: int) -> str:
    """A cell of a factor that is drawn as a matrix (`matrices.py`), read row by row."""
    return f"m{place}-{at}"


@slot(matrices.product_entries, layer="gradients", state="absent", text="", heat="")
def product_entry(at: int) -> str:
    """A cell of the product, in the shape of what it is by."""
    return f"p{at}"


@slot(paths, facts=("product",), layer="gradients", asked="?", state="asked", text="?")
def product(path: int) -> str:
    """A path's product."""
    return f"c{path}.product"


@slot(paths, layer="gradients", state="absent", text="")
def so_far(path: int) -> str:
    """The product of the factors that have been told."""
    return f"c{path}.far"


@slot(barred, layer="gradients", state="absent", text="", bar="")
def bar(path: int, place: int) -> str:
    """Under a factor: the product so far, and a bar as long as it is large (`bars.py`)."""
    return f"b{path}-{place}"


@slot(summed, facts=("sum",), layer="gradients", asked="?", state="asked", text="?")
def sum_of_paths(leaf: int) -> str:
    """The sum of the paths: the gradient of the leaf that was asked for."""
    return f"s{leaf}"


@slot(known_leaves, facts=("gradient",), layer="gradients", asked="?", state="asked", text="?")
def leaf_gradient(leaf: int) -> str:
    """A leaf's gradient, in the whole backward pass."""
    return f"g{leaf}"


@slot(updated, layer="values", state="absent", text="")
def new(leaf: int) -> str:
    """A leaf's old and new value, behind the rule of the update."""
    return f"u{leaf}"


@slot(lambda words: [()] if words.walk.updates else [], state="absent")
def rule() -> str:
    """The rule of the update."""
    return "rule"


@slot(lambda words: [()] if words.walk.updates else [], state="absent")
def past() -> str:
    """That the chain is of before the update."""
    return "past"
