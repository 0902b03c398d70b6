"""Random curvatures and high-dimensional balls: the lecture's numbers, over several seeds."""

import math

import numpy as np
import pytest

from dlkit.landscapes import goe, mean_pairwise_cos, p_local_min, sample_ball, shell_fraction

SEEDS = range(3)


def rng(seed=0):
    return np.random.default_rng(seed)


class TestRandomMatrices:
    def test_have_the_variances_of_the_ensemble_and_are_symmetric(self):
        H = goe(20_000, 3, rng=rng())
        np.testing.assert_array_equal(H, H.swapaxes(1, 2))
        variance = np.var(H, axis=0)
        np.testing.assert_allclose(np.diag(variance), 1, atol=0.06)
        np.testing.assert_allclose(variance[np.triu_indices(3, 1)], 0.5, atol=0.04)

    def test_eigenvalues_fill_the_half_circle(self):
        values = np.linalg.eigvalsh(goe(20, 100, rng=rng())).ravel() / math.sqrt(200)
        assert 0.95 < values.max() < 1.1
        # Of a half circle over [-1, 1] the middle half holds 0.609.
        assert np.mean(np.abs(values) < 0.5) == pytest.approx(0.609, abs=0.02)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_minima_are_rarer_than_tossed_coins(self, seed):
        n = 100_000
        exact = [0.5, (2 - math.sqrt(2)) / 4, (math.pi - 2 * math.sqrt(2)) / (4 * math.pi), 2.5e-3]
        for d, p in enumerate(exact, start=1):
            measured = p_local_min(d, n, rng=rng([seed, d]))
            assert abs(measured - p) < 5 * math.sqrt(p * (1 - p) / n)
            assert d == 1 or measured < 0.7 * 2.0**-d
        assert p_local_min(5, n, rng=rng(seed)) < 5e-4

    def test_equals_counting_eigenvalues(self):
        H = goe(3000, 3, rng=rng(8)) + 0.5 * np.eye(3)
        expected = np.mean(np.linalg.eigvalsh(H)[:, 0] > 0)
        assert p_local_min(3, 3000, rng=rng(8), shift=0.5) == expected

    def test_low_points_are_minima_from_one_shift_on(self):
        edge = math.sqrt(2 * 50)
        measured = [p_local_min(50, 400, rng=rng(1), shift=c * edge) for c in (0.8, 1.0, 1.2)]
        assert measured[0] < 0.02 and 0.7 < measured[1] < 0.97 and measured[2] > 0.99

    def test_batches_and_bad_numbers(self):
        assert p_local_min(1, 200_001, rng=rng()) == pytest.approx(0.5, abs=0.006)
        assert goe(0, 2, rng=rng()).shape == (0, 2, 2)
        with pytest.raises(ValueError, match="p_local_min: n is 0"):
            p_local_min(2, 0, rng=rng())
        with pytest.raises(ValueError, match="shift is inf"):
            p_local_min(2, 10, rng=rng(), shift=np.inf)
        with pytest.raises(TypeError, match="rng is int"):
            p_local_min(2, 10, rng=0)


class TestShells:
    @pytest.mark.parametrize(
        ("d", "one", "five"),
        [(1, 0.010, 0.050), (3, 0.030, 0.143), (10, 0.096, 0.401), (100, 0.634, 0.994),
         (1000, 1.000, 1.000)],
    )  # fmt: skip
    def test_the_lectures_table(self, d, one, five):
        assert round(shell_fraction(d, 0.01), 3) == one
        assert round(shell_fraction(d, 0.05), 3) == five

    def test_extremes_keep_their_digits(self):
        with np.errstate(all="raise"):
            assert shell_fraction(10**6, 1e-12) == pytest.approx(1e-6 - 5e-13, rel=1e-12)
            assert shell_fraction(3, 0) == 0 and shell_fraction(3, 1) == 1.0
            assert shell_fraction(10**9, 0.5) == 1.0
        for eps in (-0.1, 1.1, np.nan):
            with pytest.raises(ValueError, match="shell_fraction: eps"):
                shell_fraction(3, eps)

    @pytest.mark.parametrize("d", [1, 2, 5, 100])
    def test_radii_are_distributed_as_the_volume(self, d):
        n = 20_000
        radii = np.sort(np.linalg.norm(sample_ball(n, d, rng=rng(d)), axis=1))
        # Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded once in a thousand.
        grid = (np.arange(n) + 0.5) / n
        assert np.abs(radii**d - grid).max() < 1.95 / math.sqrt(n)
        share = np.mean(radii > 0.95)
        p = shell_fraction(d, 0.05)
        assert abs(share - p) < 5 * math.sqrt(p * (1 - p) / n) + 1e-9

    def test_directions_are_even(self):
        x = sample_ball(20_000, 3, rng=rng())
        assert np.abs(x.mean(axis=0)).max() < 0.02
        np.testing.assert_allclose(np.cov(x.T), np.eye(3) / 5, atol=0.01)  # 1 / (D + 2)
        assert sample_ball(4, 1200, rng=rng()).shape == (4, 1200)
        assert sample_ball(0, 3, rng=rng()).shape == (0, 3)

    @pytest.mark.parametrize("bad", [0, -3])
    def test_a_space_has_at_least_one_dimension(self, bad):
        with pytest.raises(ValueError, match=f"dimensions is {bad}; at least 1"):
            sample_ball(3, bad, rng=rng())
        with pytest.raises(ValueError, match=f"dimensions is {bad}; at least 1"):
            shell_fraction(bad, 0.1)
        with pytest.raises(ValueError, match=f"dimensions is {bad}; at least 1"):
            mean_pairwise_cos(3, bad, rng=rng())
        with pytest.raises(ValueError, match=f"dimensions is {bad}; at least 1"):
            goe(3, bad, rng=rng())

    def test_the_seed_decides(self):
        generator = rng(4)
        first, second = (sample_ball(5, 2, rng=generator) for _ in range(2))
        np.testing.assert_array_equal(first, sample_ball(5, 2, rng=rng(4)))
        assert (first != second).all()


class TestAngles:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_directions_come_to_stand_at_right_angles(self, seed):
        for d in (2, 3, 10, 100, 1000):
            # The exact mean of |cos|, which tends to sqrt(2 / (pi d)).
            exact = math.exp(math.lgamma(d / 2) - math.lgamma((d + 1) / 2)) / math.sqrt(math.pi)
            assert mean_pairwise_cos(400, d, rng=rng([seed, d])) == pytest.approx(exact, rel=0.05)
        assert exact == pytest.approx(math.sqrt(2 / (math.pi * d)), rel=1e-3)

    def test_on_a_line_all_are_parallel_and_one_has_no_pair(self):
        assert mean_pairwise_cos(5, 1, rng=rng()) == pytest.approx(1)
        with pytest.raises(ValueError, match="n is 1; at least 2"):
            mean_pairwise_cos(1, 5, rng=rng())
