"""How fast feedback pages are made, beside nbgrader's: ``python -m benchmarks.feedback``.

Takes a graded course (``make demo`` leaves one), copies it, and lets `nbgrader generate_feedback`
and `autograder feedback` make the pages of the same students in turns, in this process and warmed
up, so that neither pays for starting Python. Counted is processor time, which a busy machine does
not change much; the ratio is what matters. The exit code is 1 when the goal is missed.
"""

import argparse
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.commands.feedback import feedback
from autograder.coursework.course import open_course
from autograder.feedback import student
from autograder.results import records, released_text
from autograder.results.parts import autograded

ROUNDS = 3
GOAL = 5.0  # times faster than nbgrader


def main() -> int:
    """Measure, print a line for each and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=Path, default="build/demo")
    parser.add_argument("--assignment", default="a02_losses")
    chosen = parser.parse_args()
    if not chosen.course.is_dir():
        parser.error(f"{chosen.course} does not exist: run make demo, or name a graded course")
    # nbgrader asks the program alembic, installed beside this Python, for the database's version.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(chosen.course, Path(folder) / "course"))
        return report(*measure(root, chosen.assignment))


def measure(root: Path, assignment: str) -> tuple[dict[str, list[float]], int]:
    """Return the seconds of each way for the whole class, in turns, and the size of the class."""
    ways = {
        "nbgrader generate_feedback": lambda: nbgrader(root, assignment),
        "autograder feedback": lambda: ours(root, assignment),
        "the page alone": pages(root, assignment),
    }
    size = len(list((root / "autograded").glob(f"*/{assignment}/*.ipynb")))
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, way in ways.items():
            shutil.rmtree(root / "feedback", ignore_errors=True)
            started = time.process_time()
            way()
            if number:  # the first round warms up
                times[name].append(time.process_time() - started)
    return times, size


def nbgrader(root: Path, assignment: str) -> None:
    """Let nbgrader make all pages."""
    config = open_course(root).config
    config.CourseDirectory.assignment_id = assignment
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.ERROR)
    converter.start()


def ours(root: Path, assignment: str) -> None:
    """Let our command make all pages: records, notebooks and gradebook read, pages written."""
    result = CliRunner().invoke(feedback, [assignment, "--course", str(root)])
    assert result.exit_code == 0, result.output


def pages(root: Path, assignment: str) -> Callable[[], None]:
    """Return what makes all pages from records in memory, as a grading worker does."""
    course = open_course(root)
    read = list(records.records_for(course, assignment))
    notebooks = [autograded(course, record) for record in read]
    released = released_text.read(course, assignment, read[0].notebook)

    def make() -> None:
        for record, notebook in zip(read, notebooks, strict=True):
            student.render(record, released, notebook)

    return make


def report(times: dict[str, list[float]], size: int) -> int:
    """Print what was measured; return the exit code."""
    medians = {name: statistics.median(each) for name, each in times.items()}
    theirs = medians["nbgrader generate_feedback"]
    print(f"a class of {size}, {ROUNDS} rounds in turns, processor time:")
    for name, seconds in medians.items():
        print(f"  {name:<27} {1000 * seconds / size:7.1f} ms a page {theirs / seconds:7.1f} x")
    return int(theirs / medians["autograder feedback"] < GOAL)


if __name__ == "__main__":
    sys.exit(main())
