"""What an operation's declaration says of it is so: how it is typed, where it stands, its order."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import views
from graph_engine.op import family, unary

OPERATIONS = ge.operations()
each_operation = pytest.mark.parametrize("name", OPERATIONS)


def program(op: ge.Op, sample: tuple[Any, ...]) -> str:
    """A line for each operand and one for the operation, as it is typed."""
    count = len(sample) if op.variadic else op.arity
    names = [f"a{k}" for k in range(count)]
    leaves = [f"{key} = {value}" for key, value in zip(names, sample, strict=False)]
    if op.over_samples:
        leaves = [f"{key} = each(1, 2)" for key in names]
    literal = op.listed(sample[count:])
    return "\n".join([*leaves, f"result = {op.as_typed(names, literal)}"])


@each_operation
def test_what_is_typed_is_read_as_that_operation(name: str):
    op = OPERATIONS[name]
    for sample in op.samples:
        graph = ge.parse(program(op, sample))
        # The loss is a sum over the samples where nobody said so.
        made = next(node for node in graph.nodes if node.op is not None)
        if name == "power" and made.op is OPERATIONS["square"]:
            continue
        assert made.op is op
        assert [graph.nodes[arg].name for arg in made.args] == [f"a{k}" for k in made.args]
        literal = sample[len(made.args) :]
        assert [float(x) for x in made.literal] == [float(x) for x in literal]


@each_operation
def test_every_operation_stands_in_a_family_and_is_typed_one_way(name: str):
    op = OPERATIONS[name]
    assert op.family
    assert op.function == (not op.typed)
    assert op.letters[-1:] in ("", ".")


def test_operands_come_in_order_where_it_is_said_what_is_added_to_or_taken_from_what():
    assert [name for name, op in OPERATIONS.items() if op.ordered] == [
        "add", "sub", "div", "pow", "logistic_loss", "hinge", "squared_error", "greater", "less",
        "greater_equal", "less_equal", "stack",
    ]  # fmt: skip


@each_operation
def test_its_expansion_into_single_numbers_gives_its_numbers(name: str):
    op = OPERATIONS[name]
    assert op.elementwise or op.expansion is not None
    for sample in op.samples:
        graph = ge.parse(program(op, sample))
        if graph.samples:
            graph = views.spread(graph)
        whole, drawn = ge.run(graph), ge.run(views.scalars(graph))
        value = whole.value("result")
        for k, place in enumerate(np.ndindex(value.shape)):
            entry = ",".join(str(each + 1) for each in place)
            found = drawn.value(f"result[{entry}]" if entry else "result")
            np.testing.assert_allclose(found, value.reshape(-1)[k], rtol=1e-12)


def test_a_product_that_does_not_fit_says_what_was_meant():
    (doubt,) = ge.parse("W = [[1, 2], [3, 4]]\nx = [1, 2]\ny = W * x\nL = sum(y)").doubts
    assert "each row" in doubt.message and doubt.put == "W @ x"
    for rest, put in {
        "W * x + b": "W @ x",
        "relu(2*W*x - b)": "2*W @ x",
        "sum((W + 1)*(x - b))": "(W + 1) @ (x - b)",
        "W*x**2 - W @ b": "W @ x**2",
        "mean(W*x, axis=1)": None,  # there would be one axis left
    }.items():
        program = f"W = [[1, 2], [3, 4]]\nx = [1, 2]\nb = [1, 1]\ny = {rest}"
        (doubt,) = ge.parse(program).doubts[:1]
        assert "each row" in doubt.message and doubt.put == put, rest
    with pytest.raises(ge.ProgramError) as error:
        ge.parse("W = [[1, 2], [3, 4]]\nx = [1, 2, 3]\ny = W - x")
    assert error.value.hint == ""


def test_a_function_of_one_operand_is_a_line():
    own = unary(
        "own_cube", "cube", "#1^{3}", lambda x: x**3, r"3 \cdot #1^{2}", lambda out, x: 3 * x * x,
        samples=((2.0,),),
    )  # fmt: skip
    (filed,) = family("Mine", own)
    assert (filed.symbol, filed.operands, filed.worked, filed.family) == (
        "own_cube",
        ("x",),
        (),
        "Mine",
    )
    with ge.added(filed):
        assert ge.run(ge.parse("x: weight = 2\nL = own_cube(x)")).gradient("x") == 12
    with pytest.raises(ge.ProgramError):
        ge.parse("x: weight = 2\nL = own_cube(x)")
