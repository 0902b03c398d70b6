"""Wrong starts, for the exercise on weights that all begin alike."""

from dataclasses import replace

import numpy as np

from course.a07_initialization.exercises.descents import problem, report_of
from course.a07_initialization.exercises.zero_init_report import zero_init_report


@zero_init_report.wrong(
    "zero_init_report",
    "noise added to the start",
    "your weights do not begin alike: each has some noise added to it. The report is about what "
    "equal weights do.",
)
def report_with_noise(x, labels, **settings):
    p, rng = problem(x, labels, **settings), np.random.default_rng(0)
    noisy = tuple(array + 0.01 * rng.normal(size=array.shape) for array in p.start)
    return report_of(replace(p, start=noisy))


@zero_init_report.wrong(
    "zero_init_report",
    "always zeros",
    "your weights begin at 0, whatever `value` is. All of them begin at `value`.",
)
def report_of_zeros(x, labels, **settings):
    return report_of(problem(x, labels, **settings | {"value": 0 * settings.get("value", 0.0)}))


@zero_init_report.wrong(
    "zero_init_report",
    "hidden biases at value",
    "your hidden biases begin at `value`, too. Only the weights do; biases begin at 0.",
)
def report_with_biases(x, labels, **settings):
    p = problem(x, labels, **settings)
    W1, b1, *others = p.start
    return report_of(replace(p, start=(W1, b1 + settings.get("value", 0.0), *others)))


@zero_init_report.wrong(
    "zero_init_report",
    "nudge ignored",
    "your `nudge` changes nothing. It is added to the first entry of W1, so that one unit differs "
    "from the others.",
)
def report_without_nudge(x, labels, **settings):
    return report_of(problem(x, labels, **settings | {"nudge": 0 * settings.get("nudge", 0.0)}))


@zero_init_report.wrong(
    "zero_init_report",
    "nudge in more than one place",
    "your nudge reaches more than one weight. It is added to the first entry of W1 alone.",
    where=((slice(None), 0), (0, slice(None)), (slice(None), slice(None))),
)
def report_with_nudges(x, labels, *, where, **settings):
    p = problem(x, labels, **settings | {"nudge": 0.0})
    p.start[0][where] += settings.get("nudge", 0.0)
    return report_of(p)


@zero_init_report.wrong(
    "zero_init_report",
    "nudge in place of value",
    "the first entry of your W1 is the nudge alone. The nudge is added to `value`.",
)
def report_with_nudge_as_weight(x, labels, **settings):
    p = problem(x, labels, **settings)
    p.start[0][0, 0] = settings.get("nudge", 0.0)
    return report_of(p)


@zero_init_report.wrong(
    "zero_init_report",
    "nudge cut down",
    "your W1 is an array of whole numbers when `value` is one, and there the nudge is cut down "
    "to a whole number. Make it an array of floats.",
)
def report_with_whole_weights(x, labels, **settings):
    p = problem(x, labels, **settings)
    if isinstance(settings.get("value", 0.0), int):
        np.trunc(p.start[0], out=p.start[0])
    return report_of(p)
