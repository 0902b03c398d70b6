"""Calls of `dlkit.convolution`."""

import numpy as np

from dlkit import convolution
from tests.dlkit.examples import example, real
from tests.dlkit.examples.regularization import passed

X, W, B = real(2, 3, 7, 6), real(4, 3, 3, 3), real(4)
STRIDED = {"stride": 2, "padding": 1}

example(
    convolution.Conv2D,
    X,
    3,
    4,
    3,
    2,
    1,
    call=passed(
        lambda c, f, k, s, p: convolution.Conv2D(
            c, f, k, stride=s, padding=p, rng=np.random.default_rng(0)
        )
    ),
)
example(convolution.GlobalPool, X, call=passed(convolution.GlobalPool))
example(convolution.Pool2D, X, 2, 3, call=passed(lambda k, s: convolution.Pool2D(k, stride=s)))
for name in ("avgpool", "maxpool"):
    # So tall that places of windows, in the rows, are beyond 255.
    example(getattr(convolution, f"{name}_forward"), real(1, 1, 290, 6), 3, stride=3, padding=1)
    example(
        getattr(convolution, f"{name}_backward"),
        real(1, 1, 97, 2),
        real(1, 1, 290, 6),
        3,
        stride=3,
        padding=1,
    )
for name in ("global_avg_pool", "global_max_pool"):
    example(getattr(convolution, name), X)
    example(getattr(convolution, f"{name}_backward"), real(2, 3), X)
example(convolution.im2col, X, 3, **STRIDED)
example(convolution.col2im, real(2, 12, 27), (2, 3, 7, 6), 3, **STRIDED)
example(convolution.conv1d, real(100), real(3), stride=3, padding=100)
example(convolution.corr1d, real(100), real(3), stride=3, padding=100)
example(convolution.conv2d_forward, X, W, B, **STRIDED)
example(convolution.conv2d_backward, real(2, 4, 4, 3), X, W, B, **STRIDED)
example(convolution.conv_as_matrix, real(3), 20, stride=3)
example(convolution.equivariance_error, np.abs, X, (1, 2), margin=1)
example(convolution.invariance_error, lambda x: x[:, :, :2].max(axis=(2, 3)), X, (1, 2))
example(convolution.n_params, (64, 64, 3, 3))
example(convolution.out_size, 100, 3, stride=3, padding=100, dilation=3)
example(convolution.receptive_field, [(100, 3, 3), (100, 3, 3)])
