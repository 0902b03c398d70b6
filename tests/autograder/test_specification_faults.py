"""What an author gets wrong in a specification is told with file and line, never by a traceback."""

import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.skeleton import begin

PACKAGE, EXERCISE = "__init__.py", "mean_of.py"


@pytest.fixture
def course(tmp_path):
    """A course with the exercise of the skeleton in it."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    begin(open_course(tmp_path), "words", "mean_of")
    return tmp_path


def autograder(course, *arguments):
    result = CliRunner().invoke(main, [*arguments, "--course", str(course)])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def name_the_package(course, package):
    (course / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.AutograderCourse.exercises = {package!r}\n"
    )


def change(course, file, before, after):
    path = course / "exercises/a01_words/exercises" / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    return path


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        (EXERCISE, "return sum(values)", "return sum(values", "mean_of.py, line 10: SyntaxError"),
        (EXERCISE, "@exercise.asks(mean_of)", "@exercise.asks(mean)", "line 26: NameError"),
        (EXERCISE, "import Exercise", "import Exercises", "mean_of.py, line 3: ImportError"),
        (EXERCISE, "asks(mean_of)", "asks(lambda values: 0)", "has no name that a student"),
        (
            EXERCISE,
            '@exercise.right("mean_of")',
            '@exercise.right("mean")',
            "for; it asks for mean_of",
        ),
        (EXERCISE, 'id="words.mean_of"', 'id="letters.mean_of"', "whose topic is 'words'"),
        (EXERCISE, "ask.paper([1, 2, 6])", "ask.paper([1, None])", "line 10: asking for mean_of"),
        (PACKAGE, "EXERCISES =", "EXERCISE =", "has no EXERCISES"),
        (PACKAGE, "(mean_of.exercise,)", "(mean_of.exercise)", "needs a comma"),
        (PACKAGE, "(mean_of.exercise,)", "(mean_of,)", "as in first.exercise"),
        (PACKAGE, "(mean_of.exercise,)", "2 * (mean_of.exercise,)", "have the id 'words.mean_of'"),
    ],
)
@pytest.mark.parametrize("command", ["audit", "release"])
def test_a_fault_of_the_author_is_told_with_its_place(course, command, file, before, after, told):
    change(course, file, before, after)
    result = autograder(course, command, "words")
    assert result.exit_code == 2
    assert told in result.output
    assert str(course) in result.output


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("syllabus.toml", "[words", "syllabus.toml cannot be read"),
        ("syllabus.toml", "", "has no rows"),
        ("syllabus.toml", '["words.mean_of"]\n', "two lists of names"),
        ("equivalents.toml", "[[equivalent]]\n", "functions and mutants are needed"),
        (
            "equivalents.toml",
            '[[equivalent]]\nfunctions = ["f"]\nmutants = ["0 -> 1"]\nreason = " "\n',
            "entry 1: '0 -> 1' in f has no reason",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_named(course, file, text, told):
    (course / "exercises/a01_words/exercises" / file).write_text(text)
    result = autograder(course, "audit", "words")
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize("arguments", [("audit",), ("audit", "words")])
def test_a_course_without_the_setting_is_told_how_to_get_exercises(tmp_path, arguments):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    result = autograder(tmp_path, *arguments)
    assert result.exit_code == 2
    assert "does not set c.AutograderCourse.exercises" in result.output
    assert "autograder new" in result.output


@pytest.mark.parametrize("package", ["lessons", "lessons.term"])
def test_a_package_that_does_not_exist_is_named(course, package):
    name_the_package(course, package)
    result = autograder(course, "audit")
    assert result.exit_code == 2
    assert f"{package!r}, but there is no such package" in result.output


def test_a_package_is_not_taken_from_another_course_that_was_opened_before(course, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "nbgrader_config.py").write_text("c = get_config()\n")
    assert autograder(course, "release", "words").exit_code == 0
    name_the_package(other, "exercises")
    result = autograder(other, "audit")
    assert result.exit_code == 2
    assert "'exercises', but there is no such package" in result.output


def test_a_notebook_that_asks_for_an_unknown_exercise_is_told_which_there_are(course):
    notebook = course / "source/a01_words/words.ipynb"
    notebook.write_text(notebook.read_text().replace("words.mean_of", "words.mean"))
    result = autograder(course, "release", "words")
    assert result.exit_code == 2
    assert "no exercise 'words.mean'. There are: words.mean_of" in result.output


def test_a_notebook_of_a_course_without_the_setting_is_told_so(course):
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    result = autograder(course, "release", "words")
    assert result.exit_code == 2
    assert "does not set c.AutograderCourse.exercises" in result.output
