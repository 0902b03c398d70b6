"""Labels as rows and one scale for all, as students type them."""

import numpy as np

from dlkit.arguments import (
    class_labels,
    fitting_arrays,
    require_samples,
    require_whole_number,
)
from tests.course.plausible import right, wrong


def labelled(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    return class_labels(labels, classes), classes


@right
def one_hot__list_of_rows(labels, classes):
    labels, classes = labelled(labels, classes)
    rows = [[1.0 if c == label else 0.0 for c in range(classes)] for label in labels]
    return np.array(rows).reshape(len(labels), classes)


@right
def one_hot__put(labels, classes):
    labels, classes = labelled(labels, classes)
    rows = np.zeros((len(labels), classes))
    for i in range(len(labels)):
        rows[i][labels[i]] = 1
    return rows


@wrong("all rows of your result are alike")
def one_hot__colon(labels, classes):
    labels, classes = labelled(labels, classes)
    rows = np.zeros((len(labels), classes))
    rows[:, labels] = 1
    return rows


@wrong("whole rows of your result are 1")
def one_hot__rows(labels, classes):
    labels, classes = labelled(labels, classes)
    rows = np.zeros((len(labels), classes))
    rows[labels] = 1
    return rows


@wrong("dtype")
def one_hot__comparison(labels, classes):
    labels, classes = labelled(labels, classes)
    return labels[:, None] == np.arange(classes)


@wrong("depends on which labels")
def one_hot__unique(labels, classes):
    labels, classes = labelled(labels, classes)
    return (labels[:, None] == np.unique(labels)).astype(float)


@wrong("array is needed")
def one_hot__list(labels, classes):
    labels, classes = labelled(labels, classes)
    return np.eye(classes)[labels].tolist()


@wrong("must be refused|-1")
def one_hot__eye(labels, classes):
    return np.eye(classes)[labels]


def tables(train, test):
    train, test = fitting_arrays(train=(train, "N D"), test=(test, "M D"))
    require_samples(train)
    return train, test


@right
def standardize__where(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(0), train.std(0)
    std = np.where(std == 0, 1, std).astype(train.dtype)
    return (train - mean) / std, (test - mean) / std, mean, std


@right
def standardize__root_of_variance(train, test):
    train, test = tables(train, test)
    mean = np.mean(train, axis=0)
    std = np.sqrt(np.mean((train - mean) ** 2, axis=0))
    std[std < 1e-12] = 1
    return (train - mean) / std, (test - mean) / std, mean, std


@wrong("its own mean, its own deviation or both")
def standardize__both_alike(train, test):
    train, test = tables(train, test)

    def scaled(table):
        std = table.std(axis=0)
        std[std == 0] = 1
        return (table - table.mean(axis=0)) / std

    std = train.std(axis=0)
    std[std == 0] = 1
    return scaled(train), scaled(test) if len(test) else test.copy(), train.mean(axis=0), std


@wrong("its own mean, its own deviation or both")
def standardize__own_mean(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    std[std == 0] = 1
    return (train - mean) / std, (test - test.mean(axis=0)) / std, mean, std


@wrong("Each column has its own|not right")
def standardize__mean_of_everything(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(), train.std()
    return (train - mean) / std, (test - mean) / std, mean, std


@wrong("shape|stopped|mean")
def standardize__per_row(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(axis=1, keepdims=True), train.std(axis=1, keepdims=True)
    return (train - mean) / std, (test - mean[: len(test)]) / std[: len(test)], mean, std


@wrong("in value 1 of 4|train|not right")
def standardize__test_first(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    std[std == 0] = 1
    return (test - mean) / std, (train - mean) / std, mean, std


@wrong("huge|denominator|constant")
def standardize__eps(train, test):
    train, test = tables(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / (std + 1e-8), (test - mean) / (std + 1e-8), mean, std
