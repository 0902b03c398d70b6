"""Targets that are probabilities, and samples with weights."""

import numpy as np
import pytest

from dlkit import losses
from dlkit.arguments import ShapeError
from dlkit.backprop import check_grad
from dlkit.losses import (
    cross_entropy,
    cross_entropy_grad,
    kl_divergence,
    kl_divergence_grad,
    smooth_labels,
    soft_cross_entropy,
    soft_cross_entropy_grad,
    weighted_loss,
    weighted_loss_grad,
)
from dlkit.shapes import one_hot

RNG = np.random.default_rng(4)
Z = RNG.standard_normal((7, 4))
Y = RNG.integers(4, size=7)
WEIGHTS = np.array([0, 1, 2, 3, 1, 0, 2])
WITH_DISTRIBUTIONS = [
    soft_cross_entropy,
    soft_cross_entropy_grad,
    kl_divergence,
    kl_divergence_grad,
]


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
def test_smoothed_labels_give_pytorchs_smoothed_loss(smoothing, torch, close):
    z = torch.tensor(Z, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(z, torch.tensor(Y), label_smoothing=smoothing)
    expected.backward()
    targets = smooth_labels(Y, 4, smoothing=smoothing)
    close(soft_cross_entropy(Z, targets), expected.detach().numpy())
    close(soft_cross_entropy_grad(Z, targets), z.grad.numpy())


def test_without_smoothing_the_loss_is_that_of_labels():
    assert soft_cross_entropy(Z, one_hot(Y, 4)) == pytest.approx(cross_entropy(Z, Y), rel=1e-14)


def test_the_divergence_from_itself_is_zero():
    p = losses.softmax(Z)
    assert abs(kl_divergence(Z, p)) < 1e-15
    np.testing.assert_allclose(kl_divergence_grad(Z, p), 0, atol=1e-16)


def test_the_divergence_is_the_cross_entropy_less_the_entropy_of_the_targets():
    p = losses.softmax(2 * Z[::-1])
    entropy = -np.sum(p * np.log(p)) / len(p)
    assert kl_divergence(Z, p) == pytest.approx(soft_cross_entropy(Z, p) - entropy, rel=1e-13)


@pytest.mark.parametrize("smoothing", [-0.1, 1.1, np.nan])
def test_a_smoothing_that_is_no_share_is_refused(smoothing):
    with pytest.raises(ValueError, match="smoothing"):
        smooth_labels(Y, 4, smoothing=smoothing)


@pytest.mark.parametrize("function", WITH_DISTRIBUTIONS)
def test_a_row_that_is_no_distribution_is_named(function):
    targets = one_hot(Y, 4)
    targets[3] *= 2
    with pytest.raises(ValueError, match=r"row 3 of targets .* adds up to 2;"):
        function(Z, targets)
    with pytest.raises(ShapeError, match=r"\(7, 4\) but targets has shape \(7,\)"):
        function(Z, Y)


def weighted(name, p, t, weights):
    loss, grad = getattr(losses, name), getattr(losses, f"{name}_grad")
    return weighted_loss(loss, p, t, weights), weighted_loss_grad(grad, p, t, weights)


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "cross_entropy", "hinge"])
def test_whole_weights_count_a_sample_several_times(name, close):
    targets = Y if name in ("cross_entropy", "hinge") else RNG.standard_normal(Z.shape)
    loss, grad = weighted(name, Z, targets, WEIGHTS)
    repeated = np.repeat(Z, WEIGHTS, axis=0), np.repeat(targets, WEIGHTS, axis=0)
    share = WEIGHTS.sum() / len(Z)  # the mean of the weights, as the loss is divided by N
    assert loss == pytest.approx(getattr(losses, name)(*repeated) * share, rel=1e-13)
    ones, plain = weighted(name, Z, targets, np.ones(7))
    assert ones == pytest.approx(getattr(losses, name)(Z, targets), rel=1e-13)
    close(grad, plain * WEIGHTS[:, None])


def test_weighted_losses_equal_pytorchs(torch, close):
    z, y = torch.tensor(Z, requires_grad=True), torch.tensor(Y)
    each = torch.nn.functional.cross_entropy(z, y, reduction="none")
    expected = (torch.tensor(WEIGHTS) * each).mean()
    expected.backward()
    loss, grad = weighted("cross_entropy", Z, Y, WEIGHTS)
    close(loss, expected.detach().numpy())
    close(grad, z.grad.numpy())


def test_the_weighted_gradient_equals_central_differences():
    def loss(z, y):
        return weighted_loss(cross_entropy, z, y, WEIGHTS)

    def grad(z, y):
        return weighted_loss_grad(cross_entropy_grad, z, y, WEIGHTS)

    assert check_grad(loss, grad, Z, Y, rng=np.random.default_rng(0)) is None
    assert grad(Z.astype(np.float32), Y).dtype == np.float32


@pytest.mark.parametrize("weights", [np.ones(6), np.ones((7, 1)), 1.0])
def test_there_is_one_weight_per_sample(weights):
    with pytest.raises(ShapeError, match=r"^weighted_loss.*one weight per sample"):
        weighted("cross_entropy", Z, Y, weights)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_weight_is_finite_and_not_negative(bad):
    with pytest.raises(ValueError, match="from 0 on are needed"):
        weighted("cross_entropy", Z, Y, [bad, 1, 1, 1, 1, 1, 1])
    with pytest.raises(ValueError, match="empty batch"):
        weighted("cross_entropy", Z[:0], Y[:0], [])
