"""Submissions graded a second: the engine, nbgrader on the same work, and the floor under both.

    python -m benchmarks.engine                         three classes, side by side with nbgrader
    python -m benchmarks.engine --size 64               smaller classes, where starting counts
    python -m benchmarks.engine --growth 10 100 1000    how time and memory grow

Each side is its own command, from its start to its end. Isolation and judge are on, nothing is
kept from an earlier run, all submissions differ. nbgrader runs the same hidden cells in its own
kernel; that grows by the same time with each submission, so a class of 1 and one of 17 tell what
it takes to start and what each submission takes, and with that what the whole class would take.
The two take turns, and each side's best turn counts. The floor is what the cells themselves take:
executed plainly, in a fork of a process that has imported everything.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt

from autograder.commands import console
from autograder.coursework import notebook
from autograder.coursework.course import open_course
from autograder.model import Cell
from autograder.release import release
from course import sample_class
from tests.ordinary_course import make_course

ROOT = Path(__file__).parents[1]
SIZE, TURNS = 1000, 2
THEIRS = (1, 17)  # submissions; sixteen more are all kinds of students in the sample class
DONE = (console.DONE, console.NEEDS_A_LOOK)
OURS = [sys.executable, "-m", "autograder", "grade"]
NBGRADER = [
    sys.executable,
    "-c",
    "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())",
    "autograde",
    "--force",
]


@dataclass(frozen=True, order=True)
class Measured:
    """One command: its seconds, processor time of all its processes, MiB of the largest."""

    wall: float
    cpu: float
    memory: int


def main() -> None:
    """Print a table for each class."""
    parser = argparse.ArgumentParser(description="Submissions graded a second.")
    parser.add_argument("--size", type=int, default=SIZE, help="submissions of a class")
    parser.add_argument("--growth", type=int, nargs="*", help="sizes of classes; no nbgrader")
    wanted = parser.parse_args()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        if wanted.growth:
            _show_growth(Path(folder), wanted.growth)
        else:
            _compare(Path(folder), wanted.size)


def _compare(folder: Path, size: int) -> None:
    make_course(folder / "ordinary", {n: _students(size) for n in ("light", "heavy")})
    make_sample_class(folder / "sample", size)
    print(f"{os.cpu_count()} cores, classes of {size}, best of {TURNS} turns; in seconds")
    print("             nbgrader  nbgrader          a submission                     ")
    print("class          starts   each one   nbgrader   ours   ratio   CPU   floor   CPU/floor")
    for place, name in (("ordinary", "light"), ("ordinary", "heavy"), ("sample", "a02_losses")):
        root = folder / place
        turns = [_turn(root, name) for _ in range(TURNS)]
        ours, few, more = (min(runs) for runs in zip(*turns, strict=True))
        each = (more.wall - few.wall) / (THEIRS[1] - THEIRS[0])
        starts = few.wall - THEIRS[0] * each
        theirs = starts / size + each
        floor = min(_floor(root, name) for _ in range(TURNS))
        wall, cpu = ours.wall / size, ours.cpu / size
        print(
            f"{name:12} {starts:8.1f} {each:10.3f} {theirs:10.3f} {wall:6.3f} "
            f"{theirs / wall:7.1f} {cpu:5.3f} {floor:7.3f} {cpu / floor:11.1f}",
            flush=True,
        )


def _turn(root: Path, name: str) -> tuple[Measured, ...]:
    """Our own run of the whole class, and nbgrader's of a few and of more."""
    return _grade(root, name), *(_nbgrader(root, name, count) for count in THEIRS)


def _show_growth(folder: Path, sizes: list[int]) -> None:
    print("submissions   seconds   a second   peak memory of the largest process, MiB")
    for size in sizes:
        make_course(folder / str(size), {"light": _students(size), "heavy": ()})
        run = _grade(folder / str(size), "light")
        print(f"{size:11} {run.wall:9.1f} {size / run.wall:10.1f} {run.memory:10}", flush=True)


def _students(count: int) -> tuple[str, ...]:
    return tuple(f"right_{number:04}" for number in range(count))


def make_sample_class(root: Path, size: int) -> None:
    """The honest ones of the sample class, each as often as it takes, no two the same."""
    shutil.copytree(ROOT / "source" / "a02_losses", root / "source" / "a02_losses")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(open_course(root), ["a02_losses"])
    sample_class.make_class(root / "all")
    honest = [student.name for student in sample_class.STUDENTS if student.honest]
    for number in range(size):
        name = honest[number % len(honest)]
        folder = root / "submitted" / f"{number // len(honest)}_{name}" / "a02_losses"
        shutil.copytree(root / "all" / name / "a02_losses", folder)
        for path in folder.glob("*.ipynb"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("# hint(", f"# {number} hint(", 1), encoding="utf-8")


def _grade(root: Path, name: str) -> Measured:
    """Let the engine grade the whole class anew."""
    for kept in (root / "autograded", root / ".autograder" / "records"):
        shutil.rmtree(kept, ignore_errors=True)
    return run([*OURS, name, "--course", str(root)], ROOT, DONE)


def _nbgrader(root: Path, name: str, count: int) -> Measured:
    """Let nbgrader grade so many of the same submissions, in a copy of the course."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root, Path(folder) / "course"))
        shutil.rmtree(copy / "autograded", ignore_errors=True)
        students = sorted({path.parent.name for path in (copy / "submitted").glob(f"*/{name}")})
        for student in students[count:]:
            shutil.rmtree(copy / "submitted" / student)
        (copy / "nbgrader_config.py").write_text("c = get_config()\n")
        return run([*NBGRADER, name], copy, (0,))


def run(command: list[str], folder: Path, fine: tuple[int, ...]) -> Measured:
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            said.seek(0)
            raise SystemExit(said.read().decode()[-2000:])
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10)


def _floor(root: Path, name: str) -> float:
    """Seconds a submission takes when its cells are executed plainly in a warm fork."""
    folders = sorted((root / "submitted").glob(f"*/{name}"))[: THEIRS[1]]
    source = notebook.read(next((root / "source" / name).glob("*.ipynb")))
    tests = {cell.grade_id: cell for cell in source.cells if cell.role == "test"}
    plt.show = _render
    started = time.perf_counter()
    for folder in folders:
        written = notebook.read(next(folder.glob("*.ipynb"))).cells
        child = os.fork()
        if child == 0:
            os.chdir(root / "source" / name)
            code = (cell for cell in written if cell.kind == "code" and not cell.is_illustration)
            _execute(tests.get(cell.grade_id, cell) for cell in code)
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


if __name__ == "__main__":
    main()
