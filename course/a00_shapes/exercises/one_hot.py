"""The exercise on labels as rows with a single 1."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import whole
from dlkit import shapes

LABELS = {"labels": takes("N", dtypes=("int64", "int32", "uint8"))}

one_hot = Exercise(
    id="shapes.one_hot",
    title="Labels as rows",
    difficulty=1,
    minutes=15,
    is_core=False,
    hints=(
        "How many columns are there if the last class does not occur among the labels?",
        "Begin with N rows and C columns of zeros. In row n the column of label n becomes 1; the "
        "row numbers and the labels together name all these places.",
        "Make the zeros. Make the row numbers from 0 to N - 1. Index with the two arrays, rows "
        "first and labels second, and set what they name to 1.",
    ),
)


@one_hot.asks(shapes.one_hot, LABELS)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([2, 0, 1, 2]), 4)
    for n, classes in ((5, 3), (3, 5), (7, 4)):
        ask.values(f"{n} labels of {classes} classes", rng.permutation(n) % classes, classes)
    with ask.essential("the rows are right also where the last classes do not occur"):
        ask.values("the last two classes do not occur", rng.permutation(6) % 3, 5)
    labels = rng.permutation(6) % 5
    ask.edge("one label", labels[:1], 5)
    ask.edge("no labels", labels[:0], 5)
    ask.edge("a single class", np.zeros(3, np.int64), 1)
    ask.edge("labels of dtype uint8", labels.astype(np.uint8), 5)
    ask.edge("labels of dtype int32", labels.astype(np.int32), 5)
    ask.edge("every second label of an array", np.repeat(labels, 2)[::2], 5)
    ask.pure(labels, 5)
    ask.refuses("a label of -1", "ValueError", np.where(labels == 0, -1, labels), 5)
    ask.refuses("a label as large as the number of classes", "ValueError", labels, 4)
    ask.refuses("labels that are no whole numbers", "TypeError", labels + 0.5, 6)
    ask.refuses("a column of labels", "ValueError", labels[:, None], 5)
    ask.refuses("no labels of no classes", "ValueError", labels[:0], 0)
    ask.refuses("a number of classes that is not whole", "TypeError", labels, 5.5)


def labels_of(labels, classes):
    """Return labels and the number of classes, with the guards that solutions share."""
    labels, classes = np.asarray(labels), whole(classes, at_least=1)
    if labels.ndim != 1:
        raise ValueError("labels are (N,)")
    if labels.size and labels.dtype.kind not in "iu":
        raise TypeError("labels are whole numbers")
    if labels.size and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError("there is no such class")
    return labels.astype(np.int64), classes


def rows_of(labels, classes):
    """One-hot rows, right, for the solutions whose point lies elsewhere."""
    return (labels[:, None] == np.arange(classes)).astype(float)


@one_hot.wrong(
    "one_hot",
    "as many columns as the largest label needs",
    "the number of columns in your result depends on which labels came. It is an "
    "argument: the labels alone do not tell how many classes there are.",
    counted=("largest", "distinct"),
)
def columns_from_labels(labels, classes, *, counted):
    labels, _ = labels_of(labels, classes)
    if counted == "distinct":
        return (labels[:, None] == np.unique(labels)).astype(float)
    return rows_of(labels, labels.max(initial=0) + 1)


@one_hot.wrong(
    "one_hot",
    "classes as rows",
    "rows and columns are exchanged in your result: each label is to have a row, each class a "
    "column.",
)
def classes_as_rows(labels, classes):
    labels, classes = labels_of(labels, classes)
    return rows_of(labels, classes).T


@one_hot.wrong(
    "one_hot",
    "labels counted from 1",
    "every 1 stands one column too far to the left in your rows. Labels begin at 0: label 0 has "
    "the first column.",
)
def counted_from_one(labels, classes):
    labels, classes = labels_of(labels, classes)
    return np.eye(classes)[labels - 1]


@one_hot.wrong(
    "one_hot",
    "a negative label counts from the end",
    "a label of -1 gave a row, because Python counts a negative index from the end. There is no "
    "class -1: refuse it with a ValueError.",
)
def negative_wraps(labels, classes):
    labels, classes = np.asarray(labels), whole(classes, at_least=1)
    if labels.ndim != 1:
        raise ValueError("labels are (N,)")
    if labels.size and labels.dtype.kind not in "iu":
        raise TypeError("labels are whole numbers")
    if labels.size and labels.max() >= classes:
        raise ValueError("there is no such class")
    return np.eye(classes)[labels.astype(np.int64)]


@one_hot.wrong(
    "one_hot",
    "every label in every row",
    "all rows of your result are alike: each has a 1 for every label that came. Pair each row "
    "number with its own label.",
)
def in_every_row(labels, classes):
    labels, classes = labels_of(labels, classes)
    rows = np.zeros((len(labels), classes))
    rows[:, labels] = 1
    return rows


@one_hot.wrong(
    "one_hot",
    "whole rows of ones",
    "whole rows of your result are 1: your labels choose rows. Row number n belongs to label "
    "number n, and the label says which of its columns becomes 1.",
)
def whole_rows(labels, classes):
    labels, classes = labels_of(labels, classes)
    rows = np.zeros((len(labels), classes))
    rows[labels] = 1
    return rows


@one_hot.wrong(
    "one_hot",
    "another dtype than float64",
    "the places are right, but your rows are not of dtype float64, which the specification asks "
    "for: a network computes with them.",
    dtype=(np.int64, np.bool_, np.float32),
)
def not_floats(labels, classes, *, dtype):
    labels, classes = labels_of(labels, classes)
    return rows_of(labels, classes).astype(dtype)


@one_hot.wrong(
    "one_hot",
    "one row for the whole batch",
    "your function counts how often each class occurs. Asked for is a row for each label.",
)
def occurrences(labels, classes):
    labels, classes = labels_of(labels, classes)
    return rows_of(labels, classes).sum(axis=0)


@one_hot.wrong(
    "one_hot",
    "every class up to the label",
    "your rows have several ones: in every column up to the label, or beyond it. A row has a "
    "single 1, in the column of its label.",
    compare=(np.greater_equal, np.less_equal),
)
def up_to_the_label(labels, classes, *, compare):
    labels, classes = labels_of(labels, classes)
    return compare(labels[:, None], np.arange(classes)).astype(float)


@one_hot.wrong(
    "one_hot",
    "the label instead of a 1",
    "the label itself stands in its column in your rows. What is needed there is a 1, for every "
    "class.",
)
def label_in_place(labels, classes):
    labels, classes = labels_of(labels, classes)
    return rows_of(labels, classes) * labels[:, None]


@one_hot.wrong(
    "one_hot",
    "fractions cut off",
    "labels that are no whole numbers were cut off to whole ones without a word. Refuse them with "
    "a TypeError.",
)
def cuts_fractions(labels, classes):
    labels = np.asarray(labels)
    whole_labels = labels if labels.ndim != 1 else labels.astype(np.int64)
    return rows_of(*labels_of(whole_labels, classes))


@one_hot.right("one_hot")
def by_identity(labels, classes):
    labels, classes = labels_of(labels, classes)
    return np.eye(classes)[labels]


@one_hot.right("one_hot")
def by_comparison(labels, classes):
    labels, classes = labels_of(labels, classes)
    return np.where(labels.reshape(-1, 1) == np.arange(classes), 1.0, 0.0)


@one_hot.right("one_hot")
def by_loop(labels, classes):
    labels, classes = labels_of(labels, classes)
    rows = np.zeros((len(labels), classes))
    for n, label in enumerate(labels):
        rows[n, label] = 1
    return rows
