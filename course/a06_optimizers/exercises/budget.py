"""The exercise on the budget: how many updates there are, and what a larger batch does to them."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a06_optimizers.exercises.step_decay import require_counts
from dlkit import optimizers
from dlkit.check.compare import Tolerance

EXACT = Tolerance(relative=0.0, of_scale=0.0, absolute=0.0)

budget = Exercise(
    id="optimizers.update_count",
    title="How many updates, and how long?",
    difficulty=1,
    minutes=10,
    is_core=False,
    hints=(
        "Ten samples in batches of four: how many batches does one epoch have, and how long is the "
        "last one?",
        "One epoch has the number of samples over the size of a batch, rounded up, updates. For "
        "another batch the rate is multiplied by the new size and divided by the old one.",
        "Check the counts. Round up in whole numbers, which is to round the negative number "
        "down and take its negative again, and multiply by the epochs. For the rate: lr times the "
        "new size, divided by the old one.",
    ),
)


@budget.asks(optimizers.update_count)
def _ask_update_count(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(10, 4, 3)
    size = int(rng.integers(20, 40))
    with ask.essential("a last batch that is not full is an update as well"):
        ask.values("some samples left over", 5 * size + 3, size, 7)
        ask.values("one sample left over", 4 * size + 1, size, 2)
    ask.values("nothing left over", 6 * size, size, 5)
    ask.values("one sample too few for a full batch", 3 * size - 1, size, 4)
    ask.edge("a batch larger than the data", 5, 64, 3)
    ask.edge("batches of one", 17, 1, 2)
    ask.edge("no epochs", 100, 10, 0)
    ask.edge("numbers beyond 2 to the 53", 10**17 + 1, 2, 1, tolerance=EXACT)
    ask.edge("one sample", 1, 4, 3)
    ask.refuses("no samples", "ValueError", 0, 4, 3)
    ask.refuses("a batch of no samples", "ValueError", 10, 0, 3)
    ask.refuses("a negative number of epochs", "ValueError", 10, 4, -1)
    for place, name in enumerate(("samples", "a batch", "epochs")):
        counts: list[float] = [10, 4, 3]
        counts[place] = 2.5
        ask.refuses(f"2.5 as the number of {name}", "TypeError", *counts)


def whole(n, batch_size, epochs):
    """Refuse what is no count: the guard that right and wrong solutions share."""
    require_counts(0.0, n, batch_size, epochs, least=(1, 1, 0))


@budget.wrong(
    "update_count",
    "last batch forgotten",
    "your count leaves out the batch that is not full. It is an update as well: round up.",
    once=(False, True),
)
def count_rounded_down(n, batch_size, epochs, *, once):
    whole(n, batch_size, epochs)
    return n * epochs // batch_size if once else epochs * (n // batch_size)


@budget.wrong(
    "update_count",
    "rounded up once for all epochs",
    "you round up after all epochs together. Every epoch ends with a batch of its own that is not "
    "full.",
)
def count_rounded_once(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    return -(-n * epochs // batch_size)


@budget.wrong(
    "update_count",
    "one batch too many",
    "where the samples fill all batches, your epoch has one batch too many.",
)
def count_with_an_empty_batch(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    return epochs * (n // batch_size + 1)


@budget.wrong(
    "update_count",
    "epochs off by one",
    "you count one epoch more or less than there are: each of them passes over all samples once.",
    more=(1, -1),
)
def count_of_other_epochs(n, batch_size, epochs, *, more):
    whole(n, batch_size, epochs)
    return (epochs + more) * -(-n // batch_size)


@budget.wrong(
    "update_count",
    "rounded with floats",
    "your count goes through a float, which has sixteen digits: with very many samples it is not "
    "exact any more. Divide in whole numbers.",
)
def count_by_floats(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    return epochs * math.ceil(n / batch_size)


@budget.wrong(
    "update_count",
    "not a whole number",
    "your count need not be a whole number. An update is made or not: round up.",
)
def count_with_a_fraction(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    return epochs * n / batch_size


@budget.right("update_count")
def count_by_range(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    return len(range(0, n, batch_size)) * epochs


@budget.right("update_count")
def count_by_remainder(n, batch_size, epochs):
    whole(n, batch_size, epochs)
    full, rest = divmod(n, batch_size)
    return epochs * (full + (rest > 0))


@budget.asks(optimizers.linear_scaling_lr)
def _ask_linear_scaling_lr(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(0.1, 256, 1024)
    old, new = 32, int(rng.integers(65, 100))
    ask.values("a larger batch", 0.3, old, new)
    ask.values("a smaller batch", 0.3, new, old)
    ask.edge("the same batch", 0.2, 50, 50)
    ask.edge("a rate of 0", 0.0, 50, 100)
    ask.edge("from batches of one sample", 0.01, 1, 8)
    ask.edge("to batches of one sample", 0.08, 8, 1)
    ask.edge("a whole number as rate", 2, 64, 32)
    ask.refuses("a negative rate", "ValueError", -0.1, 32, 64)
    ask.refuses("an infinite rate", "ValueError", np.inf, 32, 64)
    ask.refuses("an old batch of 0", "ValueError", 0.1, 0, 64)
    ask.refuses("a new batch of 0", "ValueError", 0.1, 32, 0)
    ask.refuses("a batch of 32.5", "TypeError", 0.1, 32.5, 64)
    ask.refuses("a new batch of 64.5", "TypeError", 0.1, 32, 64.5)


def scalable(lr, *sizes):
    require_counts(lr, *sizes, least=(1, 1))


@budget.wrong(
    "linear_scaling_lr",
    "another power of the ratio",
    "your rate does not follow the size of the batch in proportion. The linear rule is asked for: "
    "twice the batch, twice the rate.",
    power=(0.5, 0, 2),
)
def scaled_by_power(lr, batch_size, new_batch_size, *, power):
    scalable(lr, batch_size, new_batch_size)
    return lr * (new_batch_size / batch_size) ** power


@budget.wrong(
    "linear_scaling_lr",
    "the wrong way round",
    "your rate falls when the batch grows. A larger batch makes fewer updates, so each may be "
    "longer.",
)
def scaled_down(lr, batch_size, new_batch_size):
    scalable(lr, batch_size, new_batch_size)
    return lr * batch_size / new_batch_size


@budget.wrong(
    "linear_scaling_lr",
    "ratio rounded",
    "your ratio of the two sizes is a whole number, and 0 for a smaller batch. Divide with `/`.",
    rounding=(math.floor, round, math.ceil),
)
def scaled_by_whole_ratio(lr, batch_size, new_batch_size, *, rounding):
    scalable(lr, batch_size, new_batch_size)
    return lr * rounding(new_batch_size / batch_size)


@budget.right("linear_scaling_lr")
def scaled_by_ratio(lr, batch_size, new_batch_size):
    scalable(lr, batch_size, new_batch_size)
    return (new_batch_size / batch_size) * lr


@budget.right("linear_scaling_lr")
def scaled_from_one_sample(lr, batch_size, new_batch_size):
    scalable(lr, batch_size, new_batch_size)
    of_one_sample = float(lr) / batch_size
    return of_one_sample * new_batch_size
