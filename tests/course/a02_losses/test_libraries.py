"""What the boxes of the losses notebook say of PyTorch is true of the PyTorch that is installed."""

import numpy as np
import pytest

from dlkit import losses

torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)
P, T = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3))
Z, Y = RNG.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
HALF = RNG.uniform(size=(4, 3))


def functional(name, *arrays, **options):
    found = getattr(torch.nn.functional, name)
    return float(found(*map(torch.from_numpy, arrays), **options))


@pytest.mark.parametrize(
    ("name", "arguments", "options", "expected"),
    [
        ("mse_loss", (P, T), {}, losses.mse(P, T)),
        ("l1_loss", (P, T), {}, losses.mae(P, T)),
        ("huber_loss", (P, T), {"delta": 0.5}, losses.huber(P, T, delta=0.5)),
        ("smooth_l1_loss", (P, T), {"beta": 0.5}, losses.huber(P, T, delta=0.5) / 0.5),
        ("cross_entropy", (Z, Y), {}, losses.cross_entropy(Z, Y)),
        (
            "cross_entropy",
            (Z, np.where(Y == 2, -100, Y)),
            {},
            losses.cross_entropy(Z[Y < 2], Y[Y < 2]),
        ),
        ("binary_cross_entropy_with_logits", (P, HALF), {}, losses.bce_with_logits(P, HALF)),
        ("multi_margin_loss", (Z, Y), {}, losses.hinge(Z, Y) / 3),
    ],
)
def test_a_loss_has_the_value_that_the_box_says(name, arguments, options, expected):
    assert functional(name, *arguments, **options) == pytest.approx(expected, rel=1e-12)


def test_mse_loss_stretches_and_only_warns():
    column, row = torch.arange(5.0)[:, None], torch.arange(5.0)
    with pytest.warns(UserWarning, match="broadcasting"):
        assert torch.nn.functional.mse_loss(column, row) > 0


def test_the_gradient_of_the_absolute_error_is_0_at_a_tie():
    p = torch.zeros(3, requires_grad=True)
    torch.nn.functional.l1_loss(p, torch.zeros(3)).backward()
    assert p.grad.tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", ["logsumexp", "softmax", "log_softmax"])
def test_the_axis_is_wanted_in_every_call(name):
    with pytest.raises(TypeError):
        getattr(torch, name)(torch.zeros(2, 3))


def test_the_way_back_through_softmax_is_derived():
    z, dy = torch.from_numpy(P).requires_grad_(), torch.from_numpy(T)
    (dz,) = torch.autograd.grad(torch.softmax(z, -1), z, dy)
    np.testing.assert_allclose(dz.numpy(), losses.softmax_backward(T, P), rtol=1e-12, atol=1e-15)


def test_weight_decay_adds_lambda_times_the_weights():
    W = torch.from_numpy(P.copy()).requires_grad_()
    W.grad = torch.from_numpy(T)
    torch.optim.SGD([W], lr=1.0, weight_decay=0.5).step()
    step = T + losses.l2_objective_grad([P], 0.5)[0]
    np.testing.assert_allclose(W.detach().numpy(), P - step, rtol=1e-12)
