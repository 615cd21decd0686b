"""The picture as plain data: boxes, wires, and the texts that change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..languages import _
from ..wording.names import Name
from .ribbons import NONE, Ribbon, read
from .sizes import CELL, LOCAL_HEIGHT, RADIUS

if TYPE_CHECKING:
    from .chains.items import Chains
    from .neurons.items import Neurons
    from .unroll.items import Unrolled

Seen = Mapping[tuple[str, str], str]
"""By slot and attribute, the value that holds."""


@dataclass(frozen=True)
class Part:
    """A text of the picture that changes: what it says, whether it is there, and where."""

    slot: str
    x: float
    y: float
    room: float
    """How wide it may be."""
    say: str
    """The words that a screen reader says before it."""
    text: str
    state: str
    ask: str = "?"
    """What is written where Predict asks for it."""
    kind: str = ""
    """How it is set, where the template does not know it."""

    def at(self, now: Seen) -> "Part":
        """The same after a step; itself where nothing has changed."""
        text = now.get((self.slot, "text"), self.text)
        state = now.get((self.slot, "state"), self.state)
        same = text == self.text and state == self.state
        return self if same else replace(self, text=text, state=state)


@dataclass(frozen=True)
class State:
    """The state of a node or a wire that many things of the picture share."""

    slot: str
    state: str
    path: str
    warn: str = ""

    def at(self, now: Seen) -> "State":
        """The same after a step."""
        return replace(
            self,
            state=now[self.slot, "state"],
            path=now[self.slot, "path"],
            warn=now.get((self.slot, "warn"), ""),
        )


@dataclass(frozen=True)
class Fraction:
    """A derivative, about the middle of its line."""

    x: float
    y: float
    above: Name
    below: Name
    half: float
    """Half of its line."""


def spoken(title: str, parts: Iterable[Part | None]) -> str:
    """A title, and all that can be seen beside it."""
    seen = (p for p in parts if p is not None and p.state != "absent" and p.text not in ("", "="))
    return ", ".join((title, *(f"{p.say} {p.text.replace('= ', '')}" for p in seen)))


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
    value: Part | None
    """Of a node that is used several times its value: in a leaf's box, else above."""
    shape: Part | None
    heat: "HeatPicture | None"
    total: Part
    update: Part
    state: str
    path: str
    warn: str
    more: tuple[Part, ...] = ()
    """Texts of slots that the template does not know."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        shape = self.shape if self.heat else None
        return spoken(self.title, (self.value, shape, self.total, self.update, *self.more))

    @property
    def left(self) -> float:
        """The box's left side, from its middle."""
        return -self.width / 2

    @property
    def top(self) -> float:
        """The box's upper side, from its middle."""
        return -self.height / 2

    @property
    def inside(self) -> bool:
        """Whether name and value stand in the box."""
        return self.value is not None and self.heat is None and self.size == "name"

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return self.width == self.height and self.size != "name"

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
    levels: str
    """A digit per cell."""
    state: str
    side: float = CELL - 1

    def at(self, now: Seen) -> "HeatPicture":
        """The same after a step."""
        return replace(self, levels=now[self.slot, "heat"], state=now[self.slot, "state"])


@dataclass(frozen=True)
class RibbonPicture:
    """The band under a wire, and its chevrons, which lie about the point of the wire's label."""

    slot: str
    path_d: str
    x: float
    y: float
    state: str
    drawn: Ribbon = NONE
    turn: float = 0.0
    """Degrees by which its chevrons are turned, where its wire is not level."""

    def at(self, now: Seen) -> "RibbonPicture":
        """The same after a step; itself where nothing has changed."""
        state, drawn = now[self.slot, "state"], read(now[self.slot, "ribbon"])
        same = state == self.state and drawn == self.drawn
        return self if same else replace(self, state=state, drawn=drawn)


@dataclass(frozen=True)
class EdgePicture:
    """A wire with its label, its local gradient and what flows back."""

    slot: str
    edge: str
    """The edge's id; empty for a wire that leaves the picture."""
    name: Name | None
    """What stands before the value; nothing on a leaf's wire, for its box has the name."""
    title: str
    path_d: str
    head: str
    value: Part | None
    """None where the node has its value at itself, and for a number that stands for itself."""
    shape: Part | None
    """The size of a vector or matrix, where it is written."""
    wide: bool
    """Whether a vector or a matrix is carried."""
    heat: HeatPicture | None
    local: Part
    local_x: float
    local_y: float
    local_width: float
    gradient: Part
    ribbon: RibbonPicture | None
    """None where nothing ever flows back."""
    differentiated: bool
    """Whether it has a local gradient: not where it leaves the picture, or carries a number."""
    state: str
    path: str
    more: tuple[Part, ...] = ()
    """Texts of slots that the template does not know."""
    part: str = ""
    """Which part of a loss it is of, where that has two."""
    aside: bool = False
    """Whether its texts begin at the right of the wire."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        shape = self.shape if self.heat else None
        return spoken(self.title, (self.value, shape, self.local, self.gradient, *self.more))


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
    ring: bool = False
    """Whether that is drawn as a ring."""
    left: float = 0.0
    """Where the picture begins, left of 0 where a wire leads back."""
    top: float = 0
    """Where a part of it begins."""
    local_height: float = LOCAL_HEIGHT
    radius: float = RADIUS
    callouts: bool = False
    """Whether callouts stand beside nodes at some step: free room is above the picture then."""
    neurons: "Neurons | None" = None
    """Columns of neurons and their connections, left of the items, which are what follows them."""
    unrolled: "Unrolled | None" = None
    """Matrices that become vectors; then there are no items."""
    chains: "Chains | None" = None
    """Chains side by side; then there are no items either."""

    @property
    def view(self) -> str:
        """What kind of picture it is."""
        if self.unrolled is not None:
            return "unroll"
        if self.chains is not None:
            return "chains"
        return "graph" if self.neurons is None else "neurons"

    @property
    def described(self) -> str:
        """The same in words."""
        if self.unrolled is not None:
            return _("a matrix as a vector")
        if self.chains is not None:
            return _("chains side by side")
        return _("computational graph") if self.neurons is None else _("network of neurons")

    @property
    def ribbons(self) -> tuple[RibbonPicture, ...]:
        """The bands under the wires, a layer of their own below everything."""
        edges = (item for item in self.items if isinstance(item, EdgePicture))
        found = tuple(edge.ribbon for edge in edges if edge.ribbon is not None)
        return found if self.neurons is None else (*self.neurons.ribbons, *found)

    @property
    def span(self) -> float:
        """How wide the whole is."""
        return self.width - self.left
