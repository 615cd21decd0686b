"""What a view remembers of a node that it has drawn: of which sample, entry, iteration or layer."""

from dataclasses import dataclass, replace
from typing import Any

from ..graph import Node
from .affine import Affine


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a node of a view comes from; the calculus carries it and does not look inside."""

    sample: int = 0
    """In a graph of all samples, which sample's it is, from 1; 0 where all share it."""
    entry: tuple[int, ...] = ()
    """In a graph drawn scalar by scalar, which entry of its vector or matrix, from 1."""
    time: int | None = None
    """In a graph of the learning, of which iteration, from 0."""
    fold: str = ""
    """In a view of layers, the key under which it is opened and closed; "" where it cannot be."""
    parts: tuple[str, ...] = ()
    """In a view of layers, the names (else ids) of the nodes that it stands for, itself last."""
    affine: Affine | None = None
    """In a view of layers, the affine map that it is, or that its function is of."""


_ITSELF = Origin()


def origin(node: Node) -> Origin:
    """Where a node comes from; one of the program itself comes from nowhere else."""
    return node.origin if isinstance(node.origin, Origin) else _ITSELF


def changed(node: Node, **changes: Any) -> Origin:
    """The origin of a node with some of it changed."""
    return replace(origin(node), **changes)


def of_sample(node: Node) -> Origin | None:
    """What a node keeps that is put in the place of another: its sample."""
    sample = origin(node).sample
    return Origin(sample=sample) if sample else None
