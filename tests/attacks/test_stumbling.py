"""What no promise foresaw: a fault of the grader's own costs one submission, never the class."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from autograder.grading import worker
from autograder.model import Ending, EndingKind
from tests.attacks.tools import QUICK

BUSY = """
from types import SimpleNamespace as Bare
from autograder.grading import worker
worker.SLACK = 0.3
worker._grade = lambda job: sum(range(10 ** 12))
worker.grade_one(Bare(assignment=Bare(notebooks=[0]), limits=Bare(submission_seconds=0.2)))
"""

BUSY_TEST = """
from autograder.judge import cells
cells.GRACE_SECONDS = 0.3
cells.judge("sum(range(f()))", {"f": lambda: 10 ** 12}, 10.0, "<cell>", 0.2)
"""


@pytest.mark.parametrize("busy", [BUSY, BUSY_TEST], ids=["worker", "test"])
def test_a_worker_that_is_busy_where_no_exception_reaches_ends_itself(busy):
    """A test of 10**12 numbers ends with its own time, not only with that of its submission."""
    done = subprocess.run(
        [sys.executable, "-c", busy], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 1 and b"Timeout" in done.stderr


def test_a_fault_that_a_submission_brings_to_light_is_a_record_with_its_reason(monkeypatch):
    def stumble(_):
        raise RecursionError("too deep")

    monkeypatch.setattr(worker, "_grade", stumble)
    monkeypatch.setattr(worker, "lost", lambda job, ending: (job, ending))
    job = SimpleNamespace(assignment=SimpleNamespace(notebooks=[0]), limits=QUICK)
    ending = Ending(EndingKind.GRADER_FAULT, exception="RecursionError", message="too deep")
    assert worker.grade_one(job) == (job, ending)
