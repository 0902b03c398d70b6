"""The exercise on the share of a ball that lies near its surface."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a08_landscapes.exercises.shared import whole
from dlkit import landscapes
from dlkit.check.compare import Tolerance

EVERY_DIGIT = Tolerance(absolute=0.0)  # relative, however small the share is

shell_fraction = Exercise(
    id="landscapes.shell_fraction",
    title="Where the volume is",
    difficulty=2,
    minutes=15,
    hints=(
        "The volume of a ball is a constant times the radius to the power of D. What is left of it "
        "when a thin shell is taken away?",
        "The inner ball has the share (1 - eps) to the power of D; the shell is the rest. For a "
        "tiny eps, 1 - eps is rounded: write the power as the exponential of D times a logarithm.",
        "The specification names two functions that keep all digits. Give the one for logarithms "
        "minus eps, multiply by D, and give the product to the one for exponentials. Which sign "
        "has the result? An eps of 1 needs no logarithm: the shell is everything.",
    ),
)


@shell_fraction.asks(landscapes.shell_fraction)
def _ask_shell_fraction(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(2, 0.5)
    with ask.essential("a thin shell keeps its digits"):
        ask.values("a shell of 1e-12 in a million dimensions", 10**6, 1e-12)
        many = int(rng.integers(10**8, 10**9))
        ask.values("a shell of 1e-13 in some hundred million dimensions", many, 1e-13)
        few, thin = int(rng.integers(3, 8)), float(rng.uniform(1e-13, 2e-13))
        ask.edge("a shell of 1e-13 in few dimensions", few, thin, tolerance=EVERY_DIGIT)
    ask.values("one dimension", 1, float(rng.uniform(0.1, 0.9)))
    ask.values("three dimensions", 3, float(rng.uniform(0.1, 0.9)))
    ask.values("a hundred dimensions, a hundredth", 100, 0.01)
    ask.values("a thousand dimensions", 1000, float(rng.uniform(1e-4, 1e-3)))
    ask.edge("a million dimensions", 10**6, 0.01)
    ask.edge("eps = 1.0", 4, 1.0)
    ask.edge("eps = 1", 3, 1)
    ask.refuses("no dimensions", "ValueError", 0, 0.1)
    ask.refuses("a number of dimensions that is not whole", "TypeError", 2.5, 0.1)
    ask.refuses("a negative eps", "ValueError", 3, -0.1)
    ask.refuses("an eps above 1", "ValueError", 3, 1.5)
    ask.pure(5, 0.25)


def accepted(dimensions, eps):
    """Return both numbers, with the guards that solutions share."""
    if not 0 <= eps <= 1:
        raise ValueError("eps is a share of the radius")
    return whole(dimensions, 1), float(eps)


def share(D, eps):
    """The right share, for solutions whose point lies elsewhere."""
    with np.errstate(divide="ignore"):
        return float(-np.expm1(D * np.log1p(-eps)))


@shell_fraction.wrong(
    "shell_fraction",
    "ratio that grows without a bound",
    "your result compares a shell outside of the ball with the ball, so it grows beyond 1 with the "
    "dimensions. Asked is the share of the ball that lies in its own outermost shell.",
    is_rounded=(False, True),
)
def outer_ratio(dimensions, eps, *, is_rounded):
    D, eps = accepted(dimensions, eps)
    if is_rounded:
        with np.errstate(over="ignore"):
            return float(np.float64(1 + eps) ** D - 1)
    with np.errstate(over="ignore"):
        return float(np.expm1(D * np.log1p(eps)))


@shell_fraction.wrong(
    "shell_fraction",
    "share of a shell outside",
    "you add the shell outside of the ball and compare with the larger ball. The shell here lies "
    "inside: it begins at (1 - eps) R and ends at R.",
)
def outer_share(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    return float(-np.expm1(-D * np.log1p(eps)))


@shell_fraction.wrong(
    "shell_fraction",
    "overflow",
    "your result divides by a power or multiplies a huge one, and for many dimensions that "
    "overflows. Let only (1 - eps) to the power of D occur: it is at most 1.",
)
def by_huge_powers(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    if eps == 1:
        return 1.0
    with np.errstate(all="ignore"):
        outer = np.power(1 / (1 - eps), float(D))
        return float((outer - 1) / outer)


@shell_fraction.wrong(
    "shell_fraction",
    "digits lost",
    "for a thin shell only few digits of your result are right: 1 - eps is rounded, and all that "
    "is made of it. `math.log1p` takes the logarithm of 1 - eps without forming it.",
    way=("power", "exp", "expm1"),
)
def rounded(dimensions, eps, *, way):
    D, eps = accepted(dimensions, eps)
    with np.errstate(divide="ignore", under="ignore"):
        if way == "power":
            return 1 - (1 - eps) ** D
        if way == "expm1":
            return float(-np.expm1(D * np.log(1 - eps)))
        return float(1 - np.exp(D * np.log(1 - eps)))


@shell_fraction.wrong(
    "shell_fraction",
    "digits lost in the last difference",
    "your logarithm keeps all digits, but then a number near 1 is taken from 1, and for a thin "
    "shell only few are left. The specification names a function for that difference, too.",
)
def rounded_at_the_end(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    with np.errstate(divide="ignore", under="ignore"):
        return float(1 - np.exp(D * np.log1p(-eps)))


@shell_fraction.wrong(
    "shell_fraction",
    "one dimension too few or too many",
    "your power is not the number of dimensions. The volume grows as the radius to the power of D; "
    "D - 1 belongs to the surface.",
    more=(-1, 1),
)
def other_power(dimensions, eps, *, more):
    D, eps = accepted(dimensions, eps)
    return share(D + more, eps) if D + more else 0.0


@shell_fraction.wrong(
    "shell_fraction",
    "percent in place of a share",
    "your result is in percent. A share is a number from 0 to 1: do not multiply by 100.",
    is_rounded=(False, True),
)
def percent(dimensions, eps, *, is_rounded):
    value = 100 * share(*accepted(dimensions, eps))
    return round(value, 1) if is_rounded else value


@shell_fraction.wrong(
    "shell_fraction",
    "eps read as percent",
    "your function divides eps by 100. It is a share of the radius already.",
)
def eps_in_percent(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    return share(D, eps / 100)


@shell_fraction.wrong(
    "shell_fraction",
    "share of the inside",
    "your result is the share of the inner ball. The shell is the rest.",
)
def inside(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    return (1 - eps) ** D


@shell_fraction.wrong(
    "shell_fraction",
    "first term alone",
    "your result is D times eps: right for a very thin shell, but beyond 1 soon, while a share "
    "never is. The power has more terms.",
    is_capped=(False, True),
)
def first_term(dimensions, eps, *, is_capped):
    D, eps = accepted(dimensions, eps)
    return min(D * eps, 1.0) if is_capped else D * eps


@shell_fraction.wrong(
    "shell_fraction",
    "power of eps",
    "your result takes eps to the power of D. That is the share of a small ball of radius eps; the "
    "ball that is left inside the shell has the radius 1 - eps.",
    is_rest=(False, True),
)
def power_of_eps(dimensions, eps, *, is_rest):
    D, eps = accepted(dimensions, eps)
    return 1 - eps**D if is_rest else eps**D


@shell_fraction.wrong(
    "shell_fraction",
    "minus forgotten",
    "your result is negative: `expm1` gives the share of the inside, less 1. The shell is minus "
    "that.",
)
def negative(dimensions, eps):
    return -share(*accepted(dimensions, eps))


@shell_fraction.right("shell_fraction")
def by_numpy(dimensions, eps):
    D, eps = accepted(dimensions, eps)
    with np.errstate(divide="ignore"):
        return -np.expm1(D * np.log1p(-np.float64(eps)))


@shell_fraction.right("shell_fraction")
def by_squaring(dimensions, eps):
    D, piece = accepted(dimensions, eps)
    whole_share = 0.0
    for bit in reversed(f"{D:b}"):  # two shells, one inside the other: s + t - s t
        if bit == "1":
            whole_share += piece - whole_share * piece
        piece += piece - piece * piece
    return whole_share
