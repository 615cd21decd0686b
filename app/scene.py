"""A telling and a layout as plain data, ready to be drawn at any step.

`scene` has every slot at its beginning, `at` gives every slot the value that it has at a step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_engine import Edge, Graph, Node

from .changes import Attribute, Change, seen
from .languages import _, later, lesson_text, told
from .layout import MARGIN, Box, Layout, Wire, layout
from .wording.arrays import Heat, fits, heat_of, size
from .wording.names import Name
from .wording.numbers import Hand, added
from .wording.sentences import Words

LEAF_WIDTH = 68.0
LEAF_HEIGHT = 36
RADIUS = 21
WIDE_HEIGHT = 36.0
LABEL_HEIGHT = 64
DIGIT = 8.2
"""How wide a digit is on a wire, generously."""
NUMBER_WIDTH = 6 * DIGIT
ENTRY_WIDTH = 37.0
"""Room for one entry of a vector that is written out, and its comma."""
LONG_ENTRY_WIDTH = 53.0
CELL = 7
"""The side of a cell of a heat strip."""
SIZE_DIGIT = 6.4
"""How wide a digit of a size is."""
LOCAL_WIDTH = 60
LOCAL_HEIGHT = 17
BELOW = 15
"""The height of a line of text under a box."""
ROLES = {
    "input": later("input"),
    "weight": later("weight"),
    "label": later("label"),
    "constant": later("constant"),
    "variable": later("variable"),
}
"""The roles in words."""

ORDERED = {"add", "sub", "div", "pow", "logistic_loss", "hinge", "squared_error"}
"""Operations whose operands come in from top to bottom, as they are written."""


@dataclass(frozen=True)
class Part:
    """A text of the picture that changes: what it says, whether it is there, and where."""

    slot: str
    x: float
    y: float
    say: str
    """The words that a screen reader says before it."""
    text: str = ""
    state: str = "absent"


@dataclass(frozen=True)
class NodePicture:
    """A box or a circle with its symbol."""

    slot: str
    name: Name
    key: str
    """The name in the program; empty for a node without."""
    role: str
    x: float
    y: float
    width: float
    height: float
    symbol: str
    size: str
    """How the symbol is set: a sign, a word, a name."""
    title: str
    total: Part
    update: Part
    state: str = "waiting"
    path: str = ""
    warn: str = ""

    @property
    def left(self) -> float:
        """The box's left side, from its middle."""
        return -self.width / 2

    @property
    def top(self) -> float:
        """The box's upper side, from its middle."""
        return -self.height / 2

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return self.width == self.height

    @property
    def baseline(self) -> float:
        """Where the symbol's line is, so that it looks centred."""
        return 7 if self.size == "sign" else 4.5


@dataclass(frozen=True)
class HeatPicture:
    """A large value as shaded cells."""

    slot: str
    cells: tuple[tuple[float, float], ...]
    """The corner of each cell, row by row."""
    x: float
    y: float
    side: float = CELL - 1
    levels: str = ""
    """A digit per cell."""
    state: str = "absent"


@dataclass(frozen=True)
class EdgePicture:
    """A wire with its label, its local gradient and what flows back."""

    slot: str
    edge: str
    """The edge's id; empty for a wire that leaves the picture."""
    name: Name | None
    title: str
    path_d: str
    head: str
    value: Part
    size: Part
    """The shape of a vector or matrix; empty for a number."""
    heat: "HeatPicture | None"
    local: Part
    local_x: float
    local_y: float
    local_width: float
    gradient: Part
    state: str = "waiting"
    path: str = ""


@dataclass(frozen=True)
class Scene:
    """The picture at one step."""

    title: str
    width: float
    height: float
    items: tuple[NodePicture | EdgePicture, ...]
    """In reading order: a node's wires, then the node."""
    back: tuple[tuple[str, str], ...] = ()
    """Of a loop, the wires that lead back: path, and the arrowhead's place."""
    left: float = 0.0
    """Where the picture begins, left of 0 where a wire leads back."""
    local_height: float = LOCAL_HEIGHT
    radius: float = RADIUS

    @property
    def span(self) -> float:
        """How wide the whole is."""
        return self.width - self.left


def scene(words: Words) -> Scene:
    """The picture with every slot at its beginning; see `at` for a step of it."""
    graph = words.telling.graph
    wires = _wires(graph, words)
    boxes = tuple(_box(graph, node, words) for node in graph.nodes)
    ordered = frozenset(
        node.index for node in graph.nodes if node.op is not None and node.op.name in ORDERED
    )
    placed = layout(boxes, tuple(wire for _index, _edge, wire in wires), ordered)
    items: list[NodePicture | EdgePicture] = []
    incoming: dict[int, list[EdgePicture]] = {node.index: [] for node in graph.nodes}
    outgoing: dict[int, EdgePicture] = {}
    for k, (index, edge, _wire) in enumerate(wires):
        picture = _edge_picture(words, placed, k, index, edge)
        if edge is None:
            outgoing[index] = picture
        else:
            incoming[edge.dst].append(picture)
    for node in graph.nodes:
        items += incoming[node.index]
        items.append(_node_picture(words, placed, node, boxes[node.index]))
        if node.index in outgoing:
            items.append(outgoing[node.index])
    return Scene(
        title=lesson_text(graph.title) or _("Computational graph"),
        width=placed.width,
        height=placed.height + (BACK * (len(graph.back) + 1) if graph.back else 0),
        items=tuple(items),
        back=tuple(
            _back(placed, boxes, wires, pair, row) for row, pair in enumerate(graph.back, start=1)
        ),
        left=-BACK * len(graph.back) if graph.back else 0.0,
    )


BACK = 16.0
"""Room beside the picture for a wire that leads back."""


def _back(
    placed: Layout,
    boxes: tuple[Box, ...],
    wires: list[tuple[int, Edge | None, Wire]],
    pair: tuple[int, int],
    row: int,
) -> tuple[str, str]:
    """From where the new value leaves the picture, below everything, to the old leaf's side."""
    new, old = pair
    place = next(k for k, (index, edge, _wire) in enumerate(wires) if edge is None and index == new)
    drawn, label = placed.wires[place], wires[place][2].label
    x, y = drawn.x + label.width / 2 + 9, drawn.y
    leaf_x, leaf_y = placed.boxes[old]
    side, bottom = leaf_x - boxes[old].width / 2, placed.height + BACK * row - 6
    west, round_ = MARGIN - BACK * row, 10.0
    path = (
        f"M{x:.1f},{y:.1f} V{bottom - round_:.1f} Q{x:.1f},{bottom:.1f} {x - round_:.1f},"
        f"{bottom:.1f} H{west + round_:.1f} Q{west:.1f},{bottom:.1f} {west:.1f},"
        f"{bottom - round_:.1f} V{leaf_y + round_:.1f} Q{west:.1f},{leaf_y:.1f} "
        f"{west + round_:.1f},{leaf_y:.1f} H{side - 7:.1f}"
    )
    return path, f"translate({side:.1f},{leaf_y:.1f}) rotate(0)"


def at(start: Scene, changes: Sequence[Sequence[Change]], step: int) -> Scene:
    """The picture after a step."""
    now = seen(changes, step)

    def part(p: Part) -> Part:
        text, state = now.get((p.slot, "text")), now.get((p.slot, "state"))
        if text is None and state is None:
            return p
        return replace(p, text=p.text if text is None else text, state=state or p.state)

    def held(item: NodePicture | EdgePicture, attribute: Attribute, usual: str) -> str:
        return now.get((item.slot, attribute), usual)

    items: list[NodePicture | EdgePicture] = []
    for item in start.items:
        state, path = held(item, "state", item.state), held(item, "path", item.path)
        if isinstance(item, NodePicture):
            total, update = part(item.total), part(item.update)
            warn = held(item, "warn", item.warn)
            items.append(
                replace(item, state=state, path=path, warn=warn, total=total, update=update)
            )
        else:
            value, local, gradient = part(item.value), part(item.local), part(item.gradient)
            heat = item.heat
            if heat is not None:
                heat = replace(
                    heat,
                    levels=now.get((heat.slot, "heat"), heat.levels),
                    state=now.get((heat.slot, "state"), heat.state),
                )
            items.append(
                replace(
                    item,
                    state=state,
                    path=path,
                    value=value,
                    heat=heat,
                    local=local,
                    gradient=gradient,
                )
            )
    return replace(start, items=tuple(items))


# -- where things are -------------------------------------------------------------


def _wires(graph: Graph, words: Words) -> list[tuple[int, Edge | None, Wire]]:
    found: list[tuple[int, Edge | None, Wire]] = [
        (edge.src, edge, Wire(edge.src, edge.dst, _label(words, edge.src, edge)))
        for edge in graph.edges
    ]
    found += [(index, None, Wire(index, None, _label(words, index, None))) for index in graph.ends]
    return found


def _label(words: Words, index: int, edge: Edge | None) -> Box:
    """Room for name and number, whatever the number."""
    name, shape = words.names[index], words.node(index).shape
    above = 0 if name.number else round(name.width + 16 + _number_width(shape))
    below = 0.0 if edge is None else _local_width(words, edge)
    if fits(shape):
        below = max(below, _entries_width(shape))
    height = LABEL_HEIGHT + (TALL if shape else 0)
    return Box(max(above, below + 8, LOCAL_WIDTH + 8), height)


TALL = 14
"""How much higher the label of a vector or a matrix is."""


def _entries_width(shape: tuple[int, ...]) -> float:
    """Room for a vector that is written out: two entries have three digits, more have two."""
    return 10 + (ENTRY_WIDTH if shape[0] > 2 else LONG_ENTRY_WIDTH) * shape[0]


def _number_width(shape: tuple[int, ...]) -> float:
    """Room for a value of that shape on a wire."""
    heat = heat_of(shape)
    if heat is not None:
        return heat.columns * CELL + 12 + SIZE_DIGIT * len(size(shape))
    return _entries_width(shape) if shape else NUMBER_WIDTH * 0.8


def _local_width(words: Words, edge: Edge) -> float:
    """Room for a local gradient: a number, or the size of a Jacobian."""
    if not words.wide(edge):
        return LOCAL_WIDTH
    shape = words.telling.runs[0].shape_of(edge)
    return max(LOCAL_WIDTH, 14 + 7.4 * len(size(shape)))


def _several(graph: Graph, index: int) -> bool:
    """Whether gradients are added up at a node: at a leaf, even where its one wire forks later."""
    leaf = graph.nodes[index].leaf
    while True:
        above = [edge.dst for edge in graph.consumers[index] if edge.dst in graph.to_loss]
        if len(above) != 1 or not leaf:
            return len(above) > 1
        (index,) = above


def _below(graph: Graph, node: Node) -> int:
    """How many lines of text may come to stand under a node."""
    return (node.index in graph.learned) + _several(graph, node.index)


def _box(graph: Graph, node: Node, words: Words) -> Box:
    # Leaves take the height of a label, so that wires run straight from one to the other.
    lines = _below(graph, node)
    if node.op is None:
        width = max(LEAF_WIDTH, 26 + 1.25 * words.names[node.index].width)
        return Box(width, LABEL_HEIGHT + 2 * BELOW * max(0, lines - 1), core=LEAF_HEIGHT, corner=10)
    symbol = symbol_of(words, node)
    if len(symbol) <= 4:
        return Box(2 * RADIUS, LABEL_HEIGHT if lines else 2 * RADIUS, RADIUS)
    height = LABEL_HEIGHT if lines else 2 * RADIUS
    return Box(20 + 9.0 * len(symbol), height, core=WIDE_HEIGHT, corner=WIDE_HEIGHT / 2)


def symbol_of(words: Words, node: Node) -> str:
    """What stands in the node: a sum of two is a plus, a literal is written out."""
    op = node.op
    assert op is not None
    if op.name == "add" and len(node.args) == 2:
        return "+"
    if op.sizes[1]:
        listed = ",".join(str(int(number)) for number in node.literal)
        return op.symbol.replace("#c", listed)
    for port, arg in enumerate(node.args if "#" in op.symbol and not op.literal else ()):
        symbol = words.names[arg].plain
        op = replace(op, symbol=op.symbol.replace(f"#{port + 1}", symbol))
    if not node.literal or not op.literal:
        return op.symbol
    literal = Hand(False, wire=True).given(float(node.literal[0]))
    raised = literal.replace("−", "⁻").translate(str.maketrans("0123456789.,", "⁰¹²³⁴⁵⁶⁷⁸⁹··"))
    return op.symbol.replace("#+c", added(literal)).replace("#^c", raised).replace("#c", literal)


def _node_picture(words: Words, placed: Layout, node: Node, box: Box) -> NodePicture:
    graph = words.telling.graph
    x, y = placed.boxes[node.index]
    name = words.names[node.index]
    bottom = LEAF_HEIGHT / 2 if node.leaf else RADIUS
    lines = iter(range(1, 3))
    total_y = bottom + BELOW * next(lines) - 2 if _several(graph, node.index) else 0.0
    update_y = bottom + BELOW * next(lines) - 2
    if node.op is None:
        symbol, size, role = "", "name", str(node.role)
        width, height = box.width, float(LEAF_HEIGHT)
        title = _("%(role)s %(name)s", role=told(ROLES[role]), name=name.plain)
    else:
        symbol, role = symbol_of(words, node), "loss" if node.index == graph.loss else "operation"
        size = "sign" if len(symbol) == 1 else "word"
        width, height = (
            (2.0 * RADIUS, 2.0 * RADIUS) if len(symbol) <= 4 else (box.width, WIDE_HEIGHT)
        )
        title = f"{told(node.op.title)}, {name.plain}"
    say = _("gradient of %(loss)s", loss=words.loss)
    return NodePicture(
        slot=node.id,
        name=name,
        key=node.name or "",
        role=role,
        x=round(x, 1),
        y=round(y, 1),
        width=width,
        height=height,
        symbol=symbol,
        size=size,
        title=title,
        total=Part(f"{node.id}.total", 0, total_y, say),
        update=Part(f"{node.id}.update", 0, update_y, _("update")),
    )


def _edge_picture(
    words: Words, placed: Layout, k: int, index: int, edge: Edge | None
) -> EdgePicture:
    drawn = placed.wires[k]
    graph = words.telling.graph
    slot = f"o{index}" if edge is None else edge.id
    name = words.names[index]
    if edge is None:
        title = (
            _("%(name)s, the loss", name=name.plain)
            if index == graph.loss
            else _("%(name)s, the result", name=name.plain)
        )
    else:
        op = graph.nodes[edge.dst].op
        assert op is not None
        title = _(
            "wire from %(source)s to %(target)s (%(operation)s)",
            source=name.plain,
            target=words.plain(edge.dst),
            operation=told(op.title),
        )
    x, y = drawn.x, drawn.y
    shape = words.node(index).shape
    value_x, size_at, heat = x, (x, y - 24.0), heat_of(shape)
    heat_picture = None
    if heat is not None:
        left = x - (name.width + 16 + _number_width(shape)) / 2
        value_x = left + (name.width + 14) / 2
        # The cells stand clear of the sign =, behind a wide letter such as W, too.
        heat_picture = _heat(slot, heat, left + name.width + 21, y)
        room = SIZE_DIGIT * len(size(shape))
        size_at = (x + (name.width + 12 + _number_width(shape) - room) / 2, y - 8.0)
    width = LOCAL_WIDTH if edge is None else _local_width(words, edge)
    # Above the wire the value; below it the box with the local gradient, below that the gradient.
    under = y + (19 if edge is None else 38)
    return EdgePicture(
        slot=slot,
        edge="" if edge is None else edge.id,
        name=None if name.number else name,
        title=title,
        path_d=drawn.path,
        head=drawn.head,
        value=Part(f"{slot}.value", round(value_x, 1), round(y - 8, 1), _("value")),
        size=Part(
            f"{slot}.size",
            round(size_at[0], 1),
            round(size_at[1], 1),
            _("size"),
            text=size(shape) if shape else "",
            state="done",
        ),
        heat=heat_picture,
        local=Part(f"{slot}.local", x, round(y + 18.5, 1), _("local gradient")),
        local_x=round(x - width / 2, 1),
        local_y=round(y + 6, 1),
        local_width=round(width, 1),
        gradient=Part(f"{slot}.gradient", x, round(under, 1), _("flows back")),
    )


def _heat(slot: str, heat: Heat, left: float, wire: float) -> HeatPicture:
    """The cells above the wire, from the left side on."""
    cells = tuple(
        (float(column * CELL), float(row * CELL))
        for row in range(heat.rows)
        for column in range(heat.columns)
    )
    top = wire - 5 - heat.rows * CELL
    return HeatPicture(f"{slot}.heat", cells, round(left, 1), round(top, 1))
