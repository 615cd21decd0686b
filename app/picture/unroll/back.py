"""The way back to a matrix: what arrives, the local Jacobian, their product, that in its shape."""

from dataclasses import dataclass

from ...languages import _
from ...wording.arrays import row_size
from .. import pieces
from .. import slots as every
from ..items import Fraction
from ..sizes import Spot
from . import slots
from .items import Frame, Group, Known, Label, Way
from .parts import HUES, TIP, Making, head_of, hues_of, path_of
from .place import CIRCLE, HIGH, LABEL, LEVEL, MARGIN, TIMES, Band, Lower, label_half

ASKED = 26.0
"""How large a question in the place of a local Jacobian is."""


@dataclass(frozen=True)
class Back(Making):
    """What is below the matrix and its vector."""

    # -- the way back ------------------------------------------------------------------

    def below(self, band: Band, lower: Lower) -> tuple[Group, ...]:
        """What arrives, the local Jacobian, their product, and that in the matrix's shape."""
        return (
            self._handed(band, lower),
            self._jacobian(band, lower),
            self._gradient(band, lower),
            self._folded(band, lower),
        )

    def _handed(self, band: Band, lower: Lower) -> Group:
        of, words, drawn = band.entries, self.words, self.drawn
        index = of.of.edge.dst
        node, name = words.node(index), words.names[index]
        left = min(x for x, _y in lower.arriving.values())
        loss = words.walk.graph.loss
        assert loss is not None
        hues = self._output_hues(of)
        middle = (min(lower.rows.values()) + lower.bottom) / 2
        names = {output: self._output(of, output) for output in of.outputs}
        return Group(
            kind="handed",
            with_slot=slots.handed_entry(of.of.edge, of.outputs[0]),
            state=self._node_state(index),
            title=name.plain,
            node=every.node(index),
            key=node.name or "",
            role="operation",
            cells=tuple(
                self._cell(
                    slots.handed_entry,
                    (of.of.edge, output),
                    at,
                    "",
                    _(
                        "gradient of %(loss)s by %(name)s",
                        loss=words.loss,
                        name=names[output].plain,
                    ),
                )
                for output, at in lower.arriving.items()
            ),
            labels=(Label(drawn.column - TIMES / 2, middle + 5, ("·",), "caption"),),
            dots=lower.skipped,
            fraction=Fraction(
                left - 10 - label_half(drawn.sizes, index),
                middle,
                words.names[loss],
                words.flat[index],
                label_half(drawn.sizes, index),
            ),
            circles=tuple(
                ((x + drawn.cell / 2, y - CIRCLE - 3), names[output], hues[output])
                for output, (x, y) in lower.arriving.items()
            ),
        )

    def _jacobian(self, band: Band, lower: Lower) -> Group:
        of, words, drawn = band.entries, self.words, self.drawn
        edge, hues = of.of.edge, hues_of(of)
        cells = []
        for output, y in lower.rows.items():
            for entry, (x, _y) in band.vector.items():
                filled = of.filled(output, entry)
                say = f"{self._output(of, output).plain} {self._say(of, entry)}" if filled else ""
                cells.append(
                    self._cell(
                        slots.jacobian_entry,
                        (edge, output, entry),
                        (x, y),
                        hues[entry] if filled else "",
                        say,
                    )
                )
        above = min(lower.rows.values())
        frame = Frame(drawn.column, above, drawn.end - drawn.column, lower.bottom - above)
        say = _("local gradient")
        return Group(
            kind="jacobian",
            with_slot=slots.jacobian_entry(edge, of.outputs[0], of.places[0]),
            state=self._wire_state(edge),
            title=self._wire(edge),
            edge=edge.id,
            cells=tuple(cells),
            frame=frame,
            dots=lower.dots,
            known=Known(
                part=pieces.part(every.local, edge, Spot(0, 0, 90), say),
                note=pieces.part(
                    slots.jacobian_zeros, (edge,), Spot(drawn.end, above - 8, 400), _("of it")
                ),
                asked=frame,
                asked_at=(frame.x + frame.width / 2, frame.y + frame.height / 2 + ASKED / 3),
                x=drawn.column,
                y=above - 8,
                above=words.flat[edge.dst],
                below=words.below(edge),
            ),
        )

    def _gradient(self, band: Band, lower: Lower) -> Group:
        of, words, drawn = band.entries, self.words, self.drawn
        edge, hues, cell = of.of.edge, hues_of(of), self.drawn.cell
        loss = words.walk.graph.loss
        assert loss is not None
        half = label_half(drawn.sizes, of.of.matrix)
        places = {entry: (x, lower.gradient) for entry, (x, _y) in band.vector.items()}
        ways = []
        for k, block in enumerate(of.blocks):
            x = (places[block[0]][0] + places[block[-1]][0] + cell) / 2
            begin, end = lower.bottom + 3, lower.gradient - 2
            path = f"M{x:.1f},{begin:.1f} L{x:.1f},{end - TIP:.1f}"
            slot = slots.gradient_entry(edge, block[0])
            ways.append(Way(path, head_of(x, end, 90), str(k % HUES), slot))
        middle = lower.gradient + HIGH / 2
        return Group(
            kind="gradient",
            with_slot=slots.gradient_entry(edge, of.places[0]),
            state=self._wire_state(edge),
            title=_(
                "gradient of %(loss)s by %(name)s", loss=words.loss, name=words.flat[edge.src].plain
            ),
            edge=edge.id,
            cells=tuple(
                self._cell(
                    slots.gradient_entry,
                    (edge, entry),
                    at,
                    hues[entry],
                    self._say(of, entry),
                    origin=(at[0], lower.rows[self._row_of(of, entry)]),
                )
                for entry, at in places.items()
            ),
            frame=self._frame(places),
            labels=(
                Label(drawn.column - 14, middle + 5, ("=",), "caption"),
                Label(
                    drawn.column - 40 - 2 * half,
                    middle + 4,
                    (row_size((of.of.count,)),),
                    "size",
                    "end",
                ),
            ),
            fraction=Fraction(
                drawn.column - 26 - half, middle, words.names[loss], words.below(edge), half
            ),
            ways=tuple(ways),
        )

    def _folded(self, band: Band, lower: Lower) -> Group:
        of, words, cell = band.entries, self.words, self.drawn.cell
        index = of.of.matrix
        node, hues, loss = words.node(index), hues_of(of), words.walk.graph.loss
        assert loss is not None
        several = len(words.walk.graph.arriving[index])
        top = min(y for _x, y in lower.matrix.values())
        bottom = max(y for _x, y in lower.matrix.values()) + HIGH
        half = label_half(self.drawn.sizes, index)
        right = max(x for x, _y in lower.matrix.values()) + cell
        together = _("all %(count)s places together", count=several)
        return Group(
            kind="folded",
            with_slot=slots.folded_entry(index, of.places[0]),
            state=self._node_state(index),
            title=_("gradient of %(loss)s by %(name)s", loss=words.loss, name=words.plain(index)),
            node=every.node(index),
            key=node.name or "",
            role=str(node.role),
            cells=tuple(
                self._cell(
                    slots.folded_entry,
                    (index, entry),
                    at,
                    hues[entry],
                    self._say(of, entry),
                    origin=(band.vector[entry][0], lower.gradient),
                )
                for entry, at in lower.matrix.items()
            ),
            frame=self._frame(lower.matrix),
            labels=(Label(right + 12, (top + bottom) / 2 + 4, (together,), "size", "start"),)
            if several > 1
            else (),
            fraction=Fraction(
                MARGIN + LABEL - 8 - half,
                (top + bottom) / 2,
                words.names[loss],
                words.names[index],
                half,
            ),
            ways=() if several > 1 else tuple(self._back(band, lower, right)),
            dots=lower.folded,
        )

    def _back(self, band: Band, lower: Lower, right: float) -> list[Way]:
        """From its place in the row of gradients back to a line of the matrix."""
        of, cell = band.entries, self.drawn.cell
        found = []
        for k, block in enumerate(of.blocks):
            x = (band.vector[block[0]][0] + band.vector[block[-1]][0] + cell) / 2
            begin = lower.gradient + HIGH + 2
            left, top = lower.matrix[block[0]]
            if of.by_columns:
                left += cell / 2
                level = begin + 14 + LEVEL * k
                path = path_of([(x, begin), (x, level), (left, level), (left, top - 1 - TIP)])
                head = head_of(left, top - 1, 90)
            else:
                y = top + HIGH / 2
                path = path_of([(x, begin), (x, y), (right + 3 + TIP, y)])
                head = head_of(right + 3, y, 180)
            found.append(Way(path, head, str(k % HUES), slots.folded_entry(of.of.matrix, block[0])))
        return found
