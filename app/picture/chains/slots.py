"""The slots of chains side by side; part of `../slots.py`."""

from ...languages import later
from ..slot import slot


@slot(
    lambda words: [chain.leaf for chain in words.abreast],
    layer="gradients",
    state="absent",
    heat="",
)
def leaf_shape(leaf: int) -> str:
    """Behind an update: the gradient in the shape of its leaf, in shades."""
    return f"n{leaf}.shape"


@slot(
    lambda words: [words.walk.graph.loss] if words.abreast and words.walk.updates else [],
    say=later("before the update"),
    layer="values",
    state="absent",
    text="",
)
def loss_before(loss: int) -> str:
    """Beside the loss: what it was before the update."""
    return f"n{loss}.before"
