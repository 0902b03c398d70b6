"""What the boxes of the initialization notebook say of PyTorch is true of the one installed."""

import math

import numpy as np
import pytest

from dlkit import initialization

torch = pytest.importorskip("torch")
init = torch.nn.init


def rng():
    return np.random.default_rng(0)


def test_std_divides_by_one_less():
    x = torch.tensor([1.0, 2.0, 4.0])
    assert float(x.std()) == pytest.approx(np.std(x.numpy(), ddof=1))


def test_a_forward_hook_gets_layer_inputs_and_output():
    layer, seen = torch.nn.Linear(3, 2), []
    layer.register_forward_hook(lambda *arguments: seen.append(arguments))
    y = layer(torch.ones(4, 3))
    assert seen[0][0] is layer and seen[0][2] is y


def test_the_default_has_the_bound_of_the_fan_in_also_for_biases_and_convolutions():
    torch.manual_seed(0)
    for layer, fan_in in ((torch.nn.Linear(400, 3000), 400), (torch.nn.Conv2d(4, 2000, 5), 100)):
        for values in (layer.weight, layer.bias):
            largest = float(values.detach().abs().max())
            assert 0.99 / math.sqrt(fan_in) < largest <= 1 / math.sqrt(fan_in)


def test_the_strange_five_gives_this_bound():
    assert init.calculate_gain("leaky_relu", math.sqrt(5)) * math.sqrt(3) == pytest.approx(1)


def test_dense_fans_are_those_of_the_transpose():
    W = torch.empty(300, 20)
    torch.manual_seed(0)
    init.kaiming_normal_(W, mode="fan_out", nonlinearity="relu")
    fan_in, fan_out = initialization.fans((20, 300))
    assert float(W.std()) == pytest.approx(math.sqrt(2 / fan_out), rel=0.05)
    assert (fan_in, fan_out) == (20, 300)


def test_trunc_normal_does_not_stretch_and_its_bounds_are_absolute():
    torch.manual_seed(0)
    W = torch.empty(300, 300)
    init.trunc_normal_(W, std=1.0)
    assert float(W.std()) == pytest.approx(0.8796, rel=0.01)
    assert float(W.abs().max()) <= 2
    init.trunc_normal_(W, std=0.02)
    assert float(W.abs().max()) > 3 * 0.02  # nothing is cut: 2 is 100 deviations away
    assert 2 / 0.02 == 100


def test_calculate_gain_looks_into_a_table():
    gains = {name: init.calculate_gain(name) for name in ("linear", "sigmoid", "tanh", "relu")}
    assert gains == pytest.approx({"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": 2**0.5})


@pytest.mark.parametrize("shape", [(5, 3), (3, 5)])
def test_orthogonal_has_orthonormal_rows_or_columns(shape):
    W = torch.empty(*shape, dtype=torch.float64)
    init.orthogonal_(W, gain=1)
    gram = W.T @ W if shape[0] > shape[1] else W @ W.T
    np.testing.assert_allclose(gram, np.eye(3), atol=1e-12)


def test_zeros_fills_in_place():
    b = torch.ones(3)
    assert init.zeros_(b) is b and not b.any()
