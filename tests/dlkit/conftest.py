"""What the tests of the reference share: the oracle, and what "equal" means."""

import os

import numpy as np
import pytest

ORACLE_MISSING = "PyTorch, the oracle, is not installed"


@pytest.fixture
def torch():
    """PyTorch in float64. Without it a test is skipped, but never in continuous integration."""
    try:
        import torch
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail(ORACLE_MISSING)
        pytest.skip(ORACLE_MISSING)
    return torch


@pytest.fixture
def close():
    """Demand equal shapes, and values within `tolerance` of the largest expected value."""

    def demand(actual, expected, tolerance=1e-12):
        actual, expected = np.asarray(actual), np.asarray(expected)
        assert actual.shape == expected.shape
        scale = np.abs(expected).max(initial=0) or 1.0
        assert np.abs(actual - expected).max(initial=0) <= tolerance * scale

    return demand


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    missed = sum(ORACLE_MISSING in str(report.longrepr) for report in skipped)
    if missed:
        terminalreporter.section("comparisons not made", sep="!", red=True)
        terminalreporter.line(f"{ORACLE_MISSING}: {missed} comparisons were skipped.")
