"""The slots of a matrix that becomes a vector, entry by entry; part of `../slots.py`."""

from graph_engine import Edge

from ...wording.words import Words
from ..slot import slot
from . import shown


@slot(shown.in_matrix, layer="values", state="absent", text="")
def matrix_entry(index: int, place: int) -> str:
    """In the matrix: an entry of it, counted row by row."""
    return f"n{index}.m{place}"


@slot(shown.in_matrix, layer="values", state="absent", text="")
def vector_entry(index: int, place: int) -> str:
    """In its vector: the same entry, once it has come there."""
    return f"n{index}.v{place}"


@slot(shown.handed, layer="gradients", state="absent", text="")
def handed_entry(edge: Edge, output: int) -> str:
    """Before a row of the local Jacobian: the gradient that arrives from above."""
    return f"{edge.id}.h{output}"


@slot(shown.in_jacobian, layer="local", state="absent", text="")
def jacobian_entry(edge: Edge, output: int, place: int) -> str:
    """In the local Jacobian: an entry of it."""
    return f"{edge.id}.j{output}-{place}"


@slot(shown.jacobians, layer="local sizes", state="absent", text="")
def jacobian_zeros(edge: Edge) -> str:
    """Above the local Jacobian: how much of it is zero."""
    return f"{edge.id}.zeros"


@slot(shown.in_gradient, layer="gradients", state="absent", text="")
def gradient_entry(edge: Edge, place: int) -> str:
    """In the row below it: an entry of what flows back on the wire."""
    return f"{edge.id}.g{place}"


@slot(shown.in_matrix_again, layer="gradients", state="absent", text="")
def folded_entry(index: int, place: int) -> str:
    """In the gradient in the matrix's own shape: an entry of it."""
    return f"n{index}.f{place}"


def of_entries(words: Words, index: int, edge: Edge | None = None) -> list[str]:
    """Where the entries of the gradient by a node stand, or of what comes back on a wire from
    it."""
    found = [handed_entry(*each) for each in shown.handed(words) if each[0].dst == index]
    found += [gradient_entry(*each) for each in shown.in_gradient(words) if each[0] == edge]
    return found + [
        folded_entry(*each) for each in shown.in_matrix_again(words) if each[0] == index
    ]
