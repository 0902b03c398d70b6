"""``autograder doctor``: each missing thing is named with how to mend it."""

import json
import os
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.commands import diagnoses
from autograder.commands.diagnoses import MISSING, NOTE, OK
from autograder.commands.doctor import doctor
from autograder.sandbox.isolation import IsolationLevel
from tests.autograder import test_feedback_course as build


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


@pytest.fixture
def isolation_levels(monkeypatch):
    """Choose what isolation this machine seems to offer."""

    def offer(*found):
        monkeypatch.setattr("autograder.sandbox.isolation.available", lambda: found)

    offer(IsolationLevel("bubblewrap", True), IsolationLevel("process", True))
    return offer


def run(course, *arguments):
    return CliRunner().invoke(doctor, [*arguments, "--course", str(course.root)])


@pytest.mark.usefixtures("isolation_levels")
def test_a_machine_with_everything_is_healthy(course):
    result = run(course)
    assert result.exit_code == 0, result.output
    for name in ("Python", "numpy", "nbgrader", "isolation", "course"):
        assert f"{OK:<8}{name}" in result.output


def test_a_missing_thing_ends_with_1_and_says_how_to_mend_it(course, isolation_levels):
    isolation_levels(
        IsolationLevel("bubblewrap", False, "the program bwrap is not installed"),
        IsolationLevel("process", True),
    )
    result = run(course)
    assert result.exit_code == 1
    assert "missing isolation" in result.output and "bwrap is not installed" in result.output
    assert "sudo apt install bubblewrap" in result.output


def test_json_tells_every_thing_and_the_verdict(course, isolation_levels):
    isolation_levels(IsolationLevel("bubblewrap", False, "no"), IsolationLevel("process", True))
    told = json.loads(run(course, "--json").output)
    assert told["healthy"] is False
    assert [each["name"] for each in told["found"] if each["state"] == MISSING] == ["isolation"]
    assert all(each["mend"] for each in told["found"] if each["state"] != OK)


def test_a_second_fence_is_good_enough_and_the_first_ones_fault_is_told(isolation_levels):
    isolation_levels(
        IsolationLevel("bubblewrap", False, "no bwrap"),
        IsolationLevel("namespaces", True),
        IsolationLevel("process", True),
    )
    found = diagnoses.isolation()
    assert (found.state, found.found) == (OK, "namespaces (bubblewrap: no bwrap)")


def test_every_layer_of_the_fence_is_told(monkeypatch):
    names = ["user namespaces", "Landlock", "filter of system calls", "control groups"]
    assert [each.name for each in diagnoses.layers()] == names
    monkeypatch.setattr("autograder.sandbox.inside.landlock.version", lambda: 0)
    monkeypatch.setattr("autograder.sandbox.cgroups.places", lambda: iter(()))
    found = {each.name: each for each in diagnoses.layers()}
    for name in ("Landlock", "control groups"):
        assert found[name].state == NOTE and found[name].mend


def test_an_old_python_is_missing(monkeypatch):
    monkeypatch.setattr(diagnoses.sys, "version_info", (3, 10, 9))
    found = diagnoses.python()
    assert (found.state, found.mend) == (MISSING, "Use Python 3.11 or newer.")


def test_a_package_that_is_too_old_or_absent_is_missing(monkeypatch):
    versions = {"numpy": "1.26.4", "nbgrader": ""}
    real = diagnoses._version
    monkeypatch.setattr(diagnoses, "_version", lambda name: versions.get(name, real(name)))
    found = {each.name: each for each in diagnoses.packages() if each.state == MISSING}
    assert found["numpy"].found == "1.26.4, needed is >=2.2"
    assert found["nbgrader"].found.startswith("not installed")
    assert all("pip install" in each.mend for each in found.values())


def test_what_only_developers_need_is_not_asked_for():
    assert "pytest" not in {each.name for each in diagnoses.packages()}


def test_a_kit_that_was_never_installed_says_how_to(monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(diagnoses.metadata, "requires", absent)
    (found,) = diagnoses.packages()
    assert (found.name, found.state) == ("dlkit", MISSING)


def test_versions_other_than_the_tested_ones_are_a_note(tmp_path):
    (tmp_path / "constraints.txt").write_text("# tested\nclick==0.1\nnosuchpackage==3\n")
    found = diagnoses.tested_versions(tmp_path)
    assert found.state == NOTE and "(tested: 0.1)" in found.found
    assert "nosuchpackage" not in found.found


def test_the_tested_versions_are_ok(tmp_path):
    (tmp_path / "constraints.txt").write_text(f"click=={metadata.version('click')}\n")
    assert diagnoses.tested_versions(tmp_path).state == OK


def test_alembic_beside_python_but_not_on_path_is_a_note(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    found = diagnoses.alembic()
    assert found.state == NOTE and str(Path(sys.executable).parent) in found.mend
    monkeypatch.setattr(diagnoses.sys, "executable", "/nowhere/python")
    assert diagnoses.alembic().state == MISSING


def test_a_browser_is_wanted_but_not_needed(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert diagnoses.browser().state == NOTE


def test_a_lab_without_nbgrader_is_told_what_lacks(monkeypatch):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [])
    found = diagnoses.lab_extension()
    assert (found.state, found.found) == (MISSING, "no lab extension")


def test_a_folder_that_is_no_course_is_missing(tmp_path):
    found = diagnoses.course(tmp_path)
    assert found.state == MISSING and "nbgrader_config.py" in found.mend


def test_a_course_without_assignments_is_a_note(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(build.SETTINGS)
    assert diagnoses.course(tmp_path).state == NOTE


def test_a_course_that_cannot_be_written_is_missing(course, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert diagnoses.course(course.root).state == MISSING
