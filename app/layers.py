"""Layers of the picture that can be hidden: values, local gradients, gradients."""

from collections.abc import Collection
from dataclasses import replace

from .scene import NodePicture, Part, Scene

LAYERS = ("values", "local", "gradients")
"""As a link names them: the numbers above the wires, the boxes below, what flows back."""


def without(scene: Scene, hidden: Collection[str]) -> Scene:
    """A picture without some layers; names and lines stay where they are."""
    if not hidden:
        return scene

    def part(p: Part, layer: str) -> Part:
        return replace(p, text="", state="absent") if layer in hidden else p

    return replace(
        scene,
        items=tuple(
            replace(item, total=part(item.total, "gradients"))
            if isinstance(item, NodePicture)
            else replace(
                item,
                value=part(item.value, "values"),
                heat=replace(item.heat, state="absent", levels="")
                if item.heat and "values" in hidden
                else item.heat,
                local=part(item.local, "local"),
                gradient=part(item.gradient, "gradients"),
            )
            for item in scene.items
        ),
    )
