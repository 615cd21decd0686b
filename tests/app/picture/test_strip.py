"""The strip under the picture: factors, products, gradients, in order and at their steps."""

from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.lessons import lessons
from app.picture.strip import strip
from app.state.view import View
from app.story import tell

from .. import stories
from ..stories import SLIDE, few, near, number, views


@few
@given(views(), st.data())
def test_the_strip_too_shows_what_the_frame_knows(view: View, data: st.DataObject):
    told = tell(view)
    k = data.draw(st.integers(0, told.last))
    found, frame = strip(told.words, told.changes, k), told.walk.frame(k)
    if told.view.focus == ge.FORWARD:
        assert found is None
        return
    assert found is not None
    if found.past == "done":
        # A chain stays, as of before the update, until the next way back begins.
        back = [s.index for s in told.walk.steps[:k] if s.phase == "backward"]
        assert told.walk.steps[k].phase == "forward"
        frame = told.walk.frame(back[-1])
    cells = {
        ("factor", (r, c)): cell
        for r, row in enumerate(found.rows)
        for c, cell in enumerate(row.cells)
    }
    cells |= {("product", r): row.product for r, row in enumerate(found.rows)}
    cells |= {("gradient", int(cell.slot[1:])): cell for cell in found.gradients}
    if found.total is not None:
        cells["sum", told.walk.focus] = found.total
    for (what, target), cell in cells.items():
        value = frame.number(what, target)
        assert (cell.state, cell.text == "?") == (
            ("done", False) if value is not None else ("asked", True)
        )
        if value is not None:
            assert number(cell.text) == near(float(value), 2 if told.words.slide else 3) or (
                abs(number(cell.text) - value) < 1e-6
            )


def test_a_chain_stays_as_of_before_the_update_until_the_next_way_back_begins():
    told = stories.story(**SLIDE, iterations=2)
    steps = told.walk.steps
    again = [s.index for s in steps if s.phase == "forward" and s.iteration == 1]
    for k in again:
        found = strip(told.words, told.changes, k)
        assert found is not None and found.past == "done"
        assert found.rows[0].product.text == "−1.48"
    back = next(s.index for s in steps if s.phase == "backward" and s.iteration == 1)
    for k, product in ((again[0] - 1, "−1.48"), (back, "?")):
        found = strip(told.words, told.changes, k)
        assert found is not None and found.past == "absent"
        assert found.rows[0].product.text == product


def test_nothing_is_said_of_a_product_before_its_first_factor_is_told():
    told = tell(View(program=lessons()["example-2"].program, focus="w1"))
    said = {}
    for step, changed in zip(told.walk.steps, told.changes, strict=True):
        said[step.key] = [c.value for c in changed if c.slot == "c0.far" and c.attribute == "text"]
    assert said["path:1"] == said["slope_symbols:L/p"] == []
    (first,) = said["slope:L/p"]
    assert first.startswith("so far −3.7")


def test_the_gradients_in_the_strip_stand_in_the_programs_order():
    names = [f"x{k}" for k in range(13)]
    program = "\n".join(f"{name} = {k}" for k, name in enumerate(names))
    told = stories.story(f"{program}\ny = {' + '.join(names)}")
    found = strip(told.words, told.changes, told.last)
    assert found is not None
    assert [cell.slot for cell in found.gradients] == [f"g{k}" for k in range(13)]


def test_every_number_of_the_strip_leads_to_the_step_that_tells_it():
    told = stories.story(**SLIDE)
    found = strip(told.words, told.changes, told.last)
    assert found is not None
    cells = [*found.rows[0].cells, found.rows[0].product]
    for cell in cells:
        at = strip(told.words, told.changes, cell.step)
        before = strip(told.words, told.changes, cell.step - 1)
        assert at is not None and before is not None
        texts = [
            {c.slot: c.text for c in (*s.rows[0].cells, s.rows[0].product)} for s in (before, at)
        ]
        assert (texts[0][cell.slot], texts[1][cell.slot] != "?") == ("?", True)


def test_every_factor_lights_up_its_wire():
    told = stories.story(**SLIDE)
    found = strip(told.words, told.changes, 0)
    assert found is not None
    assert [cell.edge for cell in found.rows[0].cells] == [e.id for e in told.walk.paths[0]]


def test_before_anything_is_multiplied_nothing_is_said_to_be_the_product_so_far():
    for slug in ("network", "network-u", "vector-backprop"):
        told = lessons()[slug].story()
        (at,) = [each.index for each in told.walk.steps if each.kind == "sizes"]
        found = strip(told.words, told.changes, at)
        assert found is not None and found.rows[0].far.text == ""
        first = next(each.index for each in told.walk.steps if each.kind == "slope")
        found = strip(told.words, told.changes, first + 1)
        assert found is not None and found.rows[0].far.text.startswith("so far ")


def test_the_size_of_the_product_is_told_with_those_of_the_factors():
    told = lessons()["vector-backprop"].story()
    (at,) = [each.index for each in told.walk.steps if each.kind == "sizes"]
    for step, state in ((at - 1, "asked"), (at, "done")):
        found = strip(told.words, told.changes, step)
        assert found is not None
        (row,) = found.rows
        assert row.cells[-1].size.state == state, "which that of the product follows"
        assert row.product.matrix.size == "1×2"
