"""The page of the class."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from autograder.coursework.course import Course
from autograder.report import chart, similarity, statistics
from autograder.report.similarity import Answer, Function
from autograder.report.submissions import Submission
from autograder.results import page
from autograder.results.released_text import ReleasedText
from autograder.results.test_faults import TestFault

MOST_NAMED = 3  # exercises or misconceptions in one sentence; of more, their number
MOST_GROUPS = 100  # of students with the same code; more are counted, not listed


@dataclass(frozen=True)
class ClassReport:
    """Everything the page tells."""

    assignment: str
    submissions: tuple[Submission, ...]
    unreadable: tuple[str, ...]  # students whose record is damaged
    released_texts: Mapping[str, ReleasedText] = field(default_factory=dict)  # by notebook
    reference: tuple[Function, ...] = ()
    test_faults: tuple[TestFault, ...] = ()  # tests that end in the same way for everybody
    ran_inside: tuple[str, ...] = ()  # sentences on tests that ran in the students' processes

    @cached_property
    def summary(self) -> statistics.Summary:
        return statistics.summary(self.submissions)

    @cached_property
    def items(self) -> tuple[statistics.ItemStatistics, ...]:
        return statistics.items(self.submissions)

    @cached_property
    def misconceptions(self) -> tuple[statistics.MisconceptionCount, ...]:
        return statistics.misconceptions(self.submissions)

    @cached_property
    def alike(self) -> tuple[similarity.Alike, ...]:
        return similarity.groups(self._answers)

    @cached_property
    def copied(self) -> tuple[similarity.Copied, ...]:
        return similarity.copied(self._answers, self.reference)

    @property
    def _answers(self) -> dict[str, tuple[Answer, ...]]:
        return {each.student: each.answers for each in self.submissions}


def render(report: ClassReport, pages: Mapping[str, Mapping[str, str]], written: str = "") -> str:
    """Return the page as HTML; ``pages`` are addresses of feedback by student and notebook.

    ``written`` says when. The one script that may run is ours, known by its hash.
    """
    environment = page.environment("autograder.report")
    script = environment.get_template("sort.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    titles = {item.name: _title(report, item) for item in report.items}
    return environment.get_template("report.html").render(
        report=report,
        title=_heading(report),
        titles=titles,
        places={name: place for place, name in enumerate(titles)},
        written=written,
        pages=pages,
        hardest=statistics.hardest(
            report.items, {(each.notebook, each.grade_id) for each in report.test_faults}
        ),
        most_met=statistics.most_met(report.misconceptions),
        most_named=MOST_NAMED,
        most_groups=MOST_GROUPS,
        bars=chart.histogram(statistics.distribution(report.submissions)),
        ticks=chart.scale(statistics.BINS),
        width=chart.WIDTH,
        height=chart.HEIGHT,
        margin=chart.MARGIN,
        script=Markup(script),
        script_digest=digest,
    )


def _heading(report: ClassReport) -> str:
    """The title of the only notebook, else the assignment's name."""
    titles = [text.title for text in report.released_texts.values() if text.title]
    return titles[0] if len(titles) == 1 else report.assignment


def feedback_pages(course: Course, report: ClassReport, output: Path) -> dict[str, dict[str, str]]:
    """Return the addresses of the feedback pages there are, by student and notebook."""
    pages: dict[str, dict[str, str]] = {}
    start = output.resolve().parent
    for each in report.submissions:
        for name in each.notebooks:
            path = course.feedback / each.student / report.assignment / f"{name}.html"
            if path.is_file():
                address = quote(os.path.relpath(path, start))
                pages.setdefault(each.student, {})[name] = address
    return pages


def _title(report: ClassReport, item: statistics.ItemStatistics) -> str:
    released_text = report.released_texts.get(item.notebook, ReleasedText())
    return released_text.titles.get(item.grade_id, item.name)
