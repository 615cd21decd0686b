"""The slots of chains side by side; part of `../slots.py`."""

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
