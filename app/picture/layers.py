"""Layers that can be hidden: values, local gradients, gradients, sizes, ribbons, callouts.

Which slots belong to a layer is said where they are declared (`Slot.layer`); a hidden one stays in
picture, strip and data as it was before the first step. In sentences and formulas a hidden layer's
numbers are written as `?` (`Mask` in `app/wording/numbers.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..wording.words import Words
from .changes import Change, first
from .items import Scene
from .slot import SLOTS

CALLOUTS = "callouts"

LAYERS = ("values", "local", "gradients", "sizes", "ribbons", CALLOUTS)
"""As a link names them: the numbers above the wires, the boxes below, what flows back; sizes; the
bands that are as wide as much flows back, which go with the gradients, too; the cards beside nodes,
which are in no picture."""


def visible(
    words: Words, changes: Sequence[Sequence[Change]], hidden: Collection[str]
) -> Sequence[Sequence[Change]]:
    """The changes without those of hidden layers."""
    gone = {
        slot.name_of(target)
        for slot in SLOTS.values()
        if not {*slot.layer.split()}.isdisjoint(hidden)
        for target in slot.of(words)
    }
    if not gone:
        return changes
    kept = [[change for change in group if change.slot not in gone] for group in changes]
    kept[0] += [Change(*key, value) for key, value in first(words) if key[0] in gone]
    return kept


def without(scene: Scene, hidden: Collection[str]) -> Scene:
    """A picture without the layers that are in no slot: sizes on the wires, and of weights."""
    if "sizes" not in hidden:
        return scene
    items = tuple(
        item
        if item.shape is None
        else replace(item, shape=replace(item.shape, text="", state="absent"))
        for item in scene.items
    )
    chains = scene.chains
    if chains is not None:
        chains = replace(chains, rows=tuple(replace(row, size=None) for row in chains.rows))
    neurons = scene.neurons
    if neurons is not None:
        columns = tuple(replace(each, size="") for each in neurons.columns)
        weights = tuple(replace(each, size="") for each in neurons.weights)
        neurons = replace(neurons, columns=columns, weights=weights)
    return replace(scene, items=items, chains=chains, neurons=neurons)
