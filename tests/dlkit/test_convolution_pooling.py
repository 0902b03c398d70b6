"""Pooling of images, against PyTorch and differences."""

import numpy as np
import pytest

from dlkit import convolution
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.convolution import (
    conv2d_backward,
    conv2d_forward,
    global_avg_pool,
    global_avg_pool_backward,
    global_max_pool,
    global_max_pool_backward,
    maxpool_backward,
    maxpool_forward,
)


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def pooled(name):
    return getattr(convolution, f"{name}_forward"), getattr(convolution, f"{name}_backward")


@pytest.mark.parametrize(("size", "stride"), [(2, None), (3, 2), (2, 3), (3, 1)])
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("name", ["maxpool", "avgpool"])
def test_pooling_equals_pytorchs(torch, rng, close, name, size, stride, padding):
    x = rng.standard_normal((2, 3, 7, 8)) - 5  # all negative: padding with 0 would show
    forward, backward = pooled(name)
    tensor = torch.tensor(x, requires_grad=True)
    theirs = getattr(torch.nn.functional, f"{name[:3]}_pool2d")(tensor, size, stride, padding)
    y = forward(x, size, stride=stride, padding=padding)
    close(y, theirs.detach().numpy())
    dy = rng.standard_normal(y.shape)
    theirs.backward(torch.tensor(dy))
    close(backward(dy, x, size, stride=stride, padding=padding), tensor.grad.numpy())


@pytest.mark.parametrize("name", ["maxpool", "avgpool"])
def test_pooling_agrees_with_differences(rng, name):
    x = rng.permutation(60.0 + np.arange(120)).reshape(2, 3, 4, 5)  # far from ties
    forward, backward = pooled(name)
    f, f_backward = lambda x: forward(x, 2), lambda dy, x: backward(dy, x, 2)
    assert check_backward(f, f_backward, x, rng=rng) is None


def test_a_tie_goes_to_the_first(torch, rng):
    x = rng.integers(0, 2, (3, 2, 6, 6)).astype(float)
    dy = rng.standard_normal((3, 2, 2, 2))
    tensor = torch.tensor(x, requires_grad=True)
    torch.nn.functional.max_pool2d(tensor, 3, 2).backward(torch.tensor(dy))
    dx = maxpool_backward(dy, x, 3, stride=2)
    np.testing.assert_allclose(dx, tensor.grad.numpy())
    np.testing.assert_allclose(dx.sum(), dy.sum())
    dx = global_max_pool_backward(dy[:, :, 0, 0], np.zeros_like(x))
    np.testing.assert_array_equal(dx[:, :, 0, 0], dy[:, :, 0, 0])
    assert np.count_nonzero(dx) == 6


def test_the_largest_value_saved_is_the_one_found(rng):
    x = rng.standard_normal((2, 3, 6, 4))
    y, saved = maxpool_forward(x, 2, return_saved=True)
    dy = rng.standard_normal(y.shape)
    np.testing.assert_array_equal(
        maxpool_backward(dy, x, 2, saved=saved), maxpool_backward(dy, x, 2)
    )


def test_global_pooling(torch, rng, close):
    x, dy = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((2, 3))
    for forward, backward, name in (
        (global_avg_pool, global_avg_pool_backward, "mean"),
        (global_max_pool, global_max_pool_backward, "amax"),
    ):
        tensor = torch.tensor(x, requires_grad=True)
        theirs = getattr(tensor, name)((2, 3))
        theirs.backward(torch.tensor(dy))
        close(forward(x), theirs.detach().numpy())
        close(backward(dy, x), tensor.grad.numpy())
        assert check_backward(forward, backward, x, rng=rng) is None


@pytest.mark.parametrize("padding", [0, 1])
def test_a_window_with_nan_keeps_its_gradient(rng, padding):
    x = rng.standard_normal((1, 1, 4, 4))
    x[0, 0, 1, 1] = x[0, 0, 1, 3] = x[0, 0, 0, 3] = np.nan
    y, saved = maxpool_forward(x, 2, padding=padding, return_saved=True)
    dy = 1 + np.arange(y.size, dtype=float).reshape(y.shape)
    dx = maxpool_backward(dy, x, 2, padding=padding, saved=saved)
    assert dx.sum() == dy.sum()
    if padding == 0:
        assert dx[0, 0, 1, 1] == 1 and dx[0, 0, 0, 3] == 2 and dx[0, 0, 1, 3] == 0


def test_padding_gets_no_gradient_even_at_minus_infinity():
    dx = maxpool_backward([[[[7.0]]]], [[[[-np.inf]]]], 2, padding=1)
    np.testing.assert_array_equal(dx, [[[[7.0]]]])


def test_what_was_saved_of_other_images_is_refused(rng):
    x, other = rng.standard_normal((2, 1, 3, 6, 4))
    dy = np.ones((1, 3, 3, 2))
    with pytest.raises(ValueError, match="saved holds no largest value of x"):
        maxpool_backward(dy, x, 2, saved=maxpool_forward(other, 2))
    with pytest.raises(ShapeError, match=r"saved has shape \(1, 3, 5, 3\)"):
        maxpool_backward(dy, x, 2, saved=maxpool_forward(x, 2, stride=1))
    W, b = rng.standard_normal((2, 3, 2, 2)), np.zeros(2)
    _, saved = conv2d_forward(x, W, b, stride=2, return_saved=True)
    with pytest.raises(ShapeError, match=r"saved has shape .* from conv2d_forward of the same"):
        conv2d_backward(np.ones((1, 2, 5, 3)), x, W, b, saved=saved)


@pytest.mark.parametrize("name", ["maxpool", "avgpool"])
def test_padding_wider_than_half_a_window_is_refused(name):
    with pytest.raises(ValueError, match="padding is 2 but size is 3; at most half"):
        pooled(name)[0](np.ones((1, 1, 4, 4)), 3, padding=2)
