"""What a change costs: a class graded anew, and again after the edit of one exercise.

    python -m benchmarks.regrade              a class of 24
    python -m benchmarks.regrade --size 240   a larger one

Both are the same command, from its start to its end, on a copy of the course with exercises of its
own. What a regrade takes of the processor time of the full run does not depend on what else the
machine does. The test cells that ran again are those whose records are new.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from autograder.coursework.course import open_course
from autograder.model import CellRecord
from autograder.results import records
from benchmarks.engine import DONE, OURS, ROOT, Measured, make_sample_class, run

NAME, EDITED = "a02_losses", ("hinge.py", "shared.py")
SIZE = 24


def main() -> None:
    """Print a line for the full run, and one for the edit of each file."""
    parser = argparse.ArgumentParser(description="The time of a regrade.")
    parser.add_argument("--size", type=int, default=SIZE, help="submissions of the class")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        make_sample_class(root, size)
        exercises = shutil.copytree(ROOT / "course" / NAME, root / "course" / NAME) / "exercises"
        shutil.copy(ROOT / "course" / "__init__.py", root / "course")
        full, before = _grade(root), _tests(root)
        print(f"class of {size}       seconds   CPU   of it   test cells that ran")
        _show("graded anew", full, full, f"all {len(before)}")
        for file in EDITED:
            with (exercises / file).open("a", encoding="utf-8") as text:
                text.write("\n# edited\n")
            again, after = _grade(root), _tests(root)
            ran = [key for key in after if after[key].key != before[key].key]
            names = ", ".join(sorted({name.removeprefix("test_") for _, name in ran}))
            _show(file, again, full, f"{len(ran)}: {names}")
            before = after


def _show(title: str, again: Measured, full: Measured, ran: str) -> None:
    share = again.cpu / full.cpu
    print(f"{title:14} {again.wall:9.1f} {again.cpu:5.1f}   {share:4.0%}   {ran}", flush=True)


def _grade(root: Path) -> Measured:
    return run([*OURS, NAME, "--course", str(root)], ROOT, DONE)


def _tests(root: Path) -> dict[tuple[str, str], CellRecord]:
    """The records of all test cells, by student and cell."""
    class_records = records.records_for(open_course(root), NAME)
    return {
        (record.student, cell.grade_id): cell
        for record in class_records
        for cell in record.cells
        if cell.role == "test"
    }


if __name__ == "__main__":
    main()
