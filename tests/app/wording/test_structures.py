"""What is said of a local Jacobian's structure is true of its entries, and long lists are told."""

import numpy as np
import pytest

import graph_engine as ge
from app.wording import cards
from app.wording.cards.local import structure
from app.wording.sentences import sentence

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


ZEROS = {
    "where(m > 0, x, 2*x)": "the mask only chooses",
    "relu(x - 9)": "no entry of u₁ is above 0",
    "0 * x": "is 0 here.",
}


@pytest.mark.parametrize("typed", ZEROS)
def test_a_jacobian_of_zeros_is_called_so_and_neither_diagonal_nor_partly_filled(typed: str):
    program = f"x: weight = [1, -2, 3]\nm: input = [1, 0, 1]\ny = {typed}\nL: loss = sum(y)"
    told = stories.story(program)
    run = told.walk.runs[0]
    y = told.graph.node("y").index
    edge = next(e for e in told.graph.edges if e.dst == y and not np.any(run.of_edge(e).built))
    text = structure(told.words, run, edge)
    assert "All of it is 0 here." in text
    assert "Diagonal" not in text and "At most" not in text
    step = next(s for s in told.walk.steps if s.kind == "slope" and s.edge == edge)
    assert ZEROS[typed] in sentence(told.words, step)


def test_a_letter_of_ours_in_a_slope_is_said():
    rows = stories.story("X: weight = [[1, 2], [3, 4]]\nY = softmax(X, axis=1)\nL: loss = sum(Y)")
    one = stories.story("x: weight = [1, 2]\ny = softmax(x)\nL: loss = sum(y)")
    found = [structure(each.words, each.walk.runs[0], each.graph.edges[0]) for each in (rows, one)]
    assert "Here p is one of the vectors" in found[0]
    assert "Here p" not in found[1]


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
