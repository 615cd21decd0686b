"""What is said to be typed for an operation is what the parser reads as that operation."""

import pytest

import graph_engine as ge
from app.wording.syntax import typed

OPERATIONS = ge.operations()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_typed_is_read_as_that_operation(name: str):
    op = OPERATIONS[name]
    names = ["a", "b"] if op.variadic else list(op.operands)
    line = f"result = {typed(op, names, '3' if op.literal else '')}"
    graph = ge.parse("\n".join([*(f"{operand} = 2" for operand in names), line]))
    (made,) = [node for node in graph.nodes if node.op is not None]
    assert made.op is op
    assert [graph.nodes[arg].name for arg in made.args] == names
    assert [float(x) for x in made.literal] == ([3.0] if op.literal else [])
