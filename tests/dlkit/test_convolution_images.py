"""Images: columns and the convolution layer, against loops and PyTorch, up to reading digits."""

from itertools import product

import numpy as np
import pytest

from dlkit import convolution
from dlkit.arguments import ShapeError
from dlkit.backprop import check_backward
from dlkit.convolution import (
    Conv2D,
    GlobalPool,
    Pool2D,
    col2im,
    conv2d_backward,
    conv2d_forward,
    global_avg_pool,
    global_avg_pool_backward,
    im2col,
    maxpool_backward,
    maxpool_forward,
)
from dlkit.datasets import digits
from dlkit.optimizers import Adam
from dlkit.regularization import nn, shift_image

SETTINGS = [
    {"stride": 1, "padding": 0, "dilation": 1},
    {"stride": 1, "padding": 2, "dilation": 1},
    {"stride": 2, "padding": 1, "dilation": 1},
    {"stride": 3, "padding": 0, "dilation": 2},
    {"stride": 4, "padding": 3, "dilation": 1},  # the stride leaves gaps
]


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def pooled(name):
    return getattr(convolution, f"{name}_forward"), getattr(convolution, f"{name}_backward")


def loops(x, W, b, stride, padding, dilation):
    """The definition, written out."""
    (N, C, H, width), (F, _, kh, kw) = x.shape, W.shape
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    rows = (H + 2 * padding - dilation * (kh - 1) - 1) // stride + 1
    across = (width + 2 * padding - dilation * (kw - 1) - 1) // stride + 1
    y = np.zeros((N, F, rows, across)) + b[:, None, None]
    for n, f, i, j, c in product(range(N), range(F), range(rows), range(across), range(C)):
        for u, v in product(range(kh), range(kw)):
            seen = padded[n, c, stride * i + dilation * u, stride * j + dilation * v]
            y[n, f, i, j] += W[f, c, u, v] * seen
    return y


@pytest.mark.parametrize("options", SETTINGS)
def test_the_layer_is_the_six_loops(rng, close, options):
    x, W, b = rng.standard_normal((2, 3, 7, 9)), rng.standard_normal((4, 3, 2, 3)), np.arange(4.0)
    close(conv2d_forward(x, W, b, **options), loops(x, W, b, **options))


@pytest.mark.parametrize("options", SETTINGS)
def test_the_layer_and_its_gradients_equal_pytorchs(torch, rng, close, options):
    x, W, b = (rng.standard_normal(s) for s in ((3, 2, 8, 7), (5, 2, 3, 2), (5,)))
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, W, b)]
    theirs = torch.nn.functional.conv2d(*tensors, **options)
    y, saved = conv2d_forward(x, W, b, return_saved=True, **options)
    close(y, theirs.detach().numpy())
    dy = rng.standard_normal(y.shape)
    theirs.backward(torch.tensor(dy))
    for kept in (None, saved):
        gradients = conv2d_backward(dy, x, W, b, saved=kept, **options)
        for gradient, tensor in zip(gradients, tensors, strict=True):
            close(gradient, tensor.grad.numpy())
    dx, dW, _ = conv2d_backward(dy, x, W, b, need_dx=False, **options)
    assert dx is None
    close(dW, gradients[1])


@pytest.mark.parametrize("options", SETTINGS[1:4])
def test_the_gradients_agree_with_differences(rng, options):
    x, W, b = (rng.standard_normal(s) for s in ((1, 2, 6, 7), (3, 2, 2, 3), (3,)))
    f = lambda x, W, b: conv2d_forward(x, W, b, **options)  # noqa: E731
    f_backward = lambda dy, x, W, b: conv2d_backward(dy, x, W, b, **options)  # noqa: E731
    assert check_backward(f, f_backward, x, W, b, rng=rng) is None


def test_columns_in_fixed_numbers():
    x = np.arange(12.0).reshape(1, 2, 2, 3)
    expected = [[0, 1, 3, 4, 6, 7, 9, 10], [1, 2, 4, 5, 7, 8, 10, 11]]  # channel, row, column
    np.testing.assert_array_equal(im2col(x, 2)[0], expected)
    np.testing.assert_array_equal(im2col(x, (1, 3))[0, 1], [3, 4, 5, 9, 10, 11])
    corner = im2col(x, 2, stride=2, padding=1)[0, 0]
    np.testing.assert_array_equal(corner, [0, 0, 0, 0, 0, 0, 0, 6])


@pytest.mark.parametrize("options", SETTINGS)
@pytest.mark.parametrize("kernel", [2, (3, 1)])
def test_columns_and_back_are_transposes(rng, options, kernel):
    x = rng.standard_normal((2, 3, 6, 8))
    columns = im2col(x, kernel, **options)
    y = rng.standard_normal(columns.shape)
    back = col2im(y, x.shape, kernel, **options)
    assert back.shape == x.shape
    np.testing.assert_allclose(np.sum(columns * y), np.sum(x * back))
    seen = col2im(im2col(np.ones_like(x), kernel, **options), x.shape, kernel, **options)
    np.testing.assert_allclose(col2im(columns, x.shape, kernel, **options), seen * x)


def test_columns_have_memory_of_their_own(rng):
    x = rng.standard_normal((1, 1, 3, 3))
    for kernel in (1, 3):
        assert not np.shares_memory(im2col(x, kernel), x)


def test_edges():
    W, b = np.ones((5, 2, 3, 3), np.float32), np.zeros(5, np.float32)
    none = np.zeros((0, 2, 4, 6), np.float32)
    assert conv2d_forward(none, W, b).shape == (0, 5, 2, 4)
    dx, dW, db = conv2d_backward(np.zeros((0, 5, 2, 4)), none, W, b)
    assert dx.shape == none.shape and not dW.any() and not db.any()
    assert {a.dtype for a in (dx, dW, db)} == {np.dtype(np.float32)}
    for forward, backward in (pooled("maxpool"), pooled("avgpool")):
        assert forward(none, 2).shape == (0, 2, 2, 3)
        assert backward(np.zeros((0, 2, 2, 3)), none, 2).dtype == np.float32
    x = np.random.default_rng(0).standard_normal((8, 7, 2, 3)).T[..., ::2]  # (3, 2, 7, 4)
    np.testing.assert_array_equal(
        conv2d_forward(x, W[:, :, :2], b), conv2d_forward(x.copy("C"), W[:, :, :2], b)
    )
    assert np.isnan(maxpool_forward([[[[1.0, np.nan]] * 2]], 2)).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conv2d_forward(np.ones((2, 3, 4)), np.ones((1, 3, 2, 2)), [0.0]), "N, C, H, W"),
        (
            lambda: conv2d_forward(np.ones((1, 3, 4, 4)), np.ones((1, 2, 2, 2)), [0.0]),
            r"the channels, axis 1 of both, must be equal \(3 ≠ 2\)",
        ),
        (
            lambda: conv2d_forward(np.ones((1, 2, 4, 4)), np.ones((5, 2, 2, 2)), np.ones(2)),
            r"b must have shape \(5,\)",
        ),
        (
            lambda: conv2d_backward(
                np.ones((1, 5, 3, 2)), np.ones((1, 2, 4, 4)), np.ones((5, 2, 2, 2)), np.ones(5)
            ),
            r"dy has shape \(1, 5, 3, 2\); \(1, 5, 3, 3\) is needed",
        ),
        (
            lambda: maxpool_backward(np.ones((1, 1, 2, 1)), np.ones((1, 1, 4, 4)), 2),
            r"maxpool_backward: dy has shape \(1, 1, 2, 1\); \(1, 1, 2, 2\)",
        ),
        (lambda: col2im(np.ones((1, 4, 4)), (1, 1, 2, 3), 2), r"\(1, 2, 4\) is needed"),
        (lambda: global_avg_pool_backward(np.ones(3), np.ones((2, 3, 4, 5))), r"\(2, 3\) is need"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(call, message):
    with pytest.raises(ShapeError, match=message):
        call()


def test_numbers_out_of_range_are_refused():
    x = np.ones((1, 1, 3, 3))
    with pytest.raises(ValueError, match="covers 4 places but the input has 3"):
        maxpool_forward(x, 4)
    with pytest.raises(ValueError, match="padding is -1"):
        im2col(x, 2, padding=-1)
    with pytest.raises(ValueError, match=r"kernel is \(1, 2, 3\)"):
        im2col(x, (1, 2, 3))
    with pytest.raises(ValueError, match="kind is 'min'; one of max, mean is needed"):
        Pool2D(2, kind="min")
    with pytest.raises(ValueError, match="has no mean"):
        global_avg_pool(np.ones((2, 3, 0, 5)))


def test_a_network_for_images_is_differentiated_rightly(rng, differentiated_rightly):
    model = nn.Sequential(
        [
            Conv2D(2, 3, (3, 2), padding=1, stride=2, rng=rng),
            nn.BatchNorm(3),
            nn.Activation("tanh"),
            Pool2D(2, stride=1, kind="mean"),
            Conv2D(3, 4, 2, dilation=2, padding=1, rng=rng),
            GlobalPool("mean"),
            nn.Dense(4, 3, rng=rng),
        ]
    )
    x = rng.standard_normal((3, 2, 7, 8))
    differentiated_rightly(model, x)
    assert Pool2D(2).forward(x).shape == (3, 2, 3, 4)
    assert GlobalPool().forward(x).shape == (3, 2)


def test_a_convolution_still_reads_digits_that_have_moved():
    """A dense network knows where ink is; a convolution under a global maximum knows what it is."""
    rng = np.random.default_rng(0)
    x, labels = digits()
    order = rng.permutation(len(x))
    x, labels = x[order].reshape(-1, 1, 8, 8), labels[order]
    layers = {
        "dense": [nn.Flatten(), nn.Dense(64, 64, rng=rng), nn.Activation("relu")],
        "convolution": [
            *(Conv2D(1, 16, 3, padding=1, rng=rng), nn.Activation("relu")),
            *(Conv2D(16, 32, 3, padding=1, rng=rng), nn.Activation("relu"), GlobalPool()),
        ],
    }
    clean, moved = {}, {}
    for name, front in layers.items():
        features = 64 if name == "dense" else 32
        model = nn.Sequential([*front, nn.Dense(features, 10, rng=rng)], dtype=np.float32)
        model.compile(lambda p: Adam(p, lr=5e-3), loss="cross_entropy", metrics=["accuracy"])
        model.fit(x[:1200], labels[:1200], epochs=12, batch_size=32, rng=rng, progress=False)
        clean[name] = model.evaluate(x[1200:], labels[1200:])["accuracy"]
        moved[name] = np.mean(
            [
                model.evaluate(shift_image(x[1200:], *move), labels[1200:])["accuracy"]
                for move in ((0, 1), (1, 0), (0, -1), (-1, 0))
            ]
        )
    assert min(clean.values()) > 0.93
    assert moved["dense"] < 0.6 < 0.75 < moved["convolution"]
