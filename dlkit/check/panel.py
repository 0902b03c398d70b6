"""What a student is told of one exercise: a headline, and a row for each function.

A panel is plain text (``str(panel)``) wherever there is no notebook, and in one it is the page
that :mod:`dlkit.check.markup` draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dlkit.check.battery import Finding
from dlkit.check.diagnosis import Diagnosis, diagnose
from dlkit.check.marking import essentials_told, right_at_edges_only

ONLY_EDGES = "No points yet: the right results are all of edge cases, and no other result is right."


@dataclass(frozen=True)
class Row:
    """One function: "passed", "wrong", "stopped" or "not attempted", and what to say about it."""

    function: str
    state: str
    message: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Panel:
    """What a student sees of one exercise.

    ``state`` is "passed", "wrong", "not attempted", "hint", "stub" or "error"; ``sentences`` stand
    below the headline, then come the rows and the ``code``, a text for each cell.
    """

    exercise: str
    state: str
    headline: str
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    title: str = ""
    code: tuple[str, ...] = ()

    def __str__(self) -> str:
        sentences_of_rows = [f"{row.function}: {row.message}" for row in self.rows if row.message]
        below = (f"  {sentence}" for sentence in (*self.sentences, *sentences_of_rows))
        return "\n".join([f"{self.exercise}: {self.headline}", *below, *self.code])

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for row in self.rows for finding in row.findings)


def summarise(
    exercise: str,
    findings: Sequence[Finding],
    diagnoses: Sequence[Diagnosis],
    title: str = "",
) -> Panel:
    """Turn findings into the panel of one exercise."""
    names = dict.fromkeys(finding.check.function for finding in findings)
    rows = tuple(_row(name, findings, diagnoses) for name in names)
    passed = sum(finding.passed for finding in findings)
    if passed == len(findings):
        return Panel(exercise, "passed", f"all {passed} checks passed.", (), rows, title)
    if all(row.state == "not attempted" for row in rows):
        return Panel(exercise, "not attempted", "not attempted yet.", title=title)
    headline = f"{passed} of {len(findings)} checks passed."
    sentences = tuple(
        sentence
        for about in essentials_told(findings)
        for sentence in (essential_sentence(about), *_reason(about, rows))
    )
    sentences += (ONLY_EDGES,) * right_at_edges_only(findings)
    return Panel(exercise, "wrong", headline, sentences, rows, title)


def essential_sentence(about: str) -> str:
    """Say what costs half of the points."""
    return (
        f"Half of the points depend on the checks of one thing: {about}. Not all of them pass yet."
    )


def _reason(about: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """What one of these checks says, where a row below says what another kind of check does."""
    for row in rows:
        failed = [each for each in row.findings if not each.passed]
        of_these = [each.message for each in failed if each.check.essential == about]
        others = {each.message for each in failed if each.check.essential != about}
        if of_these and row.message in others:
            return (f"{row.function}: {of_these[0]}",)
    return ()


def _row(name: str, findings: Sequence[Finding], diagnoses: Sequence[Diagnosis]) -> Row:
    """Say what is wrong with one function."""
    own = tuple(finding for finding in findings if finding.check.function == name)
    failed = [finding for finding in own if not finding.passed]
    if not failed:
        return Row(name, "passed", "", own)
    if all(finding.status == "not attempted" for finding in own):
        return Row(name, "not attempted", failed[0].message, own)
    diagnosis = (
        next((each for each in diagnoses if each.function == name), None) or diagnose(own)[0]
    )
    state = "wrong" if diagnosis.name else _how_it_failed(diagnosis.finding)
    return Row(name, state, diagnosis.message, own)


def _how_it_failed(finding: Finding) -> str:
    asked_to_refuse = finding.check.kind == "error"
    raised = finding.observation.error is not None and not asked_to_refuse
    return "stopped" if raised or finding.status == "stopped" else "wrong"
