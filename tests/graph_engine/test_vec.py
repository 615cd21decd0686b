"""The same Jacobians where `vec` goes column by column."""

import numpy as np

import graph_engine as ge


def test_a_vector_is_the_same_in_both_orders():
    dense = ge.Dense(entries=np.ones((2, 3)))
    assert ge.by_columns(dense, result=(2,), operand=(3,)) is dense


def test_the_structure_survives_the_other_order():
    run = ge.run(ge.parse("W = [[1, 2, 3], [4, 5, 6]]\nx = [1, 2, 3]\nS = sigmoid(W)\ny = S @ x"))
    row = run.jacobian("S", "y")
    column = ge.by_columns(row, result=(2,), operand=(2, 3))
    assert (row.structure, column.structure) == ("Kronecker", "Kronecker")
    assert (row.blocks, column.blocks) == ((1, 3), (2, 2))
    elementwise = ge.by_columns(run.jacobian("W", "S"), result=(2, 3), operand=(2, 3))
    assert elementwise.structure == "diagonal"
    np.testing.assert_array_equal(
        np.diag(elementwise.built), np.diag(run.jacobian("W", "S").built)[[0, 3, 1, 4, 2, 5]]
    )


def test_a_product_over_a_matrix_keeps_its_inner_order():
    run = ge.run(
        ge.parse("A = [[1, 2], [3, 4]]\nB = [[5, 6, 7], [8, 9, 1]]\nC = A @ B\nL = norm2(C)")
    )
    product = ge.Product(factors=(run.jacobian("C", "L"), run.jacobian("A", "C")))
    found = ge.by_columns(product, result=(), operand=(2, 2))
    np.testing.assert_array_equal(found.built, product.built[:, [0, 2, 1, 3]])
