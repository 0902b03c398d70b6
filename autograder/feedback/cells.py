"""The student's notebook as it is shown below the marks: their cells, no tests.

What was given is the same in every submission, so the HTML of a source is made once and found
again by its text; only what a student wrote and what the cells printed is made for each page.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from autograder.feedback import hidden, markdown, visible
from autograder.feedback.visible import VisibleCheck
from autograder.model import Record, Role
from autograder.results import outputs
from autograder.results.manual_marks import ManualMarks
from autograder.results.outputs import ShownOutput
from autograder.results.released_text import ReleasedText, headings

Heading = tuple[int, str] | None  # its level and text

NOTHING = Markup()
LONGEST_SOURCE = 50_000  # characters of one cell
LONGEST_KEPT = 10_000  # characters of a source whose HTML is worth keeping
MOST_PROSE = 300_000  # characters of markdown on a page; what follows is shown as it is


@dataclass(frozen=True)
class ShownCell:
    """One cell of the page; of a test cell nothing but its place is shown."""

    kind: str  # "code", "markdown", "raw" or "test"
    grade_id: str
    position: int
    body: Markup = NOTHING
    answer: bool = False  # written by the student, and graded
    is_given: bool = False  # read-only, or left as it was: the same for everyone
    heading: Heading = None
    outputs: tuple[ShownOutput, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Section:
    """Neighbours that were all given, to be folded away, or were all not."""

    is_given: bool
    heading: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class _View:
    """What decides about every cell of a page."""

    roles: Mapping[str, Role]
    manual_marks: ManualMarks
    pairs: hidden.Pairs
    secrets: frozenset[str]
    starters: frozenset[str]
    last_prose: int  # the position of the last cell whose markdown is rendered


def shown(
    notebook: Mapping[str, Any],
    record: Record,
    released_text: ReleasedText,
    manual_marks: ManualMarks,
    pairs: hidden.Pairs,
) -> tuple[ShownCell, ...]:
    """Return the cells of an autograded notebook as a student may see them."""
    cells = [cell for cell in notebook.get("cells", ()) if isinstance(cell, dict)]
    view = _View(
        roles={cell.grade_id: cell.role for cell in record.cells if cell.grade_id},
        manual_marks=manual_marks,
        pairs=pairs,
        secrets=hidden.telling(_hidden_lines(cells, pairs)),
        starters=released_text.starters,
        last_prose=_last_prose(cells),
    )
    return tuple(_show(cell, position, view) for position, cell in enumerate(cells, start=1))


def failed_checks(
    notebook: Mapping[str, Any], record: Record, released_text: ReleasedText, pairs: hidden.Pairs
) -> dict[str, VisibleCheck]:
    """Return the visible checks of an autograded notebook that failed, by grade_id."""
    cells = [cell for cell in notebook.get("cells", ()) if isinstance(cell, dict)]
    named = ((str(_settings(cell).get("grade_id")), cell.get("source")) for cell in cells)
    sources = {name: outputs.joined(source) for name, source in named}
    return visible.failed(record.cells, sources, released_text.tests, pairs)


def answers(cells: Sequence[ShownCell]) -> dict[str, int]:
    """Return where the answer begins that each test is about: the first one since the last test."""
    positions, begins = {}, 0
    for cell in cells:
        if cell.answer and not begins:
            begins = cell.position
        elif cell.kind == "test":
            positions[cell.grade_id] = begins or cell.position
            begins = 0
    return positions


def sections(cells: Sequence[ShownCell]) -> tuple[Section, ...]:
    """Group neighbours, so that what was given can be folded away between a student's cells."""
    runs = itertools.groupby(cells, key=lambda cell: cell.is_given)
    return tuple(_section(is_given, tuple(run)) for is_given, run in runs)


def _section(is_given: bool, cells: tuple[ShownCell, ...]) -> Section:
    """Call what was given by its last heading, of a chapter or exercise if there is one."""
    named = [cell.heading for cell in cells if is_given and cell.heading]
    best = [text for level, text in named if level <= 2] or [text for _, text in named]
    return Section(is_given, best[-1] if best else "", cells)


def _last_prose(cells: Sequence[Mapping[str, Any]]) -> int:
    letters = 0
    for position, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "markdown":
            letters += min(len(outputs.joined(cell.get("source"))), markdown.LONGEST)
        if letters > MOST_PROSE:
            return position - 1
    return len(cells)


def _hidden_lines(cells: Sequence[Mapping[str, Any]], pairs: hidden.Pairs) -> list[str]:
    separated = (hidden.separate(outputs.joined(cell.get("source")), pairs) for cell in cells)
    return [line for _, lines in separated for line in lines]


def _show(cell: Mapping[str, Any], position: int, view: _View) -> ShownCell:
    settings = _settings(cell)
    grade_id = str(settings.get("grade_id") or "")
    comment = view.manual_marks.of(grade_id).comment
    if _is_test(cell, settings, view.roles.get(grade_id)):
        return ShownCell("test", grade_id, position, comment=comment)
    kind = str(cell.get("cell_type"))
    kind = kind if kind in ("code", "markdown") else "raw"
    kind = "raw" if kind == "markdown" and position > view.last_prose else kind
    source, _ = hidden.separate(outputs.joined(cell.get("source")), view.pairs)
    body, heading = _rendered(kind, source, _pictures(cell))
    printed, answer = _outputs(cell, view.secrets), bool(settings.get("solution"))
    untouched = settings.get("locked") or (source in view.starters and not printed)
    return ShownCell(
        kind=kind,
        grade_id=grade_id,
        position=position,
        body=body,
        answer=answer,
        is_given=bool(untouched) and not answer and not comment,
        heading=heading,
        outputs=printed,
        comment=comment,
    )


def _pictures(cell: Mapping[str, Any]) -> dict[str, str]:
    """The pictures attached to a cell that a page may show, by their names."""
    files = cell.get("attachments")
    named = files.items() if isinstance(files, dict) else ()
    addresses = {name: outputs.picture(file) for name, file in named if isinstance(file, dict)}
    return {name: address for name, address in addresses.items() if address}


def _made(
    kind: str, source: str, pictures: Mapping[str, str] = markdown.NO_PICTURES
) -> tuple[Markup, Heading]:
    """Return the HTML of a source and the heading that names it, if there is one."""
    source = outputs.plain(source)[:LONGEST_SOURCE]
    if kind == "markdown":
        every = list(headings(source))
        chapters = [heading for heading in every if heading[0] <= 2] or every
        prose = markdown.render(source, pictures)
        return Markup('<div class="prose">{}</div>').format(prose), next(iter(chapters[-1:]), None)
    if not source:
        return NOTHING, None
    # One element a line, for its number; whatever the lines say has been escaped before.
    lines = "</span><span>".join(str(escape(source)).split("\n"))
    return Markup(f'<pre class="code"><span>{lines}</span></pre>'), None


_kept = lru_cache(maxsize=512)(_made)


def _rendered(kind: str, source: str, pictures: Mapping[str, str]) -> tuple[Markup, Heading]:
    """As `_made`; what others have as well is made once."""
    if pictures or len(source) > LONGEST_KEPT:
        return _made(kind, source, pictures)
    return _kept(kind, source)


def _settings(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    settings = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return settings if isinstance(settings, dict) else {}


def _is_test(cell: Mapping[str, Any], settings: Mapping[str, Any], role: Role | None) -> bool:
    """Whether record or metadata call it a test: one word is enough to keep it back."""
    marked = settings.get("grade") and not settings.get("solution")
    return role is Role.TEST or (bool(marked) and cell.get("cell_type") == "code")


def _outputs(cell: Mapping[str, Any], secrets: frozenset[str]) -> tuple[ShownOutput, ...]:
    shown = outputs.shown(cell.get("outputs") or ())
    if any(hidden.leaks(output.text, secrets) for output in shown):
        return (outputs.note("this output repeats lines of a test and is not shown"),)
    return shown
