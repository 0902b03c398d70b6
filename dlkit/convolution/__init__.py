"""Convolution: the same small weights at every place of a signal or an image.

Read in this order:

1. `sizes`: how large an output is (`out_size`), how many weights there are (`n_params`), and how
   far a deep unit sees (`receptive_field`).
2. `signals`: one dimension (`corr1d`, `conv1d`), and the same as a matrix (`conv_as_matrix`).
3. `columns`: what a kernel sees at each place (`im2col`), and back (`col2im`).
4. `images`: the layer (`conv2d_forward`, `conv2d_backward`).
5. `pooling` and `global_pooling`: one number for a window, or for a whole channel.
6. `symmetry`: equivariance and invariance, measured.
7. `layers`: the same as layers of a network (`Conv2D`, `Pool2D`, `GlobalPool`).

Images are (N, C, H, W). A kernel is not flipped, except by `conv1d`.
"""

from dlkit.convolution.columns import col2im, im2col
from dlkit.convolution.global_pooling import (
    global_avg_pool,
    global_avg_pool_backward,
    global_max_pool,
    global_max_pool_backward,
)
from dlkit.convolution.images import conv2d_backward, conv2d_forward
from dlkit.convolution.layers import Conv2D, GlobalPool, Pool2D
from dlkit.convolution.pooling import (
    avgpool_backward,
    avgpool_forward,
    maxpool_backward,
    maxpool_forward,
)
from dlkit.convolution.signals import conv1d, conv_as_matrix, corr1d
from dlkit.convolution.sizes import n_params, out_size, receptive_field
from dlkit.convolution.symmetry import equivariance_error, invariance_error

__all__ = [
    "Conv2D",
    "GlobalPool",
    "Pool2D",
    "avgpool_backward",
    "avgpool_forward",
    "col2im",
    "conv1d",
    "conv2d_backward",
    "conv2d_forward",
    "conv_as_matrix",
    "corr1d",
    "equivariance_error",
    "global_avg_pool",
    "global_avg_pool_backward",
    "global_max_pool",
    "global_max_pool_backward",
    "im2col",
    "invariance_error",
    "maxpool_backward",
    "maxpool_forward",
    "n_params",
    "out_size",
    "receptive_field",
]
