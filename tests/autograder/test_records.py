"""Records on disk: they come back as they were, and older ones are none."""

import json
import pickle
import tracemalloc
from dataclasses import replace

import pytest

from autograder.model import (
    Ending,
    EndingKind,
    Stop,
)
from autograder.results import records
from autograder.results.brief import brief
from tests.autograder.test_feedback_course import (
    ASSIGNMENT,
    OUT_OF_TIME,
    graded_cell,
    make_course,
    manual_cell,
    put_back,
    record,
    store,
)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path)


def test_a_record_comes_back_as_it_was_written(course):
    ending = Ending(EndingKind.CALL_STOPPED, stop=Stop.TOO_MUCH)
    cells = [graded_cell(mark=0.0, ending=ending), manual_cell()]
    written = record("ada", cells, OUT_OF_TIME, repairs=(put_back("essay"),), late_seconds=0.0)
    store(course, written)
    assert records.read(course, ASSIGNMENT, "ada") == written


@pytest.mark.parametrize("old", [{"status": "graded", "reason": ""}, {"endings": ["graded"]}])
def test_a_record_of_an_older_version_is_none(course, old):
    store(course, record("ada", [graded_cell()]))
    path = records.path_of(course, ASSIGNMENT, "ada")
    document = json.loads(path.read_text())
    document.pop("endings")
    path.write_text(json.dumps(document | old))
    assert records.read(course, ASSIGNMENT, "ada") is None


def test_a_class_of_thousands_fits_into_memory_once_it_is_stored():
    """Each submission adds its name and a row of marks; its evidence and equal cells do not."""
    cells = tuple(
        replace(graded_cell(f"test_{n}"), outputs=({"text": "x" * 9_000},)) for n in range(20)
    )
    written = pickle.dumps(record("ada", cells))
    tracemalloc.start()
    kept = [brief(pickle.loads(written)) for _ in range(400)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / len(kept) < 3_000
    assert kept[0].mark == pickle.loads(written).mark
    assert all(one is other for one, other in zip(kept[0].cells, kept[1].cells, strict=True))
