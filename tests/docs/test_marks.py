"""The page on marks: what it says of nbgrader's own tests is what `make theirs` holds."""

import re
from pathlib import Path

from tests.autograder.nbgraders_own import DIFFERENT

PAGE = (Path(__file__).parents[2] / "docs/decisions/marks.md").read_text(encoding="utf-8")
CHAPTER = PAGE.partition("## nbgrader's own tests")[2].partition("\n## ")[0]
TESTS = 40  # of autograde, without the two that skip themselves


def test_the_page_names_the_tests_that_differ():
    rows = [row.split("|")[1] for row in CHAPTER.splitlines() if row.startswith("| `test_")]
    by_both, by_command = (
        {name for row in rows for name in re.findall(r"`(test_\w+)`", row) if is_for(row)}
        for is_for in (lambda row: "(the command)" not in row, lambda row: "(the command)" in row)
    )
    assert by_both == set(DIFFERENT["exporter"])
    assert by_both | by_command == set(DIFFERENT["command"])


def test_the_page_counts_those_that_pass():
    exporter, command = (TESTS - len(DIFFERENT[way]) for way in ("exporter", "command"))
    assert f"{exporter} of {TESTS} and {command} of {TESTS} pass" in CHAPTER
