"""The numbers of the class report, as pure functions over submissions.

Submissions that could not be read say nothing about an exercise and are left out everywhere here.

reached          mark / points that have a mark: while answers wait for a person, what they may
                 still bring counts neither for nor against a student
difficulty       1 - mean / points: 0 where everybody earned everything, 1 where nobody anything
discrimination   Pearson's correlation of an exercise's mark with the rest score, the sum of the
                 student's other automatic marks (the item-rest, or corrected point-biserial,
                 correlation); undefined where either of the two is the same for everyone
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from autograder.report.submissions import Item, Submission

BINS = 10


@dataclass(frozen=True)
class Summary:
    """The class in a few numbers; the marks are None where nothing could be read.

    ``late`` is None where no submission has a deadline that is known.
    """

    submissions: int
    unreadable: int
    waiting: int
    late: int | None
    points: float
    mean: float | None
    median: float | None
    mean_reached: float | None
    median_reached: float | None
    median_seconds: float | None


@dataclass(frozen=True)
class ItemStatistics:
    """How the class did on one exercise; ``count`` is the number of marks there are.

    ``complete`` and ``nothing`` count the students with all of the points, and with none. While
    ``waiting`` written answers are not read, those left empty alone would say nothing of the class,
    so no mark counts.
    """

    grade_id: str
    name: str
    points: float
    count: int
    mean: float | None
    difficulty: float | None
    discrimination: float | None
    complete: int
    nothing: int
    seconds: float
    longest: float
    waiting: int
    by_hand: bool
    notebook: str
    missed: int = 0  # students whose answer misses what the exercise is about
    about: str = ""

    @property
    def partial(self) -> int:
        return self.count - self.complete - self.nothing


@dataclass(frozen=True)
class MisconceptionCount:
    """A misconception, what is said about it, and the students whose answers showed it."""

    exercise: str
    function: str
    name: str
    message: str
    students: tuple[str, ...]


def summary(submissions: Sequence[Submission]) -> Summary:
    """Describe the class."""
    readable = [each for each in submissions if each.readable]
    marks, shares = [each.mark for each in readable], list(reached(readable))
    late = [each.late_seconds for each in submissions if each.late_seconds is not None]
    return Summary(
        submissions=len(submissions),
        unreadable=len(submissions) - len(readable),
        waiting=sum(each.waiting > 0 for each in submissions),
        late=sum(map(bool, late)) if late else None,
        points=max((each.points for each in readable), default=0.0),
        mean=statistics.fmean(marks) if marks else None,
        median=statistics.median(marks) if marks else None,
        mean_reached=statistics.fmean(shares) if shares else None,
        median_reached=statistics.median(shares) if shares else None,
        median_seconds=statistics.median(each.seconds for each in readable) if marks else None,
    )


def reached(submissions: Iterable[Submission]) -> Iterable[float]:
    """Yield the share that each submission reached of the points that are marked."""
    return (each.mark / each.marked for each in submissions if each.readable and each.marked > 0)


def distribution(submissions: Iterable[Submission], bins: int = BINS) -> tuple[int, ...]:
    """Count submissions by the share they reached; the last bin includes all points."""
    counts = [0] * bins
    for each in submissions:
        if each.readable and each.marked > 0:
            bin_reached = int(each.mark * bins / each.marked)  # exact for half points
            counts[min(max(bin_reached, 0), bins - 1)] += 1
    return tuple(counts)


def items(submissions: Iterable[Submission]) -> tuple[ItemStatistics, ...]:
    """Describe every exercise, in the order of the notebook."""
    by_cell: dict[tuple[str, str], list[tuple[Item, float]]] = {}
    for each in submissions:
        if each.readable:
            total = sum(_automatic(item) for item in each.items)
            for item in each.items:
                cell = item.notebook, item.grade_id
                by_cell.setdefault(cell, []).append((item, total - _automatic(item)))
    return tuple(_item(*cell, met) for cell, met in by_cell.items())


def misconceptions(submissions: Iterable[Submission]) -> tuple[MisconceptionCount, ...]:
    """Count the students who showed each misconception, the most frequent first."""
    students: dict[tuple[str, str, str], set[str]] = {}
    messages: dict[tuple[str, str, str], str] = {}
    for each in submissions:
        for shown in each.misconceptions:
            key = (shown.exercise, shown.function, shown.name)
            students.setdefault(key, set()).add(each.student)
            messages.setdefault(key, shown.message)
    counted = [
        MisconceptionCount(*key, messages[key], tuple(sorted(names)))
        for key, names in students.items()
    ]
    return tuple(sorted(counted, key=lambda m: (-len(m.students), m.exercise, m.function, m.name)))


def hardest(
    items: Iterable[ItemStatistics], at_fault: Container[tuple[str, str]] = ()
) -> tuple[ItemStatistics, ...]:
    """Return the exercises of which the smallest share was earned: all of them on a tie.

    Those whose test is ``at_fault``, by notebook and grade_id, say nothing of the class.
    """
    told = [item for item in items if (item.notebook, item.grade_id) not in at_fault]
    marked = [item for item in told if item.difficulty and not item.by_hand]
    most = max((item.difficulty or 0.0 for item in marked), default=0.0)
    return tuple(item for item in marked if math.isclose(item.difficulty or 0.0, most))


def most_met(
    counted: Sequence[MisconceptionCount],
) -> tuple[MisconceptionCount, ...]:
    """Return the misconceptions that most students met: all of them on a tie."""
    return tuple(met for met in counted if len(met.students) == len(counted[0].students))


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where one of the two does not vary."""
    if len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return statistics.correlation(first, second)


def _automatic(item: Item) -> float:
    return 0.0 if item.by_hand else item.mark or 0.0


def _item(notebook: str, grade_id: str, met: Sequence[tuple[Item, float]]) -> ItemStatistics:
    """Describe one cell from everybody's mark in it and their rest score."""
    # A run that ended early has no exercise's name for the cells it did not reach.
    named = next((item.names for item, _ in met if item.names), ())
    marked = [(item.mark, rest) for item, rest in met if item.mark is not None]
    by_hand, waiting = met[0][0].by_hand, len(met) - len(marked)
    marked = [] if by_hand and waiting else marked
    marks, rests = [mark for mark, _ in marked], [rest for _, rest in marked]
    points = max(item.points for item, _ in met)
    mean = statistics.fmean(marks) if marks else None
    return ItemStatistics(
        grade_id=grade_id,
        name=", ".join(named) or grade_id,
        points=points,
        count=len(marked),
        mean=mean,
        difficulty=1 - mean / points if mean is not None and points else None,
        discrimination=correlation(marks, rests),
        complete=sum(mark >= points for mark in marks),
        nothing=sum(mark <= 0 < points for mark in marks),
        seconds=statistics.median(item.seconds for item, _ in met),
        longest=max(item.seconds for item, _ in met),
        waiting=waiting,
        by_hand=by_hand,
        notebook=notebook,
        missed=sum(bool(item.essentials) for item, _ in met),
        about=next((about for item, _ in met for about in item.essentials), ""),
    )
