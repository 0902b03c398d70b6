"""The dense layer, and preparing data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlkit.arguments import ShapeError
from dlkit.shapes import dense_forward, minibatches, one_hot, standardize, train_val_split


def rng(seed=0):
    return np.random.default_rng(seed)


def draw(*shape):
    return rng([*shape]).standard_normal(shape)


class TestDenseForward:
    def test_weights_one_column_per_output(self):
        W = np.array([[1.0, 10.0, 0.0], [2.0, 0.0, -1.0]])
        np.testing.assert_array_equal(
            dense_forward([[1.0, 1.0], [3.0, 0.0]], W, [0.5, 0.0, 1.0]),
            [[3.5, 10.0, 0.0], [3.5, 30.0, 1.0]],
        )

    @pytest.mark.parametrize(("n", "d", "m"), [(5, 3, 2), (1, 4, 6), (7, 1, 3), (0, 2, 3)])
    def test_equals_pytorch(self, n, d, m, torch, close):
        x, W, b = draw(n, d), draw(d, m), draw(m)
        expected = torch.nn.functional.linear(*map(torch.tensor, (x, W.T.copy(), b)))
        close(dense_forward(x, W, b), expected.numpy())

    def test_is_linear_in_x(self):
        x, W, b = draw(5, 3), draw(3, 2), draw(2)
        np.testing.assert_allclose(
            dense_forward(-4 * x, W, b) - b, -4 * (dense_forward(x, W, b) - b), rtol=1e-12
        )

    def test_float32_stays_and_integers_become_float64(self):
        x, W, b = (a.astype(np.float32) for a in (draw(5, 3), draw(3, 2), draw(2)))
        assert dense_forward(x, W, b).dtype == np.float32
        assert dense_forward(*(a.astype(int) for a in (x, W, b))).dtype == np.float64

    def test_inputs_are_read_in_any_layout_and_not_changed(self):
        x, W, b = draw(3, 5).T, draw(6, 2)[::2], draw(2)
        for a in (x, W, b):
            a.setflags(write=False)
        np.testing.assert_allclose(dense_forward(x, W, b), x.copy() @ W.copy() + b, rtol=1e-14)

    @pytest.mark.parametrize(
        "shapes",
        [
            ((5, 3), (2, 3), (3,)),
            ((5, 3), (3, 2), (5, 1)),
            ((5, 3), (3, 2), (1, 2)),
            ((5, 3), (3, 2), ()),
            ((3,), (3, 2), (2,)),
            ((5, 3), (3,), (1,)),
        ],
    )
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="dense_forward: "):
            dense_forward(*map(np.zeros, shapes))


class TestOneHot:
    @pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
    def test_one_column_per_class_also_for_classes_nobody_has(self, dtype):
        np.testing.assert_array_equal(
            one_hot(np.array([0, 2, 2], dtype), 4), [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]
        )
        assert one_hot(np.array([0], dtype), 1).dtype == np.float64

    def test_no_labels_give_no_rows(self):
        assert one_hot([], 3).shape == (0, 3)

    @pytest.mark.parametrize(
        ("labels", "classes", "error"),
        [
            ([0, 3], 3, ValueError),
            ([-1, 0], 3, ValueError),
            ([0], 0, ValueError),
            ([0.0, 1.0], 3, TypeError),
            ([0], 3.0, TypeError),
            ([[0, 1]], 3, ShapeError),
        ],
    )
    def test_what_is_no_label_is_refused(self, labels, classes, error):
        with pytest.raises(error, match="one_hot: "):
            one_hot(labels, classes)


class TestStandardize:
    def test_statistics_come_from_the_training_set_and_divide_by_n(self):
        train, test, mean, std = standardize([[1.0, 10.0], [3.0, 50.0]], [[2.0, 70.0]])
        np.testing.assert_array_equal(mean, [2, 30])
        np.testing.assert_array_equal(std, [1, 20])
        np.testing.assert_array_equal(train, [[-1, -1], [1, 1]])
        np.testing.assert_array_equal(test, [[0, 2]])

    def test_each_column_has_mean_zero_and_deviation_one(self):
        train, _, _, _ = standardize(5 + 3 * draw(50, 4), draw(7, 4))
        np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-14)
        np.testing.assert_allclose(train.std(axis=0), 1, rtol=1e-14)

    @pytest.mark.parametrize("constant", [0.0, 0.1, 1e9 + 0.1])
    def test_a_constant_column_is_only_shifted(self, constant):
        # The mean of 0.1 ten times is not exactly 0.1, so the deviation is not exactly 0.
        with np.errstate(all="raise"):
            train, test, _, std = standardize(np.full((10, 2), constant), [[constant + 2] * 2])
        np.testing.assert_array_equal(std, 1)
        np.testing.assert_allclose(train, 0, atol=1e-6)
        np.testing.assert_allclose(test, 2, rtol=1e-6)

    def test_many_float32_rows_lose_no_digits(self):
        x = (1000 + rng().standard_normal((200_000, 2))).astype(np.float32)
        _, _, mean, std = standardize(x, x[:1])
        assert mean.dtype == std.dtype == np.float32
        np.testing.assert_allclose(mean, x.astype(np.float64).mean(axis=0), rtol=1e-7)
        np.testing.assert_allclose(std, x.astype(np.float64).std(axis=0), rtol=1e-7)

    def test_inputs_are_not_changed(self):
        train, test = draw(5, 3), draw(4, 3)
        for a in (train, test):
            a.setflags(write=False)
        for result in standardize(train, test):
            assert not np.shares_memory(result, train)
            assert not np.shares_memory(result, test)

    def test_nan_stays_in_its_column(self):
        x = draw(5, 2)
        x[3, 0] = np.nan
        train = standardize(x, x)[0]
        assert np.isnan(train[:, 0]).all()
        assert np.isfinite(train[:, 1]).all()

    @pytest.mark.parametrize("shapes", [((5, 3), (4, 2)), ((5,), (4,)), ((5, 3), (3,))])
    def test_shapes_that_do_not_fit_are_refused(self, shapes):
        with pytest.raises(ShapeError, match="standardize: "):
            standardize(*map(np.ones, shapes))

    def test_an_empty_training_set_is_refused_and_an_empty_test_set_is_not(self):
        with pytest.raises(ValueError, match="train has shape"):
            standardize(np.ones((0, 3)), np.ones((4, 3)))
        assert standardize(draw(4, 3), np.ones((0, 3)))[1].shape == (0, 3)


class TestTrainValSplit:
    @given(st.integers(1, 60), st.floats(0, 1, exclude_max=True))
    def test_every_index_is_in_one_part(self, n, fraction):
        train, val = train_val_split(n, fraction, rng=rng())
        assert len(val) == int(fraction * n)
        assert sorted([*train, *val]) == list(range(n))

    def test_both_parts_are_shuffled_and_the_seed_decides(self):
        train, val = train_val_split(100, 0.3, rng=rng(1))
        assert len(val) == 30
        for part in (train, val):
            assert (np.diff(part) < 0).any()
        np.testing.assert_array_equal(train, train_val_split(100, 0.3, rng=rng(1))[0])
        assert (train != train_val_split(100, 0.3, rng=rng(2))[0]).any()

    @pytest.mark.parametrize("fraction", [-0.1, 1.0, 1.5, np.nan])
    def test_a_fraction_outside_is_refused(self, fraction):
        with pytest.raises(ValueError, match="fraction"):
            train_val_split(10, fraction, rng=rng())

    def test_a_seed_is_no_generator(self):
        with pytest.raises(TypeError, match="default_rng"):
            train_val_split(10, 0.5, rng=0)
        with pytest.raises(ValueError, match="at least 1"):
            train_val_split(0, 0.5, rng=rng())


class TestMinibatches:
    @given(st.integers(1, 60), st.integers(1, 70))
    def test_every_index_is_in_one_batch(self, n, batch_size):
        batches = minibatches(n, batch_size, rng=rng())
        assert sorted(np.concatenate(batches)) == list(range(n))
        assert len(batches) == -(-n // batch_size)
        assert all(len(batch) == batch_size for batch in batches[:-1])

    @given(st.integers(1, 60), st.integers(1, 70))
    def test_drop_last_leaves_full_batches(self, n, batch_size):
        batches = minibatches(n, batch_size, rng=rng(), drop_last=True)
        assert [len(batch) for batch in batches] == [batch_size] * (n // batch_size)
        assert len({index for batch in batches for index in batch}) == n // batch_size * batch_size

    def test_each_epoch_has_a_new_order(self):
        generator = rng()
        first, second = (np.concatenate(minibatches(50, 8, rng=generator)) for _ in range(2))
        assert (first != second).any()
        np.testing.assert_array_equal(first, np.concatenate(minibatches(50, 8, rng=rng())))

    def test_the_global_random_state_is_left_alone(self):
        before = np.random.get_state()[1].copy()
        minibatches(50, 8, rng=rng())
        train_val_split(50, 0.5, rng=rng())
        np.testing.assert_array_equal(np.random.get_state()[1], before)

    @pytest.mark.parametrize(
        ("n", "batch_size", "error"),
        [(0, 3, ValueError), (3, 0, ValueError), (3, 1.5, TypeError), (True, 1, TypeError)],
    )
    def test_sizes_are_positive_whole_numbers(self, n, batch_size, error):
        with pytest.raises(error, match="minibatches: "):
            minibatches(n, batch_size, rng=rng())


def test_rows_of_different_lengths_are_named_as_such():
    ragged = [[1.0], [1.0, 2.0]]
    with pytest.raises(ValueError, match="dense_forward: W is a list with rows of different"):
        dense_forward([[1.0]], ragged, [0.0])
    with pytest.raises(ValueError, match="one_hot: labels is a list with rows of different"):
        one_hot(ragged, 3)
