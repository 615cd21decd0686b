"""A matrix and its vector: every cell is the engine's, and one entry's cells stand together."""

import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.picture.changes import seen
from app.picture.unroll import changes, shown, slots
from app.state.view import View
from app.story import Story, tell
from graph_engine import views

from ....graph_engine.views.programs import FCNN
from ....graph_engine.views.test_network import FOUR
from ...stories import near, number, step

BATCH = """\
X: input = [[1, 2], [0.5, -1], [2, -0.5]]
W: weight = [[0.5, -1, 2], [1, 0.25, -0.5]]
Y = tanh(X @ W)
L: loss = norm2(Y)
"""
TIED = """\
x: input = [1, 2]
W: weight = [[0.5, -1], [1, 0.25]]
h = tanh(W @ x)
k = tanh(W @ h)
L: loss = norm2(k)
"""
PROGRAMS = {
    "the lecture's network": FCNN,
    "4-8-3": FOUR,
    "a batch of vectors": BATCH,
    "a row times its weights": (
        "x: input = [1, 2]\nW: weight = [[1, 2, 3], [3, 4, 5]]\nh = x @ W\nL: loss = sum(h**2)"
    ),
    "weights at two places": TIED,
    "the weights are given": (
        "X: input = [[1, 2], [3, 4]]\nw: weight = [1, 2]\nL: loss = sum(X @ w)"
    ),
}


def unrolled(program: str, **view: Any) -> Story:
    return tell(View(program=program, zoom="unroll", **view))


def told_last(told: Story) -> int:
    """The last step of the first way back."""
    return max(s.index for s in told.walk.steps if s.phase == "backward" and not s.iteration)


def written(text: str) -> object:
    """What a cell says, to half a unit of its last digit; of very small ones there are two."""
    if "0.000" in text or "⁻" in text or "e" in text:
        return pytest.approx(number(text), rel=0.05)
    decimals = len(text.partition(".")[2])
    few = decimals < 3
    return near(number(text)) if few else pytest.approx(number(text), abs=0.501 * 10**-decimals)


@pytest.mark.parametrize("columns", [False, True], ids=["row by row", "column by column"])
@pytest.mark.parametrize("named", PROGRAMS)
def test_every_cell_is_what_the_engine_computes_in_the_order_of_vec(named: str, columns: bool):
    told = unrolled(PROGRAMS[named], columns=columns)
    words, run = told.words, told.walk.runs[0]
    found = shown.lower(words)
    assert found is not None
    edge, matrix = found.of.edge, found.of.matrix
    at = told_last(told)
    now = seen(told.changes, at)
    # where an entry stands among those of the vector, as numpy counts them
    order = np.arange(found.of.count).reshape(found.of.shape)
    vector = np.ravel(order.T if columns else order).tolist()
    assert [entry for entry in vector if entry in found.places] == [*found.places]
    jacobian = words.ordered(run, edge).built
    upstream = np.ravel(run.gradients[edge.dst])
    rows = np.arange(len(upstream)).reshape(found.of.result)
    outputs = np.ravel(rows.T if columns else rows).tolist()
    values, gradient = np.ravel(run.values[matrix]), np.ravel(run.flow(edge))
    whole = np.ravel(run.gradients[matrix])
    for entry in found.places:
        for slot, true in ((slots.matrix_entry, values), (slots.vector_entry, values)):
            assert float(true[entry]) == near(number(now[slot(matrix, entry), "text"]))
        assert float(gradient[entry]) == written(now[slots.gradient_entry(edge, entry), "text"])
        assert float(whole[entry]) == written(now[slots.folded_entry(matrix, entry), "text"])
        for output in found.outputs:
            text = now[slots.jacobian_entry(edge, output, entry), "text"]
            true = float(jacobian[outputs.index(output), vector.index(entry)])
            assert true == written(text)
            assert found.filled(output, entry) or (text, true) == ("0", 0.0)
    for output in found.outputs:
        text = now[slots.handed_entry(edge, output), "text"]
        assert float(upstream[output]) == written(text)
    # what is said of zeros is what the Jacobian has, where no function is flat
    zeros = int(np.count_nonzero(jacobian == 0))
    said = now[slots.jacobian_zeros(edge), "text"]
    assert "relu" in PROGRAMS[named] or said == f"{zeros} of {jacobian.size} are zero"


@pytest.mark.parametrize("columns", [False, True], ids=["row by row", "column by column"])
def test_an_entry_has_one_colour_and_one_column_wherever_it_stands(columns: bool):
    told = unrolled(FCNN, focus="W", columns=columns)
    groups = {g.kind: g for g in told.drawn(told_last(told)).unrolled.groups}
    vector = {c.entry: c for c in groups["vector"].cells}
    assert len(vector) == 12
    for kind in ("matrix", "jacobian", "gradient", "folded"):
        for cell in groups[kind].cells:
            if cell.hue:
                assert cell.hue == vector[cell.entry].hue
            if kind in ("jacobian", "gradient") and cell.entry:
                assert cell.x == vector[cell.entry].x
    # each line has its colour, and its neighbour another
    shape = (3, 4)
    lines = 1 if columns else 0
    hues = {np.unravel_index(int(e.split(".")[1]), shape)[lines]: c.hue for e, c in vector.items()}
    assert all(hues[k] != hues[k + 1] for k in range(len(hues) - 1))
    # a cell's flight begins where the same entry stands
    for cell in groups["vector"].cells:
        start = next(c for c in groups["matrix"].cells if c.entry == cell.entry)
        dx, dy = map(float, cell.origin.split())
        assert (cell.x + dx, cell.y + dy) == pytest.approx((start.x, start.y), abs=0.1)


@pytest.mark.parametrize("columns", [False, True], ids=["row by row", "column by column"])
@pytest.mark.parametrize("named", PROGRAMS)
def test_no_way_crosses_another_and_no_cell_lies_on_one(named: str, columns: bool):
    told = unrolled(PROGRAMS[named], columns=columns)
    scene = told.scene
    for group in scene.unrolled.groups:
        corners = [(c.x, c.y) for c in group.cells]
        assert len(corners) == len({*corners})
        for x, y in corners:
            assert x >= 0 and x + scene.unrolled.cell <= scene.width
            assert y >= 0 and y + scene.unrolled.high <= scene.height
        ways = [_lines(way.path_d) for way in group.ways]
        for one, other in ((a, b) for k, a in enumerate(ways) for b in ways[k + 1 :]):
            assert not any(_cross(p, q) for p in one for q in other)


def _lines(path: str) -> list[tuple[float, float, float, float]]:
    """The straight pieces of a way, its corners cut off."""
    points = [tuple(map(float, each.split(","))) for each in re.findall(r"[-\d.]+,[-\d.]+", path)]
    return [(x, y, u, v) for (x, y), (u, v) in pairwise(points)]


def _cross(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    left, top = (
        max(min(one[0], one[2]), min(other[0], other[2])),
        max(min(one[1], one[3]), min(other[1], other[3])),
    )
    right, low = (
        min(max(one[0], one[2]), max(other[0], other[2])),
        min(max(one[1], one[3]), max(other[1], other[3])),
    )
    return left <= right and top <= low


def test_the_vector_comes_with_the_way_back_and_each_part_with_its_step():
    told = unrolled(FCNN, focus="W")
    first = step(told, "path:1").index

    def there(at: int, kind: str) -> bool:
        (group,) = (g for g in told.drawn(at).unrolled.groups if g.kind == kind)
        states = {cell.part.state for cell in group.cells}
        assert len(states) == 1
        return states == {"done"}

    assert there(0, "matrix") and not there(first - 1, "vector") and there(first, "vector")
    slope = step(told, "slope:y/W").index
    assert not there(slope - 3, "handed") and there(slope - 2, "handed")
    assert not there(slope - 1, "jacobian") and there(slope, "jacobian")
    for kind in ("gradient", "folded"):  # the whole product has a step of its own
        assert not there(slope, kind) and there(slope + 1, kind)
    # before that there is no number of it in the document, and a question mark stands for it
    before = told.svg(slope - 1, fonts=False)
    assert "0.298" not in before and 'data-state="asked"' in before
    # the update changes the matrix and its vector
    placed = step(told, "placed:W").index
    new = np.ravel(told.walk.runs[1].value("W"))
    now = seen(told.changes, placed)
    for slot in (slots.matrix_entry, slots.vector_entry):
        assert float(new[4]) == near(number(now[slot(told.graph.node("W").index, 4), "text"]))


def test_without_a_way_back_all_matrices_become_vectors_after_the_start():
    told = unrolled(FCNN, focus=ge.FORWARD)
    kinds = [g.kind for g in told.scene.unrolled.groups]
    assert kinds == ["matrix", "vector"] * 2
    for at, state in ((0, "absent"), (1, "done")):
        vectors = [g for g in told.drawn(at).unrolled.groups if g.kind == "vector"]
        assert {cell.part.state for each in vectors for cell in each.cells} == {state}
    # so do they where the chain of something else is told
    assert [g.kind for g in unrolled(FCNN, focus="u").scene.unrolled.groups] == kinds


def test_the_order_of_the_vector_is_not_told_before_its_cells_have_gone_there():
    told = unrolled(FCNN)
    late = re.compile(r'<g class="about" data-follows="[^"]+" data-state="(\w+)">')
    first, last = (told.svg(step, fonts=False) for step in (0, told_last(told)))
    assert {*late.findall(first)} == {"absent"}
    assert "done" in late.findall(last)


def test_a_large_matrix_is_drawn_by_its_first_and_last_lines():
    rows = [[k * 0.01 for k in range(j, j + 12)] for j in range(20)]
    told = unrolled(
        f"x: input = {rows[0]}\nW: weight = {rows}\nh = tanh(W @ x)\nL: loss = norm2(h)"
    )
    (found,) = shown.shown(told.words)
    assert (found.rows, found.columns) == ((0, 1, 19), (0, 1, 11))
    groups = {g.kind: g for g in told.drawn(told.last).unrolled.groups}
    assert len(groups["vector"].cells) == 9 and len(groups["jacobian"].cells) == 27
    assert told.scene.width < 1200
    names = [label.pieces[0].plain for label in groups["vector"].late[1:]]
    assert names[-1] == "w₂₀,₁₂"


def test_who_has_no_matrix_in_a_product_is_told_why():
    with pytest.raises(ge.GraphError, match="no matrix is multiplied here"):
        unrolled("x = 2\nw: weight = 3\nL: loss = (w * x)**2")
    with pytest.raises(ge.GraphError, match="choose which, as in `sample=1`"):
        unrolled(
            "x: input = each([1, 2], [3, 4])\nW: weight = [[1, 2], [3, 4]]\nL: loss = sum(W @ x)"
        )


def test_hidden_numbers_are_in_no_cell():
    told = unrolled(FCNN, focus="W")
    for layer, gone in (("values", r">−0\.5<"), ("local", r">0\.298<"), ("gradients", r">0\.172<")):
        at = told_last(told)
        assert re.search(gone, told.svg(at, fonts=False))
        hidden = tell(told.view).__class__(told.view, told.walk, hide=(layer,))
        assert not re.search(gone, hidden.svg(at, fonts=False))


def test_it_is_read_out_entry_by_entry():
    told = unrolled(FCNN, focus="W")
    svg = told.inline_svg(told_last(told))
    labels = re.findall(r'aria-label="([^"]*)"', svg)
    assert any(each.startswith("weight W, w₁₁ 0.5, w₁₂ −0.5") for each in labels)
    assert any(
        "local gradient (3×12), of it 24 of 36 are zero, y₁ w₁₁ 0.21" in each for each in labels
    )
    assert views.vectored(told.graph)[0].filled == 12


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([0.0929, -0.0192, 0.0], ["0.093", "−0.019", "0"]),  # all with as many decimals
        ([0.529, 1.06], ["0.529", "1.06"]),  # there is room
        ([0.09287, 0.00193], ["0.093", "0.0019"]),  # 0.002 would be another number
    ],
)
def test_numbers_side_by_side_have_the_digits_that_their_cells_have_room_for(
    numbers: list[float], said: list[str]
):
    three = [f"{x:.3g}".replace("-", "−") for x in numbers]
    assert changes.short(numbers, three) == said


@pytest.mark.parametrize("named", PROGRAMS)
def test_what_arrives_is_one_row_as_wide_as_its_numbers_before_the_local_jacobian(named: str):
    groups = unrolled(PROGRAMS[named]).scene.unrolled.groups
    (arriving,) = [each for each in groups if each.kind == "handed"]
    (jacobian,) = [each for each in groups if each.kind == "jacobian"]
    assert len({cell.y for cell in arriving.cells}) == 1
    assert [cell.x for cell in arriving.cells] == sorted({cell.x for cell in arriving.cells})
    assert all(0 < cell.x < jacobian.frame.x for cell in arriving.cells)
    assert arriving.fraction.x - arriving.fraction.half > 0
