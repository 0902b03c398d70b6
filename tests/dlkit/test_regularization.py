"""Dropout, shifted images and metrics: fixed numbers, PyTorch, differences."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.regularization import (
    accuracy,
    confusion_matrix,
    dropout_backward,
    dropout_forward,
    f1_score,
    nn,
    precision,
    predicted_classes,
    random_shifts,
    recall,
    shift_image,
)


@pytest.fixture
def rng():
    return np.random.default_rng(11)


class TestDropout:
    def test_the_share_dropped_is_p_and_the_mean_stays(self, rng):
        x = np.full((400, 500), 3.0)
        for p in (0.1, 0.5, 0.9):
            y, mask = dropout_forward(x, p, rng=rng)
            # Five standard errors of a share among 200 000.
            assert abs(np.mean(y == 0) - p) < 5 * np.sqrt(p * (1 - p) / x.size)
            assert abs(y.mean() - 3) < 15 * np.sqrt(p / (1 - p) / x.size)
            np.testing.assert_allclose(np.unique(mask), [0, 1 / (1 - p)])
            assert 0 < np.mean(mask[0] == 0) < 1  # element by element, not by rows
            np.testing.assert_array_equal(dropout_backward(x, mask), y)

    def test_evaluation_is_the_identity_and_draws_nothing(self, rng):
        x = np.arange(6.0).reshape(2, 3)
        before = rng.bit_generator.state
        for p, train in ((0.7, False), (0.0, True), (0.0, False)):
            y, mask = dropout_forward(x, p, rng=rng, train=train)
            np.testing.assert_array_equal(y, x)
            np.testing.assert_array_equal(mask, 1)
            assert not np.shares_memory(y, x)
        assert rng.bit_generator.state == before
        y, mask = dropout_forward(x, 1.0, rng=rng)
        assert not y.any() and not mask.any()

    def test_the_same_seed_drops_the_same(self):
        first, second = (
            dropout_forward(np.ones(99), 0.5, rng=np.random.default_rng(1)) for _ in "ab"
        )
        np.testing.assert_array_equal(first, second)
        assert (
            dropout_forward(np.ones(9, np.float32), 0.3, rng=np.random.default_rng(1))[0].dtype
            == np.float32
        )

    def test_refusals(self, rng):
        for p in (-0.1, 1.1, float("nan")):
            with pytest.raises(ValueError, match="p is"):
                dropout_forward([1.0], p, rng=rng)
        with pytest.raises(TypeError, match="rng is int"):
            dropout_forward([1.0], 0.5, rng=1)
        with pytest.raises(ShapeError, match="dy has shape"):
            dropout_backward([1.0], [[1.0]])
        with pytest.raises(ValueError, match="p is"):
            nn.Dropout(2.0, rng=rng)


class TestShiftedImages:
    def test_zeros_come_in_and_nothing_wraps(self, rng):
        x = rng.standard_normal((2, 3, 4, 6))
        for down, right in ((0, 0), (1, 0), (0, 2), (-2, 1), (3, -5), (9, 0), (0, -9)):
            expected = np.zeros_like(x)
            for h in range(4):
                for w in range(6):
                    if 0 <= h - down < 4 and 0 <= w - right < 6:
                        expected[:, :, h, w] = x[:, :, h - down, w - right]
            moved = shift_image(x, down, right)
            np.testing.assert_array_equal(moved, expected)
            assert not np.shares_memory(moved, x)

    def test_random_shifts_move_each_image_as_a_whole(self):
        x = np.zeros((500, 2, 5, 5))
        x[:, :, 2, 2] = 1 + np.arange(500)[:, None]  # the order shows
        moved = random_shifts(x, 1, rng=np.random.default_rng(0))
        np.testing.assert_array_equal(moved.max(axis=(2, 3)), x.max(axis=(2, 3)))
        np.testing.assert_array_equal(moved[:, 0], moved[:, 1])
        places = {tuple(np.argwhere(image[0])[0]) for image in moved}
        assert len(places) == 9
        np.testing.assert_array_equal(random_shifts(x, 0, rng=np.random.default_rng(0)), x)


class TestMetrics:
    def test_a_matrix_in_fixed_numbers(self):
        labels, predictions = [0, 0, 0, 1, 1, 3], [0, 1, 1, 1, 0, 3]
        matrix = confusion_matrix(predictions, labels, 4)
        np.testing.assert_array_equal(
            matrix, [[1, 2, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
        )
        np.testing.assert_allclose(precision(matrix), [1 / 2, 1 / 3, 0, 1])
        np.testing.assert_allclose(recall(matrix), [1 / 3, 1 / 2, 0, 1])
        np.testing.assert_allclose(f1_score(matrix), [2 / 5, 2 / 5, 0, 1])
        assert accuracy(predictions, labels) == np.trace(matrix) / matrix.sum() == 0.5
        np.testing.assert_array_equal(confusion_matrix([], [], 2), np.zeros((2, 2)))

    def test_scores_become_classes(self):
        np.testing.assert_array_equal(predicted_classes([[1.0, 1.0, 0.0], [0.0, 2.0, 3.0]]), [0, 2])
        np.testing.assert_array_equal(predicted_classes([-1.0, 0.0, 1.0]), [0, 0, 1])
        assert predicted_classes(np.zeros((0, 3))).shape == (0,)

    def test_refusals(self):
        with pytest.raises(TypeError, match=r"predictions has dtype float64; .*predicted_classes"):
            accuracy([0.5, 1.0], [0, 1])
        with pytest.raises(ShapeError, match=r"predictions has shape \(2, 1\)"):
            accuracy([[0], [1]], [0, 1])
        with pytest.raises(ValueError, match="empty batch"):
            accuracy([], [])
        with pytest.raises(ValueError, match="is 3; with 3 classes"):
            confusion_matrix([3], [0], 3)
        with pytest.raises(ShapeError, match=r"matrix has shape \(2, 3\)"):
            recall(np.ones((2, 3)))
