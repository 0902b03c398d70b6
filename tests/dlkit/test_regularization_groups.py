"""Group norm, and its two ends: instance norm and layer norm over all that a sample has."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.regularization import (
    groupnorm_backward,
    groupnorm_forward,
    layernorm_forward,
    nn,
)

RNG = np.random.default_rng(0)
X, DY = RNG.normal(3, 2, (2, 6, 3, 4)), RNG.normal(size=(2, 6, 3, 4))
GAMMA, BETA = RNG.normal(size=6), RNG.normal(size=6)


@pytest.mark.parametrize(
    ("shape", "groups"),
    [*(((2, 6, 3, 4), groups) for groups in (1, 2, 3, 6)), ((2, 6, 12), 6), ((4, 6), 2)],
)
def test_group_norm_is_pytorchs(torch, close, shape, groups):
    x, dy = X.ravel()[: np.prod(shape)].reshape(shape), DY.ravel()[: np.prod(shape)].reshape(shape)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, GAMMA, BETA)]
    theirs = torch.nn.functional.group_norm(tensors[0], groups, *tensors[1:])
    theirs.backward(torch.tensor(dy))
    close(groupnorm_forward(x, GAMMA, BETA, groups), theirs.detach().numpy())
    for ours, tensor in zip(groupnorm_backward(dy, x, GAMMA, BETA, groups), tensors, strict=True):
        close(ours, tensor.grad.numpy(), 1e-11)


def test_as_many_groups_as_channels_are_instance_norm(torch, close):
    theirs = torch.nn.functional.instance_norm(torch.tensor(X))
    close(groupnorm_forward(X, np.ones(6), np.zeros(6), 6), theirs.numpy())


def test_one_group_is_layer_norm_over_a_sample(close):
    rows = layernorm_forward(X.reshape(2, 72), np.ones(72), np.zeros(72)).reshape(X.shape)
    close(groupnorm_forward(X, np.ones(6), np.zeros(6), 1), rows)


def test_group_norm_agrees_with_differences(differentiated_rightly):
    def f(*arrays):
        return groupnorm_forward(*arrays, 3)

    def f_backward(dy, *arrays):
        return groupnorm_backward(dy, *arrays, 3)

    assert check_backward(f, f_backward, X, GAMMA, BETA, rng=np.random.default_rng(1)) is None
    dense = nn.Dense(4, 6, rng=np.random.default_rng(2))
    differentiated_rightly(nn.Sequential([dense, nn.GroupNorm(6, 2)]), RNG.normal(size=(5, 4)))


def test_single_precision_stays():
    assert groupnorm_forward(X.astype(np.float32), GAMMA, BETA, 2).dtype == np.float32


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"groups": 4}, ValueError, "a number that divides the channels"),
        ({"groups": 0}, ValueError, "groups is 0; at least 1"),
        ({"gamma": np.ones(5)}, ShapeError, r"gamma \(5,\)"),
        ({"x": np.ones(6)}, ShapeError, r"x has shape \(6,\)"),
        ({"x": np.ones((2, 6, 0))}, ValueError, "at least one value"),
    ],
)
def test_what_makes_no_sense_is_refused(change, error, words):
    arguments = {"x": X, "gamma": GAMMA, "beta": BETA, "groups": 2} | change
    with pytest.raises(error, match=f"^groupnorm_forward: .*{words}"):
        groupnorm_forward(**arguments)
    with pytest.raises(error, match=f"^groupnorm_backward: .*{words}"):
        groupnorm_backward(arguments["x"], **arguments)


def test_a_layer_needs_groups_that_divide_its_channels():
    with pytest.raises(ValueError, match=r"^GroupNorm: groups is 4; a number that divides 6"):
        nn.GroupNorm(6, 4)
