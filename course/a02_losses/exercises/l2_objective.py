"""The exercise on the L2 penalty: the loss of the data plus the cost of large weights."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from dlkit import losses

NETWORKS = (((4, 3),), ((5, 4), (4, 2)), ((2, 6), (6, 3), (3, 5)))  # shapes of weight matrices


def _weights(rng: np.random.Generator, shapes: tuple[tuple[int, ...], ...]) -> list[np.ndarray]:
    return [rng.normal(size=shape) for shape in shapes]


l2_objective = Exercise(
    id="losses.l2_objective",
    title="L2 penalty on the weights",
    difficulty=2,
    minutes=15,
    is_core=False,
    hints=(
        "A large weight is made to cost something, whatever its sign and wherever it stands. What "
        "is added once for the batch, and what once for each matrix?",
        "Each matrix of the list, whatever its shape, gives one number: the sum of its squared "
        "entries. The objective is the loss plus lam over 2 times the sum of these numbers. Each "
        "gradient has the shape of its own matrix.",
        "Check lam and the list; go through the list, square and sum each matrix, add up; multiply "
        "by half of lam; add the loss. For the gradient differentiate with respect to one entry "
        "and return a new list.",
    ),
)


@l2_objective.asks(losses.l2_objective)
def _ask_objective(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(1.0, [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0]])], 0.1)
    for shapes, lam in zip(NETWORKS, (0.5, 0.01, 3.0), strict=True):
        title = f"matrices of shape {', '.join(map(str, shapes))}, lam {lam}"
        ask.values(title, rng.uniform(1.0, 2.0), _weights(rng, shapes), lam)
    weights = _weights(rng, NETWORKS[1])
    ask.layouts(1.5, weights, 0.1)
    ask.float32(1.5, weights, 0.1)
    ask.integers(1.5, weights, 0.1)
    ask.edge("lam of 0", 1.5, weights, 0.0)
    ask.edge("a single weight", 0.5, _weights(rng, ((1, 1),)), 2.0)
    ask.edge("no matrix at all", 0.5, [], 2.0)
    ask.refuses("a negative lam", "ValueError", 1.5, weights, -0.1)
    ask.refuses("an infinite lam", "ValueError", 1.5, weights, np.inf)
    ask.refuses("an array as lam", "TypeError", 1.5, weights, np.array([0.1, 0.2]))
    ask.refuses("one matrix in place of a list", "TypeError", 1.5, weights[0], 0.1)
    ask.refuses("one loss for each sample", "TypeError", rng.uniform(size=5), weights, 0.1)
    ask.pure(1.5, weights, 0.1)


@l2_objective.asks(losses.l2_objective_grad, part="gradients")
def _ask_gradients(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0]])], 0.1)
    for shapes, lam in zip(NETWORKS, (0.5, 0.01, 3.0), strict=True):
        title = f"matrices of shape {', '.join(map(str, shapes))}, lam {lam}"
        ask.values(title, _weights(rng, shapes), lam)
    weights = _weights(rng, NETWORKS[1])
    ask.layouts(weights, 0.1)
    ask.float32(weights, 0.1)
    ask.integers(weights, 0.1)
    ask.edge("lam of 0", weights, 0.0)
    ask.edge("a single weight", _weights(rng, ((1, 1),)), 2.0)
    ask.refuses("a negative lam", "ValueError", weights, -0.1)
    ask.refuses("an infinite lam", "ValueError", weights, np.inf)
    ask.refuses("an array as lam", "TypeError", weights, np.array([0.1, 0.2]))
    ask.refuses("one matrix in place of a list", "TypeError", weights[0], 0.1)
    ask.pure(weights, 1.0)


def _accepted(weights, lam):
    """Return the weights, with the guards that right and wrong solutions share."""
    if not isinstance(weights, list):
        raise TypeError("the weights come as a list of arrays")
    if np.ndim(lam):
        raise TypeError("lam is one number")
    if not 0 <= lam < np.inf:
        raise ValueError("lam is not negative, and finite")
    return weights


@l2_objective.wrong(
    "l2_objective",
    "penalty without one half",
    "your penalty is twice the one asked for, and no longer fits its gradient, lam times the "
    "weights: half of the squared size is what has that derivative.",
)
def l2_without_half(loss, weights, lam):
    return float(loss) + float(lam * sum(np.sum(W**2) for W in _accepted(weights, lam)))


@l2_objective.wrong(
    "l2_objective",
    "spectral norm",
    "for a matrix numpy's norm with the order 2 is the largest singular value, and not the root "
    "of the sum of all squared entries, which is needed here.",
)
def l2_spectral(loss, weights, lam):
    norms = [np.linalg.norm(W, 2) for W in _accepted(weights, lam)]
    return float(loss) + float(lam / 2 * sum(norm**2 for norm in norms))


@l2_objective.wrong(
    "l2_objective",
    "norm not squared",
    "your penalty adds up the norms of the matrices. Their squares are asked for: the sum of all "
    "squared entries, without a root.",
)
def l2_of_norms(loss, weights, lam):
    return float(loss) + float(lam / 2 * sum(np.linalg.norm(W) for W in _accepted(weights, lam)))


@l2_objective.wrong(
    "l2_objective",
    "absolute values instead of squares",
    "your penalty adds up absolute values, which is the L1 penalty. The L2 penalty squares every "
    "entry.",
)
def l1_in_its_place(loss, weights, lam):
    return float(loss) + float(lam / 2 * sum(np.abs(W).sum() for W in _accepted(weights, lam)))


@l2_objective.wrong(
    "l2_objective",
    "loss of the data left out",
    "your function returns the penalty alone. The objective is the loss of the data plus the "
    "penalty.",
)
def l2_penalty_alone(loss, weights, lam):
    return float(lam / 2 * sum(np.sum(W**2) for W in _accepted(weights, lam))) + 0 * float(loss)


@l2_objective.wrong(
    "l2_objective",
    "mean instead of sum",
    "your penalty takes the mean of the squared entries of each matrix. They are summed: a large "
    "matrix costs more than a small one.",
)
def l2_of_means(loss, weights, lam):
    return float(loss) + float(lam / 2 * sum(np.mean(W**2) for W in _accepted(weights, lam)))


@l2_objective.wrong(
    "l2_objective",
    "loss added once for each matrix",
    "with several weight matrices the loss of the data enters more than once. It is added a single "
    "time; only the penalties are summed over the matrices.",
)
def l2_repeated_loss(loss, weights, lam):
    return float(sum(float(loss) + lam / 2 * np.sum(W**2) for W in _accepted(weights, lam)))


@l2_objective.wrong(
    "l2_objective",
    "penalty added for each sample",
    "given one loss for each sample, your function adds the penalty to every one of them. It takes "
    "a single number, the mean loss of the batch, and has to refuse anything else.",
)
def l2_for_each_sample(loss, weights, lam):
    return float(np.sum(loss + lam / 2 * sum(np.sum(W**2) for W in _accepted(weights, lam))))


@l2_objective.wrong(
    "l2_objective_grad",
    "gradient without one half",
    "your gradient is twice the one asked for: the factor 2 of the square and the one half of the "
    "penalty cancel.",
)
def l2_grad_doubled(weights, lam):
    return [2 * lam * W for W in _accepted(weights, lam)]


@l2_objective.wrong(
    "l2_objective",
    "first matrix only",
    "only the first matrix of the list enters your penalty. All of them count.",
)
def l2_of_first_matrix(loss, weights, lam):
    return float(loss) + float(lam / 2 * np.sum(_accepted(weights, lam)[0] ** 2))


@l2_objective.wrong(
    "l2_objective_grad",
    "lam missing",
    "your gradient does not depend on lam. The stronger the penalty, the harder it pulls each "
    "weight towards 0.",
    factor=(1.0, 2.0),
)
def l2_grad_without_lam(weights, lam, *, factor):
    return [(factor * W).astype(np.result_type(W, np.float32)) for W in _accepted(weights, lam)]


@l2_objective.wrong(
    "l2_objective",
    "sum squared instead of squares summed",
    "the square is taken too late in your penalty: add up the squares of all entries, not the "
    "square of a sum.",
    inner=(np.linalg.norm, np.sum),
)
def l2_square_of_sum(loss, weights, lam, *, inner):
    total = sum(inner(W) for W in _accepted(weights, lam))
    return float(loss) + float(lam / 2 * total**2)


@l2_objective.right("l2_objective")
def l2_by_frobenius_norm(loss, weights, lam):
    norms = [np.linalg.norm(W) for W in _accepted(weights, lam)]
    return float(loss) + lam / 2 * np.dot(norms, norms)


@l2_objective.right("l2_objective")
def l2_of_one_long_vector(loss, weights, lam):
    vector = np.concatenate([np.empty(0), *(W.ravel() for W in _accepted(weights, lam))])
    return float(loss) + lam * (vector @ vector) / 2


@l2_objective.right("l2_objective_grad")
def l2_grad_by_loop(weights, lam):
    gradients = []
    for W in _accepted(weights, lam):
        gradients.append(np.multiply(W, lam))
    return gradients


@l2_objective.right("l2_objective_grad")
def l2_grad_by_halves(weights, lam):
    return tuple(lam / 2 * W + W * (lam / 2) for W in _accepted(weights, lam))
