"""The neurons of a picture as plain data: columns of circles, and connections between them."""

from dataclasses import dataclass, replace

from ...wording.names import Name
from ..items import Part, RibbonPicture, Seen, State, spoken
from . import card, lines
from .card import Card


@dataclass(frozen=True)
class Neuron:
    """A circle with its name, its activation and the gradient by it."""

    id: str
    x: float
    y: float
    title: str
    name: Name | None
    """None where there is no room for it."""
    name_y: float
    value: Part
    gradient: Part
    sum: Part | None
    """What it adds up, where it does."""
    opens: str = ""
    """What it is called where it is drawn alone; empty where it adds nothing up."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return spoken(self.title, (self.value, self.gradient, self.sum))


@dataclass(frozen=True)
class Dots:
    """Neurons that are not drawn."""

    x: float
    y: float
    text: str
    """How many."""


@dataclass(frozen=True)
class Column:
    """The neurons of one node."""

    state: State
    node: str
    key: str
    """The name in the program."""
    role: str
    neurons: tuple[Neuron, ...]
    dots: Dots | None
    name: Name
    caption: tuple[tuple[str | Name, bool], ...]
    """What makes it, behind its name; with a line over it where a 1 is appended."""
    size: str
    """Behind its name, where not all neurons are drawn."""
    x: float
    y: float
    """Of the caption's middle."""


@dataclass(frozen=True)
class One:
    """A 1 whose weights are biases."""

    x: float
    y: float

    @property
    def baseline(self) -> float:
        """Where its text stands."""
        return round(self.y + 4.5, 1)


@dataclass(frozen=True)
class Connection:
    """A line with its weight, the gradient by it, and a ribbon; a plain one has none of these."""

    states: tuple[State, ...]
    """Of the node that it goes into, and of the wires that it belongs to."""
    edge: str
    source: str
    """Which neuron it comes from; empty for a 1."""
    target: str
    title: str
    path_d: str
    slot: str = ""
    """Of its line; empty where it has no weight."""
    drawn: lines.Line = lines.UNTOLD
    weight: Part | None = None
    gradient: Part | None = None
    tied: Part | None = None
    ribbon: RibbonPicture | None = None
    tight: bool = False
    """Whether its gradient has no room beside those of others: it is seen when it is touched."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return spoken(self.title, (self.weight, self.gradient, self.tied))


@dataclass(frozen=True)
class Weights:
    """The name of the weights of all lines between two columns, below these, with their size."""

    state: State
    key: str
    """The name in the program."""
    role: str
    title: str
    name: Name
    size: str
    edge: str
    """The wire whose lines they are."""
    x: float
    y: float
    reach: float
    """How far from the middle the lines at its sides lead to the columns."""
    half: float
    """Half of what it is wide itself."""


@dataclass(frozen=True)
class Neurons:
    """All of them at one step."""

    radius: float
    one: float
    """The radius of a 1."""
    small: bool
    """Whether the numbers in the circles are smaller than others."""
    many: bool
    """Whether all of it is better than all of its letters."""
    columns: tuple[Column, ...]
    ones: tuple[One, ...]
    connections: tuple[Connection, ...]
    weights: tuple[Weights, ...] = ()
    few: bool = False
    """Whether all weights are written, for there are so few connections."""
    card: Card | None = None
    """The newest weights, where the rest of a network is to come."""

    @property
    def fans(self) -> tuple[tuple[tuple[State, ...], tuple[Connection, ...]], ...]:
        """The connections by what they share."""
        found: dict[tuple[State, ...], list[Connection]] = {}
        for each in self.connections:
            found.setdefault(each.states, []).append(each)
        return tuple((states, tuple(group)) for states, group in found.items())

    @property
    def ribbons(self) -> tuple[RibbonPicture, ...]:
        """The bands under the connections."""
        found = {each.ribbon.slot: each.ribbon for each in self.connections if each.ribbon}
        return tuple(found.values())


def at(neurons: Neurons, now: Seen) -> Neurons:
    """The neurons after a step; `now` has every slot's value."""
    return replace(
        neurons,
        columns=tuple(_column(each, now) for each in neurons.columns),
        connections=tuple(_connection(each, now) for each in neurons.connections),
        weights=tuple(replace(each, state=each.state.at(now)) for each in neurons.weights),
        card=neurons.card and card.at(neurons.card, now),
    )


def _column(column: Column, now: Seen) -> Column:
    return replace(
        column,
        state=column.state.at(now),
        neurons=tuple(
            replace(
                each,
                value=each.value.at(now),
                gradient=each.gradient.at(now),
                sum=each.sum and each.sum.at(now),
            )
            for each in column.neurons
        ),
    )


def _connection(each: Connection, now: Seen) -> Connection:
    states = tuple(state.at(now) for state in each.states)
    if not each.slot:
        return replace(each, states=states)
    return replace(
        each,
        states=states,
        drawn=lines.read(now[each.slot, "line"]),
        weight=each.weight and each.weight.at(now),
        gradient=each.gradient and each.gradient.at(now),
        tied=each.tied and each.tied.at(now),
        ribbon=each.ribbon and each.ribbon.at(now),
    )
