"""Every operation is in the reference, and what stands there is true."""

from dataclasses import replace

import numpy as np
import pytest
from defusedxml import ElementTree

import graph_engine as ge
from app import limits
from app.reference import OTHERS, Entry, arranged, entries

from ..wording import mathml

OPERATIONS = ge.operations()
ENTRIES = {entry.name: entry for members in entries().values() for entry in members}
each_entry = pytest.mark.parametrize("name", OPERATIONS)
each_elementwise = pytest.mark.parametrize(
    "name", [n for n, op in OPERATIONS.items() if op.elementwise]
)
each_of_arrays = pytest.mark.parametrize(
    "name", [n for n, op in OPERATIONS.items() if not op.elementwise and not op.over_samples]
)


def test_no_operation_is_missing_and_none_is_there_twice():
    listed = [entry.name for members in entries().values() for entry in members]
    assert sorted(listed) == sorted(OPERATIONS)


def test_every_operation_has_a_heading_of_its_own_kind():
    assert OTHERS not in entries()


def test_a_new_operation_is_shown_although_nobody_has_filed_it():
    new = replace(OPERATIONS["tanh"], name="swish", title="swish", family="")
    found = arranged((*OPERATIONS.values(), new))
    assert [entry.name for entry in found[OTHERS]] == ["swish"]


@each_entry
def test_an_entry_says_all_there_is_to_say(name: str):
    entry = ENTRIES[name]
    for text in (entry.title, entry.symbol, entry.typed, entry.size, entry.domain):
        assert text.strip()
        assert "#" not in text
    op = OPERATIONS[name]
    alike = op.variadic and op.elementwise and len(op.slopes) == 1
    assert len(entry.slopes) == (1 if alike else op.arity)
    for formula in (entry.formula, *entry.slopes):
        assert "#" not in "".join(ElementTree.fromstring(formula).itertext())
    if op.kink:
        assert op.kink.convention in entry.remarks
    if op.flat:
        assert op.flat in entry.remarks
    assert bool(op.pole_reason) == any(op.pole_reason[1:] in each for each in entry.remarks if
                                       op.pole_reason)  # fmt: skip


def _numbers(op: ge.Op, sample: tuple[float, ...]) -> dict[str, float]:
    names = ["a", "b"] if op.variadic else list(op.operands)
    numbers = dict(zip([*names, *(["c"] if op.literal else [])], sample, strict=True))
    with np.errstate(all="ignore"):
        numbers["f"] = float(op.forward(*sample))
    return {f"{name} ": np.float64(value) for name, value in numbers.items()}


@each_elementwise
def test_the_formulas_are_those_of_the_operation(name: str):
    op, entry = OPERATIONS[name], ENTRIES[name]
    for sample in op.samples:
        if len(sample) != op.arity + op.literal:
            continue  # of more operands than the page writes out
        values = _numbers(op, sample)
        left, *right = mathml.sides(entry.formula)
        assert mathml.words(left) == "f"
        assert [mathml.worked_out(side, values) for side in right] == pytest.approx([values["f "]])
        for port, formula in enumerate(entry.slopes):
            left, *right = mathml.sides(formula)
            assert mathml.words(left) == f"∂f∂{list(values)[port].strip()}"
            partial = op.partial(port)
            slope = (
                partial(values["f "], *map(np.float64, sample)) if callable(partial) else partial
            )
            got = [mathml.worked_out(side, values) for side in right]
            assert got == pytest.approx([float(slope)] * len(right))


@each_entry
def test_its_small_lesson_is_of_that_operation_and_can_be_stepped_through(name: str):
    graph = ge.parse(ENTRIES[name].program)
    assert [node.op.name for node in graph.nodes if node.op][0] == name
    assert graph.title.lower() == OPERATIONS[name].title.lower()
    assert np.all(np.isfinite(ge.run(graph).value("f")))
    if not graph.samples:  # those are drawn out before they are told
        assert len(ge.tell(graph).steps) > 3


@each_elementwise
def test_it_has_a_plot_that_says_what_it_shows(name: str):
    entry: Entry = ENTRIES[name]
    assert entry.plot is not None
    assert OPERATIONS[name].title in entry.plot.label
    assert bool(entry.caption) == (OPERATIONS[name].literal or OPERATIONS[name].arity > 1)


@each_of_arrays
def test_an_operation_on_arrays_shows_the_jacobians_of_its_example(name: str):
    op, entry = OPERATIONS[name], ENTRIES[name]
    assert entry.plot is None and entry.shapes
    graph = ge.parse(entry.program)
    run = ge.run(graph)
    assert len(entry.jacobians) == op.arity
    for port, table in enumerate(entry.jacobians):
        operand = graph.nodes[graph.node("f").args[port]]
        values = {operand.name: run.value(operand.index)}
        found = np.array([[float(x.replace("−", "-")) for x in row] for row in table.rows])
        assert table.size == f"{found.shape[0]}×{found.shape[1]}"
        assert table.size in entry.size and table.structure
        for column in range(found.shape[1]):
            moved = []
            for side in (1e-5, -1e-5):
                flat = np.array(values[operand.name], dtype=float).reshape(-1)
                flat[column] += side
                moved.append(ge.run(graph, values={operand.name: flat.reshape(operand.shape)}))
            difference = (moved[0].value("f") - moved[1].value("f")).reshape(-1) / 2e-5
            assert found[:, column] == pytest.approx(difference, rel=0.006, abs=1e-6)


def test_the_limits_have_a_reason_each():
    assert all(limit.what and limit.why and limit.most for limit in limits.ALL)
