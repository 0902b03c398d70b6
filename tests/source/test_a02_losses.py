"""The losses notebook: its form, its promises in the text, and both of its runs."""

import doctest
import html
import inspect
import json
import re
import resource
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from autograder.coursework import dlkit_modules as topics
from autograder.coursework import names
from autograder.release.checks import visible
from autograder.specification.grade import evaluate
from autograder.specification.registry import exercises_for, find
from dlkit import losses
from dlkit.check import checksfile

CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"
SOURCE = Path(__file__).parents[2] / "source" / "a02_losses" / "losses.ipynb"
SETTINGS = {"cell_type", "grade", "grade_id", "locked", "schema_version", "solution", "task"}
LOOKS = {  # metadata that only JupyterLab reads, by the beginning of a cell's id
    "figure": {"tags", "jupyter"},  # the code of a picture is folded away
    "find": {"tags"},  # these need the student's functions: without them Run All goes on
    "train": {"tags"},
    "fit": {"tags"},
    "drawing": {"tags"},
}
EXERCISES = [exercise.id for exercise in exercises_for("losses")]
SECONDS = 20.0  # of processor time, for the whole notebook
PICTURES = {"figure": 1, "drawing": 1}  # how many a cell shows, by the beginning of its id
MORE_PICTURES = {"drawing_digits": 2}
FITS = [(loss, data) for loss in ("squared", "Huber") for data in ("clean", "spoiled")]
NO_NETWORK = """
import socket
def _refuse(*args): raise OSError("this notebook must run without a network")
socket.socket.connect = socket.getaddrinfo = _refuse
"""


def notebook():
    return nbformat.read(SOURCE, as_version=4)


def settings(cell):
    return cell.metadata.get("nbgrader", {})


def cells(**wanted):
    """The cells whose nbgrader settings have these values."""
    return [
        cell
        for cell in notebook().cells
        if settings(cell) and all(settings(cell)[key] == value for key, value in wanted.items())
    ]


def cell(grade_id):
    (found,) = cells(grade_id=grade_id)
    return found


def stem(exercise):
    return exercise.partition(".")[2]


@pytest.fixture(scope="module")
def written():
    """What the helpers and the solutions of the notebook define."""
    names = {"np": np}
    for each in [cell("helpers"), *cells(cell_type="code", solution=True)]:
        exec(compile(each.source, each.id, "exec"), names)
    return names


# ---------------------------------------------------------------- form


def test_the_file_is_in_normal_form():
    document = notebook()
    nbformat.validate(document)
    assert (document.nbformat, document.nbformat_minor) == (4, 5)
    assert document.metadata.kernelspec.name == "python3"
    assert set(document.metadata) == {"kernelspec", "language_info"}
    assert SOURCE.read_text(encoding="utf-8") == nbformat.writes(document) + "\n"


def test_cells_hold_no_results_and_only_the_settings_of_nbgrader():
    for each in notebook().cells:
        assert set(each.metadata) - {"nbgrader"} == LOOKS.get(each.id.split("_")[0], set())
        if each.cell_type == "code":
            assert (each.outputs, each.execution_count) == ([], None)
        if settings(each):
            points = {"points"} if settings(each).grade else set()
            assert set(settings(each)) == SETTINGS | points
            assert settings(each).grade_id == each.id
            assert (settings(each).schema_version, settings(each).cell_type) == (3, each.cell_type)


def test_every_cell_has_an_identity_of_its_own():
    identities = [each.id for each in notebook().cells]
    assert len(identities) == len(set(identities))


def test_no_locked_cell_shares_a_name_with_the_student():
    locked, open_to_student = set(), set()
    for each in notebook().cells:
        if each.cell_type == "code":
            own = locked if settings(each).get("locked") else open_to_student
            own |= names.assigned(names.parse(each.source))
    assert not locked & open_to_student


def test_nothing_is_imported_that_does_not_exist_while_grading():
    allowed = topics.allowed_modules("losses")
    for each in notebook().cells:
        if each.cell_type == "code" and not (settings(each).get("grade")):
            assert "autograder" not in each.source
            used = re.findall(r"from dlkit(?:\.(\w+))? import (.*)", each.source)
            modules = [[module] if module else names.split(", ") for module, names in used]
            assert {name for group in modules for name in group} <= set(allowed)


# ---------------------------------------------------------------- exercises


def test_the_exercises_come_in_the_order_of_their_specification():
    assert [each.id for each in cells(cell_type="code", grade=True)] == [
        f"test_{stem(exercise)}" for exercise in EXERCISES
    ]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_test_cell_checks_and_grades_the_functions_of_its_exercise(exercise):
    call = ", ".join([f'"{exercise}"', *find(exercise).references])
    each = cell(f"test_{stem(exercise)}")
    assert each.source.splitlines() == [
        f"check({call})",
        "### BEGIN HIDDEN TESTS",
        "from autograder import grade",
        f"grade({call})",
        "### END HIDDEN TESTS",
    ]
    assert settings(each).points == find(exercise).points


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_is_why_picture_box_label_stubs_check_and_hint(exercise):
    name = stem(exercise)
    order = [each.id for each in notebook().cells]
    shown = [part + name for part in ("why_", "figure_", "spec_", "label_")]
    begin = order.index(f"spec_{name}")
    end = begin + 2 + len(find(exercise).references)
    assert order[begin : end + 2] == [
        *shown[2:],
        *find(exercise).references,
        f"test_{name}",
        f"hint_{name}",
    ]
    assert [each for each in order[:begin] if each in shown] == shown[:2]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_label_says_what_the_specification_says(exercise):
    asked = find(exercise)
    dots = "●" * asked.difficulty + "○" * (5 - asked.difficulty)
    label = (
        f"**Difficulty** {dots} · **about** {asked.minutes} minutes · **{asked.points:g} points**"
    )
    assert cell(f"label_{stem(exercise)}").source == label


@pytest.mark.parametrize("function", [name for e in EXERCISES for name in find(e).references])
def test_a_stub_has_the_signature_of_the_reference(function, written):
    def shape(each):
        parameters = inspect.signature(each).parameters.values()
        return [(p.name, p.kind, p.default) for p in parameters]

    assert shape(written[function]) == shape(getattr(losses, function))
    assert written[function].__doc__


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("whose", ["notebook", "reference"])
def test_the_examples_are_right(exercise, whose, written):
    text = cell(f"spec_{stem(exercise)}").source
    names = written if whose == "notebook" else {"np": np, **vars(losses)}
    examples = "".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    case = doctest.DocTestParser().get_doctest(examples, dict(names), exercise, None, 0)
    for function in find(exercise).references:
        assert f"{function}(" in examples
    assert doctest.DocTestRunner(verbose=False).run(case).failed == 0


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solutions_earn_every_point(exercise, written):
    asked = find(exercise)
    for seed in range(5):
        graded = evaluate(asked, [written[name] for name in asked.references], seed)
        assert graded.mark == asked.points, [f.message for f in graded.findings if not f.passed]


def test_the_points_are_the_ones_that_the_opening_promises():
    automatic = sum(settings(each).points for each in cells(cell_type="code", grade=True))
    by_hand = sum(settings(each).points for each in cells(cell_type="markdown", grade=True))
    assert (automatic, by_hand) == (100, 15)
    assert "115 in all" in cell("how_it_works").source


def test_a_written_answer_has_two_sample_answers_with_their_marks():
    for each in cells(cell_type="markdown", grade=True):
        pattern = r"^\*\*A sample answer worth (\d) points\*\*$"
        marks = re.findall(pattern, each.source, re.MULTILINE)
        best, half = map(int, marks)
        assert best == settings(each).points and 2 <= half <= 3
        assert each.source.count("\n> ") >= 2  # what students wrote is quoted


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_box_says_what_the_libraries_call_it(exercise):
    (line,) = re.findall(
        r"^\*\*In the libraries\.\*\* (.*)$", cell(f"spec_{stem(exercise)}").source, re.MULTILINE
    )
    assert "`torch." in line


def test_the_scheme_of_a_written_answer_adds_up_to_its_points():
    answers = cells(cell_type="markdown", grade=True)
    assert len(answers) == 3
    for each in answers:
        scheme = each.source.split("**Marking scheme**")[1]
        points = re.findall(r"^\* (\d) points?:", scheme, re.MULTILINE)
        assert sum(map(int, points)) == settings(each).points


# ---------------------------------------------------------------- runs


def release(document):
    """The student's notebook, by nbgrader's own steps."""
    for step in (ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()):
        document, _ = step.preprocess(document, {})
    return document


def run(document, folder):
    """Run all cells in a folder with checks.json, without a network; return id -> outputs."""
    exercises = tuple(visible(each) for each in exercises_for("losses"))
    checks = checksfile.ChecksFile("losses", topics.allowed_modules("losses"), exercises)
    (folder / checksfile.NAME).write_text(checksfile.dump(checks), encoding="utf-8")
    shutil.copy(CONFIG, folder)  # it names the exercises that `grade` asks for
    document.cells.insert(0, nbformat.v4.new_code_cell(NO_NETWORK))
    place = {"metadata": {"path": str(folder)}}
    before = processor_time()
    NotebookClient(
        document, timeout=60, kernel_name="python3", allow_errors=True, resources=place
    ).execute()
    assert processor_time() - before < SECONDS
    return {each.id: each.outputs for each in document.cells if each.cell_type == "code"}


def processor_time():
    """What kernels that have ended took: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def errors(outputs):
    return [o.ename for results in outputs.values() for o in results if o.output_type == "error"]


def texts(results, kind):
    return [output.data["text/plain"] for output in results if output.output_type == kind]


def test_the_source_runs_from_top_to_bottom_with_every_point(tmp_path):
    outputs = run(notebook(), tmp_path)
    assert errors(outputs) == []
    for exercise in EXERCISES:
        results = outputs[f"test_{stem(exercise)}"]
        assert re.search(r"all \d+ checks passed", texts(results, "display_data")[0])
        assert [float(text) for text in texts(results, "execute_result")] == [10.0]
    for name, results in outputs.items():
        expected = MORE_PICTURES.get(name, PICTURES.get(name.split("_")[0], 0))
        assert described(results) == expected, name
    stderr = [o for results in outputs.values() for o in results if o.get("name") == "stderr"]
    assert stderr == []
    assert float(re.search(r"([\d.]+)% of", printed(outputs["train_digits"]))[1]) > 95
    assert figures_told(outputs) == []


def described(results):
    """How many pictures there are; each has its words, and none is without."""
    bundles = [o.data for o in results if o.output_type == "display_data"]
    assert not any(kind.startswith("image/") for data in bundles for kind in data)
    images = [data for data in bundles if data.get("text/html", "").startswith("<img ")]
    for data in images:
        alt = html.unescape(re.search(r' alt="([^"]*)"', data["text/html"])[1])
        assert alt == data["text/plain"] and len(alt.split()) >= 15
    return len(images)


def printed(results):
    return "".join(o.text for o in results if o.output_type == "stream")


def figures_told(outputs):
    """What the text says of the results that the cells do not print."""
    read = numbers(outputs["drawing_digits"])[0]
    missed = dict(zip(FITS, numbers(outputs["drawing_robust"]), strict=True))
    said = " ".join(each.source for each in cells(cell_type="markdown", grade=False))
    told = [
        f"about {read[1]:.0f} of 100 unseen",
        f"{read[2]} in the worst of the twenty and {read[3]} in the best",
        f"on clean data the two losses are as good as each other, {missed['squared', 'clean'][1]} "
        f"and {missed['Huber', 'clean'][1]} on average",
        "the squared error misses by {1:.0f}, from {2:.0f} to {3:.0f} over {0:.0f} seeds".format(
            *missed["squared", "spoiled"]
        ).replace("20", "twenty"),
        "the Huber loss by {1:.0f}, from {2:.0f} to {3:.0f}".format(*missed["Huber", "spoiled"]),
    ]
    assert missed["squared", "spoiled"][1] > 3 * missed["squared", "clean"][1]  # in the opening
    both = missed["squared", "clean"][1], missed["Huber", "clean"][1]
    assert [round(each) for each in both] == [45, 45]  # in the prediction
    return [sentence for sentence in told if sentence not in said]


def numbers(results):
    """The numbers in each line that gives an average over seeds: how many, average, range."""
    lines = [line for line in printed(results).splitlines() if "over" in line]
    return [[float(n) for n in re.findall(r"\d+\.?\d*", line)] for line in lines]


def test_the_bare_release_is_clean_and_says_what_is_missing(tmp_path):
    document = release(notebook())
    text = json.dumps(document, ensure_ascii=False)
    for word in ("SOLUTION", "MARK SCHEME", "HIDDEN TESTS", "autograder import"):
        assert word not in text
    for each in cells(cell_type="markdown", grade=True):
        (blank,) = [c for c in document.cells if c.id == each.id]
        assert blank.source == "YOUR ANSWER HERE"
    outputs = run(document, tmp_path)
    assert set(errors(outputs)) == {"NotImplementedError"}
    for exercise in EXERCISES:
        (said,) = texts(outputs[f"test_{stem(exercise)}"], "display_data")
        assert said == f"{exercise}: not attempted yet."
