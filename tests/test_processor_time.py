"""The time of a test is counted for its topic, in this process and from the workers of xdist."""

import time
from types import SimpleNamespace

import pytest

from tests.processor_time import SENT, ProcessorTime, group_of, table


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/dlkit/test_losses_softmax.py::test_rows", "losses"),
        ("tests/dlkit/test_losses.py::test_rows", "losses"),
        ("tests/course/a02_losses/test_notebook.py::test_digits", "losses"),
        ("tests/course/test_every_exercise.py::test_hints[losses.mse]", "losses"),
        ("tests/course/test_every_notebook.py::test_form[a11_recurrent]", "recurrent"),
        ("tests/course/test_every_exercise.py::test_rows[shapes]", "shapes"),
        ("tests/dlkit/test_shift_labels.py::test_labels", "shift"),
        ("tests/check/test_battery.py::test_shapes[losses of weight]", "tests/check"),
        ("tests/check/test_battery.py::test_the_shapes_differ", "tests/check"),
        ("tests/test_project.py::test_files_stay_small[dlkit/shapes/data.py]", "tests"),
    ],
)
def test_a_test_belongs_to_a_topic_or_to_a_folder(nodeid, group):
    assert group_of(nodeid) == group


def test_the_time_of_a_test_is_added_to_its_group():
    times = ProcessorTime()
    for _ in range(2):
        protocol = times.pytest_runtest_protocol(SimpleNamespace(nodeid="tests/check/test_a.py::b"))
        next(protocol)
        compute(0.03)
        with pytest.raises(StopIteration):
            protocol.send(True)
    assert times.seconds["tests/check"] >= 0.04


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_the_workers_hand_over_their_times():
    times = ProcessorTime()
    for seconds in ({"losses": 1.5}, {"losses": 2.0, "tests": 1.0}):
        worker = ProcessorTime()
        worker.seconds.update(seconds)
        node = SimpleNamespace(workeroutput={})
        worker.pytest_sessionfinish(SimpleNamespace(config=node))
        assert node.workeroutput[SENT] == seconds
        times.pytest_testnodedown(node)
    times.pytest_testnodedown(SimpleNamespace())  # a worker that crashed
    assert list(table(times.seconds)) == [
        "losses                   3.5 s",
        "tests                    1.0 s",
        "in all                   4.5 s",
    ]
