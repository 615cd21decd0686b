"""The matrices of the strip: to scale, inner sizes touching, their cells a Jacobian's entries."""

import numpy as np
import pytest

from app.lessons import lessons
from app.picture import matrices, slots
from app.picture.changes import seen
from app.picture.layers import visible
from app.picture.matrices import CELL, CELLS, LONG, Matrix
from app.picture.strip import Row, strip
from app.story import Story, tell

from .. import stories

MINUS = "\N{MINUS SIGN}"


def _told(slug: str) -> Story:
    lesson = lessons()[slug]
    return tell(lesson.view)


def _row(told: Story, step: int) -> Row:
    found = strip(told.words, told.changes, step)
    assert found is not None
    (row,) = found.rows
    return row


def _end(told: Story) -> int:
    """The step that tells the product."""
    return next(s.index for s in told.walk.steps if s.kind == "product")


def _drawn(row: Row) -> list[Matrix | None]:
    return [cell.matrix for cell in (*row.cells, row.product)]


def _read(text: str) -> float:
    return float(text.replace(MINUS, "-"))


def test_the_jacobian_by_a_matrix_is_three_by_twelve_cells_in_three_times_three_blocks():
    told = _told("network")
    row = _row(told, _end(told))
    jacobian = row.cells[-1].matrix
    assert jacobian is not None and jacobian.read
    assert (jacobian.wide, jacobian.high) == (12 * CELL, 3 * CELL)
    assert len(jacobian.entries) == 36 and len(jacobian.blocks) == 9
    assert {(wide / CELL, high / CELL) for _x, _y, wide, high in jacobian.blocks} == {(4, 1)}
    exact = np.asarray(told.walk.runs[0].of_edge(told.walk.paths[0][-1]))
    for entry, each in zip(jacobian.entries, exact.ravel(), strict=True):
        assert entry.state == "done"
        assert abs(_read(entry.text) - each) <= 0.0005
        shade = int(entry.level) - 4
        assert np.sign(shade) == np.sign(each)


def test_a_row_of_twelve_is_laid_out_as_the_matrix_that_it_is_by():
    told = _told("network")
    product = _row(told, _end(told)).product.matrix
    assert product is not None and product.size == "1×12, as 3×4"
    assert (product.wide, product.high) == (4 * CELL, 3 * CELL)
    focus = told.walk.focus
    assert focus is not None
    for entry, each in zip(
        product.entries, np.ravel(told.walk.runs[0].gradients[focus]), strict=True
    ):
        assert abs(_read(entry.text) - each) <= 0.0005


@pytest.mark.parametrize("slug", ["network", "network-v", "large-layer", "vector-backprop"])
def test_inner_sizes_touch_one_scale_holds_for_all_of_a_chain(slug: str):
    told = _told(slug)
    run, path = told.walk.runs[0], told.walk.paths[0]
    row = _row(told, _end(told))
    sides = []
    for edge, cell in zip(path, row.cells, strict=True):
        if cell.matrix is None:
            assert run.shape_of(edge) == (1, 1)
            sides.append((CELL, CELL))
        else:
            sides.append((cell.matrix.high, cell.matrix.wide))
    assert all(before[1] == after[0] for before, after in zip(sides, sides[1:], strict=False))
    per = {round(m.letters / m.wide, 3) for m in _drawn(row) if m is not None}
    assert max(per) - min(per) <= 0.002, "letters are rounded"


def test_a_thousand_by_a_million_is_drawn_by_blocks_and_without_a_cell():
    told = _told("large-layer")
    row = _row(told, _end(told))
    last = row.cells[-1].matrix
    assert told.walk.runs[0].shape_of(told.walk.paths[0][-1]) == (1000, 1_000_000)
    assert last is not None and not last.entries
    assert len(last.blocks) == 6 and len(last.dots) == 2
    corners = [(x / last.wide, y / last.high) for x, y, _w, _h in last.blocks]
    assert all(abs(x - y) < 1e-9 for x, y in corners), "along the diagonal"
    assert last.wide > last.high


@pytest.mark.parametrize("many", [LONG, LONG + 1])
def test_of_more_than_a_line_of_cells_none_is_drawn(many: int):
    row = ", ".join("1" for _k in range(many))
    told = stories.story(f"w: weight = [{row}]\nx: input = [{row}]\nL: loss = w @ x", focus="w")
    matrix = _row(told, told.last).cells[-1].matrix
    assert matrix is not None and len(matrix.entries) == (many if many <= LONG else 0)
    assert matrices.drawn((CELLS // 8, 8)) and not matrices.drawn((CELLS // 8 + 1, 8))


def test_a_cell_has_no_number_before_its_factor_is_told_and_none_where_the_layer_is_hidden():
    told = _told("network")
    names = {slots.entry(*each) for each in matrices.entries(told.words)}
    names |= {slots.product_entry(k) for k in matrices.product_entries(told.words)}
    known: dict[int, set[str]] = {}
    for step in range(told.last + 1):
        now = seen(told.changes, step)
        known[step] = {name for name in names if now[name, "text"] or now[name, "heat"]}
        assert known[step] == {name for name in names if now[name, "state"] == "done"}
    place = {s.edge: k for k, s in enumerate(told.walk.steps) if s.kind == "slope"}
    path = told.walk.paths[0]
    for at, edge in enumerate(path):
        own = {name for name in names if name.startswith(f"m{at}-")}
        assert not own & known[place[edge] - 1] and own <= known[place[edge]]
    hidden = visible(told.words, told.changes, ("local", "gradients"))
    left = [change for group in hidden for change in group if change.slot in names]
    assert {change.value for change in left} == {"absent", ""}


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ([0.2, -0.2, 0.125], ["0.2", f"{MINUS}0.2", "0.125"]),
        ([-1.462117, -0.731059], [f"{MINUS}1.46", f"{MINUS}.731"]),
        ([1, -2, 0], ["1", f"{MINUS}2", "0"]),
        ([0.0004, 0.5], ["4e−4", "0.5"]),
        ([123.4, 0.5], ["123", "0.5"]),
        ([123456, 1], ["", "1"]),
        ([float("nan"), 1.5], ["✗", "1.5"]),
        ([12.34, -0.5], ["12.3", f"{MINUS}0.5"]),
    ],
)
def test_a_cells_number_has_room_and_is_never_rounded_to_zero(
    numbers: list[float], written: list[str]
):
    told = _told("network")
    found = [text for text, _shade in matrices.told(numbers, told.words.wire, local=True)]
    assert found == written
    assert all(len(text) <= matrices.CHARACTERS for text in found)
