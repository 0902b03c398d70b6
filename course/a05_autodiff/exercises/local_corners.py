"""Mistakes with powers, and with relu, whose slope jumps."""

from course.a05_autodiff.exercises.local_gradients import local_gradients, replaced
from course.a05_autodiff.exercises.local_slopes import with_pulls

POWERS = {
    "power not lowered": lambda x, p: p * x**p,
    "no factor": lambda x, p: x ** (p - 1) if p else 0.0,
    "factor lowered": lambda x, p: (p - 1) * x ** (p - 1) if p else 0.0,
    "as for squares": lambda x, p: 2.0 * x,
}


@local_gradients.wrong(
    "local_gradients",
    "slope of a power",
    "the slope of your powers is not the slope of a power: the exponent comes down as a factor, "
    "and the exponent that stays is one less.",
    slope=tuple(POWERS),
)
def with_wrong_power(f, *numbers, dy=1.0, slope):
    return replaced(f, numbers, dy, __pow__=lambda x, p: (x**p, POWERS[slope](x, p)))


@local_gradients.wrong(
    "local_gradients",
    "power 0 at 0",
    "the power 0 is 1 everywhere, so its slope is 0, also at 0. Your formula divides by 0 there: "
    "it takes a negative power of 0.",
)
def with_power_that_divides(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, __pow__=lambda x, p: (x**p, p * x ** (p - 1)))


@local_gradients.wrong(
    "local_gradients",
    "slope of relu at 0 taken as 1",
    "at exactly 0 your relu lets the gradient through. There is a corner; in this course the slope "
    "there is 0.",
)
def with_open_corner(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, relu=lambda x: (max(x, 0.0), float(x >= 0)))


@local_gradients.wrong(
    "local_gradients",
    "relu lets every gradient through",
    "your relu hands the gradient on where its operand is below 0. There the result stays 0 when "
    "the operand moves a little, so the slope is 0.",
)
def with_open_relu(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, relu=lambda x: (max(x, 0.0), 1.0))


@local_gradients.wrong(
    "local_gradients",
    "value of relu in place of its slope",
    "your relu multiplies the upstream gradient by its value. Its slope is 1 above 0 and 0 below.",
)
def with_value_as_slope(f, *numbers, dy=1.0):
    return replaced(f, numbers, dy, relu=lambda x: (max(x, 0.0), max(x, 0.0)))


@local_gradients.wrong(
    "local_gradients",
    "relu decides by the upstream gradient",
    "your relu decides by the sign of `dy` whether a gradient passes. The sign of its operand "
    "decides, whatever sign `dy` has.",
)
def with_relu_of_upstream(f, *numbers, dy=1.0):
    return with_passing(f, numbers, dy, lambda x, dy: dy > 0)


def with_passing(f, numbers, dy, passes):
    """Ask an engine whose relu hands on the whole upstream gradient or nothing."""

    def pulled(y, pull):
        (operand,) = y.parents
        return lambda dy: (dy if passes(operand.data, dy) else 0.0,)

    return with_pulls(f, numbers, dy, pulled, ("relu",))


@local_gradients.wrong(
    "local_gradients",
    "relu holds back what is below 0",
    "your relu holds back a `dy` below 0 also where its operand is above 0. The operand alone "
    "decides, whatever sign `dy` has.",
    at_zero=(False, True),
)
def with_cut_upstream(f, *numbers, dy=1.0, at_zero):
    return with_passing(f, numbers, dy, lambda x, dy: dy > 0 and (x > 0 or (at_zero and x == 0)))
