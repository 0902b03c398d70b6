"""Half planes, and the regions that an AND of them cuts out."""

from itertools import pairwise

import numpy as np
import pytest

from dlkit.activations import mlp_forward, sigmoid, tanh, tanh_backward
from dlkit.approximation import half_plane, polygon_net, triangle_net
from dlkit.arguments import ShapeError
from dlkit.backprop import mlp_backward
from dlkit.datasets import triangle
from dlkit.losses import cross_entropy_grad
from dlkit.optimizers import adam_step, minimize

TRIANGLE = np.array([[-1.0, -1.0], [1.0, -0.5], [0.2, 1.2]])


def regular(m, turn=0.3, centre=(5.0, -2.0)):
    angle = turn + 2 * np.pi * np.arange(m) / m
    return np.column_stack([np.cos(angle), np.sin(angle)]) + centre


def inside(params, x):
    return sigmoid(mlp_forward(x, params, sigmoid)[0])[:, 0]


def depth_inside(corners, x):
    """Return the signed distance to the nearest edge of a counter-clockwise polygon, by crosses."""
    ahead = np.roll(corners, -1, axis=0) - corners
    offset = x[:, None] - corners  # (N, m, 2)
    cross = ahead[:, 0] * offset[..., 1] - ahead[:, 1] * offset[..., 0]
    return np.min(cross / np.linalg.norm(ahead, axis=1), axis=1)


class TestHalfPlane:
    @pytest.mark.parametrize(
        ("p", "q", "left"),
        [((0, 0), (1, 0), (0, 1)), ((2, 5), (2, 7), (1, 0)), ((3, 1), (0, 1), (0, -9)),
         ((0, 0), (0, -1), (1, 0)), ((10, 10), (11, 12), (10, 11))],
    )  # fmt: skip
    def test_left_is_positive_and_a_distance(self, p, q, left):
        w, b = half_plane(p, q)
        distance = np.asarray(left) @ w + b
        assert distance > 0 and type(b) is float
        along = np.subtract(q, p)
        cross = along[0] * (left[1] - p[1]) - along[1] * (left[0] - p[0])
        assert distance == pytest.approx(cross / np.hypot(*along), rel=1e-12)
        for point in (p, q):
            assert np.asarray(point) @ w + b == pytest.approx(0, abs=1e-12)

    def test_backwards_is_the_other_side(self):
        w, b = half_plane([1.0, 2.0], [4.0, -1.0])
        v, c = half_plane([4.0, -1.0], [1.0, 2.0])
        np.testing.assert_allclose([*w, b], [-v[0], -v[1], -c], atol=1e-15)

    def test_moving_all_points_changes_nothing(self):
        x, shift = np.array([0.3, -0.7]), np.array([100.0, -50.0])
        w, b = half_plane([1.0, 2.0], [4.0, -1.0])
        v, c = half_plane([1.0, 2.0] + shift, [4.0, -1.0] + shift)
        assert (x + shift) @ v + c == pytest.approx(x @ w + b, rel=1e-12)

    def test_a_point_is_no_line(self):
        with pytest.raises(ValueError, match=r"half_plane: .*two different points"):
            half_plane([1.0, 2.0], [1.0, 2.0])
        with pytest.raises(ValueError, match="two different points"):
            half_plane([1.0, np.nan], [1.0, 2.0])
        with pytest.raises(ShapeError, match=r"q has shape \(3,\)"):
            half_plane([1.0, 2.0], [1.0, 2.0, 3.0])


class TestTriangleNet:
    @pytest.mark.parametrize(("steepness", "accuracy"), [(20.0, 0.985), (100.0, 0.9993)])
    @pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
    def test_names_the_points_of_a_square_right(self, steepness, accuracy, order):
        x = np.random.default_rng(0).uniform(-1.5, 1.5, (20_000, 2))
        y = inside(triangle_net(TRIANGLE[order], steepness), x)
        assert np.mean((y > 0.5) == (depth_inside(TRIANGLE, x) > 0)) > accuracy

    def test_is_an_and_of_three_edges(self):
        (W1, b1), (W2, b2) = triangle_net([[0, 0], [4, 0], [0, 3]], 10.0)
        assert W1.shape == (2, 3) and b1.shape == (3,) and W2.shape == (3, 1)
        np.testing.assert_allclose(np.sort(b1), [0, 0, 24], atol=1e-12)  # 10 times 12/5
        np.testing.assert_array_equal(W2, np.full((3, 1), 10.0))
        assert b2 == [-25.0]

    @pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [0, 2, 1]])
    def test_each_unit_is_the_inside_of_the_edge_that_leaves_its_corner(self, order):
        corners = TRIANGLE[order]
        (W1, b1), _ = triangle_net(corners, 10.0)
        for e in range(3):
            ends, third = corners[[e, (e + 1) % 3]], corners[(e + 2) % 3]
            np.testing.assert_allclose(ends @ W1[:, e] + b1[e], 0, atol=1e-12)
            assert third @ W1[:, e] + b1[e] > 1

    def test_corners_on_a_line_are_refused(self):
        for corners in ([[0, 0], [1, 1], [2, 2]], [[0, 0], [1, 1], [1, 1]], [[0, 0]] * 3):
            with pytest.raises(ValueError, match=r"convex polygon|two different points"):
                triangle_net(corners, 5.0)
        with pytest.raises(ShapeError, match=r"must be \(3, 2\)"):
            triangle_net(regular(4), 5.0)
        with pytest.raises(ValueError, match=r"steepness is 0\.0"):
            triangle_net(TRIANGLE, 0)


class TestPolygonNet:
    @pytest.mark.parametrize("m", range(3, 9))
    @pytest.mark.parametrize("direction", [1, -1])
    def test_regular_polygons(self, m, direction):
        corners = regular(m)
        x = np.random.default_rng(m).uniform(-1.3, 1.3, (3000, 2)) + (5.0, -2.0)
        distance = depth_inside(corners, x)
        clear = np.abs(distance) > 0.02
        y = inside(polygon_net(corners[::direction], 400.0), x)
        np.testing.assert_array_equal(y[clear] > 0.5, distance[clear] > 0)
        assert 0.1 < np.mean(distance > 0) < 0.6

    @pytest.mark.parametrize("direction", [1, -1])
    @pytest.mark.parametrize("start", range(5))
    def test_tiny_and_far_away_it_is_the_same(self, direction, start):
        """Neither the size nor the place nor the corner named first decides the direction."""
        corners = np.roll(regular(5)[::direction], start, axis=0)
        moved = 1e-3 * (corners - (5.0, -2.0)) + (300.0, 700.0)
        for x, expected in (((0.0, 0.0), 1.0), ((0.9, -0.9), 0.0)):
            place = np.array([x]) * 1e-3 + (300.0, 700.0)
            assert inside(polygon_net(moved, 1e6), place) == pytest.approx(expected, abs=1e-6)

    def test_with_three_corners_it_is_the_triangle_net(self):
        for a, b in zip(polygon_net(TRIANGLE, 7.0), triangle_net(TRIANGLE, 7.0), strict=True):
            np.testing.assert_array_equal(a[0], b[0])
            np.testing.assert_array_equal(a[1], b[1])

    @pytest.mark.parametrize(
        "corners",
        [
            [[0, 0], [4, 0], [1, 1], [0, 4]],  # an arrow head
            regular(5)[[0, 2, 4, 1, 3]],  # a star, which turns left at each corner
            [[0, 0], [1, 1], [1, 0], [0, 1]],  # edges that cross
            [[0, 0], [1, 0], [2, 0], [1, 1]],  # a corner without a bend
            [[0, 0], [1, 0], [np.nan, 1], [0, 1]],
        ],
    )
    def test_what_is_not_convex_is_refused(self, corners):
        with pytest.raises(ValueError, match=r"convex polygon is needed|two different points"):
            polygon_net(corners, 5.0)

    def test_bad_shapes_are_refused(self):
        with pytest.raises(ValueError, match="there are 2 vertices"):
            polygon_net(np.eye(2), 5.0)
        for shape in ((4,), (4, 3)):
            with pytest.raises(ShapeError, match=r"must be \(m, 2\)"):
                polygon_net(np.ones(shape), 5.0)


def learn_a_triangle(sizes, seed):
    """Return the accuracy on new points after 600 steps of Adam on 400 points."""
    rng = np.random.default_rng(seed)
    x, labels = triangle(400, rng=rng)
    shapes = [shape for d, m in pairwise(sizes) for shape in ((d, m), (m,))]
    ends = np.cumsum([np.prod(shape) for shape in shapes])

    def layers(p):
        arrays = [a.reshape(s) for a, s in zip(np.split(p, ends[:-1]), shapes, strict=True)]
        return list(zip(arrays[::2], arrays[1::2], strict=True))

    def gradient(p):
        logits, _ = mlp_forward(x, layers(p), tanh)
        dy = cross_entropy_grad(logits, labels)
        _, grads = mlp_backward(dy, x, layers(p), tanh, tanh_backward)
        return np.concatenate([a.ravel() for layer in grads for a in layer])

    p = minimize(gradient, rng.standard_normal(ends[-1]), adam_step, steps=600, lr=0.05)[-1]
    new, truth = triangle(2000, rng=rng)
    return np.mean(mlp_forward(new, layers(p), tanh)[0].argmax(axis=1) == truth)


def test_learning_a_triangle_takes_a_hidden_layer():
    """One layer is no better than answering "outside" always; three hidden units do it."""
    seeds = range(3)
    assert np.median([learn_a_triangle([2, 2], seed) for seed in seeds]) < 0.8
    assert np.median([learn_a_triangle([2, 3, 2], seed) for seed in seeds]) > 0.96
