"""What the boxes of the approximation notebook say of the libraries is true of those installed."""

import numpy as np
import pytest

from dlkit import approximation
from dlkit.activations import mlp_forward, sigmoid

torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)
X = RNG.normal(size=7)
W, B, V = RNG.normal(size=(3, 4))
CORNERS = np.array([[0.0, 0.0], [0.0, 3.0], [4.0, 0.0]])


def with_numbers(layer, weight, bias):
    """Return a linear layer with these numbers, in float64."""
    layer = layer.double()
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.array(weight)))
        layer.bias.copy_(torch.from_numpy(np.array(bias)))
    return layer


def test_a_hidden_layer_takes_points_as_a_column():
    first = with_numbers(torch.nn.Linear(1, 4), W[:, None], B)
    last = with_numbers(torch.nn.Linear(4, 1), V[None], [0.5])
    net = torch.nn.Sequential(first, torch.nn.Tanh(), last)
    y = net(torch.from_numpy(X[:, None]))[:, 0].detach().numpy()
    np.testing.assert_allclose(y, approximation.eval_hidden(X, W, B, V, 0.5, np.tanh), rtol=1e-12)


def test_two_sigmoids_are_a_bump():
    x = torch.from_numpy(X)
    y = torch.sigmoid(5 * (x - 0.2)) - torch.sigmoid(5 * (x - 0.9))
    ours = approximation.bump(X, 0.2, 0.9, height=1.0, steepness=5.0)
    np.testing.assert_allclose(y.numpy(), ours, rtol=1e-12, atol=1e-15)


def test_the_two_distances():
    x = torch.linspace(0, 3, 9, dtype=torch.float64)
    difference = torch.sin(x) - torch.square(x)
    worst = torch.linalg.vector_norm(difference, ord=float("inf"))
    assert float(worst) == pytest.approx(
        approximation.sup_error(np.sin, np.square, 0, 3, 9), rel=1e-12
    )
    area = torch.trapezoid(difference.abs(), x)
    assert float(area) == pytest.approx(
        approximation.l1_error(np.sin, np.square, 0, 3, 9), rel=1e-12
    )


def test_numpy_draws_the_same_curve_through_points():
    knots, values = np.sort(X), RNG.normal(size=7)
    net = approximation.relu_interpolant(knots, values)
    inside = np.linspace(knots[0], knots[-1], 50)
    ours = approximation.eval_hidden(inside, *net, lambda z: np.maximum(z, 0))
    np.testing.assert_allclose(ours, np.interp(inside, knots, values), atol=1e-12)


def test_second_differences_are_the_changes_of_the_steps():
    y = np.array([0.0, 1.0, 2.0, 2.0, 2.0, 4.0])
    changes = torch.diff(torch.from_numpy(y), n=2).numpy()
    assert 1 + np.count_nonzero(changes) == approximation.count_pieces(y) == 3


def test_each_weight_of_a_linear_layer_is_the_transpose():
    (W1, b1), (W2, b2) = approximation.triangle_net(CORNERS, 10.0)
    net = torch.nn.Sequential(
        with_numbers(torch.nn.Linear(2, 3), W1.T, b1),
        torch.nn.Sigmoid(),
        with_numbers(torch.nn.Linear(3, 1), W2.T, b2),
        torch.nn.Sigmoid(),
    )
    x = RNG.uniform(-1, 4, (20, 2))
    ours = sigmoid(mlp_forward(x, [(W1, b1), (W2, b2)], sigmoid)[0])
    np.testing.assert_allclose(net(torch.from_numpy(x)).detach().numpy(), ours, rtol=1e-10)


def test_the_activations_that_are_named_are_not_constant():
    z = torch.linspace(-3, 3, 7)
    for activation in (torch.relu, torch.tanh, torch.nn.functional.gelu):
        assert activation(z).std() > 0.1
