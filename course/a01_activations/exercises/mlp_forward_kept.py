"""What may go wrong with the list of pre-activations that a network keeps."""

from course.a01_activations.exercises.mlp_forward import mlp_forward, result_of, run
from course.a01_activations.exercises.shared import real


@mlp_forward.wrong(
    "mlp_forward",
    "activations kept instead of pre-activations",
    "the arrays in your list have gone through the activation. Kept is what comes before it: the "
    "way back needs the slope there.",
)
def mlp_keeps_activations(x, params, activation):
    kept = run(x, params, activation)
    return kept[-1], [*map(activation, kept[:-1]), kept[-1]]


@mlp_forward.wrong(
    "mlp_forward",
    "outputs not kept",
    "your list lacks the outputs. They are the pre-activations of the last layer and belong to it: "
    "one array for each layer.",
)
def mlp_without_outputs(x, params, activation):
    kept = run(x, params, activation)
    return kept[-1], kept[:-1]


@mlp_forward.wrong(
    "mlp_forward",
    "inputs kept as well",
    "your list begins with the batch that came in. Only pre-activations belong to it: one array "
    "for each layer.",
)
def mlp_keeps_inputs(x, params, activation):
    kept = run(x, params, activation)
    return kept[-1], [real(x), *kept]


@mlp_forward.wrong(
    "mlp_forward",
    "outputs alone",
    "your function returns the outputs without the list. Both are needed: the outputs, and the "
    "pre-activations of every layer.",
)
def mlp_outputs_alone(x, params, activation):
    return run(x, params, activation)[-1]


@mlp_forward.wrong(
    "mlp_forward",
    "list in reverse",
    "your list begins with the last layer. The pre-activations stand in the order of the layers.",
)
def mlp_reversed(x, params, activation):
    kept = run(x, params, activation)
    return kept[-1], kept[::-1]


@mlp_forward.wrong(
    "mlp_forward",
    "layers taken out of the list",
    "your function empties the list of layers it was given, so the network is gone after one call. "
    "Go through the list without changing it.",
)
def mlp_consumes(x, params, activation):
    result = result_of(run(x, params, activation))
    params.clear()
    return result
