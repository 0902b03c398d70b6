"""Curvatures, and what kind of point they make."""

import numpy as np
import pytest

from dlkit.activations import sigmoid, tanh
from dlkit.arguments import ShapeError
from dlkit.backprop import numerical_gradient
from dlkit.landscapes import (
    classify_critical,
    critical_index,
    find_critical_point,
    hessian_fd,
    hessian_from_gradient,
    hessian_vector_product,
    index_vs_loss,
)


def symmetric(d, seed=0):
    A = np.random.default_rng(seed).standard_normal((d, d))
    return A + A.T


def quadratic(d):
    """Return f, its gradient and its Hessian matrix."""
    H, b = symmetric(d), np.arange(d) - 1.0
    return (lambda x: 0.5 * x @ H @ x + b @ x), (lambda x: H @ x + b), H


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def rosenbrock_gradient(x):
    return np.array([-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2), 200 * (x[1] - x[0] ** 2)])


class TestHessians:
    @pytest.mark.parametrize("d", [1, 2, 5])
    def test_of_a_quadratic_are_its_matrix(self, d):
        f, gradient, H = quadratic(d)
        x = np.linspace(-3, 40, d)
        np.testing.assert_allclose(hessian_fd(f, x), H, atol=1e-4)
        np.testing.assert_allclose(hessian_from_gradient(gradient, x), H, atol=1e-8)
        for v in np.eye(d) * 1e3:
            np.testing.assert_allclose(hessian_vector_product(gradient, x, v), H @ v, rtol=1e-6)

    def test_fixed_numbers_of_the_banana(self):
        x, H = [-1.2, 1.0], [[1330, 480], [480, 200]]
        np.testing.assert_allclose(hessian_fd(rosenbrock, x), H, rtol=1e-5)
        np.testing.assert_allclose(hessian_from_gradient(rosenbrock_gradient, x), H, rtol=1e-8)
        hv = hessian_vector_product(rosenbrock_gradient, x, [2.0, -1.0])
        np.testing.assert_allclose(hv, [2180, 760], rtol=1e-8)

    def test_of_a_network_equal_pytorchs(self, torch, close):
        x = torch.tensor(np.random.default_rng(0).standard_normal((9, 2)))
        t = x[:, 0] * x[:, 1]

        def loss(p):
            h = torch.tanh(x @ p[:6].reshape(2, 3) + p[6:9])
            return ((h @ p[9:12] - t) ** 2).mean()

        def gradient(p):
            p = torch.tensor(p, requires_grad=True)
            return torch.autograd.grad(loss(p), p)[0].numpy()

        p, v = np.random.default_rng(1).standard_normal((2, 12))
        exact = torch.autograd.functional.hessian(loss, torch.tensor(p)).numpy()
        close(hessian_fd(lambda p: float(loss(torch.tensor(p))), p), exact, tolerance=1e-6)
        close(hessian_from_gradient(gradient, p), exact, tolerance=1e-9)
        close(hessian_vector_product(gradient, p, v), exact @ v, tolerance=1e-9)

    def test_a_product_takes_arrays_of_any_shape(self):
        x, v = np.random.default_rng(0).standard_normal((2, 3, 4))
        hv = hessian_vector_product(lambda x: x**3, x, v)
        np.testing.assert_allclose(hv, 3 * x**2 * v, atol=1e-8)
        assert not hessian_vector_product(lambda x: x**3, x, 0 * v).any()

    def test_are_symmetric_and_leave_x_alone(self):
        x = np.random.default_rng(3).standard_normal(4)
        x.setflags(write=False)

        def spoil(x):
            x *= 0
            return 0.0

        def f(x):
            return float(np.sum(np.sin(np.outer(x, x))))

        H = hessian_fd(f, x)
        np.testing.assert_array_equal(H, H.T)
        G = hessian_from_gradient(lambda x: numerical_gradient(f, x), x)
        np.testing.assert_array_equal(G, G.T)
        np.testing.assert_allclose(G, H, atol=2e-5)
        hessian_fd(spoil, x)
        assert hessian_fd(lambda x: 0.0, []).shape == (0, 0)

    def test_bad_arguments_are_refused(self):
        with pytest.raises(ShapeError, match=r"hessian_fd: x has shape \(1, 2\)"):
            hessian_fd(np.sum, [[1.0, 2.0]])
        with pytest.raises(ValueError, match=r"h is 0\.0"):
            hessian_fd(np.sum, [1.0], h=0)
        with pytest.raises(ShapeError, match="the gradient has 1 numbers"):
            hessian_from_gradient(lambda x: x[:1], [1.0, 2.0])
        with pytest.raises(ShapeError, match="v has shape"):
            hessian_vector_product(lambda x: x, [1.0, 2.0], [1.0])
        with pytest.raises(ShapeError, match="gradient has shape"):
            hessian_vector_product(lambda x: x[:1], [1.0, 2.0], [1.0, 1.0])


class TestClassification:
    @pytest.mark.parametrize(
        ("H", "kind", "index"),
        [
            ([[3.0]], "min", 0),
            ([[-3.0]], "max", 1),
            ([[0.0]], "degenerate", 0),
            (np.diag([2.0, 0.0]), "degenerate", 0),  # x² + y³ at the origin
            (np.diag([-2.0, 0.0]), "degenerate", 1),
            (np.diag([2.0, 0.0, -1.0]), "saddle", 1),
            (np.diag([-1.0, -2.0, 3.0, 4.0]), "saddle", 2),  # determinant above 0
            ([[1.0, 2.0], [2.0, 1.0]], "saddle", 1),  # diagonal above 0
            ([[2.0, 1.0], [1.0, 2.0]], "min", 0),
            (np.diag([2.0, 1e-9]), "degenerate", 0),
            (np.diag([2.0, -1e-9]), "degenerate", 0),
        ],
    )
    def test_by_the_signs_of_the_eigenvalues(self, H, kind, index):
        assert classify_critical(H) == kind
        assert critical_index(H) == index

    def test_the_tolerance_decides_what_is_zero(self):
        H = np.diag([2.0, -1e-3])
        assert classify_critical(H, 1e-2) == "degenerate"
        assert classify_critical(H, 1e-3) == "degenerate"
        assert classify_critical(H, 0) == "saddle"
        assert critical_index(H, 1e-2) == 0 and critical_index(H, 0) == 1

    def test_turning_the_axes_changes_nothing(self):
        Q, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((5, 5)))
        H = Q @ np.diag([1.0, 2.0, 3.0, -4.0, 5.0]) @ Q.T
        assert classify_critical(H) == "saddle" and critical_index(H) == 1
        assert classify_critical(-H) == "saddle" and critical_index(-H) == 4

    @pytest.mark.parametrize("function", [classify_critical, critical_index])
    @pytest.mark.parametrize(
        ("H", "error", "message"),
        [
            ([[1.0, 2.0], [0.0, 1.0]], ValueError, r"not symmetric .* differ by 2\.0e\+00"),
            ([[1.0, 2.0]], ShapeError, r"\(1, 2\); the shape must be \(D, D\)"),
            ([1.0], ShapeError, r"must be \(D, D\)"),
            ([[np.nan]], ValueError, "finite"),
            (np.zeros((0, 0)), ValueError, "finite"),
        ],
    )
    def test_what_is_no_hessian_is_refused(self, function, H, error, message):
        with pytest.raises(error, match=message):
            function(H)
        with pytest.raises(ValueError, match="tolerance is -1"):
            function([[1.0]], -1)


def four_wells(x):
    """Return (x² - 1)² + (y² - 1)²: four minima, four saddles, one maximum."""
    return float(np.sum((x * x - 1) ** 2))


def four_wells_gradient(x):
    return 4 * x * (x * x - 1)


class TestCriticalPoints:
    def test_newton_finds_all_nine_points_of_four_wells(self):
        rng = np.random.default_rng(0)
        found = [
            find_critical_point(four_wells_gradient, rng.uniform(-1.5, 1.5, 2)) for _ in range(100)
        ]
        points = {tuple((x.round(6) + 0).tolist()) for x in found if x is not None}
        assert points == {(a, b) for a in (-1.0, 0.0, 1.0) for b in (-1.0, 0.0, 1.0)}

    def test_the_higher_the_loss_the_more_directions_lead_down(self):
        points = [np.array([a, b]) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        pairs = index_vs_loss(points, four_wells)
        np.testing.assert_allclose(pairs[:, 0], [0, 1, 0, 1, 2, 1, 0, 1, 0], atol=1e-12)
        np.testing.assert_array_equal(pairs[:, 1], [0, 0.5, 0, 0.5, 1, 0.5, 0, 0.5, 0])

    def test_points_that_are_not_critical_are_left_out(self):
        assert index_vs_loss([[0.5, 0.5], [1.0, 1.0]], four_wells).shape == (1, 2)
        assert index_vs_loss([], four_wells).shape == (0, 2)
        assert len(index_vs_loss([[0.5, 0.5]], four_wells, gradient_tolerance=9.0)) == 1

    def test_no_point_is_found_where_there_is_none(self):
        assert find_critical_point(lambda x: np.ones(2), [0.0, 0.0], steps=5) is None
        assert find_critical_point(four_wells_gradient, [0.9, 0.9], steps=0) is None
        with pytest.raises(ShapeError, match="gradient has shape"):
            find_critical_point(lambda x: x[:1], [1.0, 2.0])

    def test_a_step_is_bounded(self):
        visited = []

        def flat(x):
            visited.append(x.copy())
            return 1e-3 * x + 1.0  # Newton would jump by a thousand

        find_critical_point(flat, np.zeros(1), steps=3, max_step=0.5)
        assert min(visited)[0] > -2

    def test_an_xor_network_has_a_saddle_where_all_weights_are_zero(self):
        x, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 1, 1, 0.0])

        def loss(p):
            h = tanh(x @ p[:4].reshape(2, 2) + p[4:6])
            return float(np.mean((sigmoid(h @ p[6:8] + p[8]) - t) ** 2))

        (value, share), *more = index_vs_loss([np.zeros(9)], loss, tolerance=1e-6)
        assert value == pytest.approx(0.25, abs=1e-12) and not more
        assert share == 0.0  # second derivatives do not see the way down
        assert classify_critical(hessian_fd(loss, np.zeros(9)), 1e-6) == "degenerate"
