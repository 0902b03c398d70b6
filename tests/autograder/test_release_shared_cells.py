"""Cells that all notebooks of a course share: one template, brought up to date at release."""

import json
import stat

import nbformat
import pytest
from click.testing import CliRunner

from autograder.commands.release import release as command
from autograder.coursework.course import open_course
from autograder.errors import CourseError
from autograder.release import ReleaseRefused, look_through, release
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import cell, graded_tests, solution

CONFIG = build.CONFIG.replace("'course'", "'lessons'")
EXERCISES = """
from autograder.specification.exercise import Exercise

double = Exercise("toy.double", "Double", 2, {minutes}, ("think", "add", "x + x"))

def twice(x):
    return x + x

twice.__name__ = "double"

@double.asks(twice)
def ask(ask, rng):
    ask.values("one number", 2.0)

EXERCISES = (double,)
"""
TEMPLATES = {
    "intro.md.j2": "{{ assignment }}: {{ exercises | length }} exercise on {{ topic }}, "
    "{{ written_points | sum }} points by hand.\n",
    "each_exercise/label.md.j2": "**About** {{ exercise.minutes }} minutes\n",
    "each_exercise/test.py.j2": "{% set call = '(\"' ~ exercise.id ~ '\", ' "
    '~ exercise.references | join(", ") ~ ")" %}\n'
    "check{{ call }}\n### BEGIN HIDDEN TESTS\nfrom autograder import grade\ngrade{{ call }}\n"
    "### END HIDDEN TESTS\n",
    "each_exercise/hint.py.j2": '# hint("{{ exercise.id }}")\n',
}
FILLED = {
    "intro": "a00_toy: 1 exercise on toy, 2 points by hand.",
    "label_double": "**About** 5 minutes",
    "test_double": 'check("toy.double", double)\n### BEGIN HIDDEN TESTS\n'
    'from autograder import grade\ngrade("toy.double", double)\n### END HIDDEN TESTS',
    "hint_double": '# hint("toy.double")',
}


def cells():
    hint = nbformat.v4.new_code_cell("", id="hint_double")  # the student's own: no grade_id
    return [
        cell("an old text", "intro", "markdown", locked=True),
        cell("its own text", "why", "markdown", locked=True),
        cell("", "label_double", "markdown", locked=True),
        solution(),
        graded_tests("check('nothing')", points=10),
        hint,
        build.essay(grade_id="words"),
    ]


def runnable_cells():
    """The same in a notebook whose own solution passes: it imports what its test uses."""
    return [cell("from dlkit.check import check", "modules", locked=True), *cells()]


@pytest.fixture
def course(tmp_path):
    exercises = tmp_path / "lessons" / "a00_toy" / "exercises" / "__init__.py"
    exercises.parent.mkdir(parents=True)
    exercises.write_text(EXERCISES.format(minutes=5))
    for name, text in TEMPLATES.items():
        path = tmp_path / "lessons" / "shared_cells" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return build.make_course(tmp_path, cells(), "a00_toy", CONFIG)


def source(course):
    return course.source / "a00_toy" / "toy.ipynb"


def texts(path):
    """The text of each cell by its name."""
    found = nbformat.read(path, 4).cells
    return {c.metadata.get("nbgrader", {}).get("grade_id", c.id): c.source for c in found}


def test_a_release_brings_shared_cells_up_to_date_and_leaves_the_others(course):
    before = texts(source(course))
    (done,) = release(course)
    assert set(done.refreshed) == set(FILLED)
    assert texts(source(course)) == {**before, **FILLED}
    released = texts(course.release / "a00_toy" / "toy.ipynb")
    assert {name: released[name] for name in ("intro", "label_double", "hint_double")} == {
        name: text for name, text in FILLED.items() if name != "test_double"
    }
    assert released["test_double"] == 'check("toy.double", double)'


def test_a_second_release_changes_nothing(course):
    release(course)
    before = source(course).read_bytes(), source(course).stat().st_mtime_ns
    (done,) = release(course)
    assert done.refreshed == ()
    assert (source(course).read_bytes(), source(course).stat().st_mtime_ns) == before


def test_a_changed_template_and_a_changed_exercise_reach_the_notebook(course):
    release(course)
    template = course.root / "lessons" / "shared_cells" / "each_exercise" / "label.md.j2"
    template.write_text("{{ exercise.minutes }} min\n")
    (done,) = release(course)
    assert done.refreshed == ("label_double",)
    assert texts(source(course))["label_double"] == "5 min"
    assert texts(course.release / "a00_toy" / "toy.ipynb")["label_double"] == "5 min"


def test_check_refuses_what_is_out_of_date_and_changes_nothing(course):
    before = source(course).read_bytes()
    with pytest.raises(ReleaseRefused) as refused:
        look_through(course)
    assert {problem.grade_id for problem in refused.value.problems} == set(FILLED)
    assert "run: autograder release a00_toy" in str(refused.value)
    assert source(course).read_bytes() == before
    assert not course.release.exists()
    release(course)
    (checked,) = look_through(course)
    assert checked.refreshed == () and checked.points == 12


def test_the_command_says_what_it_refreshed_and_what_it_only_checked(course):
    build.write(course.source / "a00_toy", "toy", runnable_cells())

    def run(*arguments):
        return CliRunner().invoke(command, [*arguments, "--course", str(course.root)])

    assert run("--check").exit_code == 2
    made = run()
    assert "brought up to date in source/: intro, label_double, test_double, hint_double." in (
        made.stdout
    )
    assert "1 test cell: 1 judged outside" in made.stdout
    checked = run("--check")
    assert (checked.exit_code, checked.stdout) == (
        0,
        "a00_toy: can be released: toy.ipynb, 12 points.\n",
    )
    assert list(json.loads(run("--check", "--json").stdout)) == ["checked"]


def test_a_notebook_is_written_as_nbformat_writes_it_with_its_rights(course):
    path = source(course)
    path.chmod(0o664)
    release(course)
    document = nbformat.read(path, nbformat.NO_CONVERT)
    assert path.read_text(encoding="utf-8") == nbformat.writes(document) + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_missing_shared_cell_is_a_warning(course):
    kept = [each for each in cells() if each.id != "hint_double"]
    build.write(course.source / "a00_toy", "toy", kept)
    (done,) = release(course)
    assert ["it has no cell named hint_double" in str(each) for each in done.warnings] == [True]


@pytest.mark.parametrize("text", ["{{ exercise.minutes", "{{ nobody_knows }}"])
def test_a_broken_template_is_named(course, text):
    (course.root / "lessons" / "shared_cells" / "intro.md.j2").write_text(text)
    with pytest.raises(CourseError, match=r"intro\.md\.j2 cannot be filled in"):
        release(course)


def test_a_course_without_templates_or_without_exercises_has_no_shared_cells(course, tmp_path):
    build.write(course.source / "ps1", "ps1", build.plain_cells())
    (done,) = release(open_course(course.root), ["ps1"])
    assert (done.refreshed, done.warnings) == ((), ())
