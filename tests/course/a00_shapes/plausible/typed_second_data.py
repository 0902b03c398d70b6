"""Labels as rows and one scale for all, typed by a second hand."""

import numpy as np

from dlkit.arguments import (
    class_labels,
    fitting_arrays,
    require_samples,
    require_whole_number,
)
from tests.course.plausible import right, wrong


@wrong("a label of -1: this input must be refused")
def one_hot__eye_unchecked(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    return np.eye(classes)[np.asarray(labels)]


@wrong("depends on which labels")
def one_hot__unique(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    labels = class_labels(labels, classes)
    kinds = np.unique(labels)
    return (labels[:, None] == kinds).astype(float)


@wrong("one column too far to the left")
def one_hot__from_one(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    labels = class_labels(labels, classes)
    rows = np.zeros((len(labels), classes))
    for n, label in enumerate(labels):
        rows[n, label - 1] = 1
    return rows


@wrong("all rows of your result are alike")
def one_hot__colon(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    labels = class_labels(labels, classes)
    rows = np.zeros((len(labels), classes))
    rows[:, labels] = 1
    return rows


@wrong("rows and columns are exchanged")
def one_hot__transposed(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    labels = class_labels(labels, classes)
    rows = np.zeros((classes, len(labels)))
    rows[labels, np.arange(len(labels))] = 1
    return rows


def two_tables(train, test):
    train, test = fitting_arrays(train=(train, "N D"), test=(test, "M D"))
    require_samples(train)
    return train, test


@wrong("one row less than there are")
def standardize__ddof(train, test):
    train, test = two_tables(train, test)
    mean = train.mean(axis=0)
    std = train.std(axis=0, ddof=1)
    std = np.where(std == 0, 1, std).astype(train.dtype)
    return (train - mean) / std, (test - mean) / std, mean, std


@wrong("run over all numbers of the table")
def standardize__whole_table(train, test):
    train, test = two_tables(train, test)
    mean = np.full(train.shape[1], train.mean(), dtype=train.dtype)
    std = np.full(train.shape[1], train.std(), dtype=train.dtype)
    std[std == 0] = 1
    return (train - mean) / std, (test - mean) / std, mean, std


@wrong("a small constant is added")
def standardize__epsilon(train, test):
    train, test = two_tables(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / (std + 1e-8), (test - mean) / (std + 1e-8), mean, std


@wrong("divide by the variance")
def standardize__variance(train, test):
    train, test = two_tables(train, test)
    mean = train.mean(axis=0)
    var = ((train - mean) ** 2).mean(axis=0)
    var[var == 0] = 1
    return (train - mean) / var, (test - mean) / var, mean, var


@wrong("taken over both tables")
def standardize__both_tables(train, test):
    train, test = two_tables(train, test)
    both = np.concatenate([train, test])
    mean, std = both.mean(axis=0), both.std(axis=0)
    std[std == 0] = 1
    return (train - mean) / std, (test - mean) / std, mean, std


@wrong("return its deviation as 0")
def standardize__returns_zero(train, test):
    train, test = two_tables(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    by = np.where(std == 0, 1, std).astype(train.dtype)
    return (train - mean) / by, (test - mean) / by, mean, std


@right
def one_hot__compare(labels, classes):
    classes = require_whole_number(classes, at_least=1)
    labels = class_labels(labels, classes)
    return np.where(labels[:, np.newaxis] == np.arange(classes), 1.0, 0.0)


@right
def standardize__formula(train, test):
    train, test = fitting_arrays(train=(train, "N D"), test=(test, "M D"))
    require_samples(train)
    mu = np.sum(train, axis=0) / len(train)
    sigma = np.sqrt(np.sum((train - mu) ** 2, axis=0) / len(train))
    sigma[sigma == 0] = 1
    return (train - mu) / sigma, (test - mu) / sigma, mu, sigma
