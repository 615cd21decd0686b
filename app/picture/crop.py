"""A part of a picture: so much of it as a small one shows with letters that can be read.

What does not lie wholly within the part is left out, so that no text and no node is cut; wires go
on to its border.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from . import slots
from .items import EdgePicture, NodePicture, Scene
from .paths import points
from .scene import Drawing

SIZE = 392.0, 164.0
"""Width and height of a part, in the picture's units: the smallest texts, sizes of 11 units, are
9 px high where it is shown 326 px wide."""

STEP = 4.0
"""The part is looked for at places so far apart."""
CUT = 6.0
"""How many whole things one that is cut is worth."""


@dataclass(frozen=True)
class _Rect:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "_Rect") -> bool:
        """Whether the other is wholly within this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def meets(self, other: "_Rect") -> bool:
        """Whether they have something in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def crop(drawing: Drawing, scene: Scene, around: Collection[int]) -> Scene:
    """The part of a scene about some nodes; all of it where it is no larger than a part.

    `scene` is a step of what `drawing` draws. Of all parts that hold the nodes it is the one that
    cuts least and shows most.
    """
    width, height = SIZE
    things = _things(drawing)
    # The result of what is chosen belongs to it.
    ends = {index for index, edge, _ in drawing.labels if edge is None} & {*around}
    wanted = [*map(slots.node, around), *map(slots.wire, ends)]
    chosen = [things[slot] for slot in wanted] or [*things.values()]
    across = _ways(
        width, min(r.left for r in chosen), max(r.right for r in chosen), scene.left, scene.width
    )
    down = _ways(height, min(r.top for r in chosen), max(r.bottom for r in chosen), 0, scene.height)
    parts = [_Rect(x, y, x + width, y + height) for y in down for x in across]
    part = max(parts, key=lambda part: _worth(part, things.values(), chosen))
    items = (_within(item, part, things[item.slot]) for item in scene.items)
    return replace(
        scene,
        left=round(part.left, 1),
        top=round(part.top, 1),
        width=round(part.right, 1),
        height=height,
        items=tuple(item for item in items if item is not None),
    )


def _things(drawing: Drawing) -> dict[str, _Rect]:
    """What a node takes, with the texts about it, and what a wire's label takes; by their slots."""
    placed = drawing.placed
    found = {
        slots.node(index): _Rect(*body.box.about(*point))
        for index, (body, point) in enumerate(zip(drawing.bodies, placed.boxes, strict=True))
    }
    for (index, edge, label), wire in zip(drawing.labels, placed.wires, strict=True):
        slot = slots.wire(index if edge is None else edge)
        found[slot] = _Rect(*label.box.about(wire.x, wire.y))
    return found


def _ways(size: float, begin: float, end: float, first: float, last: float) -> Sequence[float]:
    """Where a part of a size can begin, so that it holds from `begin` to `end` and nothing that is
    outside of the picture, if that can be."""
    if last - first <= size:
        return ((first + last - size) / 2,)
    if end - begin > size:
        return (min(max((begin + end - size) / 2, first), last - size),)
    low, high = max(first, end - size), min(begin, last - size)
    return [low + STEP * k for k in range(int((high - low) / STEP) + 1)] or (low,)


def _worth(part: _Rect, things: Collection[_Rect], chosen: Sequence[_Rect]) -> float:
    """What a part shows whole, less what it cuts, and less what lies off its middle."""
    whole = sum(part.holds(thing) for thing in things)
    cut = sum(part.meets(thing) for thing in things) - whole
    aside = _middle([each.left + each.right for each in chosen]) - (part.left + part.right) / 2
    above = _middle([each.top + each.bottom for each in chosen]) - (part.top + part.bottom) / 2
    return whole - CUT * cut - 2 * (abs(aside) / SIZE[0] + abs(above) / SIZE[1])


def _middle(sums: Sequence[float]) -> float:
    return sum(sums) / (2 * len(sums))


def _within(
    item: NodePicture | EdgePicture, part: _Rect, thing: _Rect
) -> NodePicture | EdgePicture | None:
    """A thing as the part shows it: whole, as a bare wire, or not at all."""
    if part.holds(thing):
        return item
    if isinstance(item, NodePicture) or not part.meets(_along(item)):
        return None
    return replace(
        item,
        name=None,
        value=None,
        shape=None,
        heat=None,
        differentiated=False,
        gradient=replace(item.gradient, text="", state="absent"),
        more=(),
    )


def _along(wire: EdgePicture) -> _Rect:
    """Where a wire goes."""
    xs, ys = zip(*points(wire.path_d), strict=True)
    return _Rect(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
