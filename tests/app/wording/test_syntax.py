"""What is said to be typed for an operation is what the parser reads as that operation."""

import pytest

import graph_engine as ge
from app.wording.syntax import typed

OPERATIONS = ge.operations()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_typed_is_read_as_that_operation(name: str):
    op = OPERATIONS[name]
    names = ["a", "b"] if op.variadic else list(op.operands)
    sample = op.samples[0]
    literals = sample[len(names) :]
    leaves = [f"{key} = {value}" for key, value in zip(names, sample, strict=False)]
    if op.over_samples:
        leaves = [f"{key} = each(1, 2)" for key in names]
    line = f"result = {typed(op, names, ', '.join(map(str, literals)))}"
    graph = ge.parse("\n".join([*leaves, line]))
    # The loss is a sum over the samples where nobody said so.
    made = next(node for node in graph.nodes if node.op is not None)
    assert made.op is op
    assert [graph.nodes[arg].name for arg in made.args] == names
    assert [float(x) for x in made.literal] == [float(x) for x in literals]
