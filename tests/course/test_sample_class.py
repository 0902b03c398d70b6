"""The sample class: its table, its arithmetic, and the submissions it writes."""

import ast
import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.specification import registry as exercises
from course import sample_class
from course.sample_class import papers
from course.sample_class.build import answers_of
from course.sample_class.damage import KINDS
from course.sample_class.solutions import solved
from course.sample_class.students import EXERCISES, STUDENTS

ROOT = Path(__file__).parents[2]
LOSSES = exercises.exercises_for("losses")
FUNCTIONS = [name for exercise in LOSSES for name in exercise.references]
WEIGHTS = {"values": 40, "gradients": 30, "edges": 20, "purity": 10}
COUNTED = re.compile(r"(values|gradients|edges|purity) (\d+)/(\d+)")
CASES = [(student, name) for student in STUDENTS for name in student.reasons]


def part_sizes(exercise):
    """How many checks each part of an exercise has."""
    parts = [check.part for check in exercise.checks(np.random.default_rng(0))]
    return {part: parts.count(full) for part in WEIGHTS for full in [_full(part)] if full in parts}


def _full(part):
    return "purity and speed" if part == "purity" else part


SIZES = {name: part_sizes(each) for name, each in zip(EXERCISES, LOSSES, strict=True)}
ESSENTIAL = {
    name
    for name, each in zip(EXERCISES, LOSSES, strict=True)
    if any(check.essential for check in each.checks(np.random.default_rng(0)))
}


@pytest.fixture(scope="module")
def submitted(tmp_path_factory):
    return make(tmp_path_factory.mktemp("course"))


def make(folder):
    shutil.copytree(ROOT / "release" / "a02_losses", folder / "release" / "a02_losses")
    sample_class.make_class(folder / "submitted")
    return folder / "submitted"


def handed_in(submitted, name):
    path = submitted / name / "a02_losses" / "losses.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def texts(notebook):
    named = [(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in notebook]
    return {name: "".join(cell["source"]) for name, cell in named}


def test_there_are_24_students_of_different_names():
    assert len({student.name for student in STUDENTS}) == len(STUDENTS) == 24


def test_enough_papers_were_typed_freely_and_enough_are_honest():
    assert sum(student.answers == "typed" for student in STUDENTS) >= 8
    assert sum(student.honest for student in STUDENTS) >= 12
    typed = {student.name for student in STUDENTS if student.answers == "typed"}
    assert typed == {path.stem for path in papers.FOLDER.glob("*.md")}


def test_every_kind_of_damage_occurs():
    assert {kind for student in STUDENTS for kind in student.damage} == set(KINDS)
    answered = [set(answers_of(student)) & set(FUNCTIONS) for student in STUDENTS]
    assert any(not each for each in answered)  # untouched
    assert any(0 < len(each) < len(FUNCTIONS) for each in answered)  # unfinished
    assert any(student.file_name != "losses.ipynb" for student in STUDENTS)  # renamed
    assert len({student.handed_in for student in STUDENTS}) > 1  # late


def test_every_exercise_has_a_mark_of_half_points():
    assert tuple(f"losses.{name}" for name in EXERCISES) == tuple(each.id for each in LOSSES)
    for student in STUDENTS:
        assert len(student.marks) == len(EXERCISES)
        assert all(0 <= mark <= 10 and 2 * mark == int(2 * mark) for mark in student.marks)
        assert student.mark == sum(student.marks)


@pytest.mark.parametrize("student", STUDENTS, ids=lambda student: student.name)
def test_exactly_the_marks_below_ten_have_a_reason(student):
    below = {name for name, mark in zip(EXERCISES, student.marks, strict=True) if mark < 10}
    assert set(student.reasons) == below


@pytest.mark.parametrize(
    ("student", "exercise"), CASES, ids=lambda each: getattr(each, "name", each)
)
def test_the_arithmetic_of_a_reason_gives_its_mark(student, exercise):
    """The rule of the notebook, applied again to the counts; the grader is not asked."""
    reason = " ".join(student.reasons[exercise].split())
    counted = COUNTED.findall(reason)
    sizes = SIZES[exercise]
    assert {part: int(size) for part, _, size in counted}.items() <= sizes.items()
    passed = {part: int(number) / int(size) for part, number, size in counted}
    leading = next(iter(sizes))
    earned = sum(WEIGHTS[part] * passed.get(part, 1) for part in sizes)
    points = 10 * earned / sum(WEIGHTS[part] for part in sizes)
    misses_essential = "an essential check fails: at most 5" in reason
    assert not misses_essential or (exercise in ESSENTIAL and points > 5)
    expected = min(math.floor(2 * points + 0.5) / 2, 5 if misses_essential else 9.5)
    nothing = not counted or passed.get(leading) == 0
    assert student.marks[EXERCISES.index(exercise)] == (0 if nothing else expected)


def test_the_class_knows_nothing_of_the_grader():
    program = "import sys; from course import sample_class; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imported = {name for name in done.stdout.split() if name.startswith("autograder.")}
    known = ("autograder.specification", "autograder.errors")
    assert {name for name in imported if not name.startswith(known)} == set()


def test_a_class_without_a_release_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="release a02_losses first"):
        sample_class.make_class(tmp_path / "submitted")


def test_every_student_hands_in_a_notebook_and_its_time(submitted):
    assert {path.name for path in submitted.iterdir()} == {each.name for each in STUDENTS}
    for student in STUDENTS:
        folder = submitted / student.name / "a02_losses"
        assert {path.name for path in folder.iterdir()} == {student.file_name, "timestamp.txt"}
        assert (folder / "timestamp.txt").read_text() == f"{student.handed_in}\n"


def test_the_answers_stand_in_the_cells_as_they_were_typed(submitted):
    for student in STUDENTS:
        if student.answers == "typed":
            found = texts(handed_in(submitted, student.name)["cells"])
            written = papers.read_paper(student.name)
            assert written
            assert {name: found[name] for name in written} == written


def test_an_untouched_notebook_is_the_release(submitted):
    release = submitted.parent / "release" / "a02_losses" / "losses.ipynb"
    mine = submitted / "oskar" / "a02_losses" / "losses.ipynb"
    assert mine.read_text() == release.read_text()


def test_making_it_twice_gives_the_same_bytes(submitted, tmp_path):
    again = make(tmp_path)
    for path in submitted.rglob("*.*"):
        if path.is_file():
            assert path.read_bytes() == (again / path.relative_to(submitted)).read_bytes()


@pytest.mark.parametrize("variant", ["first", "second"])
def test_solutions_become_text_that_stands_alone(variant):
    namespace = {"np": np}
    wrong = (
        "huber_exchanged",
        "bce_of_signs",
        "logsumexp_with_constant(eps=0.0001, is_shifted=False)",
    )
    for name, text in solved(variant, wrong).items():
        defined = [node.name for node in ast.parse(text).body]
        assert len(set(defined)) == len(defined) and defined[-1] == name
        exec(text, namespace)
    assert namespace["mse"](np.array([1.0, 2.0]), np.array([1.0, 4.0])) == 2.0
    assert namespace["huber"](np.array([0.5]), np.array([0.0])) == 0.0  # 1 * (0.5 - 1/2)
    assert namespace["bce_with_logits"](np.zeros(2), np.ones(2)) == pytest.approx(math.log(2))
    assert namespace["logsumexp"](np.full(2, -1e3)) == pytest.approx(math.log(1e-4))  # of 0 + eps
