"""What the lecture on shapes measures: how often the nearest neighbour has the right label."""

from functools import cache

import numpy as np
import numpy.typing as npt

from dlkit import datasets
from dlkit.arguments import Array, Labels
from dlkit.shapes import pairwise_sq_dist, standardize, train_val_split

SEEDS = range(20)
Indices = npt.NDArray[np.int64]


def share_correct(
    known: Array, labels_known: Labels, unseen: Array, labels_unseen: Labels
) -> float:
    """Return the share of unseen samples whose nearest known one has their label."""
    nearest = pairwise_sq_dist(unseen, known).argmin(axis=1)
    return float(np.mean(labels_known[nearest] == labels_unseen))


@cache
def flowers_in_order() -> float:
    """Return the share for the last third of the flowers, which are sorted by kind."""
    x, kinds = datasets.iris()
    return share_correct(x[:100], kinds[:100], x[100:], kinds[100:])


@cache
def flowers_at_random() -> tuple[float, ...]:
    """Return the share for a third of the flowers that is drawn at random, for each seed."""
    x, kinds = datasets.iris()
    return tuple(
        share_correct(x[known], kinds[known], x[unseen], kinds[unseen])
        for known, unseen in _divisions(len(x), 1 / 3)
    )


@cache
def wines(*, standardised: bool) -> tuple[float, ...]:
    """Return the share for a quarter of the wines, for each seed, on one scale or as measured."""
    x, varieties = datasets.wine()
    shares = []
    for known, unseen in _divisions(len(x), 0.25):
        tables = standardize(x[known], x[unseen])[:2] if standardised else (x[known], x[unseen])
        shares.append(share_correct(tables[0], varieties[known], tables[1], varieties[unseen]))
    return tuple(shares)


@cache
def digits_at_random() -> tuple[float, ...]:
    """Return the share for a third of the images that is drawn at random, for each seed."""
    x, labels = datasets.digits()
    return tuple(
        share_correct(x[known], labels[known], x[unseen], labels[unseen])
        for known, unseen in _divisions(len(x), 1 / 3)
    )


@cache
def digits_in_order() -> float:
    """Return the share for the last third of the images, most of them by writers of their own."""
    x, labels = datasets.digits()
    return share_correct(x[:1198], labels[:1198], x[1198:], labels[1198:])


def _divisions(n: int, fraction: float) -> list[tuple[Indices, Indices]]:
    return [train_val_split(n, fraction, rng=np.random.default_rng(seed)) for seed in SEEDS]
