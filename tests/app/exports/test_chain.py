"""The strip on a page: the same numbers as in the studio, inside its room, in columns that stay."""

from dataclasses import replace

import pytest

from app.exports.chain import chain, rooms
from app.exports.marks import Box, Line, Text, Written
from app.exports.slides import FRAME
from app.lessons import lessons
from app.picture.strip import strip

from .. import stories


@pytest.mark.parametrize("slug", lessons())
def test_the_strips_numbers_are_all_there_at_every_step(slug: str):
    told = lessons()[slug].story()
    reserved = rooms(told)
    for step in range(told.last + 1):
        shown = strip(told.words, told.changes, step)
        marks, width, height = chain(told, step, reserved)
        if shown is None:
            assert (marks, width, height) == ((), 0, 0)
            continue
        said = [mark.text for mark in marks if isinstance(mark, Text)]
        cells = [cell for row in shown.rows for cell in (*row.cells, row.product)]
        for cell in (*cells, *shown.gradients, *([shown.total] if shown.total else ())):
            assert cell.text.removesuffix(" ▦") in said
        for mark in marks:
            assert mark.x >= -5 and mark.y <= height
            if isinstance(mark, Box | Line):
                assert mark.x + mark.width <= width + 0.01


def test_what_is_asked_for_has_a_dashed_box_and_what_is_known_a_full_one():
    told = stories.story(**stories.SLIDE)
    for step, asked in ((14, 6), (17, 4), (24, 0)):
        marks, *_ = chain(told, step, rooms(told))
        assert sum(isinstance(mark, Box) and mark.dashed for mark in marks) == asked


def test_columns_stay_where_they_are():
    told = stories.story(**stories.SLIDE)
    reserved = rooms(told)

    def symbols(step: int) -> list[tuple[float, float, str]]:
        marks, *_ = chain(told, step, reserved)
        return [(m.x, m.y, m.name.base) for m in marks if isinstance(m, Written) and m.before]

    assert all(symbols(step) == symbols(0) for step in range(told.last + 1))


def lines_of(marks) -> dict[float, list[str]]:
    found: dict[float, list[str]] = {}
    for mark in marks:
        if isinstance(mark, Text):
            found.setdefault(mark.y, []).append(mark.text)
    return found


def texts(marks) -> list[str]:
    return sorted(mark.text for mark in marks if isinstance(mark, Text))


def test_a_long_chain_goes_on_in_the_next_line_and_each_line_begins_with_its_sign():
    told = lessons()["vanishing"].story()
    reserved = rooms(told)
    narrow = replace(FRAME, width=0.8 * FRAME.width)
    places = set()
    for step in range(told.last + 1):
        marks, width, _height = chain(told, step, reserved, narrow)
        whole, wide, _low = chain(told, step, reserved)
        assert width < wide and texts(marks) == texts(whole)
        places.add(tuple((m.x, m.y) for m in marks if isinstance(m, Written) and m.before))
    assert len(places) == 1, "columns stay where they are"
    firsts = [line[0] for line in lines_of(marks).values() if len(line) > 2]
    assert firsts[:4] == ["=", "=", "·", "·"]


def test_a_chain_that_fits_stays_in_one_line():
    for slug in ("example-2", "fork", "network"):
        told = lessons()[slug].story()
        reserved = rooms(told)
        assert chain(told, told.last, reserved, FRAME) == chain(told, told.last, reserved)
