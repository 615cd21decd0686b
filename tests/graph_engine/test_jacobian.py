"""Local Jacobians: a row per entry of the result, and no entry built before it is asked for."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine import limits
from graph_engine.slide import two_digits
from graph_engine.vec import Permuted

from .programs import EXAMPLE_II

A = np.array([[1.0, -2.0, 0.5], [0.0, 3.126, -0.3333]])


def test_between_scalars_the_jacobian_is_one_by_one():
    jacobian = ge.run(ge.parse(EXAMPLE_II)).jacobian("v", "p")
    assert jacobian.shape == (1, 1)
    assert jacobian.structure == "scalar"
    built = np.asarray(jacobian)
    assert built.shape == (1, 1)
    assert f"{built[0, 0]:.6f}" == "0.196612"


def test_each_wire_of_two_has_a_jacobian_of_its_own():
    run = ge.run(ge.parse("x = 3\ny = 4\nL = x / y"))
    assert np.asarray(run.jacobian("x", "L")) == [[1 / 4]]
    assert np.asarray(run.jacobian("y", "L")) == [[-3 / 16]]
    square = ge.run(ge.parse("x = 3\nL = x * x"))
    assert np.asarray(square.jacobian("x", "L", 1)) == [[3]]


def test_an_elementwise_operation_has_a_diagonal_jacobian():
    jacobian = ge.Diagonal(size=3, entries=np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(np.asarray(jacobian), np.diag([1.0, 2.0, 3.0]))
    assert (jacobian.structure, jacobian.filled) == ("diagonal", 3)


def test_a_slope_that_is_the_same_everywhere_stands_all_along_the_diagonal():
    jacobian = ge.Diagonal(size=3, entries=np.float64(-1.0))
    np.testing.assert_array_equal(np.asarray(jacobian), -np.eye(3))


def test_it_is_built_in_the_type_that_is_asked_for():
    jacobian = ge.Diagonal(size=1, entries=np.float64(0.5))
    assert np.asarray(jacobian).dtype == np.float64
    assert np.asarray(jacobian, dtype=np.float32).dtype == np.float32


def test_what_is_built_cannot_be_changed():
    for jacobian in made():
        with pytest.raises(ValueError, match="read-only"):
            jacobian.built[0, 0] = 7


# -- every structure against plain matrices ----------------------------------------------------


def made() -> list[ge.Jacobian]:
    """One of each structure, 6 × something, and what stands in it."""
    dense = ge.Dense(entries=np.arange(24.0).reshape(6, 4) / 7 - 1)
    kronecker = ge.Kronecker(left=3, factor=A, right=1)
    return [
        ge.Diagonal(size=6, entries=np.linspace(-1.11, 2.22, 6)),
        ge.Diagonal(size=6, entries=np.float64(0.333)),
        dense,
        kronecker,
        ge.Kronecker(left=1, factor=A, right=3),
        ge.Selection(columns=5, picks=np.array([4, -1, 0, 0, -1, 2])),
        ge.Product(factors=(ge.Diagonal(size=6, entries=np.linspace(1, 2, 6)), kronecker)),
        ge.Product(factors=(ge.Dense(entries=np.eye(6)[::-1] * 1.234), dense)),
        ge.Derived(rows=6, columns=4, pull=lambda row: row @ dense.entries),
        Permuted(inner=dense, down=np.array([5, 0, 1, 2, 3, 4]), across=np.array([1, 0, 3, 2])),
    ]


def plain(jacobian: ge.Jacobian) -> np.ndarray:
    """The matrix in numpy's own words."""
    match jacobian:
        case ge.Diagonal():
            return np.eye(jacobian.size) * jacobian.entries
        case ge.Dense():
            return jacobian.entries
        case ge.Kronecker():
            left, right = np.eye(jacobian.left), np.eye(jacobian.right)
            return np.kron(np.kron(left, jacobian.factor), right)
        case ge.Selection():
            found = np.zeros((len(jacobian.picks), jacobian.columns))
            for row, pick in enumerate(jacobian.picks):
                if pick >= 0:
                    found[row, pick] = 1
            return found
        case ge.Product():
            return np.linalg.multi_dot([*map(plain, jacobian.factors)])
        case ge.Derived():
            return np.array([jacobian.pull(basis) for basis in np.eye(jacobian.rows)])
        case Permuted():
            return plain(jacobian.inner)[jacobian.down][:, jacobian.across]
    raise AssertionError(jacobian)


each_structure = pytest.mark.parametrize(
    "jacobian", made(), ids=(f"{k} {type(j).__name__}" for k, j in enumerate(made()))
)


@each_structure
def test_each_structure_is_the_matrix_that_it_says(jacobian: ge.Jacobian):
    expected = plain(jacobian)
    assert jacobian.shape == expected.shape
    np.testing.assert_allclose(jacobian.built, expected, rtol=1e-14)
    assert np.count_nonzero(expected) <= jacobian.filled


@each_structure
@given(data=st.data())
def test_any_block_and_any_row_is_that_of_the_matrix(jacobian: ge.Jacobian, data: st.DataObject):
    def part(size: int) -> slice:
        ends = data.draw(st.lists(st.integers(0, size), min_size=2, max_size=2))
        return slice(*sorted(ends))

    expected = plain(jacobian)
    down, across = part(jacobian.rows), part(jacobian.columns)
    found = jacobian.block(down, across)
    assert found.shape == expected[down, across].shape
    np.testing.assert_allclose(found, expected[down, across], rtol=1e-14)
    row = np.array(
        data.draw(st.lists(st.integers(-9, 9), min_size=jacobian.rows, max_size=jacobian.rows)),
        dtype=float,
    )
    np.testing.assert_allclose(jacobian.vjp(row), row @ expected, rtol=1e-13, atol=1e-13)


@each_structure
def test_each_entry_is_rounded_on_its_own(jacobian: ge.Jacobian):
    expected = np.vectorize(lambda entry: float(f"{entry:.2g}"))(jacobian.built)
    rounded = jacobian.rounded()
    assert rounded.shape == jacobian.shape
    np.testing.assert_array_equal(rounded.built, expected)
    row = np.linspace(-1, 1, jacobian.rows)
    np.testing.assert_allclose(rounded.vjp(row), row @ expected, rtol=1e-13, atol=1e-13)


def test_what_a_product_shows_is_the_product_rounded_and_not_its_factors():
    product = ge.Product(
        factors=(
            ge.Diagonal(size=1, entries=np.array([0.1966])),
            ge.Kronecker(left=1, factor=np.array([[1.26]]), right=1),
        )
    )
    assert product.rounded().built[0, 0] == 0.25  # 0.2477, and not 0.2 · 1.3


@pytest.mark.parametrize(
    ("jacobian", "blocks"),
    [
        (ge.Kronecker(left=3, factor=A[:1], right=1), (1, 3)),
        (ge.Kronecker(left=1, factor=A[:1], right=3), (3, 3)),
        (
            ge.Product(
                factors=(
                    ge.Diagonal(size=3, entries=np.ones(3)),
                    ge.Kronecker(left=3, factor=A[:1], right=1),
                )
            ),
            (1, 3),
        ),
        (ge.Dense(entries=A), None),
        (ge.Diagonal(size=3, entries=np.ones(3)), None),
    ],
)
def test_blocks_are_those_that_a_reader_sees(jacobian: ge.Jacobian, blocks: Any):
    assert jacobian.blocks == blocks


# -- not built ---------------------------------------------------------------------------------


def test_its_shape_is_known_without_building_it():
    jacobian = ge.Diagonal(size=10**6, entries=np.float64(1.0))
    assert jacobian.shape == (10**6, 10**6)
    assert jacobian.filled == 10**6


@pytest.mark.parametrize("order", ["rows", "columns"])
def test_a_layer_of_a_million_weights_is_shown_in_blocks_and_never_built(order: str):
    run = ge.run(ge.parse("W: weight = random(1000, 1000)\nx: input = random(1000)\na = W @ x"))
    tracemalloc.start()
    jacobian = run.jacobian("W", "a")
    if order == "columns":
        jacobian = ge.by_columns(jacobian, result=(1000,), operand=(1000, 1000))
    assert jacobian.shape == (1000, 1_000_000)
    assert jacobian.filled == 1_000_000
    with pytest.raises(ValueError, match="a Jacobian of 1000×1000000 is not built whole"):
        _ = jacobian.built
    x = run.value("x")
    block = jacobian.block(slice(0, 3), slice(0, 4))
    expected = np.zeros((3, 4))
    if order == "rows":
        expected[0] = x[:4]
    else:
        np.fill_diagonal(expected, x[0])
    np.testing.assert_array_equal(block, expected)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "expression",
    ["sigmoid(W)", "W.T", "vec(W)", "2*W", "W * W", "W @ v", "reshape(W, 250, 4000)", "W @ M"],
)
def test_every_block_of_a_huge_jacobian_is_there_in_both_orders(expression: str):
    lines = ["W0 = random(1000, 1000)", "W = sin(W0)", "v = random(1000)", "M = random(1000, 3)"]
    run = ge.run(ge.parse("\n".join([*lines, f"y = {expression}"])))
    graph = run.graph
    jacobian = run.jacobian("W", "y")
    result = graph.node("y").shape
    other = ge.by_columns(jacobian, result=result, operand=(1000, 1000))
    assert other.shape == jacobian.shape == (np.prod(result), 10**6)
    order = np.arange(np.prod(result)).reshape(result).reshape(-1, order="F")
    rows = [0, 1, 2]
    for row in rows:
        basis = np.zeros(jacobian.rows)
        basis[order[row]] = 1.0
        expected = jacobian.vjp(basis).reshape(1000, 1000).T.reshape(-1)[:500]
        np.testing.assert_array_equal(other.block(slice(row, row + 1), slice(0, 500))[0], expected)


def test_the_largest_that_is_built_is_the_limit():
    most = limits.ENTRIES.most
    assert ge.Derived(rows=1, columns=most, pull=lambda row: np.zeros(most)).built.shape == (
        1,
        most,
    )
    with pytest.raises(ValueError, match="is not built whole"):
        _ = ge.Derived(rows=1, columns=most + 1, pull=lambda row: np.zeros(most + 1)).built


# -- along several edges -----------------------------------------------------------------------


def test_where_there_is_no_edge_it_is_that_of_all_paths_together():
    run = ge.run(ge.parse("x = [1, 2]\na = 2*x\nb = x**2\ny = a + b\nL = sum(y)"))
    np.testing.assert_array_equal(run.jacobian("x", "y").built, [[4, 0], [0, 6]])
    np.testing.assert_array_equal(run.jacobian("x", "L").built, [[4, 6]])
    np.testing.assert_array_equal(run.gradient("x"), [4, 6])


def test_a_node_that_does_not_depend_on_another_has_no_jacobian_by_it():
    run = ge.run(ge.parse("x = 1\ny = 2\nL = 2*x"))
    with pytest.raises(ge.GraphError, match="'L' does not depend on 'y'"):
        run.jacobian("y", "L")


def test_over_samples_there_is_a_jacobian_of_each_sample_only():
    run = ge.run(ge.parse("x = each(1, 2)\nL = x**2"))
    with pytest.raises(ge.GraphError, match="that of one sample"):
        run.jacobian("x", "L_i")


# -- the cost of a chain -----------------------------------------------------------------------


def test_from_the_loss_48_multiplications_and_from_the_weight_156():
    left, right = ge.multiplications([(1, 1), (1, 3), (3, 3), (3, 12)])
    assert (left, sum(left)) == ([3, 9, 36], 48)
    assert (right, sum(right)) == ([108, 36, 12], 156)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6))
def test_the_cost_is_that_of_multiplying_matrices_in_that_order(sizes: list[int]):
    shapes = list(zip(sizes, sizes[1:], strict=False))
    counts: list[int] = []

    def times(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        counts.append(a.shape[0] * a.shape[1] * b.shape[1])
        return a @ b

    factors = [np.ones(shape) for shape in shapes]
    product = factors[0]
    for factor in factors[1:]:
        product = times(product, factor)
    left, counts = counts, []
    product = factors[-1]
    for factor in reversed(factors[:-1]):
        product = times(factor, product)
    assert ge.multiplications(shapes) == (left, counts)


def test_a_jacobian_that_is_too_large_to_be_built_is_rounded_row_by_row():
    side = 2000
    entries = np.linspace(1.0, 2.0, side)
    large = ge.Derived(rows=side, columns=side, pull=lambda row: row * entries)
    rounded = large.rounded()
    shown = rounded.block(slice(0, 40), slice(0, 40))
    assert np.array_equal(shown, two_digits(large.block(slice(0, 40), slice(0, 40))))
    with pytest.raises(ValueError, match="not built whole"):
        _ = rounded.built


@pytest.mark.parametrize(("image", "small"), [("9", "4"), ("5, 6", "2, 3"), ("4, 3", "4, 3")])
@pytest.mark.parametrize("port", [0, 1])
def test_a_part_of_a_convolutions_jacobian_is_what_its_products_with_basis_vectors_give(
    image: str, small: str, port: int
) -> None:
    name = "conv2d" if "," in image else "conv1d"
    graph = ge.parse(
        f"x: input = random({image})\nk: weight = random({small})\ny = {name}(x, k)\nL = sum(y)"
    )
    found = ge.run(graph).jacobian("xk"[port], "y")
    rows = np.array([found.vjp(row) for row in np.eye(found.rows)])
    for part in ((slice(0, None), slice(0, None)), (slice(1, 9), slice(2, 4))):
        assert np.array_equal(found.block(*part), rows[part])
