"""Calls of `dlkit.initialization`."""

import numpy as np

from dlkit import initialization
from dlkit.activations import tanh, tanh_backward
from tests.dlkit.examples import RNG, example, real

SHAPE = (20, 13)

for init in ("he_normal", "he_truncated", "lecun_normal", "orthogonal", "xavier_normal"):
    example(getattr(initialization, init), SHAPE, rng=RNG)
for init in ("torch_default_linear", "xavier_uniform", "zeros"):
    example(getattr(initialization, init), SHAPE, rng=RNG)
example(initialization.normal, SHAPE, std=0.5, rng=RNG)
example(initialization.truncated_normal, SHAPE, std=0.5, rng=RNG)
example(
    initialization.activation_stats,
    real(4, 3),
    initialization.he_normal,
    tanh,
    3,
    rng=RNG,
    single=None,
)
example(
    initialization.gradient_stats,
    real(4, 3),
    initialization.he_normal,
    tanh,
    tanh_backward,
    3,
    rng=RNG,
    single=None,
)
example(initialization.calibrate_gain, tanh, rng=RNG, draws=100)
example(initialization.fans, (16, 16, 3, 3))
example(initialization.predict_layer_gain, 0.5, 100, tanh)
example(
    initialization.zero_init_report,
    real(4, 3),
    np.array([0, 1, 1, 0]),
    hidden=3,
    classes=2,
    lr=0.1,
    steps=3,
)
