"""Whose work has been graded, and a helping hand for misspelt names."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from autograder.coursework.course import Course
from autograder.errors import AutograderError
from autograder.results import records

MOST_NAMED = 30  # of a class, in an error


def students(course: Course, assignment: str) -> list[str]:
    """Return every student who has a record, readable or not, by name."""
    folder = records.path_of(course, assignment, "any").parent
    return sorted(path.stem for path in folder.glob("*.json"))


def chosen(course: Course, assignment: str, wanted: Sequence[str]) -> list[str]:
    """Return the wanted students, all of them where none is named; refuse unknown ones."""
    graded = students(course, assignment)
    if not graded:
        raise AutograderError(
            f"nothing of {assignment} has been graded yet; run: autograder grade {assignment}"
        )
    for student in wanted:
        if student not in graded:
            raise AutograderError(unknown("graded submission of", student, graded))
    return list(dict.fromkeys(wanted)) or graded


def unknown(kind: str, wanted: str, names: Sequence[str]) -> str:
    """Say that a name is not known, which one may be meant, and which there are."""
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    named = ", ".join(names[:MOST_NAMED])
    return f"there is no {kind} {wanted!r}.{guess} There are: {named}{more}."
