"""Named properties of a right answer, whatever the numbers are (metamorphic properties).

Each takes the arguments of one case and its own parameters, and yields the arguments of the calls
it needs; with their values sent in, it returns a sentence that says what was broken, or "" where
it holds. Being named and parametrised by plain data, they can stand in ``checks.json``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.check import chance, counterexamples, draws, orders, rotations, weights
from dlkit.check.answers import Calls, Drawn, array_of, numbers_of
from dlkit.check.compare import DOUBLE, difference


def _with(args: tuple[Any, ...], position: int, value: Any) -> tuple[Any, ...]:
    return (*args[:position], value, *args[position + 1 :])


def _same(one: Any, other: Any) -> bool:
    return difference(one, other, DOUBLE) is None


def shift_invariant(args: tuple[Any, ...], *, by: float = 3.0, argument: int = 0) -> Calls:
    """f(x + c) = f(x)."""
    moved, plain = yield _with(args, argument, args[argument] + by), args
    if _same(moved, numbers_of(plain)):
        return ""
    return "adding the same number to every entry must not change the result, but it does"


def shift_equivariant(args: tuple[Any, ...], *, by: float = 3.0, argument: int = 0) -> Calls:
    """f(x + c) = f(x) + c."""
    moved, plain = yield _with(args, argument, args[argument] + by), args
    if _same(moved, numbers_of(plain, lambda a: a + by)):
        return ""
    return "adding c to every entry must add c to the result, but it does not"


def permutation_equivariant(args: tuple[Any, ...], *, axis: int = -1, argument: int = 0) -> Calls:
    """f(permuted x) = permuted f(x), along one axis."""
    reverse = np.flip(args[argument], axis)
    turned, plain = yield _with(args, argument, reverse), args
    if _same(turned, np.flip(array_of(plain), axis)):
        return ""
    return "putting the entries in another order must put the results in that order"


def sums_to_one(args: tuple[Any, ...], *, axis: int = -1, tolerance: float = 1e-12) -> Calls:
    """The entries of f(x) are in [0, 1] and sum to 1 along ``axis``.

    The tolerance leaves room for rounding, but not for a small constant in a denominator.
    """
    (plain,) = yield (args,)
    answer = array_of(plain)
    if np.all((answer >= 0) & (answer <= 1)):
        off = np.abs(answer.sum(axis=axis) - 1)
        if np.all(off <= tolerance):
            return ""
    return "probabilities must lie between 0 and 1 and each row must sum to 1"


def batch_duplication_invariant(
    args: tuple[Any, ...], *, arguments: tuple[int, ...] = (0, 1)
) -> Calls:
    """A mean over the batch does not change when every sample stands in it twice."""
    doubled = tuple(np.concatenate([a, a]) if i in arguments else a for i, a in enumerate(args))
    twice, plain = yield doubled, args
    if _same(twice, numbers_of(plain)):
        return ""
    return "with every sample twice in the batch a mean stays the same, but the result changes"


def batch_order_invariant(args: tuple[Any, ...], *, arguments: tuple[int, ...] = (0, 1)) -> Calls:
    """A mean over the batch does not depend on the order of the samples."""
    reverse = tuple(np.flip(a, 0) if i in arguments else a for i, a in enumerate(args))
    turned, plain = yield reverse, args
    if _same(turned, numbers_of(plain)):
        return ""
    return "the order of the samples must not matter, but the result changes with it"


def symmetric(args: tuple[Any, ...]) -> Calls:
    """f(a, b) = f(b, a)."""
    exchanged, plain = yield (args[1], args[0], *args[2:]), args
    if _same(exchanged, numbers_of(plain)):
        return ""
    return "exchanging the two arguments must not change the result, but it does"


def antisymmetric(args: tuple[Any, ...]) -> Calls:
    """f(a, b) = -f(b, a)."""
    exchanged, plain = yield (args[1], args[0], *args[2:]), args
    if _same(exchanged, numbers_of(plain, np.negative)):
        return ""
    return "exchanging the two arguments must turn the sign of the result, but it does not"


def mirrored(args: tuple[Any, ...], *, total: float = 0.0, argument: int = 0) -> Calls:
    """f(-x) = total - f(x): a curve that is symmetric about a point on its vertical axis."""
    turned, plain = yield _with(args, argument, -args[argument]), args
    if _same(turned, numbers_of(plain, lambda a: total - a)):
        return ""
    return f"f(z) + f(-z) must be {total:g} for every z, but it is not"


def linear(args: tuple[Any, ...], *, argument: int = 0) -> Calls:
    """f(2.5 x) = 2.5 f(x): gradients are linear in the upstream gradient."""
    scaled, plain = yield _with(args, argument, 2.5 * args[argument]), args
    if _same(scaled, numbers_of(plain, lambda a: 2.5 * a)):
        return ""
    return "2.5 times the upstream gradient must give 2.5 times the result"


def zero_sum(args: tuple[Any, ...], *, axis: int = -1) -> Calls:
    """The entries of f(x) sum to 0 along ``axis``."""
    (plain,) = yield (args,)
    if np.allclose(array_of(plain).sum(axis=axis), 0.0, atol=1e-10):
        return ""
    return "the entries of each row of this gradient must sum to 0, but they do not"


def not_negative(args: tuple[Any, ...]) -> Calls:
    """No entry of f(x) is below 0."""
    (plain,) = yield (args,)
    return "a result is below 0, and none can be" if np.any(array_of(plain) < 0) else ""


def random_split(args: tuple[Any, ...], *, seeds: tuple[int, int]) -> Calls:
    """f(n, fraction) divides 0..n-1 at random, floor(fraction n) of them for validation."""
    (n, fraction), (seed, other) = args, seeds
    once, again, third = yield tuple(Drawn(args, each) for each in (seed, seed, other))
    fault = chance.split_fault(once, n, int(fraction * n))
    return fault or chance.seed_fault(once, again, third, may_agree=n < chance.MANY)


def random_batches(
    args: tuple[Any, ...], *, seeds: tuple[int, int], drop_last: bool = False
) -> Calls:
    """f(n, size) divides 0..n-1 at random into batches of that size."""
    (n, size), (seed, other) = args, seeds
    once, again, third = yield tuple(Drawn(args, each) for each in (seed, seed, other))
    fault = chance.batches_fault(once, n, size, drop_last=drop_last)
    return fault or chance.seed_fault(once, again, third, may_agree=n < chance.MANY)


def random_weights(
    args: tuple[Any, ...],
    *,
    seeds: tuple[int, int],
    law: str,
    std: float,
    is_once: bool = False,
    **_: Any,
) -> Calls:
    """f(shape) has this shape, mean 0, this deviation and law, and follows its generator.

    Where this ``is_once``, a single draw is looked at: another check sees to the generator.
    """
    seed, other = seeds
    if is_once:
        (only,) = yield (Drawn(args, seed),)
        return weights.weights_fault(only, args[0], law, std)
    once, again, third = yield tuple(Drawn(args, each) for each in (seed, seed, other))
    fault = weights.weights_fault(once, args[0], law, std)
    return fault or chance.seed_fault(once, again, third, noun="weights", may_agree=not once.size)


def random_rotation(
    args: tuple[Any, ...], *, seeds: tuple[int, int], gain: float = 1.0, draws: int = 0
) -> Calls:
    """f(shape) is orthogonal times the gain, and with many draws equally likely everywhere."""
    seed, other = seeds
    later = range(other + 1, other + 1 + draws)
    once, again, *rest = yield tuple(Drawn(args, each) for each in (seed, seed, other, *later))
    for W in (once, *rest):
        if fault := rotations.rotation_fault(W, args[0], gain):
            return fault
    fault = chance.seed_fault(once, again, rest[0], noun="weights", may_agree=not once.size)
    return fault or rotations.signs_fault(rest[1:])


TITLES: dict[Callable[..., Calls], str] = {  # what is asked, in a student's words
    shift_invariant: "the same number added to every entry",
    shift_equivariant: "a number added to every entry",
    permutation_equivariant: "the entries in another order",
    sums_to_one: "the sum of each row",
    batch_duplication_invariant: "every sample twice in the batch",
    batch_order_invariant: "the samples in another order",
    symmetric: "the two arguments exchanged",
    antisymmetric: "the two arguments exchanged",
    mirrored: "the sign of the input turned",
    linear: "a multiple of the upstream gradient",
    zero_sum: "the sum of each row",
    not_negative: "results that might fall below 0",
    random_split: "a random division",
    random_batches: "random batches",
    random_weights: "random weights",
    random_rotation: "random orthogonal weights",
    **counterexamples.TITLES,
    **draws.TITLES,
    **orders.TITLES,
}
NAMED: dict[str, Callable[..., Calls]] = {each.__name__: each for each in TITLES}
