"""The learning as a ring: forward above, backward below it, node under node, the step on the left.

x, y -------------.
w --------------> L
^ |              |
+- minus <- times <- dL/dw
          alpha
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import atan2, degrees

from .geometry import MARGIN, Box, Drawn, Layout, Point, Question, Ring
from .splines import OUT, TIP, cut, rounded, written

AIR, LEVEL = 26.0, 16.0
"""Between a box and the label beside it, with an arrowhead; between two things above each other."""
APART = 11.0
"""Between two wires that run side by side."""
WIDER, HIGHER = 1.5, 1.45
"""How much longer wires may become, across and down, to fill a room."""


def placed(question: Question, *, width: float, height: float) -> Layout:
    """The ring, in the shape of a room as far as its wires may become longer for that."""
    assert question.ring is not None
    found = _Making(question, question.ring, 1.0, 1.0).layout
    wide, high = found.width / width, found.height / height
    if wide < high:
        return _Making(question, question.ring, min(WIDER, high / wide), 1.0).layout
    return _Making(question, question.ring, 1.0, min(HIGHER, wide / high)).layout


Places = Mapping[int, Point]
"""Of each box its middle."""


@dataclass(frozen=True)
class _Making:
    question: Question
    ring: Ring
    across: float
    down: float

    def _label(self, src: int, dst: int | None) -> Box:
        return next(w.label for w in self.question.wires if (w.src, w.dst) == (src, dst))

    @property
    def layout(self) -> Layout:
        at, lane, west = self._places()
        labels = self._spots(at, lane)
        wires = tuple(
            self._wire(wire.src, wire.dst, labels[wire.src, wire.dst], at, lane)
            for wire in self.question.wires
        )
        boxes = self.question.boxes
        rects = [boxes[k].about(*at[k]) for k in range(len(boxes))]
        rects += [w.label.about(*labels[w.src, w.dst]) for w in self.question.wires]
        right, bottom = max(r[2] for r in rects), max(r[3] for r in rects)
        return Layout(
            boxes=tuple(at[k] for k in range(len(boxes))),
            wires=wires,
            width=right + MARGIN,
            height=bottom + MARGIN,
            back=(self._back(at, west),),
        )

    def _places(self) -> tuple[Places, float, float]:
        """The middle of each box, the height of the wire inside, and where the outer wire rises."""
        ring, boxes = self.ring, self.question.boxes
        half = {k: max(box.width, box.core, 2 * box.radius) / 2 for k, box in enumerate(boxes)}
        west = MARGIN + 4
        new = self._label(ring.new, None)
        left = west + max(AIR + half[ring.weight], AIR + half[ring.new], new.width / 2 - AIR)
        label = self._label(ring.product, ring.new)
        middle = half[ring.new] + half[ring.product] + label.width + 2 * AIR
        label = self._label(ring.gradient, ring.product)
        end = half[ring.product] + half[ring.gradient] + label.width + 2 * AIR
        forward = half[ring.weight] + half[ring.loss] + 2 * AIR
        forward += self._label(ring.weight, ring.loss).width
        above = [half[k] + self._label(k, ring.loss).width + 2 * AIR for k in ring.data]
        middle, end = self.across * middle, self.across * end
        end = max(end, self.across * max([*above, 0.0]), self.across * forward - middle)
        x0, x1, x2 = left, left + middle, left + middle + end
        at: dict[int, Point] = {}
        y = MARGIN
        for k in ring.data:
            label, box = self._label(k, ring.loss), boxes[k]
            y += max(box.up, label.up)
            at[k] = x1, y
            y += max(box.down, label.down, box.height / 2) + LEVEL
        row = [boxes[ring.weight], boxes[ring.loss], self._label(ring.weight, ring.loss)]
        y += max(box.up for box in row)
        at[ring.weight], at[ring.loss] = (x0, y), (x2, y)
        upper = y + max(box.down for box in row) + self.down * LEVEL
        label = self._label(ring.loss, ring.gradient)
        inside = max(self.down * (label.up + label.down + LEVEL), 2 * LEVEL)
        lane = upper + inside / 2
        row = [boxes[ring.new], boxes[ring.product], boxes[ring.gradient]]
        row += [self._label(ring.product, ring.new), self._label(ring.gradient, ring.product)]
        y = upper + inside + self.down * LEVEL + max(box.up for box in row)
        at[ring.new], at[ring.product], at[ring.gradient] = (x0, y), (x1, y), (x2, y)
        label = self._label(ring.rate, ring.product)
        y += boxes[ring.product].down + self.down * LEVEL + label.up + label.down
        at[ring.rate] = x1, y + LEVEL + boxes[ring.rate].up
        return at, lane, west

    def _spots(self, at: Places, lane: float) -> Mapping[tuple[int, int | None], Point]:
        """The point of each label that is on its wire, or beside it where the wire is upright."""
        ring, boxes = self.ring, self.question.boxes

        def between(a: int, b: int) -> Point:
            return (at[a][0] + at[b][0]) / 2, (at[a][1] + at[b][1]) / 2

        def aside(a: int, b: int, shift: float) -> Point:
            label = self._label(a, b)
            low = at[a][1] + boxes[a].down if at[a][1] < at[b][1] else at[a][1] - boxes[a].up
            high = at[b][1] - boxes[b].up if at[a][1] < at[b][1] else at[b][1] + boxes[b].down
            middle = (low + high + label.up - label.down) / 2
            return at[a][0] + shift + label.width / 2 + 6, middle

        found: dict[tuple[int, int | None], Point] = {
            (ring.product, ring.new): between(ring.product, ring.new),
            (ring.gradient, ring.product): between(ring.gradient, ring.product),
            (ring.weight, ring.loss): between(ring.weight, ring.loss),
            (ring.loss, ring.gradient): aside(ring.loss, ring.gradient, APART / 2),
            (ring.rate, ring.product): aside(ring.rate, ring.product, 0.0),
            (ring.weight, ring.gradient): ((at[ring.weight][0] + at[ring.loss][0]) / 2, lane),
            (ring.weight, ring.new): aside(ring.weight, ring.new, APART),
        }
        for k in ring.data:
            box, label = boxes[k], self._label(k, ring.loss)
            reach = max(box.width, box.core) / 2 + AIR / 2 + label.width / 2
            found[k, ring.loss] = at[k][0] + reach, at[k][1]
        x, y = at[ring.new]
        end = self._label(ring.new, None)
        found[ring.new, None] = x, y + boxes[ring.new].down + end.up + 2
        return found

    def _wire(self, src: int, dst: int | None, spot: Point, at: Places, lane: float) -> Drawn:
        ring, boxes = self.ring, self.question.boxes
        start = at[src]
        if dst is None:
            tip = start[0] - boxes[src].reach(0.0) - OUT, start[1]
            corners = [start, tip]
        elif (src, dst) == (ring.weight, ring.gradient):
            down, end = start[0] + APART, at[dst][0] - APART / 2
            corners = [start, (down, start[1]), (down, lane), (end, lane), (end, at[dst][1])]
        elif (src, dst) == (ring.loss, ring.gradient):
            x = start[0] + APART / 2
            corners = [(x, start[1]), (x, at[dst][1])]
        elif src in ring.data:
            # The highest comes in at the right, so that none crosses another.
            place = ring.data[::-1].index(src) - (len(ring.data) - 1) / 2
            x = at[dst][0] + APART * place
            corners = [start, (x, start[1]), (x, at[dst][1])]
        else:
            corners = [start, at[dst]]
        head = None if dst is None else (at[dst], boxes[dst])
        upright = (ring.loss, ring.gradient), (ring.rate, ring.product), (ring.weight, ring.new)
        drawn = _drawn(corners, spot, (start, boxes[src]), head)
        return replace(drawn, aside=(src, dst) in upright)

    def _back(self, at: Places, west: float) -> tuple[str, str]:
        """From where the new weight leaves, up at the left side and into the leaf."""
        ring, boxes = self.ring, self.question.boxes
        (x, y), leaf = at[ring.new], at[ring.weight]
        corners = [(x - boxes[ring.new].reach(0.0) - OUT, y), (west, y), (west, leaf[1]), leaf]
        kept = cut(rounded(corners, 14.0), leaf, boxes[ring.weight], gap=TIP)
        side = leaf[0] - boxes[ring.weight].reach(0.0)
        return f"M{written(kept)}", f"translate({side:.1f},{leaf[1]:.1f}) rotate(0)"


def _drawn(
    corners: Sequence[Point], spot: Point, tail: tuple[Point, Box], head: tuple[Point, Box] | None
) -> Drawn:
    points = rounded(corners, 14.0)
    points = cut(points[::-1], *tail, gap=0)[::-1]
    if head is None:
        tip, kept = points[-1], points
        before = points[-2]
    else:
        tip = cut(points, *head, gap=0)[-1]
        kept = cut(points, *head, gap=TIP)
        before = kept[-1]
    turn = degrees(atan2(tip[1] - before[1], tip[0] - before[0]))
    return Drawn(
        path=f"M{written(kept)}",
        head=f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({turn:.1f})",
        x=round(spot[0], 1),
        y=round(spot[1], 1),
    )
