"""The L2 penalty."""

import numpy as np
import pytest

from dlkit.backprop import check_grad
from dlkit.losses import l2_objective, l2_objective_grad

WEIGHTS = [np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 12.0]]), np.array([[2.0], [1.0]])]


def test_half_of_lambda_times_the_sum_of_squares_is_added():
    assert l2_objective(1.5, WEIGHTS, 0.1) == pytest.approx(1.5 + 0.05 * 174, rel=1e-15)
    assert type(l2_objective(np.float32(1.5), WEIGHTS, 0.1)) is float


def test_the_gradient_is_lambda_times_the_weights():
    for gradient, W in zip(l2_objective_grad(WEIGHTS, 0.1), WEIGHTS, strict=True):
        np.testing.assert_array_equal(gradient, 0.1 * W)
        assert not np.shares_memory(gradient, W)


@pytest.mark.parametrize("k", [0, 1])
def test_the_gradient_equals_central_differences(k):
    def objective(W):
        return l2_objective(2.0, [*WEIGHTS[:k], W, *WEIGHTS[k + 1 :]], 0.3)

    def gradient(W):
        return l2_objective_grad([*WEIGHTS[:k], W, *WEIGHTS[k + 1 :]], 0.3)[k]

    assert check_grad(objective, gradient, WEIGHTS[k], rng=np.random.default_rng(0)) is None


@pytest.mark.parametrize("shapes", [[(1, 1)], [(3, 4), (4, 2)], [(2, 3, 5), (7,), (1, 6)]])
def test_equals_pytorch(shapes, torch, close):
    rng = np.random.default_rng(4)
    weights = [rng.standard_normal(shape) for shape in shapes]
    tensors = [torch.tensor(W, requires_grad=True) for W in weights]
    expected = 0.7 + 0.25 / 2 * sum((T**2).sum() for T in tensors)
    expected.backward()
    close(l2_objective(0.7, weights, 0.25), expected.item())
    for gradient, T in zip(l2_objective_grad(weights, 0.25), tensors, strict=True):
        close(gradient, T.grad.numpy())


def test_without_weights_or_strength_the_loss_remains():
    assert l2_objective(1.5, [], 0.1) == 1.5
    assert l2_objective(1.5, WEIGHTS, 0) == 1.5
    assert l2_objective_grad([], 0.1) == []


def test_float32_weights_have_float32_gradients():
    weights = [W.astype(np.float32) for W in WEIGHTS]
    assert [g.dtype for g in l2_objective_grad(weights, np.float64(0.1))] == [np.float32] * 2


def test_tiny_weights_raise_no_warning_and_nan_propagates():
    with np.errstate(all="raise"):
        assert l2_objective(1.0, [np.full(3, 1e-300)], 0.5) == 1.0
        assert l2_objective_grad([np.full(3, 1e-300)], 1e-300)[0].max() == 0
    assert np.isnan(l2_objective(np.nan, WEIGHTS, 0.1))
    assert np.isnan(l2_objective(1.0, [np.array([np.nan])], 0.1))


def test_weights_are_not_changed():
    for W in WEIGHTS:
        W.setflags(write=False)
    l2_objective(1.0, WEIGHTS, 0.1)
    l2_objective_grad(WEIGHTS, 0.1)


@pytest.mark.parametrize("lam", [-0.1, np.inf, np.nan])
def test_lambda_is_finite_and_not_negative(lam):
    with pytest.raises(ValueError, match="lam"):
        l2_objective(1.0, WEIGHTS, lam)
    with pytest.raises(ValueError, match="lam"):
        l2_objective_grad(WEIGHTS, lam)


def test_one_bare_array_is_refused():
    with pytest.raises(TypeError, match="weights is ndarray; a list of arrays is needed"):
        l2_objective(1.0, WEIGHTS[0], 0.1)
    with pytest.raises(TypeError, match="weights is ndarray"):
        l2_objective_grad(WEIGHTS[0], 0.1)


def test_a_loss_per_sample_is_refused():
    with pytest.raises(TypeError, match="loss is ndarray"):
        l2_objective(np.ones(3), WEIGHTS, 0.1)
