"""Convolution in one dimension: definitions, sizes, the matrix; and the two symmetries."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.convolution import (
    conv1d,
    conv2d_forward,
    conv_as_matrix,
    corr1d,
    equivariance_error,
    global_max_pool,
    invariance_error,
    maxpool_forward,
    n_params,
    out_size,
    receptive_field,
)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 9])
def test_convolution_flips_and_correlation_does_not(rng, length):
    x, kernel = rng.standard_normal(9), rng.standard_normal(length)
    np.testing.assert_allclose(conv1d(x, kernel), np.convolve(x, kernel, "valid"))
    np.testing.assert_allclose(corr1d(x, kernel), np.correlate(x, kernel, "valid"))
    full = np.convolve(x, kernel)
    np.testing.assert_allclose(conv1d(x, kernel, padding=length - 1), full)


@pytest.mark.parametrize(
    ("stride", "padding", "dilation"), [(2, 0, 1), (1, 3, 2), (3, 1, 3), (4, 2, 1)]
)
def test_correlation_equals_pytorchs(torch, rng, close, stride, padding, dilation):
    x, kernel = rng.standard_normal(11), rng.standard_normal(3)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    theirs = torch.nn.functional.conv1d(
        torch.tensor(x)[None, None], torch.tensor(kernel)[None, None], **options
    )
    close(corr1d(x, kernel, **options), theirs[0, 0].numpy())
    assert len(theirs[0, 0]) == out_size(11, 3, **options)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_the_matrix_does_what_the_kernel_does(rng, stride):
    x, kernel = rng.standard_normal(10), rng.standard_normal(4)
    matrix = conv_as_matrix(kernel, 10, stride=stride)
    np.testing.assert_allclose(matrix @ x, corr1d(x, kernel, stride=stride))
    assert set(np.unique(matrix)) == {0.0, *kernel}  # 4 numbers, whatever the size
    assert np.count_nonzero(matrix) == 4 * len(matrix)
    if stride == 1:
        for offset in range(-3, 7):
            assert len(set(np.diagonal(matrix, offset))) == 1


def test_what_does_not_fit_is_refused():
    for f in (corr1d, conv1d):
        with pytest.raises(ValueError, match="the kernel covers 3 places but the input has 2"):
            f([1.0, 2.0], [1.0, 2.0, 3.0])
        with pytest.raises(ShapeError, match=rf"{f.__name__}: x has shape \(1, 2\)"):
            f([[1.0, 2.0]], [1.0])
        with pytest.raises(ValueError, match="kernel is empty"):
            f([1.0], [])
        with pytest.raises(TypeError, match="stride is float"):
            f([1.0, 2.0], [1.0], stride=2.0)
        assert f(np.ones(3, np.float32), [1.0, 1.0]).dtype == np.float32
    with pytest.raises(ValueError, match="covers 5 places but the input has 4"):
        out_size(2, 3, padding=1, dilation=2)
    assert out_size(2, 3, padding=1, dilation=1) == 2


def test_parameters_do_not_depend_on_the_image():
    # LeNet-5's layers as they are counted today.
    assert [n_params(s) for s in ((6, 1, 5, 5), (16, 6, 5, 5), (400, 120))] == [156, 2416, 48120]
    with pytest.raises(ShapeError, match=r"shape is \(3,\)"):
        n_params((3,))


def test_the_receptive_field_is_what_really_reaches_the_output(rng):
    stack = [(3, 1, 1), (2, 2, 1), (3, 1, 2), (3, 2, 1)]
    field = receptive_field(stack)

    def network(x):
        for kernel, stride, dilation in stack:
            x = corr1d(x, np.ones(kernel), stride=stride, dilation=dilation)
        return x

    assert field == 16
    x = np.zeros(40)
    reached = [bool(network(x + (np.arange(40) == i))[1]) for i in range(40)]
    assert sum(reached) == field
    assert receptive_field([]) == 1
    with pytest.raises(ValueError, match=r"layer 1: \(3, 1\) came; \(kernel, stride, dilation\)"):
        receptive_field([(3, 1, 1), (3, 1)])


class TestSymmetries:
    def layer(self, rng, padding):
        W = rng.standard_normal((3, 2, 3, 3))
        if padding == "circular":
            wrap = [(0, 0), (0, 0), (1, 1), (1, 1)]
            return lambda x: conv2d_forward(np.pad(x, wrap, mode="wrap"), W, np.ones(3))
        return lambda x: conv2d_forward(x, W, np.ones(3), padding=padding)

    def test_a_circular_convolution_is_equivariant(self, rng):
        x = rng.standard_normal((4, 2, 7, 9))
        assert equivariance_error(self.layer(rng, "circular"), x, (2, -3)) < 1e-14

    def test_zeros_around_the_image_break_it_at_the_border_only(self, rng):
        x = np.zeros((4, 2, 9, 11))
        x[:, :, 2:7, 2:9] = rng.standard_normal((4, 2, 5, 7))
        f = self.layer(rng, 1)
        busy = rng.standard_normal((4, 2, 9, 11))
        assert equivariance_error(f, x, (1, 1)) < 1e-14  # nothing reaches the border
        assert equivariance_error(f, busy, (1, 1)) > 0.1
        assert equivariance_error(f, busy, (1, 1), margin=2) < 1e-14

    def test_a_dense_layer_is_neither(self, rng):
        x, W = rng.standard_normal((4, 2, 6, 5)), rng.standard_normal((60, 60))
        f = lambda x: (x.reshape(4, 60) @ W).reshape(4, 2, 6, 5)  # noqa: E731
        assert equivariance_error(f, x, (1, 0)) > 0.5
        assert invariance_error(f, x, (1, 0)) > 0.5

    def test_only_pooling_over_all_places_is_invariant(self, rng):
        x = rng.standard_normal((4, 2, 8, 6))
        f = self.layer(rng, "circular")
        still = [
            invariance_error(lambda x: global_max_pool(f(x)), x, (1, 2)),
            invariance_error(lambda x: maxpool_forward(f(x), 4, stride=1), x, (0, 1)),
            invariance_error(f, x, (0, 1)),
        ]
        assert still[0] < 1e-14 < 0.1 < still[1] < still[2]

    def test_zero_output_is_zero_error_and_inputs_stay(self, rng):
        x = rng.standard_normal((1, 1, 3, 4))
        x.flags.writeable = False

        def greedy(x):
            x *= 0
            return x

        assert equivariance_error(greedy, x, (1, 1)) == 0
        with pytest.raises(TypeError, match=r"shift is 1; \(down, right\) is needed"):
            invariance_error(greedy, x, 1)
        with pytest.raises(ShapeError, match="margin is 2, which leaves nothing"):
            equivariance_error(greedy, x, (1, 1), margin=2)
        with pytest.raises(ShapeError, match=r"f returned shapes \(1, 4\)"):
            equivariance_error(lambda x: x.max(axis=(1, 2)), x, (1, 1))
