"""Fixed numbers, edges and properties of the losses for real values."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.losses import huber, huber_grad, mae, mae_grad, mse, mse_grad

PREDICTIONS = np.array([[0.5, -2.0, 3.0], [1.0, 0.0, -1.0]])
TARGETS = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])  # residuals 0.5 -2 3, 0 -1 -2


def test_mse_is_the_mean_of_squares_over_all_elements():
    assert mse(PREDICTIONS, TARGETS) == pytest.approx(18.25 / 6, rel=1e-15)
    np.testing.assert_allclose(
        mse_grad(PREDICTIONS, TARGETS), np.array([[1, -4, 6], [0, -2, -4]]) / 6, rtol=1e-15
    )


def test_mae_is_the_mean_of_distances_over_all_elements():
    assert mae(PREDICTIONS, TARGETS) == pytest.approx(8.5 / 6, rel=1e-15)
    np.testing.assert_array_equal(
        mae_grad(PREDICTIONS, TARGETS), np.array([[1, -1, 1], [0, -1, -1]]) / 6
    )


def test_huber_is_a_parabola_inside_and_a_line_outside():
    # 0.125, 1.5, 2.5; 0, 0.5, 1.5
    assert huber(PREDICTIONS, TARGETS, delta=1.0) == pytest.approx(6.125 / 6, rel=1e-15)
    np.testing.assert_allclose(
        huber_grad(PREDICTIONS, TARGETS, delta=1.0),
        np.array([[0.5, -1, 1], [0, -1, -1]]) / 6,
        rtol=1e-15,
    )


@pytest.mark.parametrize("delta", [0.1, 1.0, 7.0])
@pytest.mark.parametrize("side", [-1, 1])
def test_huber_joins_smoothly_at_delta(delta, side):
    r = side * delta
    assert huber([r], [0.0], delta=delta) == pytest.approx(delta**2 / 2, rel=1e-15)
    assert huber_grad([r], [0.0], delta=delta)[0] == r
    inside, outside = r * (1 - 1e-9), r * (1 + 1e-9)
    for function in (huber, huber_grad):
        a, b = (function([x], [0.0], delta=delta) for x in (inside, outside))
        assert a == pytest.approx(b, rel=1e-8)


def test_huber_with_a_large_delta_is_half_the_mse():
    assert huber(PREDICTIONS, TARGETS, delta=1e6) == pytest.approx(mse(PREDICTIONS, TARGETS) / 2)
    np.testing.assert_allclose(
        huber_grad(PREDICTIONS, TARGETS, delta=1e6), mse_grad(PREDICTIONS, TARGETS) / 2
    )


def test_huber_does_not_square_a_far_residual():
    with np.errstate(all="raise"):
        assert huber([1e200], [0.0], delta=2.0) == pytest.approx(2e200)


@pytest.mark.parametrize("loss", [mse, huber])
def test_the_square_of_a_tiny_residual_is_zero_without_a_warning(loss):
    with np.errstate(all="raise"):
        assert loss([1e-300], [0.0]) == 0


@pytest.mark.parametrize("loss", [mse, mae, huber])
def test_a_loss_is_zero_at_the_target_and_symmetric(loss):
    assert loss(TARGETS, TARGETS) == 0
    assert loss(PREDICTIONS, TARGETS) == loss(TARGETS, PREDICTIONS) > 0


def test_the_gradient_has_the_precision_of_the_predictions():
    for grad in (mse_grad, mae_grad, huber_grad):
        assert grad(PREDICTIONS.astype(np.float32), TARGETS).dtype == np.float32
        assert grad(PREDICTIONS, TARGETS.astype(np.float32)).dtype == np.float64


@pytest.mark.parametrize("function", [mse, mse_grad, mae, mae_grad, huber, huber_grad])
def test_a_column_against_a_row_is_refused(function):
    with pytest.raises(ShapeError, match=r"\(4, 1\) but targets has shape \(4,\)"):
        function(np.zeros((4, 1)), np.zeros(4))


@pytest.mark.parametrize("function", [huber, huber_grad])
@pytest.mark.parametrize(
    ("delta", "error"),
    [
        (0, ValueError),
        (-1.0, ValueError),
        (np.inf, ValueError),
        (np.nan, ValueError),
        (np.ones(3), TypeError),
        (np.array(1.0), TypeError),
        ("1", TypeError),
        (True, TypeError),
        (None, TypeError),
    ],
)
def test_delta_is_one_positive_finite_number(function, delta, error):
    with pytest.raises(error, match="delta"):
        function(np.zeros(3), np.ones(3), delta=delta)


def test_a_numpy_number_for_delta_keeps_float32():
    p = PREDICTIONS.astype(np.float32)
    assert huber_grad(p, TARGETS, delta=np.float64(1)).dtype == np.float32


@pytest.mark.parametrize("wrong", [["a", "b"], [1j, 2j], [None, 1.0]])
def test_what_is_no_real_number_is_refused(wrong):
    with pytest.raises(TypeError, match="targets has dtype"):
        mse([1.0, 2.0], wrong)
