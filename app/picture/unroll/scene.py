"""A story's matrices and vectors as plain data, every slot at its beginning."""

from dataclasses import dataclass, replace

from ...languages import _, lesson_text
from ...wording.arrays import size
from ...wording.names import Name
from .. import slots as every
from ..items import Scene
from . import slots
from .back import Back
from .items import Group, Label, Unrolled, Way
from .parts import HUES, TIP, Making, head_of, hues_of, path_of, role_of
from .place import HIGH, LABEL, LEVEL, MARGIN, Band, Drawing


def scene(drawn: Drawing) -> Scene:
    """The picture with every slot at its beginning; see `..scene.at` for a step of it."""
    made = Upper(drawn)
    groups = [each for band in drawn.bands for each in made.upper(band)]
    if drawn.lower is not None:
        groups += Back(drawn).below(drawn.bands[0], drawn.lower)
    return Scene(
        title=lesson_text(drawn.sizes.graph.title) or _("A matrix as a vector"),
        width=drawn.width,
        height=drawn.height,
        items=(),
        unrolled=Unrolled(drawn.cell, HIGH, tuple(groups)),
    )


@dataclass(frozen=True)
class Upper(Making):
    """A matrix and its vector."""

    # -- the matrix and its vector ---------------------------------------------------

    def upper(self, band: Band) -> tuple[Group, Group]:
        """Both, the matrix first."""
        of, words, drawn = band.entries, self.words, self.drawn
        index = of.of.matrix
        node, name, flat = words.node(index), words.names[index], words.flat[index]
        hues = hues_of(of)
        middle = (band.top + band.bottom) / 2
        own = Group(
            kind="",
            title="",
            state=self._node_state(index),
            node=every.node(index),
            key=node.name or "",
            role=str(node.role),
        )
        order = _("column by column") if of.by_columns else _("row by row")
        matrix = replace(
            own,
            kind="matrix",
            title=_("%(role)s %(name)s", role=role_of(words, index), name=name.plain),
            cells=tuple(
                self._cell(
                    slots.matrix_entry, (index, entry), at, hues[entry], self._say(of, entry)
                )
                for entry, at in band.matrix.items()
            ),
            frame=self._frame(band.matrix),
            labels=(
                Label(MARGIN + LABEL / 2 - 6, middle, (name,), "symbol"),
                Label(MARGIN + LABEL / 2 - 6, middle + 18, (size(node.shape),)),
            ),
            dots=band.dots,
        )
        top = next(iter(band.vector.values()))[1]
        raised = replace(flat, over="⊤")
        vector = replace(
            own,
            kind="vector",
            title=_("vector %(flat)s of %(name)s", flat=flat.plain, name=name.plain),
            cells=tuple(
                self._cell(
                    slots.vector_entry,
                    (index, entry),
                    at,
                    hues[entry],
                    self._say(of, entry),
                    origin=band.matrix[entry],
                )
                for entry, at in band.vector.items()
            ),
            frame=self._frame(band.vector),
            labels=(
                Label(
                    drawn.column - 9,
                    top + HIGH / 2 + 5,
                    (raised, " = vec(", name, ")", Name("", over="⊤"), " ="),
                    "caption",
                    "end",
                ),
            ),
            late=(
                Label(MARGIN + LABEL, band.bottom + 15, (order,), "size", "start"),
                *(
                    Label(
                        x + drawn.cell / 2, top - 6, (self._name(of, entry),), f"hue{hues[entry]}"
                    )
                    for entry, (x, _y) in band.vector.items()
                ),
            ),
            ways=tuple(self._ways(band, index)),
            places=tuple(band.vector.values()),
        )
        return matrix, vector

    def _ways(self, band: Band, index: int) -> list[Way]:
        """From a line of the matrix up to its place in the vector."""
        of, cell = band.entries, self.drawn.cell
        found = []
        for k, block in enumerate(of.blocks):
            first, last = band.vector[block[0]], band.vector[block[-1]]
            x, end = (first[0] + last[0] + cell) / 2, first[1] + HIGH + 1
            if of.by_columns:
                left, top = band.matrix[block[0]]
                left += cell / 2
                level = end + 10 + LEVEL * k
                path = path_of([(left, top - 1), (left, level), (x, level), (x, end + TIP)])
            else:
                _left, top = band.matrix[block[0]]
                y = top + HIGH / 2
                path = path_of([(band.right + 3, y), (x, y), (x, end + TIP)])
            head = head_of(x, end, -90)
            found.append(Way(path, head, str(k % HUES), slots.vector_entry(index, block[0])))
        return found
