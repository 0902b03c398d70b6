"""Mistakes with a gradient by differences that are mistakes with its step."""

from course.a04_backprop.exercises.numerical_gradient import (
    accepted,
    by_entry,
    central,
    numerical_gradient,
)


@numerical_gradient.wrong(
    "numerical_gradient",
    "step too small, and h ignored",
    "your step is so small that the two values agree in nearly all of their digits: what is left "
    "is rounding. Use the h that comes in.",
    tiny=(1e-10, 1e-11, 1e-12, 1e-13, 1e-14),
)
def gradient_with_tiny_step(f, x, *, h=1e-5, tiny):
    accepted(f, x, h)
    return by_entry(f, x, tiny, central)


@numerical_gradient.wrong(
    "numerical_gradient",
    "h ignored",
    "your function takes the same step whatever h is. The step is h times the larger of 1 and the "
    "size of the entry.",
    fixed=(1e-4, 1e-5, 1e-6, 1e-7),
)
def gradient_with_fixed_step(f, x, *, h=1e-5, fixed):
    accepted(f, x, h)
    return by_entry(f, x, fixed, central)


@numerical_gradient.wrong(
    "numerical_gradient",
    "divided by the step, not by twice the step",
    "your result is twice the slope: from the lower place to the upper one it is two steps.",
)
def gradient_over_one_step(f, x, *, h=1e-5):
    return by_entry(f, x, h, lambda f, x, up, down, step: (f(up) - f(down)) / step)


@numerical_gradient.wrong(
    "numerical_gradient",
    "divided by h, whatever the step was",
    "where an entry is larger than 1, your step is larger than h, but you divide by h all the "
    "same. Divide by the distance that the entry has really moved.",
)
def gradient_over_h(f, x, *, h=1e-5):
    return by_entry(f, x, h, lambda f, x, up, down, step: (f(up) - f(down)) / (2 * h))


@numerical_gradient.wrong(
    "numerical_gradient",
    "step of the same size for every entry",
    "your step is h for every entry. It should grow with entries beyond 1: beside a million, a "
    "step of 0.00001 loses most of its digits.",
)
def gradient_with_absolute_step(f, x, *, h=1e-5):
    return by_entry(f, x, h, central, scale=lambda entry: 1.0)


@numerical_gradient.wrong(
    "numerical_gradient",
    "step that shrinks with the entry",
    "your step is h times the size of the entry, also where the entry is smaller than 1. Near 0 "
    "it vanishes: take at least h.",
)
def gradient_with_relative_step(f, x, *, h=1e-5):
    return by_entry(f, x, h, central, scale=lambda entry: abs(entry) or 1.0)


@numerical_gradient.wrong(
    "numerical_gradient",
    "step from the entry with its sign",
    "your step takes the larger of 1 and the entry itself, so for an entry such as -1000 it does "
    "not grow. Take the absolute value of the entry.",
)
def gradient_with_signed_scale(f, x, *, h=1e-5):
    return by_entry(f, x, h, central, scale=lambda entry: max(1.0, entry))
