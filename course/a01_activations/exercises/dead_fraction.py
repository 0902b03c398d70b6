"""The exercise on dead units: how large a share of a layer never answers?"""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a01_activations.exercises.shared import stable_sigmoid
from dlkit import activations

SIZES = ((5, 4, 1), (3, 7, 3), (8, 5, 2))  # samples, units, units that are dead

dead_fraction = Exercise(
    id="activations.dead_fraction",
    title="Dead units",
    difficulty=2,
    minutes=15,
    hints=(
        "One sample above 0 keeps a unit alive, however many others are below. What would you have "
        "to know about a unit, over the whole batch, to call it dead?",
        "The pre-activations have shape (N, M): samples are rows, units are columns. For each of "
        "the M units look at its largest number; then there are M yes-or-no answers, and their "
        "mean is the share.",
        "Refuse what has not two axes, or no entries. Take the maximum over the samples, compare "
        "it with 0, and take the mean over the units as a plain number.",
    ),
)


def layer(rng: np.random.Generator, samples: int, units: int, dead: int) -> np.ndarray:
    """Draw pre-activations of which so many columns are never above 0; every row has both signs."""
    z = -rng.uniform(0.1, 2.0, size=(samples, units))
    for unit in range(dead, units):
        awake = rng.permutation(samples)[: 1 + unit % max(samples - 1, 1)]
        z[awake, unit] *= -1
    return z[:, rng.permutation(units)]


@dead_fraction.asks(activations.dead_fraction, {"z": takes("N M")})
def _ask_dead_fraction(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[-1.0, 2.0, -3.0, 1.0], [-2.0, -1.0, -1.0, 4.0]]))
    for samples, units, dead in SIZES:
        title = f"{dead} of {units} units dead over {samples} samples"
        ask.values(title, layer(rng, samples, units, dead))
    z = layer(rng, 6, 5, 2)
    ask.standard(z)
    ask.edge("all units dead", layer(rng, 4, 3, 3))
    ask.edge("no unit dead", layer(rng, 4, 3, 0))
    ask.edge("one sample", np.array([[-1.0, 2.0, -0.5, -3.0, 1.0]]) * rng.uniform(1, 2))
    ask.edge("one unit", -rng.uniform(1, 2, size=(4, 1)))
    at_zero = np.array([[0.0, -1.0, 0.0], [-2.0, 3.0, 0.0]])
    ask.edge("never above 0, but exactly 0", at_zero)
    ask.edge("numbers of size 1e-12", 1e-12 * layer(rng, 5, 4, 1))
    ask.property("batch_duplication_invariant", z, arguments=(0,))
    ask.property("batch_order_invariant", z, arguments=(0,))
    ask.refuses("no samples", "ValueError", np.empty((0, 3)))
    ask.refuses("no units", "ValueError", np.empty((3, 0)))
    ask.refuses("one axis alone", "ValueError", z[0])


def accepted(z):
    """Return z, with the guards that right and wrong solutions share."""
    z = np.asarray(z)
    if z.ndim != 2 or z.size == 0:
        raise ValueError("(N, M) is needed, with at least one of both")
    return z


@dead_fraction.wrong(
    "dead_fraction",
    "share of all entries",
    "your result is the share of single entries that are not above 0. Half of those are silent in "
    "a healthy layer; dead is a unit that is silent for every sample.",
)
def dead_of_entries(z):
    return float(np.mean(accepted(z) <= 0))


@dead_fraction.wrong(
    "dead_fraction",
    "silent for one sample",
    "your function calls a unit dead as soon as one sample leaves it silent. Dead is a unit that "
    "is silent for all of them.",
)
def dead_for_any(z):
    return float(np.mean((accepted(z) <= 0).any(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "samples instead of units",
    "your function looks for samples for which every unit is silent. Units are the columns: go "
    "down each of them.",
)
def dead_samples(z):
    return float(np.mean((accepted(z) <= 0).all(axis=1)))


@dead_fraction.wrong(
    "dead_fraction",
    "outputs of a sigmoid",
    "your function finds no dead unit anywhere. Outputs of a sigmoid are always above 0: the "
    "question is put to the pre-activations themselves.",
)
def dead_after_sigmoid(z):
    return float(np.mean((stable_sigmoid(accepted(z)) <= 0).all(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "exactly 0 counted as alive",
    "your function takes a unit for alive that is 0 at best. A rectifier gives 0 there, and its "
    "slope is 0 too: it is as dead as the others.",
)
def dead_below_zero(z):
    return float(np.mean((accepted(z) < 0).all(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "share of the living",
    "your result is the share of units that are alive. The dead are asked for: all units, less "
    "those.",
)
def alive_fraction(z):
    return float(np.mean((accepted(z) > 0).any(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "number instead of share",
    "your result is the number of dead units. A share is asked for: divide it by the number of all "
    "units.",
)
def dead_count(z):
    return float(np.sum((accepted(z) <= 0).all(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "mean over the samples",
    "your function calls a unit dead if its mean over the batch is not above 0. Such a unit may "
    "still answer to some samples; only its largest number tells.",
)
def dead_on_average(z):
    return float(np.mean(accepted(z).mean(axis=0) <= 0))


@dead_fraction.wrong(
    "dead_fraction",
    "divided by the samples",
    "your function divides the number of dead units by the number of samples. It is a share of the "
    "units: divide by their number.",
)
def dead_per_sample(z):
    return float(np.sum((accepted(z) <= 0).all(axis=0)) / len(z))


@dead_fraction.wrong(
    "dead_fraction",
    "percent",
    "your result is a percentage. A share between 0 and 1 is asked for.",
)
def dead_percent(z):
    return float(100 * np.mean((accepted(z) <= 0).all(axis=0)))


@dead_fraction.wrong(
    "dead_fraction",
    "the whole layer at once",
    "your result is 1 if the whole layer is silent, and 0 otherwise. Ask each unit by itself, and "
    "take the share of those that are dead.",
)
def dead_layer(z):
    return float(np.all(accepted(z) <= 0))


@dead_fraction.right("dead_fraction")
def dead_by_maximum(z):
    return np.mean(np.max(accepted(z), axis=0) <= 0)


@dead_fraction.right("dead_fraction")
def dead_by_sum_of_outputs(z):
    z = accepted(z)
    silent = np.maximum(z, 0).sum(axis=0) == 0
    return silent.sum() / z.shape[1]


@dead_fraction.right("dead_fraction")
def dead_by_loop(z):
    columns = list(accepted(z).T)
    return sum(not any(value > 0 for value in column) for column in columns) / len(columns)
