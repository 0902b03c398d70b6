"""Cross-entropy, binary cross-entropy and hinge: values, properties, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlkit.arguments import ShapeError
from dlkit.losses import (
    bce_with_logits,
    bce_with_logits_grad,
    cross_entropy,
    cross_entropy_grad,
    hinge,
    hinge_grad,
)

WITH_LABELS = [cross_entropy, cross_entropy_grad, hinge, hinge_grad]
Z = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
Y = np.array([0, 1, 2])


def test_hinge_of_the_known_example():
    # Scores of a cat, a car and a frog from the Stanford course CS231n, 2017: 2.9, 0 and 12.9.
    assert hinge(Z, Y) == pytest.approx((2.9 + 0 + 12.9) / 3, rel=1e-14)
    np.testing.assert_allclose(
        hinge_grad(Z, Y), np.array([[-1, 1, 0], [0, 0, 0], [1, 1, -2]]) / 3, rtol=1e-15
    )


def test_cross_entropy_of_the_known_example():
    # The same lecture: softmax gives the cat 0.13.
    shares = [math.exp(row[y]) / sum(map(math.exp, row)) for row, y in zip(Z, Y, strict=True)]
    assert round(shares[0], 2) == 0.13
    assert cross_entropy(Z, Y) == pytest.approx(-sum(map(math.log, shares)) / 3, rel=1e-14)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_cross_entropy_of_equal_scores_is_log_c(classes):
    assert cross_entropy(np.zeros((4, classes)), [0, 1, 0, 1]) == pytest.approx(math.log(classes))


def test_cross_entropy_grad_is_probability_minus_one_hot():
    z = np.log([[1.0, 3.0], [1.0, 1.0]])
    np.testing.assert_allclose(
        cross_entropy_grad(z, [0, 1]), [[-0.375, 0.375], [0.25, -0.25]], rtol=1e-14
    )


def test_a_perfect_loss_is_zero_and_has_no_sign():
    assert math.copysign(1, cross_entropy([[1000.0, 0.0]], [0])) == 1
    assert cross_entropy([[1000.0, 0.0]], [0]) == 0


def test_cross_entropy_of_an_impossible_class():
    with np.errstate(all="raise"):
        assert cross_entropy([[-np.inf, 0.0]], [0]) == np.inf
        assert cross_entropy([[-np.inf, 0.0]], [1]) == 0
        np.testing.assert_array_equal(cross_entropy_grad([[-np.inf, 0.0]], [0]), [[-1, 1]])


def test_bce_of_known_numbers():
    assert bce_with_logits([0.0], [0.3]) == pytest.approx(math.log(2), rel=1e-15)
    assert bce_with_logits([math.log(3)], [1.0]) == pytest.approx(math.log(4 / 3), rel=1e-14)
    assert bce_with_logits([math.log(3)], [0.0]) == pytest.approx(math.log(4), rel=1e-14)
    np.testing.assert_allclose(
        bce_with_logits_grad([math.log(3), 0.0], [0.0, 1.0]), [0.375, -0.25], rtol=1e-14
    )


def test_bce_keeps_the_digits_of_a_small_loss():
    # log(1 + e^-40), which log(sigmoid(40)) rounds to 0.
    expected = math.log1p(math.exp(-40))
    assert bce_with_logits([40.0], [1.0]) == pytest.approx(expected, rel=1e-14, abs=0)


def test_bce_equals_cross_entropy_with_two_classes():
    z = np.random.default_rng(3).normal(0, 4, size=9)
    t = np.arange(9) % 2
    pairs = np.column_stack([np.zeros(9), z])
    assert bce_with_logits(z, t) == pytest.approx(cross_entropy(pairs, t), rel=1e-13)
    np.testing.assert_allclose(
        bce_with_logits_grad(z, t), cross_entropy_grad(pairs, t)[:, 1], rtol=0, atol=1e-16
    )


@given(st.floats(-50, 50), st.floats(0, 1))
def test_bce_is_symmetric_in_the_two_classes(z, t):
    assert bce_with_logits([z], [t]) == pytest.approx(
        bce_with_logits([-z], [1 - t]), rel=1e-9, abs=1e-13
    )


def test_truth_values_are_targets():
    assert bce_with_logits([2.0, -1.0], [True, False]) == bce_with_logits([2.0, -1.0], [1, 0])


@pytest.mark.parametrize("function", [bce_with_logits, bce_with_logits_grad])
@pytest.mark.parametrize("targets", [[-1, 1], [0, 1.5]])
def test_bce_refuses_targets_that_are_no_probabilities(function, targets):
    with pytest.raises(ValueError, match=r"\[0, 1\] is needed"):
        function([0.0, 0.0], targets)


@pytest.mark.parametrize("function", [bce_with_logits, bce_with_logits_grad])
def test_bce_refuses_a_column_against_a_row(function):
    with pytest.raises(ShapeError, match=r"\(3, 1\) but targets has shape \(3,\)"):
        function(np.zeros((3, 1)), np.zeros(3))


def test_nan_targets_propagate():
    assert np.isnan(bce_with_logits([0.0, 0.0], [np.nan, 1.0]))


def test_hinge_of_a_sweep_of_margins():
    z, y = np.array([[2.0, 0.5, 1.5]]), [0]
    values = [hinge(z, y, margin=margin) for margin in (0, 0.5, 1, 1.5, 2)]
    assert values == [0, 0, 0.5, 1, 2]


def test_hinge_exactly_at_the_margin_has_no_gradient():
    np.testing.assert_array_equal(hinge_grad([[1.0, 0.0, 0.25]], [0]), [[-1.0, 0.0, 1.0]])


def test_hinge_does_not_count_the_true_class():
    assert hinge([[10.0, 0.0, 0.0]], [0]) == 0
    assert hinge([[7.0]], [0], margin=3.0) == 0


@pytest.mark.parametrize("function", [hinge, hinge_grad])
@pytest.mark.parametrize("margin", [-1.0, np.inf, np.nan])
def test_hinge_refuses_a_margin_that_is_none(function, margin):
    with pytest.raises(ValueError, match="margin"):
        function(Z, Y, margin=margin)
    with pytest.raises(TypeError, match="margin"):
        function(Z, Y, margin=np.ones(3))


@pytest.mark.parametrize("grad", [cross_entropy_grad, hinge_grad])
def test_rows_of_a_gradient_add_up_to_zero(grad):
    np.testing.assert_allclose(grad(Z, Y).sum(axis=1), 0, atol=1e-16)


@pytest.mark.parametrize("loss", [cross_entropy, hinge])
@given(st.floats(-100, 100))
def test_a_constant_added_to_all_scores_changes_nothing(loss, c):
    assert loss(Z + c, Y) == pytest.approx(loss(Z, Y), rel=1e-12)


@pytest.mark.parametrize("function", WITH_LABELS)
@pytest.mark.parametrize("labels", [[0, 1, 3], [0, -1, 2]])
def test_a_label_out_of_range_is_named(function, labels):
    with pytest.raises(ValueError, match=r"labels\[[12]\] is (3|-1); with 3 classes .* 0\.\.2"):
        function(Z, labels)


@pytest.mark.parametrize("function", WITH_LABELS)
@pytest.mark.parametrize("labels", [[0.0, 1.0, 2.0], [True, False, True], ["a", "b", "c"]])
def test_labels_that_are_no_integers_are_refused(function, labels):
    with pytest.raises(TypeError, match="integers are needed"):
        function(Z, labels)


@pytest.mark.parametrize("function", WITH_LABELS)
@pytest.mark.parametrize(
    ("logits", "labels"),
    [(Z, Y[:2]), (Z, np.eye(3, dtype=int)), (Z, Y[:, None]), (Z[0], Y), (Z[None], Y), (Z, 1)],
)
def test_shapes_that_do_not_fit_are_refused(function, logits, labels):
    with pytest.raises(ShapeError, match=function.__name__):
        function(logits, labels)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_labels_of_every_integer_type_count(dtype):
    for function in WITH_LABELS:
        np.testing.assert_array_equal(function(Z, Y.astype(dtype)), function(Z, Y))
