"""What no step takes: shapes that do not fit, numbers out of range, complex gradients."""

import inspect

import numpy as np
import pytest

from dlkit.arguments import ShapeError
from tests.dlkit.optimizer_cases import ONE_EACH, draw, each_step


@each_step
def test_a_shape_that_does_not_fit_is_named(case):
    w, dw, state = draw(case)
    with pytest.raises(ShapeError, match=rf"^{case.name}: w has shape \(3, 4\) but dw has .*\(4,"):
        case.step(w, dw[0], state, 1)
    if state:
        with pytest.raises(ShapeError, match=f"but {case.state_names[-1]} has shape"):
            case.step(w, dw, [*state[:-1], state[-1][:, :1]], 1)


@pytest.mark.parametrize(
    ("case", "name", "value", "error"),
    [
        pytest.param(case, name, value, error, id=f"{case.name}-{name}-{value}")
        for case in ONE_EACH
        for name, value, error in (
            ("lr", -0.1, ValueError),
            ("lr", np.nan, ValueError),
            ("lr", [0.1], TypeError),
            ("momentum", 1.0, ValueError),
            ("momentum", -0.1, ValueError),
            ("rho", 1.0, ValueError),
            ("beta1", 1.0, ValueError),
            ("beta2", -0.1, ValueError),
            ("eps", 0.0, ValueError),
            ("weight_decay", -0.1, ValueError),
            ("weight_decay", np.inf, ValueError),
        )
        if name in inspect.signature(case.rule).parameters
    ],
)
def test_a_number_out_of_range_is_named(case, name, value, error):
    w, dw, state = draw(case)
    with pytest.raises(error, match=f"^{case.name}: {name} .* needed"):
        case.step(w, dw, state, 1, **{name: value})


@pytest.mark.parametrize(
    "case", [case for case in ONE_EACH if case.counts], ids=lambda case: case.name
)
def test_the_count_starts_at_one(case):
    w, dw, state = draw(case)
    with pytest.raises(ValueError, match=f"^{case.name}: t is 0; at least 1"):
        case.step(w, dw, state, 0)
    with pytest.raises(TypeError, match=f"^{case.name}: t is float; a whole number"):
        case.step(w, dw, state, 1.5)


@each_step
def test_complex_gradients_are_refused(case):
    w, dw, state = draw(case)
    with pytest.raises(TypeError, match=f"^{case.name}: dw has dtype complex128"):
        case.step(w, dw + 1j, state, 1)
