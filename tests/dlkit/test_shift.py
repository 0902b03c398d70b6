"""Risks, weighted fits, and the figures that the lecture shows of covariate shift."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.datasets import cubic, parabola
from dlkit.shift import (
    density_ratio,
    effective_sample_size,
    empirical_risk,
    fit_domain_classifier,
    snis_risk,
    weighted_fit,
)


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestRisks:
    LOSSES = np.array([1.0, 0.0, 4.0, 7.0])

    def test_fixed_numbers(self):
        w = [2.0, 5.0, 0.5, 0.0]
        assert empirical_risk(self.LOSSES, w) == (2 + 0 + 2 + 0) / 4
        assert snis_risk(self.LOSSES, w) == pytest.approx(4 / 7.5, rel=1e-15)
        assert empirical_risk(self.LOSSES) == 3

    def test_equal_weights_give_the_mean_and_scale_matters_to_one_only(self):
        w = np.array([0.3, 1.0, 2.0, 0.7])
        assert snis_risk(self.LOSSES, np.full(4, 0.1)) == pytest.approx(3)
        assert snis_risk(self.LOSSES, 1e300 * w) == pytest.approx(snis_risk(self.LOSSES, w))
        assert empirical_risk(self.LOSSES, 10 * w) == pytest.approx(
            10 * empirical_risk(self.LOSSES, w)
        )

    def test_weighted_source_samples_tell_the_risk_of_the_target(self):
        x = np.random.default_rng(0).normal(size=100_000)  # N(0, 1); the target is N(1, 1)
        w = np.exp(x - 0.5)
        assert empirical_risk(x**2, w) == pytest.approx(2, abs=0.1)  # 1 + variance
        assert snis_risk(x**2, w) == pytest.approx(2, abs=0.1)

    def test_effective_sample_size(self):
        assert effective_sample_size(np.full(7, 0.2)) == pytest.approx(7)
        assert effective_sample_size([0, 0, 3.0, 0]) == 1
        assert effective_sample_size([1.0, 3.0]) == pytest.approx(16 / 10)
        with np.errstate(all="raise"):
            assert effective_sample_size([1e300, 3e300]) == pytest.approx(1.6)
            assert effective_sample_size([1e-300, 1.0]) == 1
        assert effective_sample_size(np.float32([1, 3])) == pytest.approx(1.6)

    @pytest.mark.parametrize("f", [empirical_risk, snis_risk])
    @pytest.mark.parametrize(
        ("w", "error", "words"),
        [
            (np.ones(3), ShapeError, r"w has shape \(3,\); \(4,\) is needed"),
            (np.ones((4, 1)), ShapeError, r"w has shape \(4, 1\)"),
            ([1, -1, 1, 1], ValueError, r"w\[1\] is -1"),
            ([1, 1, np.nan, 1], ValueError, r"w\[2\] is nan"),
            (np.zeros(4), ValueError, "0 everywhere"),
            (["a"] * 4, TypeError, "real numbers"),
        ],
    )
    def test_weights_that_are_none_are_refused(self, f, w, error, words):
        with pytest.raises(error, match=f"^{f.__name__}: .*{words}"):
            f(self.LOSSES, w)

    def test_no_samples_have_no_risk(self):
        with pytest.raises(ValueError, match="empirical_risk: losses has shape"):
            empirical_risk([])
        with pytest.raises(ValueError, match="effective_sample_size: w has shape"):
            effective_sample_size([])


class TestWeightedFit:
    def problem(self, model):
        x, y = draw(30, 3), draw(30)
        return x, (y > 0).astype(float) if model == "logistic" else y, np.arange(30) % 4

    @pytest.mark.parametrize("lam", [0.0, 0.7])
    @pytest.mark.parametrize("model", ["linear", "logistic"])
    def test_whole_weights_are_repeated_samples(self, model, lam):
        x, y, w = self.problem(model)
        rows = np.repeat(np.arange(30), w)
        W, b = weighted_fit(x, y, w, lam=lam, model=model)
        again, c = weighted_fit(x[rows], y[rows], np.ones(len(rows)), lam=lam, model=model)
        np.testing.assert_allclose(W, again, rtol=1e-8)
        assert b == pytest.approx(c, rel=1e-8)

    @pytest.mark.parametrize("model", ["linear", "logistic"])
    def test_it_is_the_minimum_of_the_objective(self, model):
        x, y, w = self.problem(model)

        def objective(W, b):
            z = x @ W + b
            loss = np.logaddexp(0, z) - y * z if model == "logistic" else (z - y) ** 2 / 2
            return w @ loss + 0.7 / 2 * W @ W

        W, b = weighted_fit(x, y, w, lam=0.7, model=model)
        for seed in range(5):
            step = 1e-2 * np.random.default_rng(seed).standard_normal(4)
            assert objective(W + step[:3], b + step[3]) > objective(W, b)

    def test_the_intercept_is_not_penalised(self):
        x, y, w = self.problem("linear")
        W, b = weighted_fit(x, y + 100, w, lam=1e9)
        assert np.abs(W).max() < 1e-6 and b == pytest.approx(np.average(y + 100, weights=w))

    def test_inputs_that_leave_a_choice_or_part_entirely_give_numbers(self):
        x = np.column_stack([draw(9), draw(9)])
        W, _ = weighted_fit(x, x[:, 0], np.ones(9))
        np.testing.assert_allclose(W, [0.5, 0.5])
        with np.errstate(all="raise"), pytest.warns(RuntimeWarning, match="after 50 Newton steps"):
            W, _ = weighted_fit([[0.0], [1.0]], [0, 1], [1, 1], model="logistic")
        assert np.isfinite(W).all() and W[0] > 10

    def test_nothing_is_changed_and_integers_are_welcome(self):
        x, y, w = self.problem("logistic")
        for a in (x, y, w):
            a.setflags(write=False)
        W, _ = weighted_fit(x.astype(np.float32), y.astype(int), w, model="logistic", lam=1)
        np.testing.assert_allclose(W, weighted_fit(x, y, w, model="logistic", lam=1)[0], rtol=1e-5)

    @pytest.mark.parametrize(
        ("change", "error", "words"),
        [
            ({"y": np.ones((30, 1))}, ShapeError, r"y \(30, 1\)"),
            ({"w": np.ones(29)}, ShapeError, r"w has shape \(29,\)"),
            ({"x": np.full((30, 1), np.nan)}, ValueError, r"x\[0, 0\] is nan"),
            ({"y": np.full(30, np.inf)}, ValueError, r"y\[0\] is inf"),
            ({"lam": -1}, ValueError, "lam is -1"),
            ({"model": "ridge"}, ValueError, "model is 'ridge'"),
            ({"model": "logistic"}, ValueError, "; 0 and 1 are needed"),
        ],
    )
    def test_what_cannot_be_fitted_is_refused(self, change, error, words):
        x, y, w = self.problem("linear")
        with pytest.raises(error, match=f"^weighted_fit: .*{words}"):
            weighted_fit(**({"x": x, "y": y, "w": w} | change))


def covariate_shift(mean, deviation, seed, n=500):
    """Return target errors of a line, unweighted and weighted, and effective sample sizes.

    The truth is a parabola. The source is N(0, 1); the ratio is estimated from x and x squared.
    """
    rng = np.random.default_rng(seed)
    x, y = parabola(n, mean=0, deviation=1, noise=0.3, rng=rng)
    (xt, _), (test, yt) = (
        parabola(k, mean=mean, deviation=deviation, noise=0.3, rng=rng) for k in (n, 4000)
    )
    true = np.exp(x[:, 0] ** 2 / 2 - ((x[:, 0] - mean) / deviation) ** 2 / 2) / deviation
    features = [np.column_stack([a, a**2]) for a in (x, xt)]
    estimated = density_ratio(fit_domain_classifier(*features)(features[0]), n, n)
    errors = []
    for w in (np.ones(n), true, estimated):
        W, b = weighted_fit(x, y, w)
        errors.append(np.mean((test @ W + b - yt) ** 2))
    return *errors, effective_sample_size(true), effective_sample_size(estimated)


class TestTeachingResults:
    @pytest.mark.parametrize(
        ("mean", "deviation", "plain", "weighted", "size"),
        [
            (0.5, 1.0, 0.855, 0.597, 391),
            (1.0, 0.5, 0.387, 0.122, 186),
            (1.5, 0.5, 1.246, 0.123, 91),
        ],
    )
    def test_weighting_mends_a_line_under_covariate_shift(
        self, mean, deviation, plain, weighted, size
    ):
        results = np.array([covariate_shift(mean, deviation, seed) for seed in range(10)])
        before, true, estimated, true_size, estimated_size = np.median(results, axis=0)
        assert before == pytest.approx(plain, rel=0.2)
        assert true == pytest.approx(weighted, rel=0.05)
        assert estimated == pytest.approx(weighted, rel=0.08)
        assert true_size == pytest.approx(size, rel=0.1)
        assert estimated_size == pytest.approx(size, rel=0.15)
        assert (results[:, 2] < results[:, 0]).all()

    def test_it_fails_where_hardly_any_sample_counts(self):
        near, far = (
            np.array([covariate_shift(mean, 0.5, seed) for seed in range(10)])
            for mean in (1.5, 3.0)
        )
        assert np.median(far[:, 3]) < 8
        # The best line reaches 0.121 in both.
        assert near[:, 2].mean() < 0.14 and far[:, 2].mean() > 0.25

    def test_a_model_that_can_be_right_loses_by_weighting(self):
        excess = []
        for seed in range(30):
            rng = np.random.default_rng(seed)
            x, y = parabola(500, mean=0, deviation=1, noise=0.3, rng=rng)
            test, truth = parabola(1000, mean=1.5, deviation=0.5, noise=0, rng=rng)
            w = np.exp(x[:, 0] ** 2 / 2 - ((x[:, 0] - 1.5) / 0.5) ** 2 / 2)
            features, test = np.hstack([x, x**2]), np.hstack([test, test**2])
            fits = [weighted_fit(features, y, weights) for weights in (np.ones(500), w)]
            excess.append([np.mean((test @ W + b - truth) ** 2) for W, b in fits])
        plain, weighted = np.mean(excess, axis=0)
        assert weighted > 2 * plain  # measured: 0.0025 against 0.0008

    def test_estimated_ratios_get_worse_with_more_features(self):
        def error(features, seed):
            rng = np.random.default_rng(seed)
            xs, xt = rng.standard_normal((2, 500, features))
            xt[:, 0] += 1
            estimated = density_ratio(fit_domain_classifier(xs, xt)(xs), 500, 500)
            return np.mean(np.abs(np.log(estimated) - (xs[:, 0] - 0.5)))

        few, some, many = (np.mean([error(d, seed) for seed in range(6)]) for d in (1, 10, 50))
        assert few < 0.1 < some < 0.25 < 0.35 < many  # measured: 0.04, 0.18, 0.46

    def test_shimodairas_cubic(self):
        wins, errors = 0, []
        for seed in range(30):
            rng = np.random.default_rng(seed)
            x, y = cubic(100, mean=0.5, deviation=0.5, rng=rng)
            test, yt = cubic(1000, mean=0.0, deviation=0.3, rng=rng)
            w = np.exp(((x[:, 0] - 0.5) / 0.5) ** 2 / 2 - (x[:, 0] / 0.3) ** 2 / 2)
            fits = [weighted_fit(x, y, weights) for weights in (np.ones(100), w)]
            errors.append([np.mean((test @ W + b - yt) ** 2) for W, b in fits])
            wins += errors[-1][1] < errors[-1][0]
        before, after = np.mean(errors, axis=0)
        assert wins == 30
        assert before == pytest.approx(0.27, abs=0.03) and after == pytest.approx(0.097, abs=0.01)
