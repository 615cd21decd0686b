"""The same story drawn otherwise than as a graph: as neurons, as matrices that become vectors, as
chains side by side."""

from collections.abc import Collection

from . import layers
from . import scene as graphs
from .chains import place as chains
from .chains.scene import scene as chains_scene
from .items import Scene
from .neurons import place as neurons
from .neurons.scene import scene as neuron_scene
from .unroll import place as unroll
from .unroll.scene import scene as unroll_scene

Drawing = graphs.Drawing | neurons.Drawing | unroll.Drawing | chains.Drawing
"""Where everything in a picture goes."""


def scene_of(drawn: Drawing, hide: Collection[str]) -> Scene:
    """The picture before its first step, without the layers that are in no slot."""
    match drawn:
        case neurons.Drawing():
            return layers.without(neuron_scene(drawn), hide)
        case unroll.Drawing():
            return layers.without(unroll_scene(drawn), hide)
        case chains.Drawing():
            return layers.without(chains_scene(drawn), hide)
    return layers.without(graphs.scene(drawn), hide)
