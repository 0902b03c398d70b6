"""Mistakes with critical points that are mistakes with the table of the results."""

from itertools import takewhile

import numpy as np

from course.a08_landscapes.exercises.index_vs_loss import (
    accepted,
    index_vs_loss,
    is_critical,
    right_row,
    rows_of,
)


@index_vs_loss.wrong(
    "index_vs_loss",
    "mean over the points",
    "your result is one mean over all points. Each critical point has a row of its own.",
    is_row=(True, False),
)
def of_all(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4, is_row):
    rows = rows_of(points, f, gradient_tolerance, tolerance, right_row)
    if not len(rows):
        return rows
    return rows.mean(axis=0, keepdims=True) if is_row else rows.mean(axis=0)


@index_vs_loss.wrong(
    "index_vs_loss",
    "columns exchanged",
    "the two columns are exchanged: the loss comes first, then the share of ways down.",
)
def exchanged(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    return rows_of(points, f, gradient_tolerance, tolerance, right_row)[:, ::-1].copy()


@index_vs_loss.wrong(
    "index_vs_loss",
    "a row for each column",
    "your result has a row for the losses and a row for the shares. It is meant the other way "
    "round: a row for each point.",
)
def transposed(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    return rows_of(points, f, gradient_tolerance, tolerance, right_row).T.copy()


@index_vs_loss.wrong(
    "index_vs_loss",
    "nothing for no points",
    "where no point is critical your result has not two columns. It is an array of shape (0, 2) "
    "then, so that the same picture can be drawn from it.",
)
def without_columns(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    rows = rows_of(points, f, gradient_tolerance, tolerance, right_row)
    return rows if len(rows) else np.array([])


@index_vs_loss.wrong(
    "index_vs_loss",
    "ends at the first point that is not critical",
    "your result ends at the first point that is not critical, and those after it are never looked "
    "at. Leave out that point alone, and go on with the next.",
)
def until_the_first_slope(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    points = accepted(points, gradient_tolerance, tolerance)
    before = list(takewhile(lambda x: is_critical(f, x, gradient_tolerance), points))
    return rows_of(before, f, gradient_tolerance, tolerance, right_row)
