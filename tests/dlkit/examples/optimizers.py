"""Calls of `dlkit.optimizers`."""

import numpy as np

from dlkit import optimizers
from tests.dlkit.examples import example, real

W, DW, M, V = real(4, 3), real(4, 3, seed=1), real(4, 3, seed=2), real(4, 3, seed=3) ** 2
STEPS = {
    optimizers.sgd_step: (W, DW),
    optimizers.momentum_step: (W, DW, M),
    optimizers.nesterov_step: (W, DW, M),
    optimizers.adagrad_step: (W, DW, V),
    optimizers.rmsprop_step: (W, DW, V),
    optimizers.adadelta_step: (W, DW, V, V),
    optimizers.adam_step: (W, DW, M, V, 3),
    optimizers.adamw_step: (W, DW, M, V, 3),
    optimizers.adamax_step: (W, DW, M, V, 3),
    optimizers.amsgrad_step: (W, DW, M, V, V, 3),
    optimizers.nadam_step: (W, DW, M, V, 3),
}


def stepped(make):
    """Take two steps in place, on weights of one's own."""

    def call(g, lr):
        p = np.zeros(np.shape(g))
        optimizer = make(p, lr)
        optimizer.step(g)
        optimizer.step(g)
        return p

    return call


for step, arrays in STEPS.items():
    example(step, *arrays, lr=0.5)
example(optimizers.Adam, DW, 0.5, call=stepped(lambda p, lr: optimizers.Adam(p, lr=lr)))
example(optimizers.SGD, DW, 0.5, call=stepped(lambda p, lr: optimizers.SGD(p, lr=lr, momentum=0.5)))
example(
    optimizers.Optimizer,
    DW,
    0.5,
    call=stepped(lambda p, lr: optimizers.Optimizer(optimizers.adagrad_step, p, lr=lr)),
)
example(optimizers.clip_by_global_norm, [real(3, 2), real(2)], 0.5)
example(optimizers.clip_by_value, [real(3, 2), real(2)], 0.5)
example(optimizers.constant, 3, lr=0.5)
example(optimizers.cosine_decay, 100, lr=0.5, total=127, final=0.25)
example(optimizers.exponential_decay, 3, lr=0.5, factor=0.5)
example(optimizers.inverse_time_decay, 100, lr=0.5, rate=0.5)
example(optimizers.linear_scaling_lr, 0.5, 32, 100)
example(optimizers.linear_warmup, 3, lr=0.5, warmup=100)
example(optimizers.minimize, lambda w: 2 * w, real(3), optimizers.sgd_step, steps=3, lr=0.25)
example(optimizers.step_decay, 100, lr=0.5, every=3, factor=0.5)
example(optimizers.steps_to_tolerance, np.array([4.0, 2.0, 1.0, 0.5, 0.25]), 1.0, hold=2)
example(optimizers.update_count, 100, 3, 100)
example(optimizers.warmup_cosine, 100, lr=0.5, total=127, warmup=3)
