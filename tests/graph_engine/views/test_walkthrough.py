"""Views are told like any other graph: chains, whole passes, updates."""

import time

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import limits, views

from .programs import FCNN, SAMPLES, same


def made(program: str, view: str) -> ge.Graph:
    graph = ge.parse(program)
    if view == "spread":
        return views.spread(graph)
    if view == "only":
        return views.only(graph, 2)
    if view == "layers of samples":
        return views.layers(views.spread(graph))
    if view == "scalars of samples":
        return views.scalars(views.spread(graph))
    return {"vectors": lambda: graph, "layers": lambda: views.layers(graph),
            "scalars": lambda: views.scalars(graph)}[view]()  # fmt: skip


CASES = [(FCNN, view) for view in ("vectors", "layers", "scalars")] + [
    (SAMPLES, view) for view in ("spread", "only", "layers of samples", "scalars of samples")
]
IDS = [f"{'network' if program is FCNN else 'samples'}-{view}" for program, view in CASES]


@pytest.mark.parametrize(("program", "view"), CASES, ids=IDS)
@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_every_chain_ends_with_the_gradient(program: str, view: str, arithmetic: str):
    graph = made(program, view)
    for leaf in graph.leaves:
        if leaf.name is None:
            continue
        walk = ge.tell(graph, focus=leaf.name, arithmetic=arithmetic)
        frame = walk.frame(
            max(step.index for step in walk.steps if step.phase == "backward"
                and not step.iteration)
        )  # fmt: skip
        gradient = walk.runs[0].gradient(leaf.name)
        if walk.path_count:
            same(frame.number("gradient", leaf.index), gradient)
            continue
        products = [walk.products(0, path)[-1] for path in range(len(walk.paths))]
        same(sum(products), gradient)
        what, target = ("sum", leaf.index) if len(products) > 1 else ("product", 0)
        same(frame.number(what, target), gradient)


@pytest.mark.parametrize(("program", "view"), CASES, ids=IDS)
def test_the_whole_pass_updates_the_weights_as_learning_does(program: str, view: str):
    graph = made(program, view)
    walk = ge.tell(graph, rate=0.5, iterations=2)
    learned = ge.learn(graph, rate=0.5, iterations=2)
    assert [float(run.values[graph.loss or 0]) for run in walk.runs] == list(learned.losses)
    last = walk.frame(len(walk.steps) - 1)
    for name, values in learned.weights.items():
        same(last.number("value", graph.node(name).index), values[2])


def test_in_a_picture_of_samples_there_is_a_path_for_each():
    walk = ge.tell(views.spread(ge.parse(SAMPLES)), focus="w")
    assert len(walk.paths) == 3
    products = [walk.products(0, path)[-1] for path in range(3)]
    np.testing.assert_allclose(products[1], [0.5, 0.5])
    assert [step.kind for step in walk.steps if step.phase == "backward"][-1] == "sum"


def test_of_more_samples_than_paths_are_told_the_contributions_are_added_where_they_meet():
    count = limits.PATHS.most + 1
    listed = ", ".join(str(k) for k in range(count))
    walk = ge.tell(
        views.spread(ge.parse(f"x: input = each({listed})\nw: weight = 2\nL: loss = (w*x)**2")),
        focus="w",
    )
    assert walk.path_count == count and walk.paths == ()
    w = walk.graph.node("w").index
    flows = [step for step in walk.steps if step.kind == "flow" and step.edge
             and step.edge.src == w]  # fmt: skip
    (total,) = (step for step in walk.steps if step.kind == "sum" and step.node == w)
    assert len(flows) == count
    assert float(total.facts[0].number) == sum(4 * k * k for k in range(count))


def test_samples_are_chosen_before_anything_is_told():
    with pytest.raises(ge.GraphError, match="choose which"):
        ge.tell(ge.parse(SAMPLES))


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_million_weights_are_told_without_a_copy_in_every_fact(arithmetic: str):
    graph = ge.parse("W: weight = random(1000, 1000)\nx = ones(1000)\nL = sum(sigmoid(W @ x))")
    begin = time.process_time()
    walk = ge.tell(graph, focus="W", arithmetic=arithmetic)
    assert time.process_time() - begin < 20
    arrays = {
        id(number if number.base is None else number.base): number.nbytes
        for step in walk.steps
        for fact in step.facts
        if isinstance(number := fact.number, np.ndarray)
    }
    # The weights of each run, and what flows back to them.
    assert sum(arrays.values()) < 5 * 8_000_000
    assert walk.products(0, 0) is walk.products(0, 0)
