"""Activations: the bend between two dense layers, without which they would be one.

Read in this order:

1. `rectifiers`: a bend at 0 (`relu`, `leaky_relu`), and how a gradient passes it.
2. `sigmoidal`: curves with two flat ends (`sigmoid`, `tanh`), and `softplus`.
3. `exponential`: a soft floor instead of a hard one (`elu`, `selu`).
4. `gated`: the input times a smooth step (`silu`, `gelu`), with `error_function`.
5. `pieces`: several layers, and the largest wins (`maxout`).
6. `networks`: layers in a row (`collapse_affine`, `mlp_forward`, `dead_fraction`).

An activation takes the pre-activations z and returns their shape and dtype; its ``_backward``
takes the upstream gradient and the same inputs. nan propagates, and nothing overflows up to
10 000 in size.
"""

from dlkit.activations.error_function import erf
from dlkit.activations.exponential import elu, elu_backward, selu, selu_backward
from dlkit.activations.gated import gelu, gelu_backward, silu, silu_backward
from dlkit.activations.networks import collapse_affine, dead_fraction, mlp_forward
from dlkit.activations.pieces import maxout, maxout_backward
from dlkit.activations.rectifiers import leaky_relu, leaky_relu_backward, relu, relu_backward
from dlkit.activations.sigmoidal import (
    sigmoid,
    sigmoid_backward,
    softplus,
    softplus_backward,
    tanh,
    tanh_backward,
)

__all__ = [
    "collapse_affine",
    "dead_fraction",
    "elu",
    "elu_backward",
    "erf",
    "gelu",
    "gelu_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "maxout",
    "maxout_backward",
    "mlp_forward",
    "relu",
    "relu_backward",
    "selu",
    "selu_backward",
    "sigmoid",
    "sigmoid_backward",
    "silu",
    "silu_backward",
    "softplus",
    "softplus_backward",
    "tanh",
    "tanh_backward",
]
