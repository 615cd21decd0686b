"""A sign that a colour carries is seen by the colour-blind, too.

As in Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision
Deficiency (2009), its matrices for the whole deficiency, on linear RGB.
"""

from typing import Any

import numpy as np
import pytest

from app.picture.style import tokens
from app.picture.svg import THEMES

SEEN = {
    "all cones": np.eye(3),
    "no long ones": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "no middle ones": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "no short ones": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
"""By the cones that an eye has: protanopia, deuteranopia and tritanopia after the usual."""

XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]) / [[0.95047], [1.0], [1.08883]]  # fmt: skip
"""Linear RGB to XYZ, with the white of D65 as 1."""


def lab(colour: str, matrix: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A colour, as an eye sees it, in CIELAB."""
    given = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.maximum(XYZ @ np.clip(matrix @ linear, 0, 1), (6 / 29) ** 3))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", SEEN)
def test_negative_and_positive_of_one_size_are_apart_for_every_eye(theme: str, eye: str):
    known = tokens(theme)
    for level in range(4):
        pair = (lab(known[f"--heat-{k}"], SEEN[eye]) for k in (level, 8 - level))
        assert np.linalg.norm(np.subtract(*pair)) >= 20, (level, theme, eye)


def test_red_and_green_would_not_do():
    assert (
        np.linalg.norm(lab("#e0a09d", SEEN["no long ones"]) - lab("#94c9b9", SEEN["no long ones"]))
        < 20
    )
