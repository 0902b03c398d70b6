"""Layers and networks: ``from dlkit.regularization import nn``.

Read in this order:

1. `layer`: what a layer is, and how any pair ``f``, ``f_backward`` becomes one (`Function`).
2. `layers` and `modes`: the layers themselves (`Dense`, `Activation`; `Dropout`, `BatchNorm` ...);
   those for images and sequences stand in ``dlkit.convolution`` and ``dlkit.recurrent``.
3. `sequential`: layers in a row with one vector of weights, and `trainable`: compile and fit.
4. `memory`: why a large network may be slow at first (`keep_freed_memory`).

No formula stands here: layers only call the pairs of the topics.
"""

from dlkit.regularization.nn.layer import Function, Layer
from dlkit.regularization.nn.layers import Activation, Dense, Flatten, GroupNorm, LayerNorm
from dlkit.regularization.nn.memory import keep_freed_memory
from dlkit.regularization.nn.modes import BatchNorm, Dropout, RandomShift
from dlkit.regularization.nn.sequential import Sequential

__all__ = [
    "Activation",
    "BatchNorm",
    "Dense",
    "Dropout",
    "Flatten",
    "Function",
    "GroupNorm",
    "Layer",
    "LayerNorm",
    "RandomShift",
    "Sequential",
    "keep_freed_memory",
]
