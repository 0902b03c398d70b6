"""Derivatives by differences, and how far apart two arrays are."""

import math

import numpy as np
import pytest

from dlkit.activations import sigmoid, sigmoid_backward
from dlkit.arguments import ShapeError
from dlkit.backprop import (
    complex_step_gradient,
    diagonal_vjp,
    jacobian,
    numerical_gradient,
    relative_error,
)
from dlkit.losses import softmax, softmax_backward


def draw(*shape):
    return np.random.default_rng([*shape, 7]).standard_normal(shape)


class TestComplexStepGradient:
    @pytest.mark.parametrize("shape", [(), (4,), (2, 3), (0,)])
    def test_has_all_digits(self, shape):
        x = draw(*shape)
        gradient = complex_step_gradient(lambda x: np.sum(np.exp(x) * x), x)
        assert gradient.shape == shape
        np.testing.assert_allclose(gradient, np.exp(x) * (1 + x), rtol=1e-14)

    def test_agrees_with_central_differences_through_a_network(self):
        x, W, V = draw(5, 3), draw(3, 4), draw(4, 2)

        def objective(W):
            return np.sum(np.tanh(x @ W) @ V)

        np.testing.assert_allclose(
            complex_step_gradient(objective, W), numerical_gradient(objective, W), rtol=1e-7
        )

    def test_a_function_that_drops_the_imaginary_part_is_refused(self):
        with pytest.raises(TypeError, match=r"^complex_step_gradient: f returned float"):
            complex_step_gradient(lambda x: np.sum(np.abs(x)), [1.0])

    def test_promotes_integers_and_shows_copies(self):
        x = np.array([1, 2])

        def greedy(x):
            x *= 2
            return np.sum(x)

        np.testing.assert_array_equal(complex_step_gradient(greedy, x), [2, 2])
        np.testing.assert_array_equal(x, [1, 2])


class TestRelativeError:
    def test_is_the_largest_share(self):
        assert relative_error([1.0, -2.0, 0.0], [1.0, -1.0, 0.0]) == 0.5
        assert relative_error([1.0], [-1.0]) == 2
        assert relative_error([[0.0, 1e-300]], [[1e-300, 1e-300]]) == 1

    def test_is_symmetric(self):
        a, b = draw(4, 3), draw(3, 4).T
        assert relative_error(a, b) == relative_error(b, a) > 0

    def test_equal_infinities_are_equal_and_nan_is_infinitely_wrong(self):
        with np.errstate(all="raise"):
            assert relative_error([np.inf, 0.0], [np.inf, 0.0]) == 0
            assert relative_error([np.inf], [-np.inf]) == math.inf
            assert relative_error([np.inf], [1.0]) == math.inf
            assert relative_error([np.nan, 1.0], [np.nan, 1.0]) == math.inf

    def test_arrays_that_would_broadcast_are_refused(self):
        with pytest.raises(ShapeError, match=r"a has shape \(5,\) but b has shape \(1, 5\)"):
            relative_error(np.ones(5), np.ones((1, 5)))

    def test_nothing_agrees_with_nothing(self):
        assert relative_error(np.ones((0, 3)), np.ones((0, 3))) == 0
        assert type(relative_error([1], [2])) is float


class TestJacobian:
    def test_of_a_linear_map_is_its_matrix(self):
        A = draw(4, 3)
        np.testing.assert_allclose(jacobian(lambda x: A @ x, draw(3)), A, atol=1e-9)

    def test_rows_are_backward_passes(self):
        z = draw(5)
        rows = np.array([softmax_backward(row, z) for row in np.eye(5)])
        np.testing.assert_allclose(jacobian(softmax, z), rows, atol=1e-9)

    def test_other_shapes_count_row_by_row(self):
        A, x = draw(2, 4), draw(4, 3)
        assert jacobian(lambda x: A @ x, x).shape == (6, 12)
        np.testing.assert_allclose(jacobian(lambda x: A @ x, x), np.kron(A, np.eye(3)), atol=1e-9)

    @pytest.mark.parametrize(("f", "shape"), [(np.sum, (1, 3)), (lambda x: x[:0], (0, 3))])
    def test_of_a_number_or_of_nothing(self, f, shape):
        assert jacobian(f, draw(3)).shape == shape

    def test_without_inputs_has_no_columns(self):
        assert jacobian(lambda x: np.ones(4), np.ones(0)).shape == (4, 0)

    def test_a_function_that_changes_its_input_does_not_mislead(self):
        def greedy(x):
            x *= x
            return x

        np.testing.assert_allclose(jacobian(greedy, [1.0, 3.0]), np.diag([2, 6]), atol=1e-9)


class TestDiagonalVjp:
    def test_equals_the_full_product_and_the_formula(self):
        z, dy = draw(6), draw(2, 6)[0]
        product = diagonal_vjp(dy, sigmoid, z)
        np.testing.assert_allclose(product, dy @ jacobian(sigmoid, z), atol=1e-11)
        np.testing.assert_allclose(product, sigmoid_backward(dy, z), rtol=1e-8)

    def test_calls_the_function_twice_whatever_the_size(self):
        calls = []

        def counted(x):
            calls.append(x.shape)
            return x**3

        x = np.linspace(-50, 50, 4000)
        np.testing.assert_allclose(diagonal_vjp(x, counted, x), 3 * x**3, rtol=1e-8, atol=1e-9)
        assert calls == [(4000,)] * 2

    def test_shapes_must_agree(self):
        with pytest.raises(ShapeError, match=r"^diagonal_vjp: dy has shape \(3, 1\)"):
            diagonal_vjp(np.ones((3, 1)), np.tanh, np.ones(3))
        with pytest.raises(ShapeError, match="output has shape"):
            diagonal_vjp(np.ones(3), np.sum, np.ones(3))
