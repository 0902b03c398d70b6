"""Random weights and rotations: what is wrong has its sentence, what is right has none."""

import math
import re

import numpy as np
import pytest
from scipy import stats

from dlkit.check import examples
from dlkit.check.battery import Property
from dlkit.check.rotations import rotation_fault, signs_fault
from dlkit.check.weights import LAWS, MANY, array_fault, weights_fault

SHAPE, STD = (200, 100), 0.05
BOUND = 2 / 0.87962566103423978


def rng(seed=0):
    return np.random.default_rng(seed)


def cut(shape=SHAPE, seed=0):
    """A standard normal cut at 2 whose deviation is 1."""
    return BOUND / 2 * stats.truncnorm(-2, 2).rvs(shape, random_state=rng(seed))


RIGHT = {
    "normal": (
        lambda seed: rng(seed).normal(0, STD, SHAPE),
        lambda seed: STD * rng(seed).standard_normal(SHAPE, dtype=np.float32).astype(float),
        lambda seed: STD * stats.norm.ppf(rng(seed).random(SHAPE)),
    ),
    "uniform": (
        lambda seed: rng(seed).uniform(-STD * 3**0.5, STD * 3**0.5, SHAPE),
        lambda seed: STD * 12**0.5 * (rng(seed).random(SHAPE) - 0.5),
    ),
    "truncated": (lambda seed: STD * cut(seed=seed),),
}


@pytest.mark.parametrize("law", RIGHT)
def test_right_weights_drawn_in_any_way_are_never_refused(law):
    for draw in RIGHT[law]:
        for seed in range(60):
            assert weights_fault(draw(seed), SHAPE, law, STD) == ""


@pytest.mark.parametrize("law", LAWS)
def test_a_law_is_that_of_scipy(law):
    table = {
        "normal": stats.norm,
        "uniform": stats.uniform(-math.sqrt(3), 2 * math.sqrt(3)),
        "truncated": stats.truncnorm(-2, 2, scale=BOUND / 2),
    }
    for t in np.linspace(-3, 3, 25):
        assert LAWS[law].share_below(float(t)) == pytest.approx(table[law].cdf(t), abs=1e-12)
    assert table[law].std() == pytest.approx(1)


def drawn(seed=0):
    return rng(seed).normal(0, STD, SHAPE)


ONCE_REDRAWN = STD * BOUND / 2 * rng(3).standard_normal(SHAPE)
ONCE_REDRAWN = np.where(np.abs(ONCE_REDRAWN) > STD * BOUND, drawn(4) * BOUND / 2, ONCE_REDRAWN)
TWO_BUMPS = np.where(rng(1).random(SHAPE) < 0.5, -1, 1) * 0.9 + rng(2).normal(0, 0.19**0.5, SHAPE)
LAPLACE = rng(1).laplace(0, 0.5**0.5, SHAPE)
CUT_AT_THREE = stats.truncnorm(-3, 3).rvs(SHAPE, random_state=rng())


@pytest.mark.parametrize(
    ("W", "law", "sentence"),
    [
        (drawn().tolist(), "normal", "an array of shape"),
        (drawn().T, "normal", r"must be \(200, 100\), but \(100, 200\) came"),
        (drawn().astype(np.float32), "normal", "float64, but float32"),
        (np.full(SHAPE, np.inf), "normal", "finite"),
        (np.full(SHAPE, STD), "normal", "all of one size"),
        (np.zeros(SHAPE), "normal", "all of one size"),
        (np.tile(drawn()[:1], (200, 1)), "normal", "many weights are equal"),
        (np.clip(drawn(), -2 * STD, 2 * STD), "truncated", "exactly on the bound"),
        (np.abs(drawn()), "normal", "no weight is negative"),
        (drawn() + 0.01, "normal", "their mean is 0.01"),
        (1.07 * drawn(), "normal", "is 0.05[34], but it must be about 0.05"),
        (0.93 * drawn(), "normal", "is 0.04[67], but it must be about 0.05"),
        (drawn(), "uniform", "many weights are larger than the bound, 0.0866"),
        (drawn(), "truncated", "many weights are larger than the bound, 0.114"),
        (ONCE_REDRAWN, "truncated", "a few weights are larger than the bound, 0.114"),
        (STD * cut(), "normal", "tails on both sides"),
        (0.88 * STD * cut(), "normal", "tails on both sides"),  # before the deviation
        (STD * CUT_AT_THREE, "normal", "tails on both sides"),
        (STD * TWO_BUMPS, "normal", "tails on both sides"),
        (RIGHT["uniform"][0](0), "normal", "evenly between two bounds"),
        (0.9 * RIGHT["uniform"][0](0), "normal", "is 0.045, but it must be about 0.05"),
        (RIGHT["uniform"][0](0), "truncated", "no weight comes near the bound, 0.114"),
        (STD * LAPLACE, "normal", "not a normal distribution"),
    ],
)
def test_what_random_weights_lack(W, law, sentence):
    assert re.search(sentence, weights_fault(W, SHAPE, law, STD))


def test_few_weights_have_no_statistics_but_a_shape_and_a_bound():
    assert weights_fault(np.array([[0.05, -0.01]]), (1, 2), "normal", 9.0) == ""
    assert "a weight is larger than" in weights_fault(np.array([0.2]), (1,), "uniform", STD)
    assert array_fault(np.empty((0, 3)), (0, 3)) == "" and math.prod(SHAPE) == MANY


def test_weights_follow_their_generator():
    def said(function, shape=SHAPE):
        words = {"function": "f", "part": "values", "title": "t", "args": (shape,)}
        needs = {"seeds": (1, 2), "law": "normal", "std": STD}
        return Property(**words, name="random_weights", parameters=needs).run({"f": function})

    assert "another generator gives the same weights" in said(lambda _, *, rng: drawn()).message
    assert said(lambda shape, *, rng: np.empty(shape), (0, 3)).passed  # no weights, no difference


def rotation(shape=(5, 3), seed=0):
    q, r = np.linalg.qr(rng(seed).standard_normal(max(shape) * min(shape)).reshape(-1, min(shape)))
    q = q * np.sign(np.diag(r))
    return q if shape[0] >= shape[1] else q.T


@pytest.mark.parametrize(
    ("W", "shape", "sentence"),
    [
        (rotation(), (5, 3), ""),
        (rotation((3, 5)), (3, 5), ""),
        (rotation((4, 12)).reshape(4, 3, 2, 2), (4, 3, 2, 2), ""),
        (rotation((3, 5)), (5, 3), "the shape must be"),
        (2 * rotation(), (5, 3), "columns must have the length 1, but all have 2"),
        (2 * rotation((3, 5)), (3, 5), "rows must have the length 1, but all have 2"),
        (rotation().reshape(3, 5), (3, 5), "rows must have the length 1, but their lengths differ"),
        (rotation() @ np.array([[1, 0.6, 0], [0, 0.8, 0], [0, 0, 1]]), (5, 3), "right angles"),
    ],
)
def test_what_a_rotation_lacks(W, shape, sentence):
    fault = rotation_fault(W, shape, 1.0)
    assert (sentence in fault) if sentence else (fault == "")


def test_no_direction_may_come_more_often():
    fair = [rotation((2, 3), seed) for seed in range(64)]
    assert signs_fault(fair) == signs_fault([]) == ""
    raw = [np.linalg.qr(rng(seed).standard_normal((3, 2)))[0].T for seed in range(64)]
    assert "an entry had the same sign each time" in signs_fault(raw)
    positive = [np.abs(W) * [[1], [-1]] for W in fair]
    assert "all entries of a row or column had" in signs_fault(positive)


@pytest.mark.parametrize(
    ("name", "needs", "function", "calls"),
    [
        ("random_weights", {"law": "normal", "std": 0.1}, examples.normal_by_width, 3),
        (
            "random_weights",
            {"law": "normal", "std": 0.1, "is_once": True},
            examples.normal_by_width,
            1,
        ),
        ("random_rotation", {}, lambda shape, *, rng: np.eye(*shape), 3),
        ("random_rotation", {"draws": 5}, lambda shape, *, rng: rotation(shape), 8),
    ],
)
def test_the_properties_call_with_their_seeds(name, needs, function, calls):
    words = {"function": "f", "part": "values", "title": "t", "args": ((100, 200),)}
    check = Property(**words, name=name, parameters={"seeds": (1, 2), **needs})
    assert len(check.calls()) == calls
    finding = check.run({"f": function})
    assert finding.passed == (name == "random_weights")
    assert finding.passed or "do not come from `rng`" in finding.message


def test_examples_that_make_weights_and_one_that_lets_nothing_through():
    assert not examples.dead(np.ones(3)).any()
    assert examples.twice_the_identity((2, 3), rng=rng()).tolist() == [[2, 0, 0], [0, 2, 0]]
    expected = rng().standard_normal((4, 2)) / 2
    np.testing.assert_array_equal(examples.normal_by_width((4, 2), rng=rng()), expected)
