"""Calls of `dlkit.errata`."""

import numpy as np

from dlkit import errata
from dlkit.errata.repairs import NOTED_ADAM
from dlkit.losses import softmax
from tests.dlkit.examples import example, real

for find in (
    errata.counterexample_adam,
    errata.counterexample_psd,
    errata.counterexample_sqrt_init,
    errata.counterexample_tanh,
):
    example(find)
example(errata.fix_adam, NOTED_ADAM)
example(errata.noted_adam, np.array([1.0, 0.5, 2.0]))
example(errata.noted_tanh, real(4))
example(errata.tests_for_adam, call=lambda: len(errata.tests_for_adam()))
example(
    errata.tests_for_softmax, call=lambda: [test(softmax) for test in errata.tests_for_softmax()]
)
example(
    errata.train_model,
    real(20, 3),
    np.tile([0, 1], 10),
    real(4, 3),
    1e-6,
    call=lambda *data: np.shape(
        errata.train_model(*data[:3], seconds=data[3], rng=np.random.default_rng(0))
    ),
)
