"""The exercise on a network of two layers with an L2 penalty: its objective."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a04_backprop.exercises.shared import RELU, labelled, real, two_layers
from dlkit import activations, backprop

SIZES = ((5, 3, 4, 2), (4, 1, 2, 3), (3, 2, 3, 4))  # samples, inputs, hidden units, classes
DATA = {"x": takes("N D"), "labels": takes("N", dtypes=("int64",))}

two_layer_objective = Exercise(
    id="backprop.two_layer_objective",
    title="Two layers and a penalty",
    difficulty=4,
    minutes=45,
    hints=(
        "Draw the graph from x to J with a node for every intermediate array, and walk it "
        "backwards. Which nodes does each weight matrix reach J by?",
        "Forward z, h and o, of shapes (N, H), (N, H) and (N, C). Backward: the gradient of the "
        "cross-entropy for o, then through the second layer to h, through the activation to z, "
        "through the first layer. Each weight matrix gets lam times itself on top.",
        "Keep z and h. Call the gradient of the cross-entropy with the scores; your dense "
        "backward with h and the second weights gives three gradients; the activation's backward "
        "takes the first of them and z; your dense backward again, with x. Add the penalty.",
    ),
)


def problem(
    rng: np.random.Generator, n: int, d: int, h: int, c: int
) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    """Draw parameters, samples and labels."""
    return two_layers(rng, d, h, c), *labelled(rng, n, d, c)


def ask_both(ask: Ask, rng: np.random.Generator, *, pair: bool) -> None:
    """The questions for the objective and its gradients; these take a pair of functions."""
    one = (np.array([[1.0]]), np.array([0.0]), np.array([[1.0, -1.0]]), np.array([0.0, 0.0]))
    ask.paper(one, np.array([[0.0], [0.0]]), np.array([1, 0]), lam=0.5)
    for sizes, lam in zip(SIZES, (0.0, 0.3, 2.0), strict=True):
        n, d, h, c = sizes
        title = f"{n} samples, {d} inputs, {h} hidden units, {c} classes, lam {lam}"
        ask.values(title, *problem(rng, *sizes), lam=lam)
    keywords = ("activation", "activation_backward")[: 1 + pair]
    chosen = dict(zip(keywords, RELU, strict=False))
    ask.values("relu in place of tanh", *problem(rng, 4, 2, 3, 2), lam=0.1, **chosen)
    params, x, labels = problem(rng, 4, 2, 2, 2)
    ask.standard(params, x, labels)
    ask.edge("one sample", *problem(rng, 1, 3, 4, 2), lam=0.2)
    ask.edge("one input, one hidden unit", *problem(rng, 5, 1, 1, 3), lam=0.2)
    ask.refuses("a label too few", "ValueError", params, x, labels[1:])
    ask.refuses("a label as large as the number of classes", "ValueError", params, x, labels + 2)
    ask.refuses("an empty batch", "ValueError", params, x[:0], labels[:0])
    ask.refuses("a negative lam", "ValueError", params, x, labels, lam=-0.1)
    ask.refuses("three arrays in place of four", "TypeError", params[:3], x, labels)
    ask.refuses("inputs that the weights do not fit", "ValueError", params, x[:, :1], labels)


@two_layer_objective.asks(backprop.two_layer_objective, DATA)
def _ask_objective(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng, pair=False)
    params, x, labels = problem(rng, 6, 4, 3, 2)
    ask.property("batch_duplication_invariant", params, x, labels, arguments=(1, 2))


def accepted(params, x, labels, lam):
    """Return the arrays as floats, with the guards that right and wrong solutions share."""
    if len(params) != 4:
        raise TypeError("W1, b1, W2 and b2 are needed")
    W1, b1, W2, b2 = map(real, params)
    x, labels = real(x), np.asarray(labels)
    if x.shape[1] != len(W1) or len(x) == 0 or labels.shape != (len(x),):
        raise ValueError("the shapes do not fit together")
    if labels.min() < 0 or labels.max() >= len(b2):
        raise ValueError("there is no such class")
    if not 0 <= lam < np.inf:
        raise ValueError("lam is not negative")
    return W1, b1, W2, b2, x, labels


def log_probabilities(scores):
    """Logarithm of softmax, for the solutions whose point lies elsewhere."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def parts(params, x, labels, lam, activation):
    """Return the loss of each sample, and the two weight matrices."""
    W1, b1, W2, b2, x, labels = accepted(params, x, labels, lam)
    o = activation(x @ W1 + b1) @ W2 + b2
    return -log_probabilities(o)[np.arange(len(x)), labels], W1, W2


def squares(matrices):
    return sum(float(np.sum(W.astype(np.float64) ** 2)) for W in matrices)


@two_layer_objective.wrong(
    "two_layer_objective",
    "penalty of one layer only",
    "only one of the two weight matrices pays in your objective. The penalty is on both.",
    layer=(0, 1),
)
def objective_of_one_layer(params, x, labels, *, lam=0.0, activation=activations.tanh, layer):
    losses, *weights = parts(params, x, labels, lam, activation)
    return float(losses.mean()) + lam / 2 * squares([weights[layer]])


@two_layer_objective.wrong(
    "two_layer_objective",
    "penalty left out",
    "your objective is the loss of the data alone: lam changes nothing. Add the penalty of the "
    "weights.",
)
def objective_without_penalty(params, x, labels, *, lam=0.0, activation=activations.tanh):
    return float(parts(params, x, labels, lam, activation)[0].mean())


@two_layer_objective.wrong(
    "two_layer_objective",
    "penalty without one half",
    "your penalty is twice the one asked for. With lam over 2 in front of the squares its gradient "
    "is lam times the weights, which is what the gradients add.",
)
def objective_without_half(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, activation)
    return float(losses.mean()) + lam * squares([W1, W2])


@two_layer_objective.wrong(
    "two_layer_objective",
    "norms not squared",
    "your penalty adds up the norms of the two matrices. The squares of the norms are asked for: "
    "sums of squares, without a root.",
)
def objective_with_norms(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, activation)
    return float(losses.mean()) + lam / 2 * (squares([W1]) ** 0.5 + squares([W2]) ** 0.5)


@two_layer_objective.wrong(
    "two_layer_objective",
    "penalty on the biases",
    "your penalty counts the biases as well. They shift an output without making it wilder, and "
    "are left out.",
)
def objective_with_biases(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, *_ = parts(params, x, labels, lam, activation)
    return float(losses.mean()) + lam / 2 * squares(map(np.asarray, params))


@two_layer_objective.wrong(
    "two_layer_objective",
    "sum over the samples",
    "your loss grows with the number of samples: their terms are summed, but the cross-entropy is "
    "the mean over the batch.",
)
def objective_of_sum(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, activation)
    return float(losses.sum()) + lam / 2 * squares([W1, W2])


@two_layer_objective.wrong(
    "two_layer_objective",
    "penalty divided by the number of samples",
    "you average the penalty over the batch, too. The mean is that of the loss; the penalty is "
    "added once, as it is.",
)
def objective_with_averaged_penalty(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, activation)
    return float(losses.mean()) + lam / 2 * squares([W1, W2]) / len(losses)


@two_layer_objective.wrong(
    "two_layer_objective",
    "no activation",
    "the hidden layer of your network has no activation, so that two layers are no more than one.",
)
def objective_without_activation(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, lambda z: z)
    return float(losses.mean()) + lam / 2 * squares([W1, W2])


@two_layer_objective.wrong(
    "two_layer_objective",
    "always tanh",
    "your network uses tanh whatever comes in as `activation`. Call the function that is given.",
)
def objective_with_tanh(params, x, labels, *, lam=0.0, activation=activations.tanh):
    losses, W1, W2 = parts(params, x, labels, lam, np.tanh)
    return float(losses.mean()) + lam / 2 * squares([W1, W2])


@two_layer_objective.wrong(
    "two_layer_objective",
    "activation on the scores as well",
    "your network sends its scores through the activation, too. Scores may be any numbers: the "
    "last layer has none.",
)
def objective_with_activated_scores(params, x, labels, *, lam=0.0, activation=activations.tanh):
    W1, b1, W2, b2, x, labels = accepted(params, x, labels, lam)
    o = activation(activation(x @ W1 + b1) @ W2 + b2)
    loss = -log_probabilities(o)[np.arange(len(x)), labels].mean()
    return float(loss) + lam / 2 * squares([W1, W2])


@two_layer_objective.right("two_layer_objective")
def objective_by_logaddexp(params, x, labels, *, lam=0.0, activation=activations.tanh):
    W1, b1, W2, b2, x, labels = accepted(params, x, labels, lam)
    o = activation(x @ W1 + b1) @ W2 + b2
    loss = np.mean(np.logaddexp.reduce(o.T) - np.take_along_axis(o.T, labels[None], 0)[0])
    return float(loss + lam / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2)))


@two_layer_objective.right("two_layer_objective")
def objective_sample_by_sample(params, x, labels, *, lam=0.0, activation=activations.tanh):
    W1, b1, W2, b2, x, labels = accepted(params, x, labels, lam)
    total = 0.0
    for n in range(len(x)):
        scores = activation(x[n] @ W1 + b1) @ W2 + b2
        total -= float(log_probabilities(scores[None, :])[0, labels[n]])
    return total / len(x) + lam * squares([W1, W2]) / 2
