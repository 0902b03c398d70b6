"""Calls of `dlkit.shift`."""

import numpy as np

from dlkit import shift
from tests.dlkit.examples import RNG, example, real, shares

XS, XT = real(20, 3), real(12, 3, seed=1) + 0.5
PRIOR, OTHER = shares(3), shares(3, seed=1)
PREDICTED, TRUE = np.array([0, 16, 16, 2, 1]), np.array([0, 16, 3, 2, 16])
RATES = np.array([[0.75, 0.25], [0.25, 0.75]])

example(
    shift.DomainClassifier, real(3), 0.5, XS, call=lambda W, b, x: shift.DomainClassifier(W, b)(x)
)
example(shift.density_ratio, real(4), 100, 3, clip=30.0)
example(shift.detect_shift, XS, XT, rng=RNG, n_perm=100)
example(shift.effective_sample_size, np.arange(4.0))
example(shift.em_prior, shares(4, 3), PRIOR, iters=100)
example(shift.empirical_risk, real(4), np.arange(4.0))
example(shift.estimate_target_prior, RATES, np.array([0.375, 0.625]))
example(
    shift.fit_domain_classifier,
    XS,
    XT,
    0.25,
    call=lambda s, t, lam: shift.fit_domain_classifier(s, t, lam=lam)(XS),
)
example(shift.label_shift_weights, PRIOR, OTHER, np.array([0, 2, 1, 1]))
example(shift.posterior_correct, shares(4, 3, seed=2), PRIOR, OTHER)
example(shift.prediction_rates, PREDICTED, np.array([0, 1, 3, 2, 1]), 17)
example(shift.snis_risk, real(4), np.arange(4.0))
example(shift.weighted_fit, XS, real(20), np.arange(20.0), lam=0.25)
