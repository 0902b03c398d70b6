"""Generators of sequences and of data that shift."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.datasets import (
    adding_problem,
    clouds,
    cubic,
    delayed_copy,
    first_sign,
    gaussian_pair,
    parabola,
)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_two_marked_numbers_add_up_one_in_each_half():
    x, sums = adding_problem(200, 9, rng=rng())
    marks = x[:, :, 1]
    np.testing.assert_array_equal(marks[:, :4].sum(axis=1), 1)
    np.testing.assert_array_equal(marks[:, 4:].sum(axis=1), 1)
    assert (marks.any(axis=0)).all()
    np.testing.assert_allclose(
        sums[:, 0], [row[m == 1].sum() for row, m in zip(x[:, :, 0], marks, strict=True)]
    )


def test_the_first_number_is_the_sign_and_the_rest_is_noise():
    x, labels = first_sign(2000, 5, noise=0.3, rng=rng())
    np.testing.assert_array_equal(x[:, 0, 0] > 0, labels == 1)
    assert x[:, 1:].std() == pytest.approx(0.3, rel=0.05)
    assert np.abs(np.corrcoef(x[:, :, 0].T)[0, 1:]).max() < 0.1


def test_a_copy_comes_after_its_lag():
    ids, targets, mask = delayed_copy(7, 10, lag=3, symbols=4, rng=rng())
    np.testing.assert_array_equal(targets[:, 3:], ids[:, :-3])
    np.testing.assert_array_equal(mask.sum(axis=1), 7)
    same, again, _ = delayed_copy(7, 10, lag=0, symbols=4, rng=rng())
    np.testing.assert_array_equal(same, again)


def test_a_parabola_is_the_same_wherever_its_inputs_lie():
    for mean in (0.0, 3.0):
        x, y = parabola(4000, mean=mean, deviation=0.5, noise=0.2, rng=rng())
        residual = y - x[:, 0] - x[:, 0] ** 2 / 2
        assert (x.mean(), x.std()) == pytest.approx((mean, 0.5), abs=0.03)
        assert residual.std() == pytest.approx(0.2, rel=0.05)


def test_the_cubic_is_shimodairas():
    x, y = cubic(4000, mean=0.5, deviation=0.5, rng=rng())
    assert (x.mean(), x.std()) == pytest.approx((0.5, 0.5), abs=0.03)
    assert (y - x[:, 0] ** 3 + x[:, 0]).std() == pytest.approx(0.3, rel=0.05)


def test_of_a_gaussian_pair_the_ratio_of_densities_is_known():
    shift = np.array([1.0, -0.5, 0.0])
    xs, xt = gaussian_pair(40_000, 3000, shift, rng=rng())
    np.testing.assert_allclose(xs.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(xt.mean(axis=0), shift, atol=0.06)
    ratio = np.exp(xs @ shift - shift @ shift / 2)
    np.testing.assert_allclose((ratio[:, None] * xs).mean(axis=0), shift, atol=0.05)
    assert gaussian_pair(2, 500, shift, deviation=2.0, rng=rng())[1].std() > 1.8
    with pytest.raises(ShapeError, match="gaussian_pair: shift"):
        gaussian_pair(2, 2, 1.0, rng=rng())


def test_clouds_come_in_the_proportions_asked_for():
    x, labels = clouds(4000, [0.7, 0.1, 0.2], spread=0.5, rng=rng())
    np.testing.assert_allclose(np.bincount(labels) / 4000, [0.7, 0.1, 0.2], atol=0.03)
    np.testing.assert_allclose(x[labels == 0].mean(axis=0), [2, 0], atol=0.05)


CALLS = {
    "adding_problem": lambda rng, n=6: adding_problem(n, 4, rng=rng),
    "first_sign": lambda rng, n=6: first_sign(n, 4, noise=1.0, rng=rng),
    "delayed_copy": lambda rng, n=6: delayed_copy(n, 4, lag=1, symbols=5, rng=rng),
    "parabola": lambda rng, n=6: parabola(n, mean=0, deviation=1, noise=0, rng=rng),
    "cubic": lambda rng, n=6: cubic(n, mean=0, deviation=1, rng=rng),
    "clouds": lambda rng, n=6: clouds(n, [0.5, 0.5], spread=1, rng=rng),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_seed_decides_and_wrong_arguments_are_refused(name):
    first, same, other = (CALLS[name](rng(seed)) for seed in (1, 1, 2))
    for a, b in zip(first, same, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (first[0] != other[0]).any()
    with pytest.raises(ValueError, match=f"{name}: n is 0"):
        CALLS[name](rng(), n=0)
    with pytest.raises(TypeError, match=f"{name}: rng is int"):
        CALLS[name](1)


def test_numbers_out_of_range_are_refused():
    with pytest.raises(ValueError, match="adding_problem: T is 1"):
        adding_problem(3, 1, rng=rng())
    with pytest.raises(ValueError, match="delayed_copy: T is 3; at least 4"):
        delayed_copy(2, 3, lag=3, symbols=4, rng=rng())
    with pytest.raises(ValueError, match="parabola: deviation"):
        parabola(3, mean=0, deviation=-1, noise=0, rng=rng())
    for prior in ([0.5, 0.6], [1.5, -0.5]):
        with pytest.raises(ValueError, match="clouds: prior is"):
            clouds(3, prior, spread=1, rng=rng())
    with pytest.raises(ShapeError, match="prior"):
        clouds(3, [[1.0]], spread=1, rng=rng())
