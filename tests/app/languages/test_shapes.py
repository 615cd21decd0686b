"""Shapes that do not fit, in Czech: whatever the operands are called, they stand as they are."""

import pytest

from app import create_app, languages
from graph_engine import ProgramError, parse

LEFT = {"vector": "zeros(2)", "matrix": "zeros(2, 2)"}
RIGHT = {"vector": "zeros(3)", "matrix": "zeros(3, 2)"}


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("right", RIGHT)
def test_operands_without_a_name_stand_in_the_nominative(left: str, right: str):
    with pytest.raises(ProgramError) as caught:
        parse(f"L = {LEFT[left]} @ {RIGHT[right]}")
    with create_app().test_request_context("/?lang=cs"):
        said = languages.translate(caught.value.message)
    have = {"vector": "prvků", "matrix": "sloupců"}[left]
    assert said.startswith(f"`@`: levá strana musí mít tolik {have}, kolik "), said
    assert "má pravá strana" in said and "strana musí být" not in said
