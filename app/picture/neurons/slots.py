"""The slots of neurons and connections, entry by entry; part of `../slots.py`."""

from graph_engine import Edge

from ...wording.words import Words
from ..slot import slot
from .shown import neurons, summing, tied, weighed


@slot(neurons, layer="values", state="absent", text="")
def neuron(index: int, entry: int) -> str:
    """In a neuron: its activation, an entry of its node's value."""
    return f"n{index}.a{entry}"


@slot(neurons, layer="gradients", state="absent", text="")
def neuron_gradient(index: int, entry: int) -> str:
    """In a neuron, below that: the gradient by it."""
    return f"n{index}.d{entry}"


@slot(summing, layer="values", state="absent", text="")
def neuron_sum(index: int, entry: int) -> str:
    """Below all neurons, of one that is touched: what it adds up (`neurons/sums.py`)."""
    return f"n{index}.s{entry}"


@slot(weighed, layer="values", state="waiting", line="")
def line(edge: Edge, entry: int) -> str:
    """A connection's line: as wide as its weight is large (`neurons/lines.py`)."""
    return f"{edge.id}.l{entry}"


@slot(weighed, layer="values", state="absent", text="")
def weight(edge: Edge, entry: int) -> str:
    """On a connection that is touched: its weight."""
    return f"{edge.id}.w{entry}"


@slot(weighed, layer="gradients", state="absent", text="")
def weight_gradient(edge: Edge, entry: int) -> str:
    """On a connection: the gradient by its weight, as far as it comes from here."""
    return f"{edge.id}.d{entry}"


@slot(tied, layer="gradients", state="absent", text="")
def tied_gradient(edge: Edge, entry: int) -> str:
    """On a connection that is touched: the gradient by a weight that stands on others, too."""
    return f"{edge.id}.t{entry}"


@slot(weighed, layer="gradients ribbons", state="absent", ribbon="")
def weight_ribbon(edge: Edge, entry: int) -> str:
    """Under a connection: the band of what flows back on it."""
    return f"{edge.id}.r{entry}"


def of_neurons(words: Words, index: int) -> list[str]:
    """Where the entries of a node's value stand, drawn as neurons."""
    found = [neuron(*each) for each in neurons(words) if each[0] == index]
    return found + [neuron_sum(*each) for each in summing(words) if each[0] == index]


def of_gradients(words: Words, index: int, edge: Edge | None) -> list[str]:
    """Where those of the gradient by a node stand, or of what comes back on a wire from it."""
    found = [neuron_gradient(*each) for each in neurons(words) if each[0] == index]
    return found + [weight_gradient(*each) for each in weighed(words) if each[0] == edge]
