"""Graphs are kept by their bytes, not by their number."""

import tracemalloc

from app.state.graphs import Graphs, size
from app.state.view import View
from app.story import tell

LARGE = "A: weight = random(1000,{})\nL: loss = sum(A)"


def test_a_program_read_twice_is_the_same_graph():
    graphs = Graphs()
    assert graphs.parse("x = 1\ny = 2*x") is graphs.parse("x = 1\ny = 2*x")


def test_graphs_never_hold_more_than_there_is_room_for():
    graphs = Graphs(10_000_000)
    for k in range(8):
        graphs.parse(LARGE.format(500 + k))
        assert graphs.size <= 10_000_000
    assert len(graphs._kept) == 2


def test_the_graph_read_longest_ago_goes_first():
    graphs = Graphs(10_000_000)
    first, second = LARGE.format(501), LARGE.format(502)
    kept, other = graphs.parse(first), graphs.parse(second)
    assert graphs.parse(first) is kept
    graphs.parse(LARGE.format(503))
    assert graphs.parse(first) is kept
    assert graphs.parse(second) is not other


def test_one_that_does_not_fit_is_read_and_puts_no_other_out():
    graphs = Graphs(1_000_000)
    small = graphs.parse("x = 1\ny = 2*x")
    assert graphs.parse(LARGE.format(500)).loss is not None
    assert graphs.parse("x = 1\ny = 2*x") is small


def test_a_size_counts_the_numbers():
    graph = Graphs().parse(LARGE.format(500))
    assert 4_000_000 < size(graph) < 4_100_000


def test_no_number_is_made_to_count_it():
    tracemalloc.start()
    Graphs().parse(LARGE.format(500))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e6


def test_changed_values_hold_however_a_graph_is_kept(monkeypatch):
    monkeypatch.setattr("app.programs.GRAPHS", Graphs(0))
    story = tell(View(program="w: weight = 2\nL: loss = w**2", values={"w": 3.0}))
    assert story.walk.runs[0].values[-1] == 9.0
    assert story.exact.values[-1] == 9.0
