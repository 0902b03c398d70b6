"""What a mark depends on: which edit changes which fingerprint, and which changes none."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.coursework import assignment as assignments
from autograder.coursework.course import open_course
from autograder.grading import fingerprints
from autograder.grading.dependencies import Modules
from autograder.grading.exercise_files import cell_files, course_files, exercise_files
from autograder.model import Cell, Role
from tests.autograder import test_release_course as build
from tests.autograder.conftest import NAME, ROOT, copy_exercises, copy_source

EXERCISES = ROOT / "course" / NAME / "exercises"
LOSSES = ROOT / "dlkit" / "losses"


def of(course, name):
    assignment = assignments.load(course, name)
    return fingerprints.of_assignment(course, assignment, Modules(course.registry))


@pytest.fixture
def course(tmp_path):
    return build.make_course(tmp_path)


@pytest.fixture
def losses(tmp_path, course_modules):
    """A course of the losses notebook with exercises of its own."""
    copy_source(tmp_path)
    copy_exercises(tmp_path)
    return open_course(tmp_path)


def changed_tests(course, path):
    """The test cells whose marks depend on a file, as an edit of it shows."""
    before = of(course, NAME)
    path.write_text(path.read_text() + "\n# edited\n")
    after = of(course, NAME)
    assert before.foundation == after.foundation
    changed = {cell for cell in before.cells if before.cells[cell] != after.cells[cell]}
    assert bool(changed) == (before.assignment != after.assignment)
    return {grade_id.removeprefix("test_") for _, grade_id in changed}


ALL = {
    *("mse", "mae", "huber", "logsumexp", "softmax", "softmax_backward"),
    *("cross_entropy", "bce_with_logits", "hinge", "l2_objective"),
}


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("mse.py", {"mse"}),
        ("hinge.py", {"hinge"}),
        ("hinge_gradient.py", {"hinge"}),
        ("shared.py", ALL - {"l2_objective"}),
        ("__init__.py", set()),
        ("syllabus.toml", set()),
    ],
)
def test_an_edit_reaches_the_exercises_that_use_the_file_and_no_others(losses, file, changed):
    folder = losses.root / "course" / NAME / "exercises"
    assert changed_tests(losses, folder / file) == changed


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("regression.py", {"mse", "mae", "huber"}),
        ("penalty.py", {"l2_objective"}),
        ("softmax.py", ALL - {"mse", "mae", "huber", "hinge", "l2_objective"}),
        ("classification.py", {"cross_entropy", "bce_with_logits"}),
        ("margin.py", {"hinge"}),
        ("weighting.py", set()),
        ("__init__.py", set()),
    ],
)
def test_a_reference_counts_for_the_exercises_that_call_it(file, changed):
    files = exercise_files(Modules(open_course(ROOT).registry), "losses")
    found = {each for each in files if LOSSES / file in files[each].values()}
    assert found == {f"losses.{name}" for name in changed}


def test_every_exercise_depends_on_its_own_file_and_its_reference():
    files = exercise_files(Modules(open_course(ROOT).registry), "losses")
    for exercise, found in files.items():
        assert any(path.parent == EXERCISES for path in found.values()), exercise
        assert any(path.parent == LOSSES for path in found.values()), exercise


def test_a_module_that_adds_to_an_exercise_belongs_to_it(losses):
    more = losses.root / "course" / NAME / "exercises" / "more.py"
    more.write_text("from course.a02_losses.exercises.huber import huber\n")
    assert changed_tests(losses, more) == {"huber"}


def test_exercises_that_are_made_in_the_list_itself_depend_on_all_of_it(losses):
    folder = losses.root / "course" / NAME / "exercises"
    init = folder / "__init__.py"
    init.write_text(init.read_text() + "\nEXERCISES = tuple(each for each in EXERCISES)\n")
    assert changed_tests(losses, folder / "hinge.py") == ALL


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ('grade("losses.mse", mse)', {"mse"}),
        ('from autograder import grade\ngrade("losses.hinge", h)', {"hinge", "hinge_gradient"}),
        ('check("losses.huber", h)', {"huber", "huber_gradient"}),
        ("grade(name, mse)", ALL),
        ('from autograder import grade as g\ng("losses.mse", mse)', ALL),
        ("import autograder\nautograder.grade('losses.mse', mse)", ALL),
        ("assert mse(1, 2) == 1", set()),
        ("from dlkit.losses import mse as right", {"dlkit.losses.regression"}),
        ("from dlkit import losses\nlosses.mse(1, 2)", {"dlkit.losses.regression"}),
    ],
)
def test_a_cell_depends_on_what_it_asks_for_and_imports(source, asked):
    modules = Modules(open_course(ROOT).registry)
    cell = Cell(0, "test", "code", Role.TEST, source)
    found = set(cell_files(modules, cell, exercise_files(modules, "losses")))
    if asked == ALL:
        assert {f"course.a02_losses.exercises.{path.stem}" for path in own_files()} <= found
    else:
        ends = {name.removeprefix("course.a02_losses.exercises.") for name in found}
        assert asked <= ends
        own = {path.stem for path in own_files()} - {"shared"}
        assert ends & own == asked & own


def own_files():
    return [path for path in EXERCISES.glob("*.py") if path.stem not in ("__init__", "shared")]


def test_the_foundation_holds_what_all_marks_share(losses):
    before = of(losses, NAME).foundation
    assert of(losses, NAME).foundation == before
    (losses.source / NAME / "table.csv").write_text("1")
    beside = of(losses, NAME).foundation
    (losses.root / "course" / NAME / "exercises" / "numbers.csv").write_text("1")
    data = of(losses, NAME).foundation
    inside = of(replace(losses, in_kernel=("test_mse",)), NAME).foundation
    allowed = of(replace(losses, allow=("dlkit.backprop",)), NAME).foundation
    assert len({before, beside, data, inside, allowed}) == 5


def test_the_foundation_covers_how_answers_are_marked_and_what_students_import(losses, monkeypatch):
    read = []
    real = fingerprints.digest

    def digest(files):
        read.append(set(files))
        return real(files)

    monkeypatch.setattr(fingerprints, "digest", digest)
    of(losses, NAME)
    (foundation,) = [names for names in read if "autograder/specification/ask.py" in names]
    marking = ("specification/grade.py", "specification/exercise.py")
    assert {f"autograder/{each}" for each in marking} <= foundation
    assert {"dlkit/check/battery.py", "dlkit/check/marking.py"} <= foundation
    assert any(name.startswith("dlkit/shapes/") for name in foundation)
    assert not any(name.startswith("dlkit/losses/") for name in foundation)


def test_a_module_beside_the_notebook_counts_with_what_it_imports(losses):
    helper = losses.source / NAME / "helper.py"
    helper.write_text("x = 1\n")
    first = of(losses, NAME).foundation
    helper.write_text("from course.a02_losses.exercises.hinge import x\n")
    second = of(losses, NAME).foundation
    hinge = losses.root / "course" / NAME / "exercises" / "hinge.py"
    hinge.write_text(hinge.read_text() + "\n# edited\n")
    assert len({first, second, of(losses, NAME).foundation}) == 3


def test_an_ordinary_course_has_no_exercises_and_a_fingerprint(course):
    first = of(course, "ps1")
    assert of(course, "ps1") == first
    assert course_files(Modules(course.registry), assignments.load(course, "ps1")) == {}
    (course.source / "ps1" / "table.csv").write_text("1")
    second = of(course, "ps1")
    assert first.foundation != second.foundation
    build.write(course.source / "ps1", "ps1", build.plain_cells()[:-1])
    third = of(course, "ps1")
    assert second.foundation == third.foundation
    assert len({first.assignment, second.assignment, third.assignment}) == 3


def test_what_travels_to_a_cluster_is_the_exercises_and_the_packages_around_them(losses):
    files = course_files(Modules(losses.registry), assignments.load(losses, NAME))
    home = losses.root / "course"
    wanted = {path for path in home.rglob("*") if path.suffix in (".py", ".toml")}
    assert set(files.values()) == wanted
    assert all(losses.root / place == path for place, path in files.items())


def test_a_file_too_large_to_be_used_is_known_by_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprints, "MAX_FILE_BYTES", 3)
    path = Path(tmp_path / "big")
    path.write_text("12345")
    first = fingerprints.digest({"big": path})
    path.write_text("54321")
    assert fingerprints.digest({"big": path}) == first
    path.write_text("123456")
    assert fingerprints.digest({"big": path}) != first
