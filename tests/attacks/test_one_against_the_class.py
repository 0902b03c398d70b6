"""One submission against the class: odd names, files and cells cost nobody else anything.

Each odd submission is the honest one with one thing changed. The real commands run over them all.
"""

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from autograder.commands.main import main
from autograder.coursework.course import open_course
from autograder.gradebook.lateness import time_problem
from autograder.results import records
from tests.attacks.forgeries import NAME, code
from tests.ordinary_course import build

FULL = 20.0
ACTING = "[/x][bold]\x1b[31m\u202e\x07"


def nested(terms):
    return "grade = " + " + ".join(["1"] * terms)


def notebook_named(path, name):
    path.rename(path.with_name(f"{name}.ipynb"))


def changed(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def with_cells(path, *cells):
    changed(path, lambda document: document["cells"].extend(cells))


ODD = {  # what is done to the folder of a submission; whether its marks stay
    "in terms": (lambda p: with_cells(p, code(nested(3_000))), True),
    "in brackets": (lambda p: with_cells(p, code(f"x = {'(' * 150}grade{')' * 150}")), True),
    "in magics": (lambda p: with_cells(p, code("!true\n" * 600 + "grade(")), True),
    "named oddly": (lambda p: notebook_named(p, "[bold]\u202e[x]"), True),
    ".hidden": (lambda _: None, True),
    "-dash": (lambda _: None, True),
    "[red]": (lambda _: None, True),
    "x" * 128: (lambda _: None, True),
    "cell type": (lambda p: with_cells(p, {**code("1"), "cell_type": ACTING}), True),
    "format": (lambda p: changed(p, lambda d: d.update(nbformat=ACTING)), False),
    "many cells": (lambda p: with_cells(p, *[code("1")] * 1_001), False),
    "a long cell": (lambda p: with_cells(p, code("x = 1\n" * 200_000)), False),
    "says a half": (lambda p: with_cells(p, code("raise ValueError('\\ud800 \\x1b[31m')")), True),
    "times": (lambda p: (p.parent / "timestamp.txt").write_text("1" * 4_000_000), True),
    "utf-16": (lambda p: (p.parent / "timestamp.txt").write_text(LATE, "utf-16"), True),
    "marked": (lambda p: (p.parent / "timestamp.txt").write_text(LATE, "utf-8-sig"), True),
    "without mark": (lambda p: (p.parent / "timestamp.txt").write_text(LATE, "utf-16-be"), True),
    "a pipe": (lambda p: os.mkfifo(p.parent / "timestamp.txt"), True),
}
LATE = "2030-01-02 00:00:00 UTC"
LEFT_OUT = [b"\xff\xfe", b"x" * 250, b"a\nb"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    build.make_course(folder, {**dict.fromkeys(build.ASSIGNMENTS, ()), NAME: ("right_01",)})
    honest = shutil.move(folder / "submitted/right_01", folder / "submitted/anna")
    for name, (change, _) in ODD.items():
        shutil.copytree(honest, folder / "submitted" / name)
        change(folder / "submitted" / name / NAME / f"{NAME}.ipynb")
    for name in LEFT_OUT:
        shutil.copytree(honest, os.fsdecode(os.path.join(os.fsencode(folder), b"submitted", name)))
    return folder


@pytest.fixture(scope="module")
def run(course):
    """Run a command in the course; its exit code and all that it printed."""

    def command(*arguments):
        done = CliRunner().invoke(main, [*arguments, "--course", str(course)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return command


@pytest.fixture(scope="module")
def first(run):
    return run("grade", NAME, "--workers", "2")


def record_of(course, student):
    return records.read(open_course(course), NAME, student)


def test_everybody_is_graded_or_told_and_the_run_says_that_there_is_a_look(course, first):
    exit_code, output = first
    assert exit_code == 1
    assert record_of(course, "anna").mark == FULL
    for name in LEFT_OUT:
        assert repr(os.fsdecode(name)[:40]) in output


@pytest.mark.parametrize("student", ODD)
def test_what_is_odd_costs_nothing_or_its_own_submission(course, first, student):
    record = record_of(course, student)
    assert record.mark == (FULL if ODD[student][1] else 0), record.endings
    assert record.status == ("graded" if ODD[student][1] else "unreadable")


def test_nothing_of_it_acts_on_the_terminal(run, first):
    for output in (first[1], run("grade", NAME)[1]):
        assert not set(output) & set("\x1b\x07\u202e"), output
        assert "[bold]" in output and "[/x]" in output


def test_commands_behind_it_take_everybody(course, first, run):
    assert run("feedback", NAME)[0] == 0
    assert run("report", NAME)[0] == 0
    page = (course / ".autograder/reports" / f"{NAME}.html").read_text()
    for student in ODD:
        pages = list((course / "feedback" / student / NAME).glob("*.html"))
        assert pages or not ODD[student][1]
        assert not set("".join(p.read_text() for p in pages)) & set("\x1b\x07\u202e\ud800")
        assert f">{student}<" in page
    for student in ("-dash", ".hidden", "says a half", "[red]"):
        exit_code, output = run("explain", NAME, student, "test_softmax")
        assert exit_code == 0 and student in output


def test_a_time_is_read_in_every_encoding_and_what_is_none_is_told(course, first):
    opened = open_course(course)
    for student in ("utf-16", "marked", "without mark"):
        assert not time_problem(opened, NAME, student)
    assert "no time" in time_problem(opened, NAME, "times")
