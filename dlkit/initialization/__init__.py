"""Initialization: the first weights, which decide whether a signal survives many layers.

Read in this order:

1. `fans`: how many numbers a unit reads and how many read it (`fans`).
2. `constants`: why not all weights alike (`zeros`, `zero_init_report`).
3. `normals`: one scale, tied to the fans (`normal`, `lecun_normal`, `he_normal`, `xavier_normal`),
   and draws without long tails (`truncated_normal`, `he_truncated`).
4. `uniforms`: the same scales with hard bounds (`xavier_uniform`, `torch_default_linear`).
5. `rotations`: weights that keep every length (`orthogonal`).
6. `gains`: what a layer does to the size of a signal (`predict_layer_gain`, `calibrate_gain`).
7. `signals`: the same, measured through a deep net (`activation_stats`, `gradient_stats`).

An initializer is called as ``init(shape, rng=rng)`` and returns float64. Dense weights have the
shape (D, M), inputs first; those of a convolution (F, C, kh, kw), outputs first.
"""

from dlkit.initialization.constants import zero_init_report, zeros
from dlkit.initialization.fans import fans
from dlkit.initialization.gains import calibrate_gain, predict_layer_gain
from dlkit.initialization.normals import (
    he_normal,
    he_truncated,
    lecun_normal,
    normal,
    truncated_normal,
    xavier_normal,
)
from dlkit.initialization.rotations import orthogonal
from dlkit.initialization.signals import activation_stats, gradient_stats
from dlkit.initialization.uniforms import torch_default_linear, xavier_uniform

__all__ = [
    "activation_stats",
    "calibrate_gain",
    "fans",
    "gradient_stats",
    "he_normal",
    "he_truncated",
    "lecun_normal",
    "normal",
    "orthogonal",
    "predict_layer_gain",
    "torch_default_linear",
    "truncated_normal",
    "xavier_normal",
    "xavier_uniform",
    "zero_init_report",
    "zeros",
]
