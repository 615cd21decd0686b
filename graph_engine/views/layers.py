"""Layers: an affine map and its activation as one node, -log σ(y·z) as the logistic loss.

What is drawn as one is computed by the same operations, so values and exact gradients stay.
"""

from collections.abc import Sequence, Set
from typing import Any

from ..arrays import Shape
from ..graph import Edge, Graph, Node
from ..op import Kernel, Kink, Op
from ..saying import say
from .affine import PRODUCTS, affine
from .build import Growing
from .cells import cell, rounds
from .compose import Inside
from .origin import Origin, changed, origin
from .tex import Tex, product, put


def layers(graph: Graph, opened: Set[str] = frozenset(), *, cells: bool = False) -> Graph:
    """The graph with whatever makes a layer collapsed into one node, which has the outer's name.

    Only what nothing else uses is hidden. `Origin.fold` is the key of a node that can be opened or
    closed: in the view with that key in `opened` its parts are drawn. With `cells` a round of a
    loop is one node, too, where one value alone leaves it.
    """
    whole = rounds(graph) if cells else {}
    closed = {
        outer: inner for outer, inner in whole.items() if key_of(graph.nodes[outer]) not in opened
    }
    groups = {**_groups(graph, {index for inner in closed.values() for index in inner}), **whole}
    hidden = {
        index
        for outer, inner in groups.items()
        if key_of(graph.nodes[outer]) not in opened
        for index in inner[:-1]
    }
    growing = Growing(say("leave some terms away."))
    places: dict[int, int] = {}
    for node in graph.nodes:
        if node.index in hidden:
            continue
        inner = groups.get(node.index, ())
        key = key_of(node) if inner else ""
        if not inner or key in opened:
            args = [places[arg] for arg in node.args]
            places[node.index] = growing.kept(
                node, args, origin=changed(node, fold=key) if key else node.origin
            )
            continue
        parts = tuple(key_of(graph.nodes[index]) for index in inner)
        edges = _from_outside(graph, inner)
        args = [places[edge.src] for edge in edges]
        feeds = {edge: port for port, edge in enumerate(edges)}
        made = None
        op: Op | str
        if node.index in closed and not _is_layer(graph, inner):
            args = [*dict.fromkeys(args)]
            feeds = {edge: args.index(places[edge.src]) for edge in edges}
            names = tuple(growing.nodes[arg].name or "x" for arg in args)
            inside = Inside(graph, inner, feeds)
            op = cell(inside, names, _formulas(inside)[node.index].text)
        elif node.op is not None and node.op.name == "neglog":
            op = "logistic_loss"
            if graph.nodes[edges[1].src].role == "label":
                args.reverse()
        else:
            op = _layer(Inside(graph, inner, feeds))
            made = affine(graph, _affine_node(graph, node), feeds)
        places[node.index] = growing.operation(
            op,
            args,
            node,
            name=node.name,
            origin=Origin(sample=origin(node).sample, fold=key, parts=parts, affine=made),
            sampled=node.sampled,
        )
    loss = None if graph.loss is None else places[graph.loss]
    return growing.graph(graph, loss=loss, samples=graph.samples)


def key_of(node: Node) -> str:
    """What `opened` knows a node by: its name, else its id in the graph before it is collapsed."""
    return node.name or node.id


# -- what makes a layer -------------------------------------------------------


def _is_layer(graph: Graph, inner: tuple[int, ...]) -> bool:
    """Whether a round is nothing but a layer, whose formula is known."""
    return {*_activated(graph, graph.nodes[inner[-1]])} == {*inner}


def _groups(graph: Graph, taken: set[int]) -> dict[int, tuple[int, ...]]:
    """Per node that can stand for several, what it stands for: operands first, itself last.

    What is `taken` already stands for itself.
    """
    found: dict[int, tuple[int, ...]] = {}
    for node in reversed(graph.nodes):
        if node.op is None or node.index in taken:
            continue
        inner = _logistic(graph, node) or _affine(graph, node) or _activated(graph, node)
        if len(inner) > 1:
            found[node.index] = tuple(sorted(inner))
            taken.update(inner)
    return found


def _hideable(graph: Graph, index: int, outer: Node) -> bool:
    """Whether nothing else uses it, and it is no end in itself."""
    node = graph.nodes[index]
    return (
        node.op is not None
        and len(graph.consumers[index]) == 1
        and index != graph.loss
        and node.sampled == outer.sampled
    )


def _is(graph: Graph, index: int, outer: Node, *names: str) -> bool:
    op = graph.nodes[index].op
    return op is not None and op.name in names and _hideable(graph, index, outer)


def _logistic(graph: Graph, node: Node) -> tuple[int, ...]:
    """-log(sigmoid(y * z))."""
    if node.op is None or node.op.name != "neglog":
        return ()
    (p,) = node.args
    if not _is(graph, p, node, "sigmoid"):
        return ()
    (v,) = graph.nodes[p].args
    return (v, p, node.index) if _is(graph, v, node, "mul") else ()


def _affine(graph: Graph, node: Node) -> tuple[int, ...]:
    """`W @ x + b`, `W @ with_bias(x)`, `dot(u, z)`; of a bare product just itself."""
    assert node.op is not None
    if node.op.name in PRODUCTS:
        products = [node.index]
    elif node.op.name == "add":
        products = [arg for arg in node.args if _is(graph, arg, node, *PRODUCTS)]
        if not products:
            return ()
    else:
        return ()
    extended = [
        arg
        for index in products
        for arg in graph.nodes[index].args
        if _is(graph, arg, node, "with_bias")
    ]
    return (*extended, *(index for index in products if index != node.index), node.index)


def _activated(graph: Graph, node: Node) -> tuple[int, ...]:
    """A function of one operand, entry by entry, of an affine map."""
    op = node.op
    if op is None or not (op.elementwise and op.function and len(node.args) == 1):
        return ()
    (inner,) = node.args
    if not _hideable(graph, inner, node):
        return ()
    affine = _affine(graph, graph.nodes[inner])
    return (*affine, node.index) if affine else ()


def _affine_node(graph: Graph, outer: Node) -> int:
    """The affine map of a layer: itself, or what its function is of."""
    return outer.args[0] if len(outer.args) == 1 else outer.index


def _from_outside(graph: Graph, inner: Sequence[int]) -> list[Edge]:
    """The edges that come in, in the order in which the formula names their operands."""
    found, todo = [], [*reversed(graph.operands[inner[-1]])]
    while todo:
        edge = todo.pop()
        if edge.src in inner:
            todo.extend(reversed(graph.operands[edge.src]))
        else:
            found.append(edge)
    return found


# -- the operation made for it ------------------------------------------------


def _layer(inside: Inside) -> Op:
    """One operation that does what the nodes inside do."""
    graph, feeds = inside.graph, inside.feeds
    outer = graph.nodes[inside.outer]
    act = outer.op
    assert act is not None
    ports = range(len(feeds))
    texts = _formulas(inside)
    slopes = tuple(_slope(inside, texts, port) for port in ports)
    kernel = Kernel(
        shape=outer.shape,
        forward=inside.forward,
        pulls=tuple(inside.pull(port) for port in ports),
        jacobians=tuple(inside.jacobian(port) for port in ports),
        formula=texts[outer.index].text,
        slopes=slopes,
        worked=slopes,
    )

    def ready(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        return kernel

    activated = len(outer.args) == 1
    body = _symbol(inside)
    return Op(
        name="layer",
        title=say("layer: affine map, then %(activation)s", activation=say(act.title))
        if activated
        else say("affine map"),
        symbol=f"{_short(act)}({body})" if activated else body,
        operands=tuple(_port_name(inside, port) for port in ports),
        formula=kernel.formula,
        slopes=slopes,
        samples=(),
        kernel=ready,
        domain=act.domain,
        bounds=act.bounds if activated else None,
        kink=_kink(inside, outer) if activated else None,
        pole=_before(inside, outer, act.pole) if activated and act.pole else None,
        pole_reason=act.pole_reason,
        flat=act.flat,
    )


def _before(inside: Inside, outer: Node, asked: Any) -> Any:
    """A question about the activation's operand as one about the layer's operands."""

    def answered(*operands: Any) -> Any:
        return asked(inside.values(operands)[outer.args[0]], *outer.literal)

    return answered


def _kink(inside: Inside, outer: Node) -> Kink | None:
    assert outer.op is not None
    kink = outer.op.kink
    if kink is None:
        return None
    return Kink(at=_before(inside, outer, kink.at), convention=kink.convention)


def _formulas(inside: Inside) -> dict[int, Tex]:
    """The formula of every node inside, in the operands of the whole."""
    found: dict[int, Tex] = {}
    for index in inside.nodes:
        node = inside.graph.nodes[index]
        assert node.op is not None and node.kernel is not None
        pieces = _pieces(inside, found, index)
        if node.op.name == "with_bias":
            found[index] = Tex(rf"\bar{{{pieces[0].text}}}")
            continue
        found[index] = put(node.kernel.formula, pieces, literal=_literal(node))
    return found


def _pieces(inside: Inside, found: dict[int, Tex], index: int) -> list[Tex]:
    """What stands for each operand of a node inside."""
    return [
        Tex(f"#{inside.feeds[edge] + 1}") if edge in inside.feeds else found[edge.src]
        for edge in inside.graph.operands[index]
    ]


def _slope(inside: Inside, texts: dict[int, Tex], port: int) -> str:
    """The local Jacobian by an operand: those along the way to it, one after another."""
    factors = []
    for edge in inside.path(port):
        node = inside.graph.nodes[edge.dst]
        assert node.op is not None and node.kernel is not None
        out = Tex("#0") if node.index == inside.outer else texts[node.index]
        pieces = _pieces(inside, texts, node.index)
        worked = node.kernel.worked[edge.port]
        factors.append(put(worked, pieces, out=out, literal=_literal(node)).text)
    return product(factors)


def _literal(node: Node) -> float | None:
    return float(node.literal[0]) if node.op is not None and node.op.literal else None


def _short(act: Op) -> str:
    """The activation in a symbol: σ, ReLU; a name where its own symbol has an operand."""
    return act.name if "x" in act.symbol and len(act.symbol) < 4 else act.symbol


def _symbol(inside: Inside) -> str:
    """The affine map in a symbol: its weights by name, as in "W·+b"."""
    graph = inside.graph
    node = graph.nodes[_affine_node(graph, graph.nodes[inside.outer])]
    assert node.op is not None
    if node.op.name != "add":
        return _term(inside, node.index)
    terms = []
    for edge in graph.operands[node.index]:
        given = edge in inside.feeds
        terms.append(f"#{inside.feeds[edge] + 1}" if given else _term(inside, edge.src))
    return "+".join(terms)


def _term(inside: Inside, index: int) -> str:
    """A product in a symbol: its weight by name, its other operand as a dot."""
    graph, feeds = inside.graph, inside.feeds
    left, right = graph.operands[index]
    if left not in feeds and right not in feeds:
        return "·"
    turned = left not in feeds or (
        right in feeds and _learned(graph, right.src) and not _learned(graph, left.src)
    )
    return f"·#{feeds[right] + 1}" if turned else f"#{feeds[left] + 1}·"


def _learned(graph: Graph, index: int) -> bool:
    return graph.nodes[index].role in ("weight", "variable")


def _port_name(inside: Inside, port: int) -> str:
    (edge,) = (each for each, fed in inside.feeds.items() if fed == port)
    return inside.graph.nodes[edge.src].name or f"x{port + 1}"
