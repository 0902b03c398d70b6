"""Fits do not depend on the unit and the zero of a column: years, seconds, populations."""

import numpy as np
import pytest

from dlkit.shift import fit_domain_classifier, weighted_fit


def problem(model, rng):
    x = rng.normal(size=(300, 3))
    z = x @ [1.0, -0.5, 0.25] + 0.3
    y = (rng.random(300) < 1 / (1 + np.exp(-z))).astype(float)
    return x, (z + rng.normal(size=300) if model == "linear" else y), rng.uniform(0.1, 2, 300)


CASES = {
    "years": ([1, 1, 1], [2000, 2000, 0]),
    "seconds since 1970": ([86400, 1, 1], [1.7e9, 0, 0]),
    "a population and a share": ([1e7, 1e-3, 1], [5e7, 0.5, 0]),
    "tiny": ([1e-8, 1e-8, 1e-8], [0, 0, 0]),
    "huge beside tiny": ([1e8, 1e-8, 1], [1e9, 0, -3]),
}


@pytest.mark.parametrize("model", ["linear", "logistic"])
@pytest.mark.parametrize("lam", [0.0, 0.7])
@pytest.mark.parametrize(("scale", "shift"), CASES.values(), ids=CASES)
def test_slopes_follow_the_unit(model, lam, scale, shift):
    x, y, w = problem(model, np.random.default_rng(0))
    scale, shift = np.array(scale, float), np.array(shift, float)
    raw = scale * x + shift
    W, b = weighted_fit(raw, y, w, lam=lam, model=model)
    if lam:  # the penalty is on the weights as they are: the gradient must vanish
        p = raw @ W + b if model == "linear" else 1 / (1 + np.exp(-(raw @ W + b)))
        through = ((w * (p - y)) @ (raw - shift)) / scale
        np.testing.assert_allclose(through + lam * W / scale, 0, atol=1e-4)
    else:
        plain, c = weighted_fit(x, y, w, model=model)
        np.testing.assert_allclose(W * scale, plain, rtol=1e-5)
        np.testing.assert_allclose(b + W @ shift, c, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("model", ["linear", "logistic"])
def test_squares_do_not_overflow(model):
    x, y, w = problem(model, np.random.default_rng(5))
    scale = np.array([1e200, 1e-200, 1])
    with np.errstate(all="raise", under="ignore"):
        W, _ = weighted_fit(scale * x, y, w, model=model)
    np.testing.assert_allclose(W * scale, weighted_fit(x, y, w, model=model)[0], rtol=1e-9)


@pytest.mark.parametrize("factor", [1e-12, 1e-3, 1e12])
def test_the_size_of_all_weights_does_not_matter(factor):
    x, y, w = problem("logistic", np.random.default_rng(1))
    W, b = weighted_fit(x, y, w, model="logistic")
    again, c = weighted_fit(x, y, factor * w, model="logistic")
    np.testing.assert_allclose(again, W, rtol=1e-9)
    assert c == pytest.approx(b, rel=1e-9)


@pytest.mark.parametrize("model", ["linear", "logistic"])
def test_what_weighs_nothing_may_lie_anywhere(model):
    x, y, w = problem(model, np.random.default_rng(2))
    W, b = weighted_fit(x, y, w, model=model)
    far = np.vstack([x, np.full((1, 3), 1e200)])
    again, c = weighted_fit(far, np.append(y, 0), np.append(w, 0), model=model)
    np.testing.assert_allclose(again, W, rtol=1e-9)
    assert c == pytest.approx(b, rel=1e-9)


@pytest.mark.parametrize("model", ["linear", "logistic"])
def test_a_column_constant_up_to_rounding_has_no_weight(model):
    x, y, w = problem(model, np.random.default_rng(3))
    x[:, 1] = 0.1 + 0.2
    x[::2, 1] = 0.3
    W, _ = weighted_fit(x, y, w, model=model)
    assert W[1] == 0 and np.abs(W).max() < 10


def test_domains_are_told_apart_in_any_unit():
    rng = np.random.default_rng(4)
    source, target = rng.normal(size=(50, 2)), rng.normal(size=(40, 2)) + 1
    scores = fit_domain_classifier(source, target)(target)
    raw = fit_domain_classifier(1e-9 * source + 1, 1e-9 * target + 1)(1e-9 * target + 1)
    np.testing.assert_allclose(raw, scores, atol=1e-4)
