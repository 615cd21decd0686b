"""A hidden layer is gone from the picture, also by ear; nothing else is, and nothing moves."""

from dataclasses import replace

import pytest

from app.picture.items import EdgePicture, NodePicture, Part
from app.picture.layers import LAYERS, without

from ..stories import SLIDE, story

TOLD = story(**SLIDE)


def parts(hide: tuple[str, ...]) -> dict[str, Part]:
    """Every text of the picture at its fullest, by its slot."""
    found: dict[str, Part] = {}
    for item in replace(TOLD, hide=hide).drawn(25).items:
        listed = (
            (item.total, item.update)
            if isinstance(item, NodePicture)
            else (item.value, item.local, item.gradient)
        )
        found |= {part.slot: part for part in listed if part is not None}
    return found


WHOLE = parts(())
KINDS = {"value": "values", "local": "local", "gradient": "gradients", "total": "gradients"}


@pytest.mark.parametrize(
    "hide", [("values",), ("local",), ("gradients",), ("values", "local"), LAYERS]
)
def test_what_is_hidden_is_gone_and_the_rest_is_there(hide: tuple[str, ...]):
    for slot, part in parts(hide).items():
        if KINDS.get(slot.split(".")[1]) in hide:
            assert (part.text, part.state) == ("", "absent")
        else:
            assert part == WHOLE[slot]


def test_all_layers_have_something_to_hide():
    shown = {KINDS.get(slot.split(".")[1]) for slot, part in WHOLE.items() if part.text}
    assert shown >= set(LAYERS) - {"sizes", "ribbons", "callouts"}  # these are no texts


def test_sizes_are_a_layer_of_their_own():
    told = story("W: weight = [[1, 2], [3, 4]]\nx = [1, 1]\ny = W @ x\nL: loss = norm2(y)")
    edges = [item for item in told.drawn(9).items if isinstance(item, EdgePicture)]
    hidden = replace(told, hide=("sizes",)).drawn(9).items
    assert {"2×2", "2×1"} <= {edge.shape.text for edge in edges if edge.shape}
    assert {item.shape.text for item in hidden if item.shape} == {""}


def test_nothing_moves_and_no_name_goes():
    scene = TOLD.drawn(25)
    hidden = without(scene, LAYERS)
    for before, after in zip(scene.items, hidden.items, strict=True):
        assert before.name == after.name and before.state == after.state
        if isinstance(before, EdgePicture) and isinstance(after, EdgePicture):
            assert before.path_d == after.path_d


def test_the_heat_of_a_matrix_is_a_value_too():
    told = story("W: weight = [[1, 2], [3, 4]]\nx = [1, 1]\ny = W @ x\nL: loss = norm2(y)")
    heats = [item.heat for item in told.drawn(9).items if getattr(item, "heat", None)]
    hidden = [
        item.heat
        for item in replace(told, hide=("values",)).drawn(9).items
        if getattr(item, "heat", None)
    ]
    assert {heat.state for heat in heats} == {"done"}
    assert {(heat.state, heat.levels) for heat in hidden} == {("absent", "")}


def test_a_saved_picture_says_no_hidden_number():
    drawn = replace(TOLD, hide=("gradients",)).svg(25)
    assert "−0.74" not in drawn and "0.2" in drawn
    assert "flows back −" not in drawn
    assert replace(TOLD, hide=()).svg(25) == TOLD.svg(25)
