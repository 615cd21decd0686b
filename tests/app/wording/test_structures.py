"""What is said of a local Jacobian's structure is true of its entries, and long lists are told."""

import numpy as np
import pytest

import graph_engine as ge
from app.wording import cards
from app.wording.cards.local import structure

from .. import stories

MATRICES = "X = [[1, 2, 3], [4, 5, 6]]\nx = [1, -2, 3]\nz = [2, 5]\n"

BLOCKS = {
    "X @ x": ("outputs do not share weights", "X"),
    "x + X": ("the same block again and again", "x"),
    "outer(z, x)": ("the same block again and again", "z"),
    "X.T @ X": ("the same block again and again", "@3"),
    "sum(X, axis=1)": ("no two outputs have an input in common", "X"),
    "mean(X, axis=0)": ("no two outputs have an input in common", "X"),
    "z @ X": ("", "z"),
    "broadcast_to(x[0], 2, 3)": ("", "@3"),
}


@pytest.mark.parametrize("typed", BLOCKS)
def test_what_is_said_of_blocks_is_true_of_the_entries(typed: str):
    told = stories.story(f"{MATRICES}y = {typed}\nL: loss = sum(y)")
    said, name = BLOCKS[typed]
    graph, run = told.graph, told.walk.runs[0]
    source = int(name[1:]) if name.startswith("@") else graph.node(name).index
    edge = next(edge for edge in graph.edges if edge.src == source)
    text = structure(told.words, run, edge)
    built = run.of_edge(edge).built
    in_common = bool(np.any(np.count_nonzero(built, axis=0) > 1))
    assert said in text
    assert ("no two outputs" in text or "do not share" in text) <= (not in_common)
    assert ("again and again" in text) <= in_common
    assert not np.all(built) or ("zeros" not in text and "block" not in text)


@pytest.mark.parametrize("count", [2, 8, 9, 250])
@pytest.mark.parametrize("form", ["[{}]", "concat({}, x)"])
def test_a_list_of_any_length_is_written(form: str, count: int):
    """Of 250 values nobody reads each, and no formula is as long."""
    listed = ", ".join(f"x[{k % 2}]" for k in range(count))
    told = stories.story(f"x: weight = [1, 2]\nv = {form.format(listed)}\nL: loss = sum(v)")
    into = told.graph.node("v").index
    steps = [step for step in told.walk.steps if step.node == into]
    steps += [step for step in told.walk.steps if step.edge and step.edge.dst == into]
    for step in (*steps[:6], *steps[-6:]):
        assert all(line.mathml for line in cards.lines(told.words, step))
    assert ge.check(told.graph)
