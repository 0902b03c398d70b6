"""Every fault of a source notebook is told in one sentence that names the cell."""

import nbformat
import pytest
from traitlets.config import Config

from autograder.coursework import assignment as assignments
from autograder.coursework.delimiters import SETTINGS, delimiters
from autograder.release import ReleaseRefused, lint, release
from autograder.release.problems import ERROR, NOTE, WARNING
from tests.autograder import test_release_course as build
from tests.autograder.test_release_course import (
    SOLUTION,
    TESTS,
    cell,
    essay,
    graded_tests,
    solution,
    task,
)


def found(tmp_path, cells, name="ps1", config=build.CONFIG):
    course = build.make_course(tmp_path, cells, name, config)
    return lint(course, assignments.load(course, name))


def only(tmp_path, cells, severity, **options):
    """The one problem of a notebook, as text."""
    problems = [p for p in found(tmp_path, cells, **options) if p.notebook]
    assert [p.severity for p in problems] == [severity], [str(p) for p in problems]
    return str(problems[0])


def without(text, line):
    return "\n".join(each for each in text.split("\n") if each != line)


def test_an_honest_notebook_has_no_problem(tmp_path):
    assert found(tmp_path, build.plain_cells()) == ()


@pytest.mark.parametrize(
    "line",
    [
        "### BEGIN HIDEN TESTS",
        "### BEGIN HIDDEN TEST",
        "### BEGN HIDDEN TESTS",
        "### BEGIN  HIDDEN TESTS",
        "### BEGIN_HIDDEN_TESTS",
        "### Begin Hidden Tests",
        "# begin hidden tests",
        "### BEGIN TESTS",
        "### START HIDDEN TESTS",
        "###BEGIN HIDDENTESTS for double",
    ],
)
def test_a_misspelt_beginning_of_hidden_tests_is_an_error(tmp_path, line):
    source = TESTS.replace("### BEGIN HIDDEN TESTS", line)
    problems = found(tmp_path, [solution(), graded_tests(source)])
    assert problems[0].severity == ERROR and problems[0].grade_id == "test_double"
    assert any("### BEGIN HIDDEN TESTS" in p.sentence and line in p.sentence for p in problems)


@pytest.mark.parametrize("line", ["### END SOLUTON", "## end solution", "### EDN SOLUTION"])
def test_a_misspelt_end_is_an_error(tmp_path, line):
    problems = found(tmp_path, [solution(SOLUTION.replace("### END SOLUTION", line))])
    assert any("'### END SOLUTION'" in p.sentence for p in problems)


def test_a_misspelt_mark_scheme_in_text_is_an_error(tmp_path):
    text = "Draw.\n=== BEGIN MARK SHEME ===\n1 point\n=== END MARK SCHEME ==="
    problems = found(tmp_path, [task(text)])
    assert any("'### BEGIN MARK SCHEME'" in p.sentence for p in problems)


@pytest.mark.parametrize(
    "line",
    [
        "# the solution",
        "# begin with a small solution and make it larger",
        "# and tests",
        "# testing ends here",
        "begin, solution = 1, 2",
        "# send tests",
    ],
)
def test_ordinary_comments_are_no_delimiters(tmp_path, line):
    assert found(tmp_path, [cell(line, "notes", locked=True)]) == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("### END HIDDEN TESTS", "a region of hidden tests does not end"),
        ("### BEGIN HIDDEN TESTS", "'END HIDDEN TESTS' stands without"),
    ],
)
def test_half_a_region_is_an_error(tmp_path, line, text):
    assert text in only(tmp_path, [solution(), graded_tests(without(TESTS, line))], ERROR)


def test_a_region_in_a_region_is_an_error(tmp_path):
    source = TESTS.replace("assert double(21) == 42", "### BEGIN HIDDEN TESTS")
    text = only(tmp_path, [solution(), graded_tests(source)], ERROR)
    assert "begins inside another" in text


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (cell(SOLUTION, "ro", locked=True), "solution stands in a locked cell"),
        (cell(TESTS), "hidden tests stands in a free cell"),
        (task("### BEGIN SOLUTION\nx\n### END SOLUTION"), "solution stands in a task cell"),
    ],
)
def test_a_region_in_the_wrong_cell_is_an_error(tmp_path, made, text):
    assert text in only(tmp_path, [made], ERROR)


def test_a_mark_scheme_inside_a_solution_is_released_with_a_warning(tmp_path):
    scheme = "### BEGIN MARK SCHEME\n1 point\n### END MARK SCHEME"
    text = f"### BEGIN SOLUTION\nyes\n{scheme}\n### END SOLUTION"
    assert "generate_solution refuses" in only(tmp_path, [essay(text)], WARNING)


def test_the_course_may_have_delimiters_of_its_own(tmp_path):
    config = build.CONFIG + "c.ClearHiddenTests.begin_test_delimeter = 'SECRET FROM HERE'\n"
    source = TESTS.replace("### BEGIN HIDDEN TESTS", "### SECRET FROM HERE")
    assert found(tmp_path, [solution(), graded_tests(source)], config=config) == ()
    problems = found(tmp_path, [solution(), graded_tests()], config=config)
    assert any("Write '### SECRET FROM HERE'" in p.sentence for p in problems)


def with_settings(made, **changes):
    made.metadata["nbgrader"] |= changes
    return made


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (solution(grade_id=""), "this solution cell has no grade_id"),
        (solution(grade_id="a b"), "only letters, digits"),
        (graded_tests(points=None), "its points are None"),
        (graded_tests(points=-1), "its points are -1"),
        (graded_tests(points=True), "its points are True"),
        (with_settings(solution(), schema_version=1), "schema 1, not 3"),
        (cell("x", "t", "markdown", 1, grade=True, locked=True), "test cell has to be code"),
        (cell("x", "s", "markdown", solution=True), "solution cell has to be code"),
        (cell("x", "t", "code", 1, task=True), "a task has to be a text cell"),
        (cell("x", "r", "raw", locked=True), "a raw cell cannot be a locked cell"),
        (graded_tests("assert ("), "it is not Python"),
    ],
)
def test_settings_that_cannot_be_are_errors(tmp_path, made, text):
    problems = [p for p in found(tmp_path, [made]) if p.severity == ERROR]
    assert text in str(problems[0]) and str(problems[0]).startswith("ps1.ipynb, cell 1")


def test_a_grade_id_twice_is_told_at_both_cells(tmp_path):
    problems = found(tmp_path, [solution(), graded_tests(grade_id="double")])
    assert [p.index for p in problems] == [0, 1]
    assert all("stands on 2 cells" in p.sentence for p in problems)


def test_a_solution_without_a_region_is_a_warning(tmp_path):
    text = only(tmp_path, [solution("def double(x):\n    return 2 * x")], WARNING)
    assert "bare stub" in text


def test_stored_outputs_are_one_note(tmp_path):
    course = build.make_course(tmp_path)
    path = course.source / "ps1" / "ps1.ipynb"
    stored = nbformat.read(path, 4)
    for index in (1, 2):
        stored.cells[index]["execution_count"] = 3
    nbformat.write(stored, path)
    problems = lint(course, assignments.load(course, "ps1"))
    assert [p.severity for p in problems] == [NOTE]
    assert "2 cells hold outputs or execution counts, the first is cell 2" in str(problems[0])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gradebook.db", ""),
        ("my_solutions.py", ""),
        (".course_secret", ""),
        ("helper.py", "### BEGIN SOLUTION"),
        ("notes.txt", "BEGIN HIDDEN TESTS"),
    ],
)
def test_secret_files_beside_the_notebook_are_errors(tmp_path, name, text):
    course = build.make_course(tmp_path)
    (course.source / "ps1" / name).write_text(text)
    with pytest.raises(ReleaseRefused, match=f"ps1/{name} looks like something students"):
        release(course)


def test_without_settings_the_delimiters_are_nbgraders_own():
    from nbgrader import preprocessors

    for kind, (owner, name, _) in SETTINGS.items():
        theirs = getattr(preprocessors, owner)()
        expected = tuple(getattr(theirs, f"{end}_{name}") for end in ("begin", "end"))
        assert delimiters(Config(), kind) == expected
