"""Who mistypes an address, or has half a link, is shown to the lesson that was probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lessons import lessons
from app.lessons.nearest import USUAL, by_program, by_slug


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("example2", "example-2"), ("exmaple-2", "example-2"), ("Example-2", "example-2"),
        ("gate", "gates"), ("forks", "fork"), ("sigmoid-gate", "sigmoid-gates"),
        ("simple_network", "simple-network"), ("", USUAL), ("zzzzzz", USUAL),
    ],
)  # fmt: skip
def test_a_misspelt_address_finds_its_lesson(typed: str, meant: str):
    assert by_slug(typed).slug == meant


def test_every_lesson_is_nearest_to_itself_and_to_its_beginning():
    for slug, lesson in lessons().items():
        assert by_slug(slug).slug == slug
        assert by_program(lesson.program).slug == slug
    start = lessons()["example-1-rgb"].program[:80]
    assert by_program(start).slug == "example-1-rgb"


@given(st.text(max_size=2000))
def test_any_text_finds_a_lesson(text: str):
    assert by_program(text).slug in lessons()
    assert by_slug(text).slug in lessons()
