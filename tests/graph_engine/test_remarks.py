"""What a run has to own up to: each trouble is named, and where it began."""

import pytest
from hypothesis import given

import graph_engine as ge
from graph_engine import remarks

from . import programs
from .programs import EXAMPLE_II, Program


def troubles(program: str) -> dict[str, tuple[str, str | None]]:
    """Per named node, its trouble and the name of the node where it began."""
    run = ge.run(ge.parse(program))
    nodes = run.graph.nodes
    return {
        str(nodes[index].name): (
            remark.trouble, None if remark.cause is None else nodes[remark.cause].name
        )
        for index, remark in remarks.of_values(run).items()
    }  # fmt: skip


def test_a_run_in_good_order_has_no_remarks():
    run = ge.run(ge.parse(EXAMPLE_II))
    assert remarks.of_values(run) == {}
    assert [remarks.of_slopes(run).get(edge.dst) for edge in run.graph.edges] == [None] * 10


@pytest.mark.parametrize(
    ("expression", "trouble"),
    [
        ("log(0*x)", "pole"), ("-log(0*x)", "pole"), ("1/(0*x)", "pole"), ("x/0", "pole"),
        ("(0*x)**-1", "pole"), ("exp(1000*x)", "overflow"), ("x*1e308*1e308", "overflow"),
        ("log(-x)", "undefined"), ("sqrt(-x)", "undefined"), ("(-x)**0.5", "undefined"),
        ("(x - x)/(0*x)", "undefined"), ("sigmoid(-1000*x)", "rounded"), ("tanh(50*x)", "rounded"),
        ("exp(-1000*x)", "rounded"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_name(expression: str, trouble: str):
    assert troubles(f"x = 1\nL = {expression}")["L"] == (trouble, None)


def test_what_follows_names_the_node_where_it_began():
    found = troubles("x = 0\na = log(x)\nb = 2*a\nc = b + x\nL = c*x")
    assert found == {
        "a": ("pole", None), "b": ("inherited", "a"), "c": ("inherited", "a"),
        "L": ("inherited", "a"),
    }  # fmt: skip


def test_sigma_rounded_to_zero_is_said_before_the_logarithm_fails():
    found = troubles("z = -1000\np = sigmoid(z)\nL = -log(p)")
    assert found == {"p": ("rounded", None), "L": ("pole", None)}


@pytest.mark.parametrize(
    ("program", "trouble"),
    [("x = 0\nL = relu(x)", "kink"), ("x = 0\nL = abs(x)", "kink"), ("x = 1\nL = sign(x)", "flat"),
     ("x = 0\nL = sign(x)", "kink"),
        ("x = 2\nL = sign(x)", "flat"), ("x = 1\nL = max(x, 1)", "kink")],
)  # fmt: skip
def test_a_slope_that_is_a_convention_says_so(program: str, trouble: str):
    run = ge.run(ge.parse(program))
    remark = remarks.of_slopes(run).get(run.graph.edges[0].dst)
    assert remark is not None and remark.trouble == trouble


@given(programs.programs())
def test_every_value_that_is_not_finite_has_a_remark(program: Program):
    run = ge.run(ge.parse(program.text))
    found = remarks.of_values(run)
    for index, value in enumerate(run.values):
        if not abs(value) < float("inf"):
            assert index in found
            cause = found[index].cause
            assert cause is None or found[cause].trouble != "inherited"


@pytest.mark.parametrize(
    ("program", "trouble"),
    [
        ("s = each(1, 2, 3, 4)\nv = [5, 2, 9]\ny = max(s, v)\nL = sum(y)", "kink"),
        ("s = each(1, 0, 3)\nv = [1, 2]\ny = v / s\nL = sum(y)", "pole"),
        ("v = [1, 0, 3]\ny = relu(v)\nL = sum(y)", "kink"),
        ("W = [[1, 0], [3, 4]]\ny = log(W)\nL = sum(y)", "pole"),
        ("x = each([1, 2], [-1, 3])\ny = log(x)\nL = sum(y)", "undefined"),
    ],
)
def test_one_entry_of_one_sample_is_enough_for_a_remark(program: str, trouble: str):
    run = ge.run(ge.parse(program))
    node = run.graph.node("y")
    if trouble == "kink":
        edge = run.graph.operands[node.index][0]
        remark = remarks.of_slopes(run).get(edge.dst)
    else:
        remark = remarks.of_values(run).get(node.index)
    assert remark is not None and remark.trouble == trouble


def test_a_sample_away_from_the_kink_needs_no_remark():
    run = ge.run(ge.parse("s = each(1, 2, 3, 4)\nv = [5.5, 2.5]\ny = max(s, v)\nL = sum(y)"))
    assert [remarks.of_slopes(run).get(edge.dst) for edge in run.graph.edges] == [None] * 4
