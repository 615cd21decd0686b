"""A page made of paths alone is the page, dot for dot."""

import io

import numpy as np
import pytest
from PIL import Image

from app.exports import render, vectors
from app.exports.slides import walk
from app.lessons import lessons
from app.picture.svg import THEMES

NEAR, SAME = 128, 0.999
"""How far two pixels may be apart where an edge is smoothed; how many are nearer than a tenth."""


def pixels(svg: str) -> np.ndarray:
    with Image.open(io.BytesIO(render.png(svg, scale=1))) as drawn:
        return np.asarray(drawn.convert("RGB")).astype(int)


@pytest.mark.parametrize(
    "slug", ["example-2", "biological-neuron", "example-1-images", "learning-loop", "lstm"]
)
def test_paths_and_drawing_have_the_same_pixels(slug: str):
    told = lessons()[slug].story()
    for theme, step in zip(THEMES, (0, told.last // 2, told.last), strict=False):
        drawn = walk(told, (step,), theme).slide(step)
        paths = vectors.svg(render.pdf(drawn))
        assert "<text" not in paths and "class=" not in paths
        apart = np.abs(pixels(drawn) - pixels(paths)).max(axis=2)
        assert apart.max() < NEAR
        assert (apart < 26).mean() > SAME


def test_what_cannot_be_said_in_paths_is_refused_and_not_left_out():
    faded = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><linearGradient id="a">'
        '<stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
        '<rect width="9" height="9" fill="url(#a)"/></svg>'
    )
    with pytest.raises(vectors.Unknown):
        vectors.svg(render.pdf(faded))
