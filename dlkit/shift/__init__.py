"""Distribution shift: the data change, and with them what a low risk on the old data is worth.

Read in this order:

1. `risks`: the mean loss with weights (`empirical_risk`), and what weights cost
   (`effective_sample_size`).
2. `fits`: models whose samples do not all count the same (`weighted_fit`).
3. `domains`: covariate shift, seen (`detect_shift`) and weighed against (`density_ratio`).
4. `black_box`: label shift from predictions alone (`prediction_rates`, `estimate_target_prior`).
5. `labels`: what to do about it (`label_shift_weights`, `posterior_correct`), and a second way to
   see it (`em_prior`).

The source is where the model was trained, the target where it is used; priors are q and p. All
weights are target over source. Nothing here helps where the target has what the source never had,
or where the same input has come to mean something else (concept shift).
"""

from dlkit.shift.black_box import estimate_target_prior, prediction_rates
from dlkit.shift.domains import (
    DomainClassifier,
    density_ratio,
    detect_shift,
    fit_domain_classifier,
)
from dlkit.shift.fits import weighted_fit
from dlkit.shift.labels import em_prior, label_shift_weights, posterior_correct
from dlkit.shift.risks import effective_sample_size, empirical_risk, snis_risk

__all__ = [
    "DomainClassifier",
    "density_ratio",
    "detect_shift",
    "effective_sample_size",
    "em_prior",
    "empirical_risk",
    "estimate_target_prior",
    "fit_domain_classifier",
    "label_shift_weights",
    "posterior_correct",
    "prediction_rates",
    "snis_risk",
    "weighted_fit",
]
