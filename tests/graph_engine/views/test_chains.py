"""Chains side by side: one path for each weight, and what two share in one piece."""

import pytest

import graph_engine as ge
from graph_engine.views import chains, layers

NETWORK = (
    "x: input = [2, -1]\nt: label = 1\nW: weight = [[1, 2], [3, 4]]\nV: weight = [[1, 0], [0, 1]]\n"
    "u: weight = [1, -2]\ny = sigmoid(W @ x)\nz = sigmoid(V @ y)\nq = u @ z\n"
    "L: loss = logistic_loss(t, q)"
)

LEAVES = [f"w{k}" for k in range(8)]
MANY = "\n".join(f"{leaf} = 1" for leaf in LEAVES) + f"\nL = {' + '.join(LEAVES)}"


def named(graph: ge.Graph) -> dict[str | None, list[str]]:
    nodes = graph.nodes
    return {
        nodes[chain.leaf].name: [f"{nodes[e.dst].name}/{nodes[e.src].name}" for e in chain.path]
        for chain in chains(graph)
    }


def test_each_weight_has_its_factors_from_the_loss_on_the_nearest_first():
    assert list(named(layers(ge.parse(NETWORK))).items()) == [
        ("u", ["L/q", "q/u"]),
        ("V", ["L/q", "q/z", "z/V"]),
        ("W", ["L/q", "q/z", "z/y", "y/W"]),
    ]


def test_what_is_given_has_no_chain_and_branches_stay_together():
    text = "a = 1\nb = 2\nc = 3\nd = 4\np = a * b\nr = c * d\nL = p + r"
    firsts = [path[0] for path in named(ge.parse(text)).values()]
    assert sorted(firsts) in (firsts, firsts[::-1])
    assert len(firsts) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("w: weight = 1\nL = w * 2", "where two leaves or more are learned"),
        ("w: weight = 1\nv: weight = 2\nL = w * v * w", "several paths lead from the loss to `w`"),
        (MANY, "at most 6"),
    ],
)
def test_what_cannot_stand_side_by_side_says_why(text: str, said: str):
    with pytest.raises(ge.GraphError, match=said):
        chains(ge.parse(text))
