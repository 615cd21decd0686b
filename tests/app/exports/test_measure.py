"""Widths of texts, and lines that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports import measure
from app.exports.marks import Written, written_width
from app.wording.names import Name

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "ems"),
    [("0123456789", 5.56), ("−", 0.584), ("", 0), ("The slope", 4.391)],
)
def test_widths_are_those_of_arial(text: str, ems: float):
    assert measure.width(text, 100) == pytest.approx(100 * ems, abs=1)


def test_bold_is_wider_and_size_scales():
    assert measure.width("gradient", 20, "bold") > measure.width("gradient", 20)
    assert measure.width("gradient", 40) == pytest.approx(2 * measure.width("gradient", 20))


@given(TEXTS, st.floats(60, 600), st.integers(1, 5))
def test_every_line_fits_and_nothing_is_lost_unless_it_is_marked(text: str, room: float, most: int):
    found = measure.lines(text, 12, room, most=most)
    assert len(found) <= most
    for line in found:
        assert measure.width(line, 12) <= room + 0.01
    said, words = " ".join(found), " ".join(text.split())
    assert said == words or measure.ELLIPSIS in said


@given(TEXTS, st.floats(30, 400))
def test_a_shortened_text_fits_and_begins_as_the_whole_does(text: str, room: float):
    found = measure.shortened(text, 12, room)
    assert measure.width(found, 12) <= room + 0.01
    assert found == text or text.startswith(found.removesuffix(measure.ELLIPSIS))


def test_a_name_is_as_wide_as_its_parts():
    plain = written_width(Name("w"), 20)
    for name in (Name("w", "12"), Name("w", over="(2)")):
        assert written_width(name, 20) > plain
    assert Written(x=0, y=0, name=Name("w"), size=20).width == plain
    assert written_width(Name("w"), 20, before="∂") > plain
