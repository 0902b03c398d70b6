"""The exercise on the angles between random directions."""

from itertools import combinations

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a08_landscapes.exercises.shared import sizes
from dlkit import landscapes

mean_pairwise_cos = Exercise(
    id="landscapes.mean_pairwise_cos",
    title="Everything at right angles",
    difficulty=2,
    minutes=15,
    is_core=False,
    hints=(
        "The cosine of the angle between two vectors is their inner product over both norms. How "
        "do you get all pairs at once, and which of them do not count?",
        "Divide each row of normals by its norm; the product with the transpose is a table of all "
        "cosines. Take absolute values, leave out the diagonal, and take the mean.",
        "Draw n rows of D normals, divide each by its norm, multiply with the transpose. numpy has "
        "a function that gives the indices of the places above a diagonal, each pair once: take "
        "the absolute values there, and their mean.",
    ),
)


@mean_pairwise_cos.asks(landscapes.mean_pairwise_cos)
def _ask_mean_pairwise_cos(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("sizes of cosines, and no direction against itself"):
        ask.drawn("random_cosines", "60 directions in 200 dimensions", 60, 200, rng=rng)
        ask.drawn(
            "random_cosines",
            "directions in 30 dimensions",
            int(rng.integers(60, 65)),
            30,
            rng=rng,
        )
    ask.drawn("random_cosines", "105 directions in 4 dimensions", 105, 4, rng=rng)
    ask.values("three directions on a line", 3, 1, rng=rng)
    ask.edge("two directions on a line", 2, 1, rng=rng)
    ask.pure(5, 3, rng=rng)
    ask.refuses("a single direction", "ValueError", 1, 3, rng=rng)
    ask.refuses("no dimensions", "ValueError", 3, 0, rng=rng)
    ask.refuses("a number of dimensions that is not whole", "TypeError", 3, 2.5, rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", 3, 2, rng=0)


def normals(n, D, rng):
    return rng.standard_normal((n, D))


def cosines(z):
    """The table of all cosines, right, for solutions whose point lies elsewhere."""
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    return z @ z.T


def mean_over_pairs(table):
    return float(np.mean(np.abs(table[np.triu_indices(len(table), 1)])))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "every direction against itself",
    "the diagonal of your table counts as well: each direction has the cosine 1 with itself. Only "
    "pairs of two different directions count.",
    places=(np.ones_like, np.triu, np.tril),
)
def with_diagonal(n, dimensions, *, rng, places):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    return float(np.mean(np.abs(table[places(np.ones_like(table)) > 0])))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "absolute values forgotten",
    "positive and negative cosines cancel in your mean, so it is near 0 in every dimension. Take "
    "absolute values first.",
    is_after=(False, True),
)
def cancelling(n, dimensions, *, rng, is_after):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    mean = float(np.mean(table[np.triu_indices(len(table), 1)]))
    return abs(mean) if is_after else mean


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "points and dimensions exchanged",
    "your table compares the dimensions, not the directions: n and the number of dimensions have "
    "changed places. A direction is a row of D numbers.",
    way=("drawn", "multiplied"),
)
def exchanged(n, dimensions, *, rng, way):
    n, D, rng = sizes(n, dimensions, rng, 2)
    if D == 1:
        return 1.0
    z = normals(n, D, rng)
    return mean_over_pairs(cosines(z.T))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "not divided by the norms",
    "your inner products are not divided by the norms of both vectors, so they are no cosines: "
    "they grow with the dimensions.",
    divisor=("nothing", "one norm", "dimensions"),
)
def inner_products(n, dimensions, *, rng, divisor):
    n, D, rng = sizes(n, dimensions, rng, 2)
    z = normals(n, D, rng)
    norms = np.linalg.norm(z, axis=1, keepdims=True)
    return mean_over_pairs(z @ z.T / {"nothing": 1, "one norm": norms, "dimensions": D}[divisor])


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "divided by the wrong number of pairs",
    "your sum is not divided by the number of its terms: n directions make n (n - 1) / 2 pairs.",
    pairs=("n²", "n (n - 1)", "n² / 2", "n"),
)
def other_count(n, dimensions, *, rng, pairs):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    n = len(table)
    number = {"n²": n * n, "n (n - 1)": n * (n - 1), "n² / 2": n * n / 2, "n": n}[pairs]
    return float(np.sum(np.abs(np.triu(table, 1)))) / number


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "sum in place of a mean",
    "your result is the sum over all pairs; divide by their number.",
)
def summed(n, dimensions, *, rng):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    return float(np.sum(np.abs(np.triu(table, 1))))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "squares in place of sizes",
    "you take squares of the cosines in place of their sizes. Absolute values are asked for.",
    has_root=(False, True),
)
def squared(n, dimensions, *, rng, has_root):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    mean = float(np.mean(table[np.triu_indices(len(table), 1)] ** 2))
    return mean**0.5 if has_root else mean


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "directions to one side",
    "your directions all point to one side: uniform numbers from 0 to 1 are never negative, so "
    "that every angle is small. Draw normal numbers.",
)
def one_side(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng, 2)
    return mean_over_pairs(cosines(rng.uniform(size=(n, D))))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "angles in place of cosines",
    "your result is a mean of angles. The cosines themselves are asked for.",
)
def angles(n, dimensions, *, rng):
    table = cosines(normals(*sizes(n, dimensions, rng, 2)))
    return float(np.mean(np.arccos(np.clip(table[np.triu_indices(len(table), 1)], -1, 1))))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "formula in place of draws",
    "nothing is drawn in your function: it returns what the mean tends to for many dimensions. The "
    "mean over the pairs that `rng` draws is asked for.",
)
def by_formula(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng, 2)
    return float(np.sqrt(2 / (np.pi * D)))


@mean_pairwise_cos.wrong(
    "mean_pairwise_cos",
    "a generator of its own",
    "your function makes a generator of its own, so that every call gives the same number, or "
    "nobody can draw it again. Draw from the generator that came.",
    seed=(0, 42, None),
)
def own_generator(n, dimensions, *, rng, seed):
    n, D, _ = sizes(n, dimensions, rng, 2)
    return mean_over_pairs(cosines(normals(n, D, np.random.default_rng(seed))))


@mean_pairwise_cos.right("mean_pairwise_cos")
def pair_by_pair(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng, 2)
    z = normals(n, D, rng)
    units = [row / np.sqrt(row @ row) for row in z]
    cosines = [abs(a @ b) for a, b in combinations(units, 2)]
    return sum(cosines) / len(cosines)


@mean_pairwise_cos.right("mean_pairwise_cos")
def less_the_diagonal(n, dimensions, *, rng):
    n, D, rng = sizes(n, dimensions, rng, 2)
    units = np.array([row / np.linalg.norm(row) for row in rng.normal(size=(n, D))])
    table = np.abs(np.einsum("id,jd->ij", units, units))
    return (table.sum() - n) / (n * (n - 1))
