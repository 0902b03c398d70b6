"""What storing marks costs, beside nbgrader's own calls: ``python -m benchmarks.gradebook``.

Both write the marks of the same assignment (9 answers, 9 tests) into the same database, in turns.
Ours is ``write_records`` in batches of 50; nbgrader's are the calls that ``nbgrader autograde``
makes for each submission, without the running of its cells. ``--db-url`` names an empty database,
for instance on PostgreSQL, to be measured in place of a SQLite file.
"""

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

from autograder.coursework.course import CONFIG, open_course
from autograder.gradebook import open_gradebook, write_records
from autograder.model import CellRecord, Record, Role

NAME, EXERCISES, BATCH = "a1", range(9), 50


def make_assignment(gradebook: Gradebook) -> None:
    """Enter an assignment as releasing it would."""
    gradebook.add_assignment(NAME)
    gradebook.add_notebook(NAME, NAME)
    for i in EXERCISES:
        gradebook.add_solution_cell(f"answer{i}", NAME, NAME)
        gradebook.add_grade_cell(f"test{i}", NAME, NAME, max_score=10, cell_type="code")


def record(student: str) -> Record:
    """The record of a submission that earned 7 points in each exercise."""
    tests = tuple(CellRecord(f"test{i}", Role.TEST, 10.0, 7.0) for i in EXERCISES)
    return Record(NAME, student, NAME, "", "graded", "", tests)


def graded_notebook() -> NotebookNode:
    """The same submission as nbgrader has it after running its cells."""
    cells = []
    for i in EXERCISES:
        for name, is_test in ((f"answer{i}", False), (f"test{i}", True)):
            cell = new_code_cell("pass", outputs=[])
            flags = {"grade": is_test, "locked": is_test, "solution": not is_test, "task": False}
            cell.metadata["nbgrader"] = flags | {"schema_version": 3, "grade_id": name}
            if is_test:
                cell.metadata["nbgrader"]["points"] = 10
                cell.outputs = [new_output("execute_result", data={"text/plain": "7.0"})]
            cells.append(cell)
    return new_notebook(cells=cells)


def nbgraders_calls(db_url: str, student: str, notebook: NotebookNode) -> None:
    """What nbgrader.converters.Autograde asks of the gradebook for one submission."""
    steps: tuple[Callable[[Gradebook], object], ...] = (
        lambda gradebook: gradebook.update_or_create_student(student),
        lambda gradebook: gradebook.find_assignment(NAME),
        lambda gradebook: gradebook.update_or_create_submission(NAME, student),
        lambda gradebook: gradebook.find_notebook(NAME, NAME),
    )
    for step in steps:
        with Gradebook(db_url) as gradebook:
            step(gradebook)
    names = {"student": student, "assignment": NAME, "notebook": NAME, "db_url": db_url}
    SaveAutoGrades().preprocess(notebook, {"nbgrader": names})
    AssignLatePenalties().preprocess(notebook, {"nbgrader": names})


def milliseconds(call: Callable[[], object], submissions: int) -> float:
    """Time a call, for each submission."""
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started) / submissions


def measure(folder: Path, db_url: str, rounds: int) -> Iterable[tuple[float, float, float]]:
    """Yield for each round: nbgrader's calls, our first write, our regrade."""
    settings = {"db_url": db_url, "course_id": "bench"}
    lines = [f"c.CourseDirectory.{name} = {value!r}\n" for name, value in settings.items()]
    (folder / CONFIG).write_text("".join(["c = get_config()\n", *lines]))
    course, notebook = open_course(folder), graded_notebook()
    with open_gradebook(course, create=True) as gradebook:
        make_assignment(gradebook)
        for i in range(rounds):
            batch = [record(f"ours-{i}-{j}") for j in range(BATCH)]
            yield (
                milliseconds(
                    lambda i=i: nbgraders_calls(course.db_url, f"theirs-{i}", notebook), 1
                ),
                milliseconds(lambda batch=batch: write_records(gradebook, course, batch), BATCH),
                milliseconds(lambda batch=batch: write_records(gradebook, course, batch), BATCH),
            )


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--db-url", default="sqlite:///gradebook.db", help="an empty database")
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    warnings.filterwarnings(
        "ignore", module="nbgrader"
    )  # SQLAlchemy's, about its way of adding rows
    with tempfile.TemporaryDirectory() as folder:
        rounds = [*measure(Path(folder), arguments.db_url, arguments.rounds)]
    theirs, first, again = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"nbgrader's calls  {theirs:7.2f} ms a submission")
    print(f"write_records     {first:7.2f} ms, {theirs / first:.0f} times as fast")
    print(f"  once more       {again:7.2f} ms, {theirs / again:.0f} times as fast")


if __name__ == "__main__":
    main()
