"""Random waves: how many critical points a surface has."""

import numpy as np
import pytest

from dlkit.backprop import numerical_gradient
from dlkit.landscapes import (
    critical_index,
    find_critical_point,
    hessian_from_gradient,
    random_waves,
)


class TestRandomWaves:
    def test_the_gradient_is_right_and_the_seed_decides(self):
        f, gradient = random_waves(4, rng=np.random.default_rng(5))
        x = np.random.default_rng(1).standard_normal(4)
        np.testing.assert_allclose(gradient(x), numerical_gradient(f, x), atol=1e-8)
        again, _ = random_waves(4, rng=np.random.default_rng(5))
        assert f(x) == again(x) and type(f(x)) is float

    def test_mean_zero_and_variance_one(self):
        values = [
            random_waves(3, rng=np.random.default_rng(seed))[0](np.ones(3)) for seed in range(500)
        ]
        assert abs(np.mean(values)) < 5 / 500**0.5
        assert np.var(values) == pytest.approx(1, abs=5 * (2 / 500) ** 0.5)

    def test_minima_become_rare_with_dimensions_and_lie_low(self):
        """About 47, 22 and 6 percent: more than of random matrices, as low points do better."""
        shares = []
        for d in (1, 2, 4):
            rows = []
            for seed in range(4):
                rng = np.random.default_rng([d, seed])
                _, gradient = pair = random_waves(d, rng=rng)
                starts = rng.uniform(-5, 5, (30, d))
                points = [find_critical_point(gradient, x) for x in starts]
                found = [x for x in points if x is not None]
                rows += [
                    (pair[0](x), critical_index(hessian_from_gradient(gradient, x))) for x in found
                ]
            values, index = np.array(rows).T
            shares.append(np.mean(index == 0))
            assert len(rows) > 90
            assert np.corrcoef(values, index)[0, 1] > 0.5
        assert 0.35 < shares[0] < 0.6 and 0.12 < shares[1] < 0.35 and shares[2] < 0.12
