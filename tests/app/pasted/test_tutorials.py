"""Programs of public tutorials: the loss, and all gradients, that the library itself has.

In `tutorials.toml` `loss` and `reach` (the length of all gradients together) are what PyTorch, JAX,
micrograd or numpy said when the text was run there with the same numbers. Where PyTorch is at hand,
`make test-oracles` runs each text again, and compares leaf by leaf.
"""

import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.claims import check
from app.pasted import read

from .in_torch import drawn, truth

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "tutorials.toml").read_text(encoding="utf-8")
)


def of_text(text: str) -> tuple[ge.Graph, ge.Run]:
    reading = read(text)
    assert [(each.line, each.message) for each in reading.refusals] == []
    graph = ge.parse(reading.program)
    return graph, ge.run(graph)


@pytest.mark.parametrize("name", CASES)
def test_a_tutorial_has_the_loss_and_the_gradients_of_its_library(name: str):
    case = CASES[name]
    graph, run = of_text(case["text"])
    assert graph.loss is not None
    assert float(run.value(graph.loss).reshape(())) == pytest.approx(case["loss"], rel=1e-12)
    if "reach" in case:
        weights = [node for node in graph.nodes if node.role == "weight"]
        squares = sum(np.sum(np.square(run.gradient(node.index))) for node in weights)
        assert np.sqrt(squares) == pytest.approx(case["reach"], rel=1e-11)
    claimed = {each.name: each.status for each in check(read(case["text"]).program)}
    assert claimed == case.get("claims", {})


@pytest.mark.oracles
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("pytorch")])
def test_every_leaf_of_a_tutorial_has_the_gradient_that_pytorch_says(name: str):
    text = CASES[name]["text"]
    _reading, numbers = drawn(text)
    graph, run = of_text(text)
    found = truth(text, numbers)
    assert graph.loss is not None
    assert float(run.value(graph.loss).reshape(())) == pytest.approx(found.loss, rel=1e-12)
    ours = [
        (np.ravel(node.given), np.ravel(run.gradient(node.index)))
        for node in graph.nodes
        if node.leaf and node.given is not None
    ]
    count = 0
    for value, slope in found.leaves:
        whole = [(np.ravel(value), np.ravel(slope))]
        matrices = np.ndindex(value.shape[:-2])
        pieces = whole if _among(ours, *whole[0]) else [
            (np.ravel(value[at]), np.ravel(slope[at])) for at in matrices
        ]  # fmt: skip
        assert all(_among(ours, *piece) for piece in pieces), np.shape(value)
        count += len(pieces)
    assert sum(node.role == "weight" for node in graph.nodes) == count


def _among(leaves: list[Any], value: Any, slope: Any) -> bool:
    return any(
        len(own) == len(value)
        and np.allclose(own, value, rtol=1e-13, atol=0)
        and np.allclose(flow, slope, rtol=1e-10, atol=1e-13)
        for own, flow in leaves
    )


def test_a_tutorial_is_read_within_a_quarter_of_a_second():
    for name, case in CASES.items():
        took = []
        for _k in range(3):
            begun = time.process_time()
            read(case["text"])
            took.append(time.process_time() - begun)
        assert min(took) < 0.25, name
