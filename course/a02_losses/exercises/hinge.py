"""The exercise on the multi-class hinge loss."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a02_losses.exercises.shared import (
    ask_classification,
    classified,
    one_hot_like,
)
from dlkit import losses

PROMISED = {"logits": takes("N C"), "labels": takes("N", dtypes=("int64",))}


def rivals(rng: np.random.Generator, samples: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw scores and labels with, in each row, a class that costs something and one that does not.

    With two classes the rows take turns. The costs are far from 0 at every margin up to 4.
    """
    labels = rng.permutation(samples) % classes
    logits = rng.normal(size=(samples, classes))
    for n, label in enumerate(labels):
        true, wrong = logits[n, label], [c for c in range(classes) if c != label]
        if classes > 2 or n % 2 == 0:
            logits[n, wrong[0]] = true + rng.uniform(0.2, 2.0)
        if classes > 2 or n % 2 == 1:
            logits[n, wrong[-1]] = true - rng.uniform(5.0, 6.0)
    return logits, labels


def ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the loss and its gradient alike."""
    ask_classification(ask, rng, rivals)
    for margin in (0.25, 0.5, 2.0, 4.0):
        ask.values(f"a margin of {margin}", *rivals(rng, 6, 5), margin=margin)
    logits = np.array([[2.0, 1.0, 0.5], [1.0, 3.0, 4.0], [0.5, 0.0, 1.5]])
    ask.edge("scores exactly at the margin", logits, np.array([0, 2, 2]))
    ask.edge("scores exactly at a margin of 1.5", logits, np.array([0, 2, 2]), margin=1.5)
    tied = np.array([[1.0, 1.0, 0.0], [2.0, 0.0, 2.0]])
    ask.edge("a wrong class with the score of the true one", tied, np.array([0, 2]))
    ask.edge("a margin of 0", *rivals(rng, 6, 5), margin=0.0)
    labels = np.array([0, 1, 2])
    ask.refuses("a negative margin", "ValueError", logits, labels, margin=-1.0)
    ask.refuses("an infinite margin", "ValueError", logits, labels, margin=np.inf)
    ask.refuses("an array as margin", "TypeError", logits, labels, margin=np.ones(3))


hinge = Exercise(
    id="losses.hinge",
    title="Multi-class hinge loss",
    difficulty=3,
    minutes=30,
    is_core=False,
    hints=(
        "The true class has to win by a margin against every other class. Which classes of a row "
        "cost something, and does the true class compete with itself?",
        "For scores of shape (N, C) make an (N, C) table: score, less the true score of its row, "
        "plus the margin. Entries above 0 cost what they say, those of the true class cost "
        "nothing. Sum over the classes, average over the N rows.",
        "Pick the true score of each row and keep its axis; build the table; set its entries at "
        "the true class to 0; cut off what is negative; sum and average. For the gradient put one "
        "N-th where a cost is above 0, and at the true class minus the sum of its row.",
    ),
)


@hinge.asks(losses.hinge, PROMISED)
def _ask_loss(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("batch_duplication_invariant", *rivals(rng, 6, 4))


def margin_gaps(logits, labels, margin):
    """Return score less true score plus margin, with the guards that all solutions share."""
    if np.ndim(margin):
        raise TypeError("a margin is one number")
    if not 0 <= margin < np.inf:
        raise ValueError("a margin is not negative, and finite")
    z = classified(logits, labels)
    return z - z[np.arange(len(z)), labels][:, None] + margin


def wrong_classes(logits, labels):
    """Return 1 where the wrong classes are."""
    return 1 - one_hot_like(logits, labels)


def class_costs(logits, labels, margin):
    """Return what each wrong class costs, and 0 at the true ones."""
    return np.maximum(margin_gaps(logits, labels, margin), 0) * wrong_classes(logits, labels)


def active_classes(logits, labels, margin):
    """Return 1 for each wrong class inside the margin, in the precision of the logits."""
    gaps = margin_gaps(logits, labels, margin)
    return (gaps > 0) * wrong_classes(gaps, labels)


@hinge.wrong(
    "hinge",
    "true class counted as well",
    "your loss is too large by the margin: the true class is compared with itself, which costs "
    "exactly the margin in every row. Leave it out of the sum.",
)
def hinge_with_true_class(logits, labels, *, margin=1.0):
    return float(np.maximum(margin_gaps(logits, labels, margin), 0).sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "only the worst class counts",
    "only the strongest rival of each row enters your loss. Here every wrong class that comes too "
    "near costs something: sum over them.",
)
def hinge_of_worst(logits, labels, *, margin=1.0):
    costs = class_costs(logits, labels, margin)
    return float(costs.max(axis=1).mean())


@hinge.wrong(
    "hinge",
    "mean over the classes",
    "your loss is divided by the number of classes as well. Sum over the wrong classes of a "
    "sample, and take the mean over the samples only.",
)
def hinge_over_classes(logits, labels, *, margin=1.0):
    return float((class_costs(logits, labels, margin)).mean())


@hinge.wrong(
    "hinge",
    "margin with the wrong sign",
    "the margin makes your loss smaller. It is a demand: a wrong class costs something already "
    "when it comes nearer than the margin, before it overtakes the true class.",
)
def hinge_with_turned_margin(logits, labels, *, margin=1.0):
    costs = np.maximum(margin_gaps(logits, labels, margin) - 2 * margin, 0) * wrong_classes(
        logits, labels
    )
    return float(costs.sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "true score minus the others",
    "the difference in your loss has the wrong sign: a wrong class costs something when its own "
    "score comes near the true one or passes it.",
)
def hinge_turned(logits, labels, *, margin=1.0):
    gaps = 2 * margin - margin_gaps(logits, labels, margin)
    return float((np.maximum(gaps, 0) * wrong_classes(logits, labels)).sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "margin ignored",
    "your loss uses the same margin whatever was asked for: the argument does not enter it.",
    fixed=(0.0, 1.0),
)
def hinge_with_fixed_margin(logits, labels, *, margin=1.0, fixed):
    gaps = margin_gaps(logits, labels, margin) - margin + fixed
    return float((np.maximum(gaps, 0) * wrong_classes(logits, labels)).sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "classes left out because their score equals the true one",
    "the true class is told by its score in your loss, so a wrong class with the same score is "
    "left out too. Tell it by its label.",
)
def hinge_without_ties(logits, labels, *, margin=1.0):
    gaps = margin_gaps(logits, labels, margin)
    return float((np.maximum(gaps, 0) * (gaps != margin)).sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "sum instead of mean",
    "your loss grows with the number of samples: their terms are summed, but the mean over the "
    "batch is asked for.",
)
def hinge_sum(logits, labels, *, margin=1.0):
    return float((class_costs(logits, labels, margin)).sum())


@hinge.wrong(
    "hinge",
    "squared",
    "the costs are squared in your loss. This hinge is a straight line beyond the margin.",
)
def hinge_squared(logits, labels, *, margin=1.0):
    costs = class_costs(logits, labels, margin)
    return float((costs**2).sum(axis=1).mean())


@hinge.wrong(
    "hinge",
    "not cut off at 0",
    "a class that stays far enough away makes your loss smaller. It costs nothing, but earns "
    "nothing either: cut every term off at 0.",
)
def hinge_without_cut(logits, labels, *, margin=1.0):
    return float(
        (margin_gaps(logits, labels, margin) * wrong_classes(logits, labels)).sum(axis=1).mean()
    )


@hinge.wrong(
    "hinge",
    "1 taken off in place of the margin",
    "the true class is counted and 1 is taken off for it at the end. Compared with itself it costs "
    "the margin, which is 1 by default only.",
)
def hinge_less_one(logits, labels, *, margin=1.0):
    costs = np.maximum(margin_gaps(logits, labels, margin), 0)
    return float(costs.sum() / len(costs) - 1)


@hinge.right("hinge")
def hinge_less_the_true_class(logits, labels, *, margin=1.0):
    costs = np.maximum(margin_gaps(logits, labels, margin), 0)
    return costs.sum() / len(costs) - margin


@hinge.right("hinge")
def hinge_row_by_row(logits, labels, *, margin=1.0):
    gaps = margin_gaps(logits, labels, margin)
    rivals = [np.delete(gaps[n], label) for n, label in enumerate(labels)]
    return np.mean([sum(np.maximum(row, 0)) for row in rivals])
