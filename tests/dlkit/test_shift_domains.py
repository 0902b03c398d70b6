"""Domains that differ, and how a shift between them is noticed."""

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from dlkit.datasets import digits
from dlkit.shift import (
    density_ratio,
    detect_shift,
    fit_domain_classifier,
)


def draw(*shape):
    return np.random.default_rng([*shape]).standard_normal(shape)


class TestDomains:
    def test_between_normal_distributions_the_score_is_known(self):
        rng = np.random.default_rng(0)
        xs, xt = rng.normal(size=(20_000, 2)), rng.normal((1, -0.5), size=(10_000, 2))
        h = fit_domain_classifier(xs, xt)
        # log p_t / p_s = m x - m m / 2, and the target is half as large
        np.testing.assert_allclose(h.W, [1, -0.5], atol=0.06)
        assert h.b == pytest.approx(-0.625 + np.log(0.5), abs=0.06)
        beta = density_ratio(h(xs), 20_000, 10_000)
        assert beta.mean() == pytest.approx(1, abs=0.03)
        np.testing.assert_allclose(np.log(beta), xs @ [1, -0.5] - 0.625, atol=0.3)

    def test_units_of_the_features_do_not_matter(self):
        xs, xt, unit = draw(50, 2), draw(40, 2) + 1, np.array([1e6, 1e-4])
        h, scaled = fit_domain_classifier(xs, xt), fit_domain_classifier(xs * unit, xt * unit)
        np.testing.assert_allclose(scaled(xs * unit), h(xs), rtol=1e-6, atol=1e-9)
        assert h(xt).mean() > h(xs).mean()

    def test_sets_that_part_entirely_and_constant_features_give_numbers(self):
        xs = np.column_stack([draw(20), np.full(20, 3.0)])
        with np.errstate(all="raise"):
            h = fit_domain_classifier(xs, xs + [100, 0])
            assert np.isfinite(h(xs)).all() and h(xs).max() < 0

    def test_ratios_are_odds_times_the_sizes_and_clipped_as_they_are(self):
        with np.errstate(all="raise"):
            beta = density_ratio([-1000.0, np.log(3), 1000.0], 10, 40, clip=50)
            np.testing.assert_allclose(beta, [0, 0.75, 50])
            assert density_ratio(1000.0, 1, 1) == np.inf
        assert density_ratio(np.zeros(2, np.float32), 3, 2).dtype == np.float32
        for wrong in ({"clip": 0.0}, {"n_s": 0}, {"clip": np.nan}):
            with pytest.raises(ValueError, match=r"^density_ratio: "):
                density_ratio(**({"h": [0.0], "n_s": 1, "n_t": 1} | wrong))

    def test_what_are_not_two_sets_is_refused(self):
        rng = np.random.default_rng(0)
        for f in (fit_domain_classifier, lambda a, b: detect_shift(a, b, rng=rng)):
            with pytest.raises(ShapeError, match="the number of features must be equal"):
                f(draw(5, 2), draw(5, 3))
            with pytest.raises(ValueError, match="xt has 0 samples"):
                f(draw(5, 2), np.empty((0, 2)))
            with pytest.raises(ValueError, match=r"xs\[4, 1\] is nan"):
                f(np.append(draw(4, 2), [[0, np.nan]], axis=0), draw(5, 2))
        with pytest.raises(TypeError, match="default_rng"):
            detect_shift(draw(5, 2), draw(5, 2), rng=1)


class TestDetectShift:
    def p_values(self, mean, runs):
        for seed in range(runs):
            rng = np.random.default_rng(seed)
            xs, xt = rng.normal(size=(60, 2)), rng.normal(mean, size=(40, 2))
            yield detect_shift(xs, xt, rng=rng, n_perm=99)[1]

    def test_without_a_shift_small_p_values_are_as_rare_as_they_say(self):
        p = np.array(list(self.p_values(0.0, 120)))
        assert (p <= 0.05).mean() < 0.1 and (p <= 0.2).mean() < 0.3 and (p > 0.5).mean() > 0.3
        assert p.min() >= 0.01

    def test_a_shifted_mean_is_seen(self):
        assert np.median(list(self.p_values(1.0, 20))) <= 0.02

    def test_sizes_that_differ_do_not_look_like_a_shift(self):
        rng = np.random.default_rng(0)
        accuracy, p = detect_shift(rng.normal(size=(900, 2)), rng.normal(size=(100, 2)), rng=rng)
        assert accuracy == pytest.approx(0.5, abs=0.12) and p > 0.01

    def test_the_seed_decides(self):
        sets = draw(30, 2), draw(20, 2)
        first, same = (detect_shift(*sets, rng=np.random.default_rng(3)) for _ in range(2))
        assert first == same

    def test_digits_in_file_order_come_from_other_writers(self):
        x, _ = digits()
        rng = np.random.default_rng(0)
        accuracy, p = detect_shift(x[:898], x[898:], rng=rng, n_perm=199)
        assert accuracy > 0.57 and p <= 0.01  # measured: 0.62
        mixed = rng.permutation(x)
        assert detect_shift(mixed[:898], mixed[898:], rng=rng, n_perm=199)[0] < 0.55
