"""The page of the class."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.course import Course
from autograder.feedback import page
from autograder.report import chart, statistics
from autograder.report.submissions import Submission


@dataclass(frozen=True)
class ClassReport:
    """Everything the page tells."""

    assignment: str
    submissions: tuple[Submission, ...]
    unreadable: tuple[str, ...]  # students whose record is damaged

    @property
    def summary(self) -> statistics.Summary:
        return statistics.summary(self.submissions)

    @property
    def items(self) -> tuple[statistics.ItemStatistics, ...]:
        return statistics.items(self.submissions)

    @property
    def misconceptions(self) -> tuple[statistics.MisconceptionCount, ...]:
        return statistics.misconceptions(self.submissions)


def render(report: ClassReport, pages: Mapping[str, str]) -> str:
    """Return the page as HTML; ``pages`` are addresses of feedback pages by student."""
    template = page.environment("autograder.report").get_template("report.html")
    return template.render(
        assignment=report.assignment,
        submissions=report.submissions,
        unreadable=report.unreadable,
        summary=report.summary,
        items=report.items,
        misconceptions=report.misconceptions,
        pages=pages,
        bars=chart.histogram(statistics.distribution(report.submissions)),
        ticks=chart.scale(statistics.BINS),
        width=chart.WIDTH,
        height=chart.HEIGHT,
        margin=chart.MARGIN,
    )


def feedback_pages(course: Course, report: ClassReport, output: Path) -> dict[str, str]:
    """Return the addresses of the feedback pages there are, as seen from the report."""
    pages = {}
    for each in report.submissions:
        path = course.feedback / each.student / report.assignment / f"{each.notebook}.html"
        if path.is_file():
            pages[each.student] = quote(os.path.relpath(path, output.resolve().parent))
    return pages
