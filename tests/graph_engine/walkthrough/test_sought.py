"""The task alone: what is given, what is sought, and nothing that would follow."""

import pytest

import graph_engine as ge
from graph_engine.views import scalars
from graph_engine.walkthrough import sought

from ..programs import EXAMPLE_II

VECTORS = "x: input = [2, 1]\nw: weight = [-1, 1]\nL: loss = w @ x\n"


def told(graph: ge.Graph, *leaves: str) -> dict[str | None, str]:
    """Which leaves the one step tells of, and how."""
    walk = sought(ge.tell(graph), leaves)
    (start,) = walk.steps
    assert start.kind == "start" and start.key == "start"
    for fact in start.facts:
        assert fact.what == "value" and (fact.number is None) == (fact.known == "asked")
    return {graph.nodes[int(str(f.target))].name: f.known for f in start.facts}


def test_the_numbers_of_a_sample_are_known_and_those_of_its_weights_are_asked_for():
    known = {"x1": "known", "x2": "known", "y": "known", "w1": "asked", "w2": "asked"}
    graph = ge.parse(EXAMPLE_II)
    assert told(graph, "w1", "w2") == told(graph, ge.WHOLE) == known


def test_what_a_vector_has_become_in_single_numbers_is_sought_with_it():
    found = told(scalars(ge.parse(VECTORS)), "w")
    assert {name for name, known in found.items() if known == "asked"} == {"w[1]", "w[2]"}


@pytest.mark.parametrize(
    ("name", "said"),
    [("q", "q is computed; only a leaf can be unknown"), ("w3", "w1|w2"), ("w[1]", "w")],
)
def test_only_a_leaf_can_be_sought(name: str, said: str):
    walk = ge.tell(ge.parse(EXAMPLE_II))
    with pytest.raises(ge.GraphError, match=said):
        sought(walk, [name])
