"""From one unit to a batch, and distances between all pairs."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.datasets import digits
from dlkit.shapes import (
    dense_forward,
    forward_matrix,
    linear_unit,
    pairwise_sq_dist,
    train_val_split,
    two_layer_paper,
)


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestLinearUnit:
    def test_is_one_row_and_column_of_a_dense_layer(self):
        x, w = draw(5), 1 + draw(5)
        y = linear_unit(x, w, 0.25)
        assert type(y) is float
        assert y == pytest.approx(dense_forward(x[None], w[:, None], [0.25])[0, 0], rel=1e-14)

    def test_the_bias_is_added_once_and_integers_are_welcome(self):
        assert linear_unit([2, 3], [10, 100], 7) == 327.0
        assert linear_unit([2], [10], np.float32(0.5)) == 20.5
        assert linear_unit([], [], 3.0) == 3.0

    @pytest.mark.parametrize("shapes", [((3,), (2,)), ((1, 3), (1, 3)), ((3,), (3, 1)), ((), ())])
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="linear_unit: "):
            linear_unit(*map(np.ones, shapes), 0.0)

    @pytest.mark.parametrize("b", [np.zeros(1), [0.0], None])
    def test_the_bias_is_one_number(self, b):
        with pytest.raises(TypeError, match="linear_unit: b is"):
            linear_unit([1.0], [1.0], b)


class TestForwardMatrix:
    def test_the_lectures_network_gives_zero_for_40_0(self):
        assert two_layer_paper(np.array([40, 0])) == 0.0
        assert two_layer_paper([1.5, -2.0]) == -4.0
        assert type(two_layer_paper([1, 2])) is float

    @pytest.mark.parametrize(("n", "d", "h"), [(5, 3, 4), (1, 2, 2), (0, 2, 3), (4, 1, 1)])
    def test_equals_one_sample_and_one_unit_at_a_time(self, n, d, h):
        x, W1, W2 = draw(d, n).T, draw(d, h), draw(h, 1)
        y = forward_matrix(x, W1, W2)
        assert y.shape == (n,)
        for n_, row in enumerate(x):
            hidden = [linear_unit(row, column, 0.0) for column in W1.T]
            assert y[n_] == pytest.approx(linear_unit(hidden, W2[:, 0], 0.0), rel=1e-12)

    def test_float32_stays(self):
        arrays = (a.astype(np.float32) for a in (draw(5, 3), draw(3, 4), draw(4, 1)))
        assert forward_matrix(*arrays).dtype == np.float32

    @pytest.mark.parametrize(
        "shapes",
        [
            ((3,), (3, 2), (2, 1)),
            ((5, 3), (2, 3), (3, 1)),
            ((5, 3), (3, 2), (2,)),
            ((5, 3), (3, 2), (1, 2)),
            ((5, 3), (3, 2), (2, 2)),
        ],
    )
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="forward_matrix: "):
            forward_matrix(*map(np.ones, shapes))

    @pytest.mark.parametrize("shape", [(3,), (1, 2), ()])
    def test_the_paper_network_has_two_inputs(self, shape):
        with pytest.raises(ShapeError, match=r"two_layer_paper: .* must be \(2,\)"):
            two_layer_paper(np.ones(shape))


class TestPairwiseSquaredDistance:
    @pytest.mark.parametrize(
        ("n", "m", "d"), [(5, 4, 3), (1, 6, 2), (7, 1, 1), (0, 3, 2), (3, 0, 2)]
    )
    def test_equals_the_definition(self, n, m, d, close):
        a, b = draw(n, d), draw(d, m).T
        close(pairwise_sq_dist(a, b), ((a[:, None] - b) ** 2).sum(axis=2))

    def test_equals_pytorch(self, torch, close):
        a, b = draw(6, 4), draw(5, 4)
        close(pairwise_sq_dist(a, b), torch.cdist(torch.tensor(a), torch.tensor(b)).numpy() ** 2)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_near_points_far_away_have_distances_above_zero(self, dtype):
        a = (1e4 + draw(200, 3)).astype(dtype)
        exact = ((a[:, None].astype(float) - a.astype(float)) ** 2).sum(axis=2)
        with np.errstate(all="raise"):
            found = pairwise_sq_dist(a, a)
        assert found.dtype == dtype
        assert found.min() >= 0
        assert np.abs(found - exact).max() < 1e3 * np.finfo(dtype).eps

    def test_tiny_numbers_give_no_warning(self):
        with np.errstate(all="raise"):
            assert pairwise_sq_dist([[1e-300]], [[0.0]])[0, 0] == 0

    def test_a_nan_stays_in_its_row_and_column(self):
        a, b = draw(3, 2), draw(4, 2)
        a[1, 0], b[2, 1] = np.nan, np.inf
        with np.errstate(all="raise"):
            found = np.isfinite(pairwise_sq_dist(a, b))
        expected = np.ones((3, 4), bool)
        expected[1], expected[:, 2] = False, False
        np.testing.assert_array_equal(found, expected)

    def test_inputs_are_not_changed(self):
        a, b = draw(3, 2), draw(4, 2)
        for array in (a, b):
            array.setflags(write=False)
        pairwise_sq_dist(a, b)

    @pytest.mark.parametrize("shapes", [((3, 2), (4, 3)), ((3,), (4,)), ((3, 2), (2,))])
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="pairwise_sq_dist: "):
            pairwise_sq_dist(*map(np.ones, shapes))

    def test_the_nearest_neighbour_names_98_percent_of_the_digits(self):
        x, labels = digits()
        scores = []
        for seed in range(3):
            train, test = train_val_split(1797, 0.333, rng=np.random.default_rng(seed))
            nearest = pairwise_sq_dist(x[test], x[train]).argmin(axis=1)
            scores.append(np.mean(labels[train][nearest] == labels[test]))
        assert min(scores) > 0.975
