"""Chains side by side as plain data."""

from dataclasses import dataclass, replace

from ...wording.names import Name
from ..items import Fraction, HeatPicture, Part, Seen, State, spoken
from ..layout.geometry import Point


@dataclass(frozen=True)
class Factor:
    """A local gradient where it is worked out."""

    state: State
    edge: str
    title: str
    fraction: Fraction
    local: Part
    left: float
    top: float
    width: float
    """Of its number's box."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return spoken(self.title, (self.local,))


@dataclass(frozen=True)
class Again:
    """The same local gradient in a later row."""

    fraction: Fraction
    follows: str
    """The slot with whose number it is there."""
    below: float
    words: str
    state: str = "absent"


@dataclass(frozen=True)
class Shared:
    """The frame about a factor that several rows have."""

    left: float
    top: float
    width: float
    height: float
    words: str
    words_y: float
    follows: str
    """The slot with whose number a second row is complete."""
    state: str = "absent"

    @property
    def middle(self) -> float:
        """Where its words stand, from the left."""
        return self.left + self.width / 2


@dataclass(frozen=True)
class Row:
    """A leaf's gradient, and its update."""

    state: State
    key: str
    role: str
    title: str
    fraction: Fraction
    equals: float
    factors: tuple[Factor | Again, ...]
    dots: tuple[float, ...]
    """Where the signs between factors are."""
    base: float
    name: Name
    update_x: float
    step: Fraction
    turned: bool
    """Whether the gradient is a row, and is turned to be subtracted."""
    shape: HeatPicture
    update: Part
    size: Part | None
    follows: str
    """The slot with which the update is there."""
    follows_state: str = "absent"

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return spoken(self.title, (self.size, self.update))

    @property
    def bracket(self) -> str:
        """The way about the gradient that is turned."""
        left, right, top = self.step.x - self.step.half - 2, self.turn[0] - 9, self.step.y - 24
        return f"M{left},{top} h-5 v48 h5 M{right},{top} h5 v48 h-5"

    @property
    def turn(self) -> Point:
        """Where it is said that it is turned."""
        return self.step.x + self.step.half + 11, self.step.y - 15


@dataclass(frozen=True)
class Loss:
    """The loss, whose number is what it is all for."""

    state: State
    title: str
    name: Name
    value: Part
    before: Part | None
    """What it was before the update; None where nothing is updated."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        return spoken(self.title, (self.value, self.before))


@dataclass(frozen=True)
class Chains:
    """All of them at one step."""

    shared: tuple[Shared, ...]
    rows: tuple[Row, ...]
    loss: Loss
    line: tuple[float, float, float]
    """Between chains and updates: where, from and to."""
    heading: tuple[float, float, str]
    side: float
    """Of a shaded cell."""


def at(chains: Chains, now: Seen) -> Chains:
    """The same after a step; `now` has every slot's value."""
    return replace(
        chains,
        shared=tuple(replace(s, state=now[s.follows, "state"]) for s in chains.shared),
        rows=tuple(_row(row, now) for row in chains.rows),
        loss=replace(
            chains.loss,
            state=chains.loss.state.at(now),
            value=chains.loss.value.at(now),
            before=None if chains.loss.before is None else chains.loss.before.at(now),
        ),
    )


def _row(row: Row, now: Seen) -> Row:
    return replace(
        row,
        state=row.state.at(now),
        factors=tuple(_factor(each, now) for each in row.factors),
        shape=row.shape.at(now),
        update=row.update.at(now),
        follows_state=now[row.follows, "state"] if row.follows else "absent",
    )


def _factor(factor: Factor | Again, now: Seen) -> Factor | Again:
    if isinstance(factor, Again):
        return replace(factor, state=now[factor.follows, "state"])
    return replace(factor, state=factor.state.at(now), local=factor.local.at(now))
