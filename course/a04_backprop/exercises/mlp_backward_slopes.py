"""Mistakes on the way back through many layers that are mistakes with the slopes."""

from course.a04_backprop.exercises.mlp_backward import (
    accepted,
    back_through,
    forward_through,
    mlp_backward,
)


@mlp_backward.wrong(
    "mlp_backward",
    "slope at another layer",
    "the slope of your activation is taken at the pre-activations of another layer than the one "
    "that the gradient is passing.",
    which=("first", "own"),
)
def mlp_with_slope_of_other_layer(dy, x, params, activation, activation_backward, *, which):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)

    def slope(delta, layer):
        return activation_backward(delta, z[0 if which == "first" else layer])

    return back_through(dy, layers, inputs, z, slope)


@mlp_backward.wrong(
    "mlp_backward",
    "slope at the activated outputs",
    "you ask for the slope of the activation at its output. It is needed at the pre-activations, "
    "where the activation was evaluated.",
)
def mlp_with_slope_at_output(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    return back_through(
        dy, layers, inputs, z, lambda d, layer: activation_backward(d, inputs[layer])
    )


@mlp_backward.wrong(
    "mlp_backward",
    "slope of the activation left out",
    "your gradient passes from layer to layer without the activation between them. Multiply by its "
    "slope at each of the hidden layers.",
)
def mlp_without_slope(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    return back_through(dy, layers, inputs, z, lambda d, layer: d)


@mlp_backward.wrong(
    "mlp_backward",
    "activation after the last layer",
    "you send the upstream gradient through the activation before the last layer sees it. The "
    "output has no activation: dy is the gradient of the last layer's own output.",
)
def mlp_with_activated_output(dy, x, params, activation, activation_backward):
    dy, x, layers = accepted(dy, x, params)
    inputs, z = forward_through(x, layers, activation)
    delta = activation_backward(dy, z[-1])
    return back_through(
        delta, layers, inputs, z, lambda d, layer: activation_backward(d, z[layer - 1])
    )
