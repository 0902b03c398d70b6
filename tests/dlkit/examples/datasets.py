"""Calls of `dlkit.datasets`."""

import numpy as np

from dlkit import datasets
from tests.dlkit.examples import RNG, example

for load in (
    datasets.breast_cancer,
    datasets.diabetes,
    datasets.digits,
    datasets.given_names,
    datasets.iris,
    datasets.penguins,
    datasets.wine,
):
    example(load)
for draw in (datasets.circles, datasets.moons, datasets.sinusoid, datasets.spirals, datasets.xor):
    example(draw, 20, noise=0.25, rng=RNG)
example(datasets.adding_problem, 20, 13, rng=RNG)
example(datasets.blobs, 20, 3, spread=0.5, rng=RNG)
example(datasets.clouds, 20, np.array([0.25, 0.5, 0.25]), spread=0.5, rng=RNG)
for draw in (datasets.cubic, datasets.parabola):
    example(draw, 20, mean=0.5, deviation=0.25, noise=0.5, rng=RNG)
example(datasets.delayed_copy, 20, 13, lag=3, symbols=17, rng=RNG)
example(datasets.first_sign, 20, 13, noise=0.5, rng=RNG)
example(datasets.gaussian_pair, 20, 13, np.array([0.5, -1.0]), deviation=0.5, rng=RNG)
example(datasets.ill_conditioned, 3, 16.0, rng=RNG, single=1e-3)
example(datasets.line_with_outliers, 20, outliers=3, noise=0.5, rng=RNG)
example(datasets.triangle, 20, rng=RNG)
