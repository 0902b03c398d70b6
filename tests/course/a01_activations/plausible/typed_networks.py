"""Answers typed from the notebook's text alone: the whole network, and dead units."""

import numpy as np

from dlkit.arguments import real_array, require_axes, require_samples
from dlkit.shapes import dense_forward
from tests.course.plausible import right, wrong


def require_layers(params):
    if not params:
        raise ValueError("layers")


@right
def mlp_forward__with_an_index(x, params, activation):
    require_layers(params)
    h, kept = x, []
    for number in range(len(params)):
        W, b = params[number]
        z = dense_forward(h, W, b)
        kept.append(z)
        if number < len(params) - 1:
            h = activation(z)
    return z, kept


@right
def mlp_forward__activation_wasted_on_the_last(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params:
        z = dense_forward(x, W, b)
        kept.append(z)
        x = activation(z)
    return z, kept


@wrong("your activation acts on the outputs too\\. The last layer")
def mlp_forward__activation_everywhere(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params:
        z = dense_forward(x, W, b)
        kept.append(z)
        x = activation(z)
    return x, kept


@wrong("the arrays in your list have gone through the activation\\.")
def mlp_forward__overwrites_z(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params[:-1]:
        x = activation(dense_forward(x, W, b))
        kept.append(x)
    outputs = dense_forward(x, *params[-1])
    kept.append(outputs)
    return outputs, kept


@wrong("no layer at all: this input must be refused with a")
def mlp_forward__empty_is_identity(x, params, activation):
    kept, z = [], x
    for W, b in params:
        z = dense_forward(activation(z) if kept else z, W, b)
        kept.append(z)
    return z, kept


@wrong("your list lacks the outputs\\. They are the pre-activations")
def mlp_forward__hidden_only(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params[:-1]:
        kept.append(dense_forward(x, W, b))
        x = activation(kept[-1])
    return dense_forward(x, *params[-1]), kept


@wrong("2 values are needed, but 3")
def mlp_forward__all_together(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params:
        kept.append(dense_forward(activation(kept[-1]) if kept else x, W, b))
    return (*kept, kept[-1])


@wrong("which is not right")
def mlp_forward__no_activation_after_the_first(x, params, activation):
    require_layers(params)
    kept = []
    for number, (W, b) in enumerate(params):
        kept.append(dense_forward(activation(kept[-1]) if number > 1 else (kept or [x])[-1], W, b))
    return kept[-1], kept


@wrong("your list begins with the last layer\\. The pre-activations")
def mlp_forward__list_backwards(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params:
        kept.insert(0, dense_forward(activation(kept[0]) if kept else x, W, b))
    return kept[0], kept


@wrong("whole numbers as input: in value 2 of 2, there in value 1 of 2: the result")
def mlp_forward__plus_without_guard(x, params, activation):
    require_layers(params)
    kept = []
    for W, b in params:
        kept.append((activation(kept[-1]) if kept else x) @ W + b)
    return kept[-1], kept


@wrong("your result is the share of single entries that are not")
def dead_fraction__count_of_entries(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return np.sum(z <= 0) / z.size


@wrong("your result is 1 if the whole layer is silent, and 0")
def dead_fraction__whole_layer(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.all(z <= 0))


@wrong("your function takes a unit for alive that is 0 at best\\. A")
def dead_fraction__strictly_below(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean(z.max(axis=0) < 0))


@wrong("your function calls a unit dead as soon as one sample")
def dead_fraction__smallest(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean(z.min(axis=0) <= 0))


@wrong("your function finds no dead unit anywhere")
def dead_fraction__equal_to_zero(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean(np.all(z == 0, axis=0)))


@wrong("one number is needed, but an array of shape \\(4,\\) and dtype")
def dead_fraction__array_for_units(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return np.max(z, axis=0) <= 0


@wrong("no units: this input must be refused with a ValueError,")
def dead_fraction__unguarded(z):
    return float(np.mean(np.max(z, axis=0) <= 0))
