"""Widths, against a font library that knows nothing of ours: FreeType, by Pillow."""

import pytest
from PIL import ImageFont

from app.fonts import measure, store

TEXTS = (
    "w",
    "= −3.7",
    "−1 → +0.48",
    "0.1234567890",
    "ℒ",
    "σ(v)",
    "loss_x",
    "Příliš žluťoučký",
    "3×12",
)


@pytest.mark.parametrize("face", store.FACES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_it_is_drawn(text: str, face: measure.Face):
    font = ImageFont.truetype(str(store.folder() / f"{face}.ttf"), 1000)
    assert measure.width(text, 13, face) == pytest.approx(font.getlength(text) * 0.013, abs=0.05)


@pytest.mark.parametrize("face", store.FACES)
def test_it_is_as_many_times_wider_as_it_is_larger(face: measure.Face):
    assert measure.width("w = 12", 26, face) == pytest.approx(2 * measure.width("w = 12", 13, face))


@pytest.mark.parametrize("face", ["text", "bold"])
def test_every_digit_takes_the_same_room(face: measure.Face):
    assert len({measure.width(digit, 13, face) for digit in "0123456789"}) == 1


def test_what_no_font_of_ours_has_is_reckoned_with():
    assert measure.width("日本", 10) == 20
    assert measure.width("\u200b", 10) == 0
    assert measure.width("y\u0302", 10, "name") == measure.width("y", 10, "name")
    assert measure.width("ж", 10) > 4
