"""What of a text belongs to which layer."""

import re
from dataclasses import replace

import pytest

from app.lessons import lessons
from app.story import tell
from app.wording import veil
from app.wording.numbers import LAYER_OF, MARKED
from app.wording.sentences import sentence

VALUE, LOCAL, GRADIENT = LAYER_OF


@pytest.mark.parametrize("slug", ["example-2", "fork", "samples", "network", "vector-backprop"])
def test_the_pieces_of_a_sentence_are_the_sentence_and_a_number_goes_as_far_as_what_follows(
    slug: str,
) -> None:
    """The oracle is a pattern: the shortest text for each number."""
    lesson = lessons()[slug]
    story = tell(replace(lesson.view, iterations=2), notes=lesson.notes, own=lesson.view)
    marked = replace(story.words, mask=MARKED)
    seen = 0
    for step in story.walk.steps:
        plain, hidden = sentence(story.words, step), sentence(marked, step)
        parts = re.split(f"([{''.join(LAYER_OF)}])", hidden)
        literal = [re.escape(each).replace(r"\+", "[+−]") for each in parts]
        found = re.fullmatch(
            "".join(
                "(.+?)" if part in LAYER_OF else f"({text})"
                for part, text in zip(parts, literal, strict=True)
            ),
            plain,
            re.DOTALL,
        )
        pieces = veil.pieces(plain, hidden)
        if len(parts) == 1:
            assert pieces == []
            continue
        assert found is not None
        assert [text for text, *_rest in pieces] == [each for each in found.groups() if each]
        seen += 1
    assert seen > 5


@pytest.mark.parametrize(
    ("plain", "marked", "expected"),
    [
        ("x is 2.", f"x is {VALUE}.", ["x is ", "2", "."]),
        ("2", VALUE, ["2"]),
        ("1 − 2 = −1", f"{VALUE} + {VALUE} = {VALUE}", ["1", " − ", "2", " = ", "−1"]),
        ("0.2 · −1", f"{LOCAL} · {GRADIENT}", ["0.2", " · ", "−1"]),
        ("no number", "no number", []),
    ],
)
def test_numbers_stand_apart_from_what_is_between_them(
    plain: str, marked: str, expected: list[str]
) -> None:
    assert [text for text, *_rest in veil.pieces(plain, marked)] == expected


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("x is.", f"x is {VALUE}."),
        ("y is 2.", f"x is {VALUE}."),
        ("x is 2", f"x is {VALUE}."),
        ("a 1 b 2", f"a {VALUE} c {LOCAL}"),
    ],
)
def test_a_text_that_is_not_like_its_marks_is_hidden_as_a_whole(plain: str, marked: str) -> None:
    ((text, layers, shown),) = veil.pieces(plain, marked)
    assert text == plain
    assert layers.split() == [LAYER_OF[mark] for mark in LAYER_OF if mark in marked]
    assert not set(shown) & set(LAYER_OF)
