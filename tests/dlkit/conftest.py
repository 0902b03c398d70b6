"""What the tests of the reference share: the oracles, and what "equal" means."""

import os

import numpy as np
import pytest

from dlkit.backprop import check_backward

ORACLE_MISSING = "PyTorch, the oracle, is not installed"
READER_MISSING = "TensorBoard, which must read our events, is not installed"


def _missing(what):
    """Skip a test for want of an oracle, but never in continuous integration."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture
def torch():
    """PyTorch in float64."""
    try:
        import torch
    except ImportError:
        _missing(ORACLE_MISSING)
    return torch


@pytest.fixture
def tensorboard():
    """TensorBoard, which has to read what we write."""
    try:
        import tensorboard
    except ImportError:
        _missing(READER_MISSING)
    return tensorboard


@pytest.fixture
def close():
    """Demand equal shapes, and values within `tolerance` of the largest expected value."""

    def demand(actual, expected, tolerance=1e-12):
        actual, expected = np.asarray(actual), np.asarray(expected)
        assert actual.shape == expected.shape
        scale = np.abs(expected).max(initial=0) or 1.0
        assert np.abs(actual - expected).max(initial=0) <= tolerance * scale

    return demand


@pytest.fixture
def differentiated_rightly():
    """Demand that the gradients of all weights of a network equal central differences."""

    def demand(model, x):
        start = model.p.copy()

        def outputs(p):
            model.p[:] = p
            return model.forward(x)

        def outputs_backward(dy, p):
            outputs(p)
            model.backward(dy)
            return model.g.copy()

        rng = np.random.default_rng(0)
        assert check_backward(outputs, outputs_backward, start, rng=rng) is None

    return demand


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    for what in (ORACLE_MISSING, READER_MISSING):
        if missed := sum(what in str(report.longrepr) for report in skipped):
            terminalreporter.section("comparisons not made", sep="!", red=True)
            terminalreporter.line(f"{what}: {missed} comparisons were skipped.")
