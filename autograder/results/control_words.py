"""The words for where a test cell is judged, why, and what would have it judged outside."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from autograder.model import CellControl, CellRecord, Ending, EndingKind, Place, Record, WhyInside
from autograder.results import wording

LONGEST = 120  # characters of what an exception says
INSIDE = "the tests ran in the student's process, where a mark can be forged"
AVOID = "test by calling the student's functions and comparing what they return"
PLACES = {
    Place.OUTSIDE: "outside",
    Place.INSIDE: "in the student's process",
    Place.NOWHERE: "the model solution does not pass",
    Place.UNTRIED: "no model solution to try",
}
WHY = {
    WhyInside.SETTING: "c.AutograderSandbox.in_kernel names it",
    WhyInside.FILES: "it uses a file that c.Autograde.exclude_overwriting leaves to the students",
    WhyInside.KERNEL: "its notebook runs in a kernel of its own",
    WhyInside.MODEL: "outside, the model solution fails",
    WhyInside.BARE: "outside, a notebook that nobody has touched passes",
    WhyInside.SIGN: "its text shows it, and the source has no answer to try",
}
WHAT_AVOIDS = {
    WhyInside.SETTING: "take it out of c.AutograderSandbox.in_kernel",
    WhyInside.FILES: "take that file out of c.Autograde.exclude_overwriting",
    WhyInside.KERNEL: "take c.AutograderSandbox.fresh_kernel out where the notebook is in Python",
    WhyInside.SIGN: "put the answer into the source, so that it can be tried",
}


def place(control: CellControl) -> str:
    """Say where a test cell is judged."""
    inside = control.why_inside and control.place is not Place.INSIDE
    return PLACES[control.place] + (f"; judged {PLACES[Place.INSIDE]}" if inside else "")


def reason(control: CellControl) -> str:
    """Say why a test cell is not judged outside, or what is wrong with it; "" where nothing is."""
    sentences = [why(control.why_inside, control.outside)] if control.why_inside else []
    sentences += [f"it {sign}" for sign in control.signs]
    if control.place is Place.NOWHERE:
        sentences.append(_short_of(control))
    if control.is_given_away:
        sentences.append("a notebook that nobody has touched gets its full points")
    return "; ".join(sentences)


def not_passed(control: CellControl) -> str:
    """Say that the model solution does not get the points of a test cell, and what to do."""
    return f"the source's own solution does not pass: {_short_of(control)}. Mend one of the two."


def _short_of(control: CellControl) -> str:
    if control.earned:
        return f"it gets {control.earned:g} of {control.points:g} points"
    how = control.within if control.why_inside else control.outside
    is_raised = how is not None and how.kind is EndingKind.RAISED
    return f"it ends with {ended(how)}" if is_raised else ended(how)


def why(reason: WhyInside, outside: Ending | None) -> str:
    """Say why a test runs inside; ``outside`` is how it ends there for the model solution."""
    if reason is WhyInside.MODEL and outside and not outside.is_complete:
        return f"{WHY[reason]}: {ended(outside)}"
    return WHY[reason]


def avoidance(reason: WhyInside) -> str:
    """Say what would have a test judged outside."""
    return WHAT_AVOIDS.get(reason, AVOID)


def ran_inside(cell: CellRecord) -> str:
    """Say that a test ran inside, why, and what would avoid it; "" where it did not."""
    if cell.why_inside is None:
        return ""
    return (
        f"{INSIDE}: {why(cell.why_inside, cell.outside)}. To avoid it, {avoidance(cell.why_inside)}"
    )


def cells_inside(records: Iterable[Record]) -> tuple[str, ...]:
    """Say which test cells of a class ran inside, why, and what would avoid it."""
    cells: dict[str, dict[str, None]] = {}  # by what is said of them, each once
    for record in records:
        for cell in record.cells:
            if cell.why_inside:
                cells.setdefault(ran_inside(cell), {})[cell.grade_id] = None
    return tuple(f"{', '.join(names)}: {sentence}." for sentence, names in cells.items())


def ended(how: Ending | None) -> str:
    """Say how a test ended for the model solution."""
    if how is None or how.is_complete:
        return "no points"
    words = wording.ending(how)
    if how.kind is EndingKind.RAISED:
        words = f"{how.exception}: {how.message}" if how.message else how.exception
    return textwrap.shorten(words, LONGEST, placeholder=" …").rstrip(".")
