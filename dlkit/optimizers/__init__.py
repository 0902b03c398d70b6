"""Optimizers: from a gradient to better weights.

Read in this order:

1. `momentum`: steps along the gradient (`sgd_step`, `momentum_step`, `nesterov_step`).
2. `adaptive`: a learning rate per weight (`adagrad_step`, `rmsprop_step`, `adadelta_step`).
3. `adam` and `adam_variants`: both at once (`adam_step`, `adamw_step`, `adamax_step` ...).
4. `clipping`, `schedules`, `budget`: bounds on the gradient, the learning rate over time, and
   how many updates there are.
5. `minimization`: whole descents (`minimize`, `steps_to_tolerance`).
6. `vectors`: the same steps in place, on the one vector that holds all weights of a net.

A step is pure: it takes the weights, their gradient and its own state, and returns the new
weights and the new state. The conventions are PyTorch's; each docstring says where the lecture's
form differs. Arrays have one shape, and float32 weights stay float32.
"""

from dlkit.optimizers.adam import adam_step, adamw_step
from dlkit.optimizers.adam_variants import adamax_step, amsgrad_step, nadam_step
from dlkit.optimizers.adaptive import adadelta_step, adagrad_step, rmsprop_step
from dlkit.optimizers.budget import linear_scaling_lr, update_count
from dlkit.optimizers.clipping import clip_by_global_norm, clip_by_value
from dlkit.optimizers.minimization import minimize, steps_to_tolerance
from dlkit.optimizers.momentum import momentum_step, nesterov_step, sgd_step
from dlkit.optimizers.schedules import (
    constant,
    cosine_decay,
    exponential_decay,
    inverse_time_decay,
    linear_warmup,
    step_decay,
    warmup_cosine,
)
from dlkit.optimizers.vectors import SGD, Adam, Optimizer

__all__ = [
    "Adam",
    "Optimizer",
    "SGD",
    "adadelta_step",
    "adagrad_step",
    "adam_step",
    "adamax_step",
    "adamw_step",
    "amsgrad_step",
    "clip_by_global_norm",
    "clip_by_value",
    "constant",
    "cosine_decay",
    "exponential_decay",
    "inverse_time_decay",
    "linear_scaling_lr",
    "linear_warmup",
    "minimize",
    "momentum_step",
    "nadam_step",
    "nesterov_step",
    "rmsprop_step",
    "sgd_step",
    "step_decay",
    "steps_to_tolerance",
    "update_count",
    "warmup_cosine",
]
