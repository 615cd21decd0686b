"""What every operation promises for operands of every shape, as functions that raise
`AssertionError` where one is broken.

They know nothing of an operation but its kernel, so scalars, vectors and matrices are all one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product, zip_longest
from typing import Any

import numpy as np

import graph_engine as ge

SHAPES = ((), (3,), (2, 2), (1,), (1, 1))
"""In which elementwise operations are tried: each operand is of one of them, or a scalar. After
the first of an operation's samples only the first two."""

SAMPLES = 3


@dataclass(frozen=True)
class Trial:
    """An operation at certain operands."""

    op: ge.Op
    operands: tuple[np.ndarray, ...]
    literal: tuple[np.float64, ...]

    @property
    def node(self) -> ge.Node:
        """The operation made ready for the operands' shapes, as the parser does it."""
        return ge.operation(
            self.op,
            [_leaf(k, operand) for k, operand in enumerate(self.operands)],
            index=len(self.operands),
            literal=self.literal,
        )

    @property
    def kernel(self) -> ge.Kernel:
        assert self.node.kernel is not None
        return self.node.kernel

    def out(self, *operands: Any) -> Any:
        with np.errstate(all="ignore"):
            return self.kernel.forward(*(operands or self.operands), *self.literal)

    def pull(self, port: int, upstream: Any) -> Any:
        return self.kernel.pulls[port](upstream, self.out(), *self.operands, *self.literal)

    def jacobian(self, port: int) -> ge.Jacobian:
        return self.kernel.jacobians[port](self.out(), *self.operands, *self.literal)

    def differences(self, port: int) -> np.ndarray:
        """The local Jacobian by central differences: a column per entry of the operand."""
        if self.op.stops:
            return np.zeros((np.size(self.out()), self.operands[port].size))
        columns = []
        for entry in np.ndindex(self.operands[port].shape):
            step = 1e-5 * max(1.0, abs(self.operands[port][entry]))
            up, down = (self.out(*_moved(self.operands, port, entry, by)) for by in (step, -step))
            columns.append(np.reshape((up - down) / (2 * step), -1))
        return np.stack(columns, axis=1)

    def __str__(self) -> str:
        listed = ", ".join(str(each.tolist()) for each in self.operands)
        return f"{self.op.name}({listed}; {', '.join(f'{number:g}' for number in self.literal)})"


def trials(op: ge.Op) -> Iterator[Trial]:
    """The operation's own samples; an elementwise one in every mix of shapes."""
    for place, sample in enumerate(op.samples):
        count = len(sample) - op.literal if op.elementwise else _operands(op, sample)
        literal = tuple(np.float64(number) for number in sample[count:])
        operands = tuple(np.array(each, dtype=float) for each in sample[:count])
        if not op.elementwise:
            yield Trial(op, operands, literal)
            continue
        for shape in SHAPES[: 2 if place else None]:
            for wide in product((True, False), repeat=count) if shape else [(False,) * count]:
                if shape and not any(wide):
                    continue
                spread = (
                    _grown(each, shape) if grown else each
                    for each, grown in zip(operands, wide, strict=True)
                )
                yield Trial(op, tuple(spread), literal)


def _operands(op: ge.Op, sample: tuple[Any, ...]) -> int:
    return len(op.operands) if op.sizes[1] else len(sample)


def _grown(number: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers near this one, none of them the same."""
    places = np.arange(1, np.prod(shape) + 1).reshape(shape)
    return np.where(number == 0, 0.125 * places, number * (1 + 0.03125 * places))


def _moved(operands: tuple[np.ndarray, ...], port: int, entry: Any, by: float) -> list[np.ndarray]:
    moved = [each.copy() for each in operands]
    moved[port][entry] += by
    return moved


def _leaf(index: int, value: np.ndarray, sampled: bool = False) -> ge.Node:
    shape = value.shape[1:] if sampled else value.shape
    return ge.Node(
        index=index, name=f"x{index}", role="variable", given=value, shape=shape, sampled=sampled
    )


def upstreams(shape: tuple[int, ...]) -> np.ndarray:
    """What might arrive from above: numbers of both signs, no two alike."""
    return np.random.default_rng(7).uniform(-2, 2, shape)


# -- the promises -----------------------------------------------------------------------------


def its_shape_is_known_before_it_is_computed(op: ge.Op) -> None:
    for trial in trials(op):
        assert np.shape(trial.out()) == trial.kernel.shape == trial.node.shape, str(trial)


def its_pulls_equal_central_differences(op: ge.Op) -> None:
    """upstream · Jacobian, in the operand's own shape."""
    for trial in trials(op):
        upstream = upstreams(trial.kernel.shape)
        for port, operand in enumerate(trial.operands):
            found = trial.pull(port, upstream)
            expected = upstream.reshape(-1) @ trial.differences(port)
            assert np.shape(found) == operand.shape, f"{trial}, {port}: shape {np.shape(found)}"
            _close(np.reshape(found, -1), expected, 2e-7, f"{trial}: pull of operand {port}")


def its_jacobians_equal_central_differences(op: ge.Op) -> None:
    for trial in trials(op):
        for port in range(len(trial.operands)):
            _close(
                trial.jacobian(port).built,
                trial.differences(port),
                2e-7,
                f"{trial}: Jacobian by operand {port}",
            )


def a_row_of_its_jacobian_is_the_pull_of_a_basis_vector(op: ge.Op) -> None:
    for trial in trials(op):
        for port, operand in enumerate(trial.operands):
            jacobian = trial.jacobian(port)
            rows, columns = np.size(trial.out()), operand.size
            assert jacobian.shape == (rows, columns) == jacobian.built.shape, str(trial)
            for row, basis in enumerate(np.eye(rows)):
                pulled = trial.pull(port, basis.reshape(trial.kernel.shape))
                for what, found in (
                    ("built", jacobian.built[row]),
                    ("vjp", jacobian.vjp(basis)),
                ):
                    assert np.shape(found) == (columns,), f"{trial}: {what} has {np.shape(found)}"
                    _close(found, np.reshape(pulled, -1), 1e-13, f"{trial}: {what}, row {row}")


def any_block_of_its_jacobian_is_that_part_of_the_whole(op: ge.Op) -> None:
    for trial, port, jacobian in _jacobians(op):
        rows, columns = jacobian.shape
        for down, across in product(_slices(rows), _slices(columns)):
            found, expected = jacobian.block(down, across), jacobian.built[down, across]
            assert found.shape == expected.shape, f"{trial}, {port}: {down}, {across}"
            np.testing.assert_allclose(found, expected, rtol=1e-13, atol=0)


def _slices(size: int) -> list[slice]:
    half = size // 2
    return [slice(0, size), slice(0, half), slice(half, size), slice(half, half + 1)]


def its_jacobian_rounds_each_entry_on_its_own(op: ge.Op) -> None:
    for trial, port, jacobian in _jacobians(op):
        rounded = jacobian.rounded()
        expected = [[float(f"{entry:.2g}") for entry in row] for row in jacobian.built]
        np.testing.assert_array_equal(rounded.built, expected, f"{trial}, {port}")
        row = upstreams((jacobian.rows,))
        np.testing.assert_allclose(rounded.vjp(row), row @ rounded.built, rtol=1e-13, atol=1e-13)


def its_jacobian_has_no_more_entries_than_its_structure_says(op: ge.Op) -> None:
    for trial, port, jacobian in _jacobians(op):
        assert np.count_nonzero(jacobian.built) <= jacobian.filled <= jacobian.built.size, (
            f"{trial}, {port}: {jacobian.filled}"
        )


def its_jacobian_has_the_structure_of_its_shapes_alone(op: ge.Op) -> None:
    """Not that of the numbers of now: at others nothing on the screen may change its kind."""
    for trial, port, jacobian in _jacobians(op):
        same = tuple(np.full(each.shape, 0.5) for each in trial.operands)
        other = replace(trial, operands=same).jacobian(port)
        assert _kind(jacobian) == _kind(other), f"{trial}, {port}"


def _kind(jacobian: ge.Jacobian) -> tuple[object, ...]:
    return type(jacobian), jacobian.structure, jacobian.filled, jacobian.blocks


def its_jacobian_can_be_read_column_by_column(op: ge.Op) -> None:
    """vec down the columns of result and operand, in place of row by row."""
    for trial, port, jacobian in _jacobians(op):
        result, operand = trial.kernel.shape, trial.operands[port].shape
        found = ge.by_columns(jacobian, result=result, operand=operand)
        down, across = (
            np.arange(np.prod(shape, dtype=int)).reshape(shape).reshape(-1, order="F")
            for shape in (result, operand)
        )
        expected = jacobian.built[down[:, None], across]
        assert found.shape == jacobian.shape and found.filled == jacobian.filled
        np.testing.assert_allclose(found.built, expected, rtol=1e-13, atol=0, err_msg=str(trial))
        row = upstreams((jacobian.rows,))
        np.testing.assert_allclose(found.vjp(row), row @ expected, rtol=1e-13, atol=1e-13)
        for part in (slice(0, 1), slice(found.rows // 2, found.rows)):
            np.testing.assert_allclose(found.block(part, part), expected[part, part], rtol=1e-13)
        np.testing.assert_allclose(
            found.rounded().built, jacobian.rounded().built[down[:, None], across], rtol=1e-13
        )


def samples_are_the_same_as_one_after_another(op: ge.Op) -> None:
    """Whichever operands have a value per sample, and in both arithmetics; what all samples share
    gets the sum of their contributions."""
    if op.over_samples:
        return
    for trial in trials(op):
        for which in product((True, False), repeat=len(trial.operands)):
            if any(which):
                for arithmetic in ("exact", "slide"):
                    _samples_agree(trial, which, arithmetic)


def _samples_agree(trial: Trial, which: tuple[bool, ...], arithmetic: Any) -> None:
    shifts = np.arange(SAMPLES) * 0.0078125
    values = [
        np.stack([each * (1 + by) + by for by in shifts]) if sampled else each
        for each, sampled in zip(trial.operands, which, strict=True)
    ]
    whole = ge.run(_graph(trial, values, which), arithmetic=arithmetic)
    one = _graph(trial, [each[0] if s else each for each, s in zip(values, which, strict=True)], ())
    ones = [
        ge.run(
            one,
            values={f"x{port}": values[port][k] for port, sampled in enumerate(which) if sampled},
            arithmetic=arithmetic,
        )
        for k in range(SAMPLES)
    ]
    count = len(values)
    what = f"{trial}, samples in {which}, {arithmetic}"
    out = [one.value(count) for one in ones]
    np.testing.assert_allclose(whole.value(count), out, rtol=1e-12, atol=1e-12, err_msg=what)
    for port, sampled in enumerate(which):
        each = [one.gradient(port) for one in ones]
        expected = np.array(each) if sampled else np.sum(each, axis=0)
        found = whole.gradient(port)
        assert found.shape == expected.shape, f"{what}: gradient {port} has {found.shape}"
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, err_msg=what)


def _graph(trial: Trial, values: list[np.ndarray], which: tuple[bool, ...]) -> ge.Graph:
    """The operation, its entries weighed and added, and totalled over the samples."""
    ops = ge.operations()
    nodes = [_leaf(k, v, s) for k, (v, s) in enumerate(zip_longest(values, which, fillvalue=False))]

    def add(name: str, *operands: ge.Node, op: ge.Op | None = None, literal: Any = ()) -> ge.Node:
        node = ge.operation(op or ops[name], operands, index=len(nodes), literal=literal)
        nodes.append(node)
        return node

    out = add("", *nodes, op=trial.op, literal=trial.literal)
    weights = ge.Node(index=len(nodes), given=upstreams(out.shape), shape=out.shape, role="label")
    nodes.append(weights)
    loss = add("mul", weights, out)
    if out.shape:
        loss = add("sum", loss)
    if any(which):
        loss = add("total", loss)
    return ge.Graph(nodes=tuple(nodes), loss=loss.index, samples=SAMPLES if any(which) else 0)


def _jacobians(op: ge.Op) -> Iterator[tuple[Trial, int, ge.Jacobian]]:
    for trial in trials(op):
        for port in range(len(trial.operands)):
            yield trial, port, trial.jacobian(port)


def _close(found: Any, expected: Any, tolerance: float, what: str) -> None:
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance, err_msg=what)


PROMISES = (
    its_shape_is_known_before_it_is_computed,
    its_pulls_equal_central_differences,
    its_jacobians_equal_central_differences,
    a_row_of_its_jacobian_is_the_pull_of_a_basis_vector,
    any_block_of_its_jacobian_is_that_part_of_the_whole,
    its_jacobian_rounds_each_entry_on_its_own,
    its_jacobian_has_no_more_entries_than_its_structure_says,
    its_jacobian_has_the_structure_of_its_shapes_alone,
    its_jacobian_can_be_read_column_by_column,
    samples_are_the_same_as_one_after_another,
)
