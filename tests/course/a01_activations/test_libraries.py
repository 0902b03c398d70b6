"""What the boxes of the activations notebook say of PyTorch is true of the PyTorch at hand."""

import numpy as np
import pytest

from dlkit import activations

torch = pytest.importorskip("torch")
functional = torch.nn.functional

RNG = np.random.default_rng(0)
Z = 3 * RNG.normal(size=(5, 3))
SLOPES = RNG.uniform(size=3)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (torch.relu, activations.relu(Z)),
        (torch.sigmoid, activations.sigmoid(Z)),
        (torch.tanh, activations.tanh(Z)),
        (lambda z: torch.clamp(z, min=0), activations.relu(Z)),
        (lambda z: torch.maximum(z, torch.zeros_like(z)), activations.relu(Z)),
        (functional.leaky_relu, activations.leaky_relu(Z, 0.01)),
        (lambda z: functional.leaky_relu(z, negative_slope=0.3), activations.leaky_relu(Z, 0.3)),
        (
            lambda z: functional.prelu(z, torch.from_numpy(SLOPES)),
            activations.leaky_relu(Z, SLOPES),
        ),
        (lambda z: functional.elu(z, alpha=2.0), activations.elu(Z, a=2.0)),
    ],
)
def test_an_activation_has_the_values_that_the_box_says(function, expected):
    np.testing.assert_allclose(function(torch.from_numpy(Z)).numpy(), expected, rtol=1e-12)


def slope_at_zero(function):
    z = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    return float(torch.autograd.grad(function(z).sum(), z)[0])


def test_one_corner_has_three_slopes_in_one_library():
    assert slope_at_zero(torch.relu) == 0
    assert slope_at_zero(lambda z: torch.maximum(z, torch.zeros_like(z))) == 0.5
    assert slope_at_zero(lambda z: torch.clamp(z, min=0)) == 1
    assert slope_at_zero(lambda z: functional.elu(z, alpha=2.0)) == 2
    assert slope_at_zero(lambda z: functional.leaky_relu(z, 0.25)) == 0.25


def test_the_learnt_slope_starts_at_a_quarter_and_gets_a_sum():
    assert torch.nn.PReLU().weight.tolist() == [0.25]
    z, a = torch.from_numpy(Z), torch.from_numpy(SLOPES).requires_grad_()
    dy = RNG.normal(size=Z.shape)
    (da,) = torch.autograd.grad(functional.prelu(z, a), a, torch.from_numpy(dy))
    expected = activations.leaky_relu_backward(dy, Z, SLOPES)[1]
    np.testing.assert_allclose(da.numpy(), expected, rtol=1e-12)


def test_only_the_winner_learns_from_max_and_all_of_them_from_amax():
    pieces = torch.ones(2, 1, dtype=torch.float64, requires_grad=True)
    values, winners = torch.max(pieces, dim=0)
    assert winners.tolist() == [0]
    assert torch.autograd.grad(values.sum(), pieces)[0].ravel().tolist() == [1, 0]
    shared = torch.autograd.grad(torch.amax(pieces, dim=0).sum(), pieces)[0]
    assert shared.ravel().tolist() == [0.5, 0.5]


def test_a_stack_without_activations_is_built_without_a_word(recwarn):
    stack = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Linear(4, 2)).double()
    weights = [p.detach().numpy() for p in stack.parameters()]
    W, b = activations.collapse_affine(weights[0].T, weights[1], weights[2].T, weights[3])
    x = RNG.normal(size=(6, 3))
    np.testing.assert_allclose(stack(torch.from_numpy(x)).detach().numpy(), x @ W + b, rtol=1e-12)
    assert not recwarn.list


def test_a_layer_and_a_fixed_scaling_can_be_fused():
    fuse = torch.nn.utils.fusion.fuse_linear_bn_eval
    linear, bn = torch.nn.Linear(3, 2).eval(), torch.nn.BatchNorm1d(2).eval()
    bn.running_mean += 1
    x = torch.randn(4, 3, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(fuse(linear, bn)(x), bn(linear(x)), atol=1e-6)


def test_dead_units_are_one_line():
    seen = []
    layer = torch.nn.Linear(3, 2)
    layer.register_forward_hook(lambda module, inputs, output: seen.append(output))
    layer(torch.from_numpy(Z).float())
    z = seen[0].detach()
    share = float((z <= 0).all(dim=0).float().mean())
    assert share == activations.dead_fraction(z.numpy())
