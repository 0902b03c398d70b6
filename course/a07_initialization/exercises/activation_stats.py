"""The exercise on a signal in a deep net; `gradient_stats` is its second function."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import generator, whole
from dlkit import activations, initialization
from dlkit.check import examples

X = {"x": takes("N D")}

activation_stats = Exercise(
    id="initialization.activation_stats",
    title="A signal on its way through a deep net",
    difficulty=3,
    minutes=35,
    hints=(
        "Each layer reads what the one before it has made. How many new weight matrices does that "
        "need, and of which shape?",
        "Forward: multiply, activate, note the standard deviation of all entries of the layer. "
        "Backward: at each layer first times the slope of the activation at its z, then note, then "
        "times the transposed weights.",
        "Check x, depth and the generator. Draw the weights of all layers, first layer first; go "
        "forward and keep every z. For the gradients then draw standard normal numbers in the "
        "shape of the last z, and go through the layers from the last to the first, filling the "
        "result from its end.",
    ),
)


def ask_deep(ask: Ask, rng: np.random.Generator, essential: str, *pairs: tuple) -> None:  # type: ignore[type-arg]
    """The questions for both functions; each pair is an activation, with its backward."""
    tanh, relu = pairs
    x = np.array([[-1.0], [3.0]])
    ask.paper(x, examples.twice_the_identity, *relu, 2, rng=rng)
    with ask.essential(essential):
        for depth, (n, d) in ((4, (5, 3)), (3, (2, 4))):
            batch = 0.3 + rng.normal(size=(n, d))
            title = f"{depth} layers of {d} units, tanh"
            ask.values(title, batch, examples.normal_by_width, *tanh, depth, rng=rng)
    batch = rng.normal(size=(4, 6))
    ask.values("5 layers of 6 units, relu", batch, examples.normal_by_width, *relu, 5, rng=rng)
    ask.values("one layer", batch, examples.normal_by_width, *tanh, 1, rng=rng)
    ask.edge("one sample", batch[:1], examples.normal_by_width, *tanh, 3, rng=rng)
    ask.edge("one unit", batch[:, :1], examples.normal_by_width, *tanh, 2, rng=rng)
    ask.standard(batch, examples.normal_by_width, *tanh, 2, rng=rng)
    ask.refuses("no layers", "ValueError", batch, examples.normal_by_width, *tanh, 0, rng=rng)
    kind, none = "ValueError", np.empty((0, 3))
    ask.refuses("no samples", kind, none, examples.normal_by_width, *tanh, 2, rng=rng)
    ask.refuses("samples with one axis", kind, x[:, 0], examples.normal_by_width, *tanh, 2, rng=rng)
    kind = "TypeError"
    ask.refuses("half a layer", kind, batch, examples.normal_by_width, *tanh, 1.5, rng=rng)
    ask.refuses("a seed", kind, batch, examples.normal_by_width, *tanh, 2, rng=0)


@activation_stats.asks(initialization.activation_stats, X)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    essential = "each layer has weights of its own and reads the layer before it"
    ask_deep(ask, rng, essential, (np.tanh,), (activations.relu,))


def accepted(x, depth, rng):
    """Return the batch as floats, with the guards that right and wrong solutions share."""
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.size == 0:
        raise ValueError("x is (N, D), and not empty")
    whole(depth, at_least=1)
    generator(rng)
    return x


def weights_for(x, init, depth, rng):
    width = x.shape[1]
    return [init((width, width), rng=rng) for _ in range(depth)]


def forward(x, weights, activation):
    """Return inputs and pre-activations of every layer, and the last output behind the inputs."""
    inputs, z = [x], []
    for W in weights:
        z.append(inputs[-1] @ W)
        inputs.append(activation(z[-1]))
    return inputs, z


def measured(x, init, activation, depth, rng, measure):
    """Measure each layer's activations in a right net."""
    x = accepted(x, depth, rng)
    inputs, _ = forward(x, weights_for(x, init, depth, rng), activation)
    return np.array([measure(h) for h in inputs[1:]])


@activation_stats.wrong(
    "activation_stats",
    "deviation over one axis",
    "you take the deviation along one axis, over the samples or over the units, and average it "
    "afterwards. All entries of a layer belong together: no axis at all.",
    axis=(0, 1),
)
def stats_over_one_axis(x, init, activation, depth, *, rng, axis):
    return measured(x, init, activation, depth, rng, lambda h: h.std(axis=axis).mean())


@activation_stats.wrong(
    "activation_stats",
    "the same weights in every layer",
    "all your layers share one weight matrix. Call init once for every layer.",
)
def stats_with_shared_weights(x, init, activation, depth, *, rng):
    x = accepted(x, depth, rng)
    (W,) = weights_for(x, init, 1, rng)
    inputs, _ = forward(x, [W] * depth, activation)
    return np.array([h.std() for h in inputs[1:]])


@activation_stats.wrong(
    "activation_stats",
    "random biases",
    "your layers have random biases. Here all biases are 0, so that the weights alone decide.",
)
def stats_with_biases(x, init, activation, depth, *, rng):
    x = accepted(x, depth, rng)
    stats = []
    for W in weights_for(x, init, depth, rng):
        x = activation(x @ W + 0.1 * rng.standard_normal(len(W)))
        stats.append(x.std())
    return np.array(stats)


@activation_stats.wrong(
    "activation_stats",
    "pre-activations measured",
    "you measure the pre-activations z, what goes into the activation. Measure what comes out.",
)
def stats_of_preactivations(x, init, activation, depth, *, rng):
    x = accepted(x, depth, rng)
    _, z = forward(x, weights_for(x, init, depth, rng), activation)
    return np.array([each.std() for each in z])


@activation_stats.wrong(
    "activation_stats",
    "begins with the input",
    "your first entry is the deviation of the samples. The first entry belongs to the first "
    "layer, the last one to the last.",
    is_last_missing=(True, False),
)
def stats_from_the_input(x, init, activation, depth, *, rng, is_last_missing):
    x = accepted(x, depth, rng)
    inputs, _ = forward(x, weights_for(x, init, depth, rng), activation)
    return np.array([h.std() for h in inputs[: depth + 1 - is_last_missing]])


@activation_stats.wrong(
    "activation_stats",
    "root of the mean square",
    "you take the root of the mean square. A standard deviation subtracts the mean first; for relu "
    "the two differ.",
)
def stats_by_mean_square(x, init, activation, depth, *, rng):
    return measured(x, init, activation, depth, rng, lambda h: np.sqrt(np.mean(h**2)))


@activation_stats.wrong(
    "activation_stats",
    "variance measured",
    "your numbers are variances. The standard deviation, the root of it, is asked for.",
)
def stats_by_variance(x, init, activation, depth, *, rng):
    return measured(x, init, activation, depth, rng, np.var)


@activation_stats.wrong(
    "activation_stats",
    "divided by n - 1",
    "your deviation divides by one entry less than there are. `np.std` divides by all of them.",
)
def stats_unbiased(x, init, activation, depth, *, rng):
    def measure(h):
        return h.std(ddof=1) if h.size > 1 else 0.0

    return measured(x, init, activation, depth, rng, measure)


@activation_stats.wrong(
    "activation_stats",
    "each layer reads the samples",
    "every layer of yours reads the samples themselves. In a deep net each one reads what the "
    "layer before it has made.",
)
def stats_without_depth(x, init, activation, depth, *, rng):
    x = accepted(x, depth, rng)
    return np.array([activation(x @ W).std() for W in weights_for(x, init, depth, rng)])


@activation_stats.wrong(
    "activation_stats",
    "no activation",
    "the activation is missing between your layers: they are linear, whatever `activation` is.",
)
def stats_of_linear_layers(x, init, activation, depth, *, rng):
    return measured(x, init, lambda z: z, depth, rng, np.std)


@activation_stats.wrong(
    "activation_stats",
    "weights transposed",
    "you multiply with the transposed weights. Here each row of x is a sample, and each column of "
    "the weights a unit: h @ W.",
)
def stats_of_transposed(x, init, activation, depth, *, rng):
    def turned(shape, *, rng):
        return init(shape, rng=rng).T

    return measured(x, turned, activation, depth, rng, np.std)


@activation_stats.right("activation_stats")
def stats_as_they_come(x, init, activation, depth, *, rng):
    h = accepted(x, depth, rng)
    stats, width = np.empty(depth), len(h.T)
    for layer in range(depth):
        h = activation(h @ init((width, width), rng=rng))
        stats[layer] = np.sqrt(np.mean((h - h.mean()) ** 2))
    return stats


@activation_stats.right("activation_stats")
def stats_by_einsum(x, init, activation, depth, *, rng):
    h, stats = accepted(x, depth, rng), []
    for W in weights_for(h, init, depth, rng):
        h = activation(np.einsum("nd,dm->nm", h, W))
        stats.append(float(np.std(h.ravel())))
    return np.array(stats)
