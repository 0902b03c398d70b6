"""Every notebook of every topic: its form, and what its text promises."""

import doctest
import inspect
import re

import nbformat
import numpy as np

from autograder.coursework import dlkit_modules, names
from autograder.specification.grade import evaluate
from tests.course.notebooks import (
    NOTEBOOKS,
    every_exercise_of_a_notebook,
    every_notebook,
    settings,
    stem,
)
from tests.course.topics import ADDRESSES

SETTINGS = {"cell_type", "grade", "grade_id", "locked", "schema_version", "solution", "task"}
TAGS = {
    "illustration",  # a locked cell that only draws: the grader leaves it out
    "raises-exception",  # it needs the student's functions: without them Run All goes on
}


def test_every_topic_has_its_notebook():
    assert {(each.topic, each.address) for each in NOTEBOOKS} == set(ADDRESSES.items())


# ---------------------------------------------------------------- form


@every_notebook
def test_the_file_is_in_normal_form(notebook):
    document = notebook.document
    nbformat.validate(document)
    assert (document.nbformat, document.nbformat_minor) == (4, 5)
    assert document.metadata.kernelspec.name == "python3"
    assert set(document.metadata) == {"kernelspec", "language_info"}
    assert notebook.path.read_text(encoding="utf-8") == nbformat.writes(document) + "\n"


@every_notebook
def test_cells_hold_no_results(notebook):
    for cell in notebook.document.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@every_notebook
def test_cells_hold_only_settings_that_somebody_reads(notebook):
    for cell in notebook.document.cells:
        assert set(cell.metadata) <= {"nbgrader", "tags", "jupyter"}
        assert set(cell.metadata.get("tags", [])) <= TAGS
        assert cell.metadata.get("jupyter", {}) in ({}, {"source_hidden": True})
        if settings(cell):
            points = {"points"} if settings(cell).grade else set()
            assert set(settings(cell)) == SETTINGS | points
            assert (settings(cell).schema_version, settings(cell).cell_type) == (3, cell.cell_type)


@every_notebook
def test_only_locked_code_is_an_illustration_or_folded_away(notebook):
    for cell in notebook.document.cells:
        is_illustration = "illustration" in cell.metadata.get("tags", [])
        if is_illustration or "jupyter" in cell.metadata:
            assert is_illustration and settings(cell).locked and cell.cell_type == "code"


@every_notebook
def test_every_cell_has_an_identity_of_its_own_and_is_named_by_it(notebook):
    identities = [cell.id for cell in notebook.document.cells]
    assert len(identities) == len(set(identities))
    assert all(cell.id == settings(cell).grade_id for cell in notebook.cells())


@every_notebook
def test_no_locked_cell_shares_a_name_with_the_student(notebook):
    locked, open_to_student = set(), set()
    for cell in notebook.document.cells:
        if cell.cell_type == "code":
            own = locked if settings(cell).get("locked") else open_to_student
            own |= names.assigned(names.parse(cell.source))
    assert open_to_student
    assert not locked & open_to_student


@every_notebook
def test_nothing_is_imported_that_does_not_exist_while_grading(notebook):
    allowed = {f"dlkit.{name}" for name in dlkit_modules.allowed_modules(notebook.topic)}
    for cell in notebook.document.cells:
        if cell.cell_type == "code" and not settings(cell).get("grade"):
            modules = dlkit_modules.imported(names.parse(cell.source))
            assert not {name for name in modules if name.startswith("autograder")}
            assert {name for name in modules if name.startswith("dlkit")} <= allowed


# ---------------------------------------------------------------- exercises


@every_notebook
def test_the_exercises_come_in_the_order_of_their_specification(notebook):
    tests = [cell.id for cell in notebook.cells(cell_type="code", grade=True)]
    assert tests == [f"test_{stem(exercise)}" for exercise in notebook.exercises]


@every_exercise_of_a_notebook
def test_the_cells_of_an_exercise_follow_one_another(notebook, exercise):
    identities = [cell.id for cell in notebook.document.cells]
    first = identities.index(f"spec_{stem(exercise)}")
    name = stem(exercise)
    own = [f"label_{name}", *exercise.references, f"test_{name}", f"hint_{name}"]
    assert identities[first + 1 :][: len(own)] == own
    assert f"why_{stem(exercise)}" in identities[:first]


@every_exercise_of_a_notebook
def test_a_test_cell_checks_and_grades_the_functions_of_its_exercise(notebook, exercise):
    call = ", ".join([f'"{exercise.id}"', *exercise.references])
    cell = notebook.cell(f"test_{stem(exercise)}")
    assert cell.source.splitlines() == [
        f"check({call})",
        "### BEGIN HIDDEN TESTS",
        "from autograder import grade",
        f"grade({call})",
        "### END HIDDEN TESTS",
    ]
    assert settings(cell).points == exercise.points


@every_exercise_of_a_notebook
def test_the_label_says_what_the_specification_says(notebook, exercise):
    dots = "●" * exercise.difficulty + "○" * (5 - exercise.difficulty)
    time = f"**about** {exercise.minutes} minutes"
    kind = "Core" if exercise.is_core else "Extension"
    label = f"**{kind}** · **difficulty** {dots} · {time} · **{exercise.points:g} points**"
    assert notebook.cell(f"label_{stem(exercise)}").source == label


@every_exercise_of_a_notebook
def test_a_specification_says_what_the_libraries_call_it(notebook, exercise):
    text = notebook.cell(f"spec_{stem(exercise)}").source
    (line,) = re.findall(r"^\*\*In the libraries\.\*\* (.*)$", text, re.MULTILINE)
    assert "PyTorch" in line and re.search(r"`[\w.]+\(.*\)`", line)


@every_exercise_of_a_notebook
def test_a_stub_has_the_signature_of_the_reference(notebook, exercise):
    solution = notebook.solution()
    for name, reference in exercise.references.items():
        asked = named_in_checks(exercise, name)
        assert signature(solution[name]) == [
            parameter
            for parameter in signature(reference)
            if parameter.name in asked or not is_option(parameter)
        ]
        assert solution[name].__doc__


def signature(function):
    return [
        each.replace(annotation=inspect.Parameter.empty)
        for each in inspect.signature(function).parameters.values()
    ]


def is_option(parameter):
    """Whether it may be left out: the reference may offer more than an exercise asks."""
    empty, keyword_only = inspect.Parameter.empty, inspect.Parameter.KEYWORD_ONLY
    return parameter.kind is keyword_only and parameter.default is not empty


def named_in_checks(exercise, function):
    checks = exercise.checks(np.random.default_rng(0))
    return {name for check in checks if check.function == function for name in check.kwargs}


@every_exercise_of_a_notebook
def test_the_examples_are_right(notebook, exercise):
    text = notebook.cell(f"spec_{stem(exercise)}").source
    examples = "".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    for function in exercise.references:
        assert f"{function}(" in examples
    solution = notebook.solution()
    reference = {"np": np} | {n: f for e in notebook.exercises for n, f in e.references.items()}
    for defined in (solution, {**solution, **reference}):
        case = doctest.DocTestParser().get_doctest(examples, dict(defined), exercise.id, None, 0)
        assert doctest.DocTestRunner(verbose=False).run(case).failed == 0


@every_exercise_of_a_notebook
def test_the_solutions_earn_every_point(notebook, exercise):
    solution = notebook.solution()
    for seed in range(3):
        graded = evaluate(exercise, [solution[name] for name in exercise.references], seed)
        assert graded.mark == exercise.points, [f.message for f in graded.findings if not f.passed]


# ---------------------------------------------------------------- points and written answers


@every_notebook
def test_the_points_are_the_ones_that_the_opening_promises(notebook):
    points = sum(settings(cell).points for cell in notebook.cells(grade=True))
    assert f"{points:g} in all" in notebook.cell("how_it_works").source


@every_notebook
def test_the_scheme_of_a_written_answer_adds_up_to_its_points(notebook):
    answers = notebook.cells(cell_type="markdown", grade=True)
    assert len(answers) in (2, 3)
    for answer in answers:
        scheme = answer.source.split("**Marking scheme**")[1]
        points = re.findall(r"^\* (\d) points?:", scheme, re.MULTILINE)
        assert sum(map(int, points)) == settings(answer).points


@every_notebook
def test_a_written_answer_has_two_sample_answers_with_their_marks(notebook):
    """One is worth every point, one about half of them; what students wrote is quoted."""
    for answer in notebook.cells(cell_type="markdown", grade=True):
        heading = r"^\*\*A sample answer worth (\d) points\*\*\n\n> "
        best, half = map(int, re.findall(heading, answer.source, re.MULTILINE))
        points = settings(answer).points
        assert best == points and 0.4 * points <= half <= 0.6 * points
