"""Each limit holds at exactly its number, and no limit is missing from the table."""

from collections.abc import Callable

import pytest

import graph_engine as ge
from graph_engine import limits

from .programs import EXAMPLE_II, refusal


def brackets(count: int) -> str:
    return "x = " + "(" * count + "1" + ")" * count


def mixed_brackets(count: int) -> str:
    return "x = 1\ny = " + "max(x, " * count + "x" + ")" * count


def characters(count: int) -> str:
    return "x = 1 #".ljust(count, "a")


def lines(count: int) -> str:
    return "\n".join(["x = 1"] + [""] * (count - 2) + ["y = 2"])


def lines_with_an_end(count: int) -> str:
    return lines(count) + "\n"


def name(count: int) -> str:
    return "a" * count + " = 1"


def number(count: int) -> str:
    return "x = " + "1" * count


def fraction(count: int) -> str:
    return "x = 0." + "1" * (count - 2)


def nodes(count: int) -> str:
    return "x = 1\ny = " + "*".join(["x"] * count)


def leaves(count: int) -> str:
    return "\n".join(f"x{k} = 1" for k in range(count))


def wires(count: int) -> str:
    return "x = 1\ny = " + "+".join(["x"] * count)


@pytest.mark.parametrize(
    ("limit", "program"),
    [
        (limits.BRACKETS, brackets),
        (limits.BRACKETS, mixed_brackets),
        (limits.CHARACTERS, characters),
        (limits.LINES, lines),
        (limits.LINES, lines_with_an_end),
        (limits.NAME, name),
        (limits.LITERAL, number),
        (limits.LITERAL, fraction),
        (limits.NODES, nodes),
        (limits.NODES, leaves),
        (limits.EDGES, wires),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_program_at_the_limit_is_drawn_and_one_past_it_is_not(
    limit: limits.Limit, program: Callable[[int], str]
):
    graph = ge.parse(program(limit.most))
    assert ge.run(graph)
    assert str(limit.most) in refusal(program(limit.most + 1)).message


def test_learning_takes_as_many_iterations_as_its_limit():
    graph = ge.parse(EXAMPLE_II)
    most = limits.LEARNING.most
    assert len(ge.learn(graph, rate=0.1, iterations=most).losses) == most + 1
    with pytest.raises(ge.GraphError, match=str(most)):
        ge.learn(graph, rate=0.1, iterations=most + 1)


def test_a_story_has_as_many_iterations_as_its_limit():
    graph = ge.parse(EXAMPLE_II)
    most = limits.ITERATIONS.most
    assert len(ge.tell(graph, iterations=most).runs) == most + 1
    with pytest.raises(ge.GraphError, match=str(most)):
        ge.tell(graph, iterations=most + 1)


def test_as_many_paths_are_told_one_by_one_as_the_limit_says():
    most = limits.PATHS.most
    at, past = (ge.parse(wires(count)) for count in (most, most + 1))
    assert len(ge.tell(at, focus="x").paths) == most
    assert ge.tell(past, focus="x").paths == ()
    assert ge.tell(past, focus="x").path_count == most + 1


def test_every_limit_is_in_the_table_with_its_reason():
    declared = [value for value in vars(limits).values() if isinstance(value, limits.Limit)]
    assert tuple(declared) == limits.LIMITS
    assert len({limit.what for limit in declared}) == len(declared)
    assert all(limit.most > 0 and limit.what and limit.why for limit in declared)
