"""Submissions graded a second: the engine, nbgrader on the same work, and the floor under both.

    python -m benchmarks.engine                         three classes, side by side with nbgrader
    python -m benchmarks.engine --growth 10 100 1000    how time and memory grow

Isolation and judge are on, nothing is kept from an earlier run, all submissions differ. nbgrader
runs the same hidden cells in its own kernel, a few submissions at a time, in turns with the
engine, and each side's best turn counts. The floor is what the cells themselves take: executed
plainly, in a fork of a process that has imported everything.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt

from autograder import notebook, pipeline
from autograder.course import open_course
from autograder.model import Assignment, Cell, Record
from autograder.release import release
from course import sample_class
from tests.ordinary_course import make_course

ROOT = Path(__file__).parents[1]
OURS, THEIRS, TURNS = 256, 8, 2  # submissions of a turn, and turns
NBGRADER = "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())"


class Silent:
    """A watcher that prints nothing."""

    def starts(self, assignment: Assignment, rung: str, count: int) -> None:
        """Nothing."""

    def finished(self, record: Record) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Measured:
    """Seconds a submission: wall, and processor time of everything that took part."""

    wall: float
    cpu: float


def main() -> None:
    """Print a table for each class."""
    parser = argparse.ArgumentParser(description="Submissions graded a second.")
    parser.add_argument("--growth", type=int, nargs="*", help="sizes of classes; no nbgrader")
    sizes = parser.parse_args().growth
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        if sizes:
            _show_growth(Path(folder), sizes)
        else:
            _compare(Path(folder))


def _compare(folder: Path) -> None:
    make_course(folder / "ordinary", {n: _students(OURS) for n in ("light", "heavy")})
    _make_sample_class(folder / "sample")
    print(f"{os.cpu_count()} cores; seconds a submission; best of {TURNS} turns")
    print("class            nbgrader   ours  ratio   CPU ours   floor   CPU/floor")
    for place, name in (("ordinary", "light"), ("ordinary", "heavy"), ("sample", "a02_losses")):
        root = folder / place
        turns = [(_nbgrader(root, name), _engine(root, name)) for _ in range(TURNS)]
        theirs = min(each.wall for each, _ in turns)
        ours = min((each for _, each in turns), key=lambda each: each.wall)
        floor = min(_floor(root, name) for _ in range(TURNS))
        print(
            f"{name:16} {theirs:8.3f} {ours.wall:6.3f} {theirs / ours.wall:6.1f} "
            f"{ours.cpu:10.3f} {floor:7.3f} {ours.cpu / floor:11.1f}",
            flush=True,
        )


def _show_growth(folder: Path, sizes: list[int]) -> None:
    print("submissions   seconds   a second   peak memory of the grader, MiB")
    for size in sizes:
        root = folder / str(size)
        make_course(root, {"light": _students(size), "heavy": ()})
        code = f"from benchmarks import engine; engine.grade_all({str(root)!r})"
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
        peak = int(done.stdout) >> 10
        print(f"{size:11} {seconds:9.1f} {size / seconds:10.1f} {peak:10}", flush=True)


def grade_all(root: str) -> None:
    """Grade the light class in this process; print the peak of its memory in KiB."""
    _grade(Path(root), "light")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _students(count: int) -> tuple[str, ...]:
    return tuple(f"right_{number:04}" for number in range(count))


def _make_sample_class(root: Path) -> None:
    """The honest ones of the sample class, each as often as it takes, no two the same."""
    shutil.copytree(ROOT / "source" / "a02_losses", root / "source" / "a02_losses")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(open_course(root), ["a02_losses"])
    sample_class.make_class(root / "all")
    honest = [student.name for student in sample_class.STUDENTS if student.honest]
    for number in range(OURS):
        name = honest[number % len(honest)]
        folder = root / "submitted" / f"{number // len(honest)}_{name}" / "a02_losses"
        shutil.copytree(root / "all" / name / "a02_losses", folder)
        for path in folder.glob("*.ipynb"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("# hint(", f"# {number} hint(", 1), encoding="utf-8")


def _grade(root: Path, name: str) -> int:
    course = open_course(root)
    for kept in (course.autograded, course.private / "records"):
        shutil.rmtree(kept, ignore_errors=True)
    request = pipeline.Request(name, workers=os.cpu_count() or 1)
    return len(pipeline.grade(course, request, Silent()).records)


def _engine(root: Path, name: str) -> Measured:
    with _measured() as clock:
        count = _grade(root, name)
    return Measured(clock[0] / count, clock[1] / count)


def _nbgrader(root: Path, name: str) -> Measured:
    """Let nbgrader grade a few of the same submissions, in a copy of the course."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root, Path(folder) / "course"))
        shutil.rmtree(copy / "autograded", ignore_errors=True)
        students = sorted({path.parent.name for path in (copy / "submitted").glob(f"*/{name}")})
        for student in students[THEIRS:]:
            shutil.rmtree(copy / "submitted" / student)
        (copy / "nbgrader_config.py").write_text("c = get_config()\n")
        with _measured() as clock:
            done = subprocess.run(
                [sys.executable, "-c", NBGRADER, "autograde", name, "--force"],
                cwd=copy,
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
    return Measured(clock[0] / THEIRS, clock[1] / THEIRS)


def _floor(root: Path, name: str) -> float:
    """Seconds a submission takes when its cells are executed plainly in a warm fork."""
    folders = sorted((root / "submitted").glob(f"*/{name}"))[:THEIRS]
    source = notebook.read(next((root / "source" / name).glob("*.ipynb")))
    tests = {cell.grade_id: cell for cell in source.cells if cell.role == "test"}
    plt.show = _render
    started = time.perf_counter()
    for folder in folders:
        written = notebook.read(next(folder.glob("*.ipynb"))).cells
        child = os.fork()
        if child == 0:
            os.chdir(root / "source" / name)
            _execute(tests.get(cell.grade_id, cell) for cell in written if cell.kind == "code")
            os._exit(0)
        os.waitpid(child, 0)
    return (time.perf_counter() - started) / len(folders)


def _render() -> None:
    """What a notebook does with figures: make pictures of them."""
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), format="png", bbox_inches="tight")
    plt.close("all")


def _execute(cells: Iterable[Cell]) -> None:
    sys.path.insert(0, "")
    namespace: dict = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in cells:
            with contextlib.suppress(Exception):
                exec(compile(cell.source, "<cell>", "exec"), namespace)


@contextlib.contextmanager
def _measured() -> Iterator[list[float]]:
    clock = [0.0, 0.0]
    cpu, wall = _cpu(), time.perf_counter()
    yield clock
    clock[:] = [time.perf_counter() - wall, _cpu() - cpu]


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


if __name__ == "__main__":
    main()
