"""What is drawn with a known distribution: right draws are never refused, wrong ones always."""

import math

import numpy as np
import pytest

from dlkit.check import draws
from dlkit.check.battery import Property


def ball(n, d, *, rng):
    z = rng.standard_normal((n, d))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / d)


def ball_too_full_inside(n, d, *, rng):
    z = rng.standard_normal((n, d))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1))


def mean_cosine(n, d, *, rng, size=np.abs):
    z = rng.standard_normal((n, d))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    return np.mean(size((z @ z.T)[np.triu_indices(n, 1)]))


def share_of_minima(d, n, *, rng, symmetric=True):
    a = rng.standard_normal((n, d, d))
    h = (a + a.swapaxes(1, 2)) / 2 if symmetric else a
    return np.mean((np.linalg.eigvals(h).real > 0).all(axis=1))


CASES = {
    "random_ball": (ball, ball_too_full_inside, (1000, 5)),
    "random_cosines": (
        mean_cosine,
        lambda n, d, *, rng: mean_cosine(n, d, rng=rng, size=np.copy),
        (40, 30),
    ),
    "random_minima": (
        share_of_minima,
        lambda d, n, *, rng: share_of_minima(d, n, rng=rng, symmetric=False),
        (2, 3000),
    ),
}
RIGHT = [
    ("random_ball", ball, (300, 1)),
    ("random_ball", ball, (200, 2)),
    ("random_ball", ball, (100, 50)),
    ("random_cosines", mean_cosine, (30, 2)),
    ("random_cosines", mean_cosine, (30, 3)),
    ("random_cosines", mean_cosine, (30, 40)),
    ("random_minima", share_of_minima, (2, 300)),
    ("random_minima", share_of_minima, (3, 300)),
]


def run(law, function, args, seeds=(1, 2)):
    words = {"function": "f", "part": "values", "title": "a law"}
    return Property(**words, args=args, name=law, parameters={"seeds": seeds}).run({"f": function})


@pytest.mark.parametrize(("law", "function", "args"), RIGHT)
def test_right_draws_cross_the_margins_more_rarely_than_is_said(law, function, args, monkeypatch):
    monkeypatch.setattr(draws, "CHANCE", 2e-4)  # of 1e-10 it would take billions of draws
    refused = [not run(law, function, args, (seed, seed + 1)).passed for seed in range(500)]
    assert sum(refused) <= 1  # of three margins 0.3 are expected


def test_the_margin_of_each_law_is_less_than_once_in_a_billion():
    assert draws.CHANCE <= 1e-9 / 4  # three margins at most in a case, and the other seeds
    deviation = math.sqrt(0.25 / 1000)
    agree = 1 / (
        math.sqrt(2 * math.pi) * 1000 * deviation
    )  # of one count of 1000 coins with another
    assert agree**draws.OTHERS < 1e-9 / 4


@pytest.mark.parametrize(
    ("dimensions", "share", "sentence"),
    [
        (2, 0.25, "coins"),
        (2, 0.5, "about one half"),
        (2, 0.85, "at least one positive"),
        (3, 0.3, "too large"),
        (3, 0.0, "too small"),
        (2, 1.0, "too large"),
    ],
)
def test_the_sentence_about_a_share_of_minima(dimensions, share, sentence):
    found = run("random_minima", lambda d, n, *, rng: share, (dimensions, 4000))
    assert sentence in found.message and not found.passed


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda n, d, *, rng: 2 * ball(n, d, rng=rng), "outside"),
        (lambda n, d, *, rng: np.abs(ball(n, d, rng=rng)), "one side"),
        (lambda n, d, *, rng: np.sort(ball(n, d, rng=rng))[:, ::-1], "one side"),
        (lambda n, d, *, rng: 0.5 * ball(n, d, rng=rng), "near the centre"),
        (ball_too_full_inside, "uniform"),
        (lambda n, d, *, rng: ball(n, d, rng=np.random.default_rng(0)), "not come from `rng`"),
        (lambda n, d, *, rng: ball(n, d, rng=np.random.default_rng()), "something else"),
    ],
)
def test_the_sentence_about_points_of_a_ball(draw, sentence):
    assert sentence in run("random_ball", draw, (1000, 5)).message


def test_directions_of_a_cube_are_found():
    def cube(n, d, *, rng):
        z = rng.uniform(-1, 1, (n, d))
        return z / np.linalg.norm(z, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / d)

    for seed in range(30):
        assert "corners" in run("random_ball", cube, (400, 50), (seed, seed + 1)).message
