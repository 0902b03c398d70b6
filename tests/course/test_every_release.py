"""``release/`` is committed: it is what a fresh release of ``source/`` gives."""

import json
import math
import shutil

import pytest

from autograder.coursework.course import open_course
from autograder.release import release
from dlkit.check import checksfile
from tests.course.topics import ADDRESSES, ROOT

every_assignment = pytest.mark.parametrize("address", ADDRESSES.values())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Release the whole course into a folder of the test's own; return what it says of each."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "source", root / "source")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root / "release", {each.assignment: each for each in release(open_course(root))}


def test_every_assignment_is_released(fresh):
    assert {path.name for path in (ROOT / "release").iterdir()} == set(fresh[1])


@every_assignment
def test_the_release_in_the_repository_is_a_fresh_one(fresh, address):
    kept, made = (
        {path.name: path.read_text(encoding="utf-8") for path in (home / address).iterdir()}
        for home in (ROOT / "release", fresh[0])
    )
    checks = [json.loads(each.pop(checksfile.NAME), parse_constant=str) for each in (kept, made)]
    assert kept == made
    assert nearly_equal(*checks)
    assert not (ROOT / "source" / address / checksfile.NAME).exists()


@every_assignment
def test_a_release_gives_no_reason_to_look_again(fresh, address):
    assert [str(problem) for problem in fresh[1][address].warnings] == []


def nearly_equal(one, other):
    """Compare JSON; float32 results of another processor differ in their last digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-6)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(nearly_equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(nearly_equal(one[k], other[k]) for k in one)
    return one == other
