"""Right answers where a type, a nan or the last digit of a number used to decide."""

from typing import NamedTuple

import numpy as np
import pytest

from dlkit import activations
from dlkit.approximation import random_features
from dlkit.arguments import class_labels, plain_array, real_array, whole_numbers
from dlkit.backprop import fit_gd, gd_step
from dlkit.convolution import avgpool_forward, maxpool_forward, out_size
from dlkit.frameworks import Graph, Session, parallel_grads, placeholder
from dlkit.initialization import he_truncated, normal, truncated_normal
from dlkit.landscapes import find_critical_point
from dlkit.optimizers import (
    SGD,
    Adam,
    adam_step,
    clip_by_global_norm,
    inverse_time_decay,
    momentum_step,
)
from dlkit.recurrent import bigram_logits
from dlkit.regularization import accuracy, confusion_matrix, f1_score, nn, precision, recall
from dlkit.shapes import standardize

SMALL = [np.int8, np.uint8, np.int16, np.uint32, np.uint64, np.dtype(">i4")]


class Layer(NamedTuple):
    W: np.ndarray
    b: np.ndarray


class TestWholeNumbers:
    """Labels of any integer type are counted in the one that this machine indexes with."""

    @pytest.mark.parametrize("dtype", SMALL)
    def test_counts_do_not_wrap_around(self, dtype):
        labels = np.arange(17)
        matrix = confusion_matrix(labels.astype(dtype), labels[::-1].astype(dtype), 17)
        np.testing.assert_array_equal(matrix, np.eye(17)[::-1])
        ids = np.array([[16, 16, 0]])
        logits = bigram_logits(ids.astype(dtype), np.ones((1, 2)), 17)
        np.testing.assert_array_equal(logits, bigram_logits(ids, np.ones((1, 2)), 17))

    @pytest.mark.parametrize("dtype", SMALL)
    def test_labels_come_back_in_one_type(self, dtype):
        assert class_labels(np.ones(3, dtype), 2).dtype == np.intp
        assert whole_numbers(np.ones((2, 3), dtype), 2).dtype == np.intp
        assert real_array(np.ones(3, dtype)).dtype == np.float64

    def test_counting_suits_a_machine_of_32_bits(self, monkeypatch):
        count = np.bincount

        def of_32_bits(x, minlength):
            assert x.dtype == np.int32, "np.bincount takes no int64 where an index has 32 bits"
            return count(x, minlength=minlength)

        monkeypatch.setattr(np, "bincount", of_32_bits)
        monkeypatch.setattr(np, "intp", np.int32)
        labels = np.array([1, 0, 1], np.int64)
        np.testing.assert_array_equal(confusion_matrix(labels, labels, 2), [[1, 0], [0, 2]])
        assert bigram_logits(labels[None], np.ones((1, 2)), 2).shape == (2, 2)

    @pytest.mark.parametrize("pool", [maxpool_forward, avgpool_forward])
    def test_sizes_do_not_wrap_around(self, pool):
        x = np.arange(600.0).reshape(1, 1, 300, 2)
        expected = pool(x, 2, stride=3)
        np.testing.assert_array_equal(pool(x, np.uint8(2), stride=np.uint8(3)), expected)
        assert out_size(np.int16(300), np.uint8(200), dilation=np.int8(1)) == 101


class TestPrecision:
    """float32 and float64 are kept; what both hold becomes float64; more digits are refused."""

    def test_half_precision_is_exact_in_double(self):
        x = np.array([0.1, 60000.0, -3.0], np.float16)
        np.testing.assert_array_equal(activations.sigmoid(x), activations.sigmoid(x.astype(float)))
        assert activations.sigmoid(x).dtype == np.float64

    @pytest.mark.skipif(np.longdouble == np.float64, reason="has no more digits on this machine")
    def test_more_digits_are_refused(self):
        with pytest.raises(
            TypeError, match=r"^relu: z has dtype \w+; float64 or float32 is needed"
        ):
            activations.relu(np.ones(2, np.longdouble))
        with pytest.raises(TypeError, match=r"^Adam: p is an array of"):
            Adam(np.ones(2, np.longdouble))

    @pytest.mark.parametrize("dtype", [np.float16, np.longdouble, int])
    def test_a_network_reckons_in_one_of_two_precisions(self, dtype):
        if np.dtype(dtype) != np.float64:
            with pytest.raises(TypeError, match=r"^Sequential: dtype is \w+; float64 or float32"):
                nn.Sequential([nn.Flatten()], dtype=dtype)

    def test_the_other_byte_order_becomes_this_machines(self):
        for dtype in (np.float32, np.float64):
            swapped = np.arange(3, dtype=dtype).astype(np.dtype(dtype).newbyteorder())
            assert real_array(swapped).dtype == dtype
            np.testing.assert_array_equal(real_array(swapped), [0, 1, 2])


class TestMasked:
    """A masked value is absent: no function may count it."""

    MASKED = np.ma.masked_greater([1.0, 2.0, 99.0], 10)

    @pytest.mark.parametrize("values", [MASKED, [MASKED, MASKED], list(MASKED), [[MASKED]]])
    def test_masked_values_are_refused(self, values):
        with pytest.raises(TypeError, match=r"^f: x holds masked values; plain numbers are needed"):
            plain_array(values, "x", "f")

    def test_a_mask_that_hides_nothing_is_no_matter(self):
        np.testing.assert_array_equal(real_array(np.ma.masked_array([1, 2])), [1, 2])

    def test_labels_and_batches_are_numbers_too(self):
        labels = np.ma.masked_equal([0, 1, 1], 1)
        with pytest.raises(TypeError, match=r"^accuracy: labels holds masked values"):
            accuracy([0, 1, 1], labels)
        model = nn.Sequential([nn.Dense(3, 1, rng=np.random.default_rng(0))])
        with pytest.raises(TypeError, match=r"^Sequential: x holds masked values"):
            model.forward([self.MASKED])
        with Graph().as_default():
            x = placeholder(name="x")
            with pytest.raises(TypeError, match=r"^Session: x holds masked values"):
                Session().run(x * 2, {x: self.MASKED})

    def test_a_list_within_itself_ends(self):
        endless = []
        endless.append(endless)
        with pytest.raises((TypeError, ValueError)):
            real_array(endless)


class TestNan:
    """nan passes, wherever it stands."""

    @pytest.mark.parametrize("name", ["relu", "elu", "selu"])
    def test_one_number_that_is_nan_passes_backwards(self, name):
        assert np.isnan(getattr(activations, f"{name}_backward")(1.0, np.nan))
        assert getattr(activations, f"{name}_backward")(1.0, 2.0) > 0
        assert all(map(np.isnan, activations.leaky_relu_backward(1.0, np.nan, 0.5)))

    def test_scores_of_a_spoiled_matrix_are_nan(self):
        for score in (precision, recall, f1_score):
            assert np.isnan(score([[np.nan, 1.0], [1.0, 1.0]])).any()

    def test_a_search_that_meets_nan_says_so(self):
        with pytest.raises(ValueError, match=r"^find_critical_point: gradient\[0\] is nan"):
            find_critical_point(lambda x: x * np.nan, [1.0])
        with pytest.raises(ValueError, match=r"^random_features: x\[1\] is nan"):
            random_features([0.0, np.nan], [0, 1], 3, np.tanh, rng=np.random.default_rng(0))

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_a_gradient_that_is_nan_shows_in_the_norm(self, place):
        grads = [np.ones(2), np.full(3, 5.0), np.ones(1)]
        grads[place][0] = np.nan
        clipped, norm = clip_by_global_norm(grads, 1.0)
        assert np.isnan(norm) and all(np.isnan(g).all() for g in clipped)


class TestLastDigits:
    """What is constant, or tiny, up to rounding."""

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_a_column_constant_up_to_rounding_is_only_moved(self, dtype):
        third = np.array([1 / 3, 1 - 2 / 3, 0.1 + 0.2 + 1 / 3 - 0.3], dtype)[:, None]
        train, test, _, std = standardize(1e6 * third, 1e6 * third + dtype(1))
        assert std == 1 and np.abs(train).max() < 1e6 * 4 * np.finfo(dtype).eps
        assert test == pytest.approx(1, abs=0.2)

    def test_a_small_spread_far_from_0_is_none_of_rounding(self):
        train = standardize(1e9 + np.array([[0.0], [1e-3]]), np.zeros((0, 1)))[0]
        np.testing.assert_allclose(np.abs(train), 1, rtol=1e-3)

    @pytest.mark.parametrize(("dtype", "g"), [(np.float64, 1e-40), (np.float32, 1e-17)])
    def test_tiny_gradients_step_as_adam_step_does(self, dtype, g):
        p, w, m, v = (np.zeros(2, dtype) for _ in range(4))
        gradient, optimizer = (
            np.array([g, -g], dtype),
            Adam(p, lr=0.1, eps=1e-80 if g < 1e-20 else g),
        )
        for t in range(1, 202):
            optimizer.step(gradient)
            w, m, v = adam_step(w, gradient, m, v, t, lr=0.1, eps=optimizer.eps)
        np.testing.assert_allclose(p, w, rtol=1e-4)

    def test_tiny_velocities_stay(self):
        p, w, v = np.zeros(1), np.zeros(1), np.zeros(1)
        optimizer = SGD(p, lr=1e30, momentum=0.9)
        for _ in range(101):
            optimizer.step([1e-32])
            w, v = momentum_step(w, [1e-32], v, lr=1e30)
        np.testing.assert_allclose(p, w)


def test_shapes_without_axes_have_one_number():
    for init in (normal, truncated_normal):
        W = init((), std=0.5, rng=np.random.default_rng(0))
        assert isinstance(W, np.ndarray) and W.shape == ()
    draws = [truncated_normal((), std=1.0, rng=np.random.default_rng(k)) for k in range(200)]
    assert np.abs(draws).max() <= 2 / 0.87
    assert he_truncated((3, 2), rng=np.random.default_rng(0)).shape == (3, 2)


def test_named_tuples_keep_their_names():
    layer = Layer(np.ones((2, 1)), np.ones(1))
    moved = gd_step([layer], [layer], lr=0.5)
    assert type(moved[0]) is Layer and moved[0].b == 0.5
    total = parallel_grads([(np.ones(2),), (np.ones(1),)], lambda x: Layer(np.mean(x), np.mean(x)))
    assert type(total) is Layer and total.W == 1


def test_a_descent_begins_with_lists_too():
    start = ([[1.0]], [0.0], [[0.0, 0.0]], [0.0, 0.0])
    (W1, *_), _ = fit_gd(start, [[-1.0], [1.0]], [0, 1], lr=1.0, steps=2)
    assert W1.shape == (1, 1)


def test_the_rate_falls_with_the_inverse_of_time():
    rates = [inverse_time_decay(np.uint8(k), lr=8, rate=0.5) for k in (0, 2, 254)]
    assert rates == [8.0, 4.0, 8 / 128]
    with pytest.raises(ValueError, match=r"^inverse_time_decay: rate is -1.0"):
        inverse_time_decay(1, lr=1, rate=-1)
