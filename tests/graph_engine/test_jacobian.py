"""Local Jacobians: a row per entry of the result, and no entry built before it is asked for."""

import numpy as np

import graph_engine as ge

from .programs import EXAMPLE_II


def test_between_scalars_the_jacobian_is_one_by_one():
    jacobian = ge.run(ge.parse(EXAMPLE_II)).jacobian("v", "p")
    assert jacobian.shape == (1, 1)
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
    jacobian = ge.Jacobian(rows=3, columns=3, diagonal=np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(np.asarray(jacobian), np.diag([1.0, 2.0, 3.0]))


def test_a_slope_that_is_the_same_everywhere_stands_all_along_the_diagonal():
    jacobian = ge.Jacobian(rows=3, columns=3, diagonal=np.float64(-1.0))
    np.testing.assert_array_equal(np.asarray(jacobian), -np.eye(3))


def test_its_shape_is_known_without_building_it():
    jacobian = ge.Jacobian(rows=10**6, columns=10**6, diagonal=np.float64(1.0))
    assert jacobian.shape == (10**6, 10**6)


def test_it_is_built_in_the_type_that_is_asked_for():
    jacobian = ge.Jacobian(rows=1, columns=1, diagonal=np.float64(0.5))
    assert np.asarray(jacobian).dtype == np.float64
    assert np.asarray(jacobian, dtype=np.float32).dtype == np.float32
