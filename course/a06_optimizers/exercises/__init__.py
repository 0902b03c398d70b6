"""The ten exercises of the notebook on optimizers, in its order.

An exercise has a file of its own; its further functions, or some of its wrong solutions, have
another one.
"""

from course.a06_optimizers.exercises import (
    adadelta,
    adagrad,
    adam,
    adam_step_mistakes,
    adamax,
    adamw,
    amsgrad,
    budget,
    clipping,
    minimize,
    momentum,
    nadam,
    nesterov,
    rmsprop,
    step_decay,
    steps_to_tolerance,
    warmup_cosine,
)

FURTHER_FUNCTIONS = (nesterov, steps_to_tolerance, rmsprop, amsgrad, nadam, warmup_cosine)
MORE_MISTAKES = (adam_step_mistakes,)
EXERCISES = (
    momentum.momentum,
    minimize.minimize,
    adagrad.rates,
    adadelta.adadelta,
    adam.adam,
    adamax.variants,
    adamw.adamw,
    clipping.clip_by_global_norm,
    step_decay.schedules,
    budget.budget,
)
