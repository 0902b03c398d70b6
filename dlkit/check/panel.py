"""Show the result of a check: a small HTML panel in a notebook, plain text elsewhere."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from dlkit.check.battery import Finding
from dlkit.check.misconceptions import Misconception

COLOURS = {"passed": "#1a7f37", "wrong": "#b35900", "not attempted": "#57606a", "error": "#b3261e"}


@dataclass(frozen=True)
class Panel:
    """What a student sees of one exercise: a headline, sentences, and how to get a hint."""

    exercise: str
    state: str
    headline: str
    sentences: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"{self.exercise}: {self.headline}", *(f"  {s}" for s in self.sentences)])

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in self.sentences)
        listing = f"<ul style='margin:.3em 0 0 1.2em;padding:0'>{lines}</ul>" if lines else ""
        colour = COLOURS[self.state]
        return (
            f"<div style='border-left:4px solid {colour};padding:.4em .8em;margin:.3em 0'>"
            f"<strong style='color:{colour}'>{html.escape(self.exercise)}</strong> "
            f"{html.escape(self.headline)}{listing}</div>"
        )


def sentences(findings: Sequence[Finding], recognised: Sequence[Misconception]) -> tuple[str, ...]:
    """Say, per function, what is wrong first: the misconception if known, else the finding."""
    by_function = {known.function: known.message for known in recognised}
    told: dict[str, str] = {}
    for finding in findings:
        name = finding.check.function
        if finding.passed or name in told:
            continue
        told[name] = f"{name}: {by_function.get(name, finding.message)}"
        if name in by_function:
            told[name] += f" (Seen with: {finding.check.title}.)"
    return tuple(told.values())


def summarise(
    exercise: str, findings: Sequence[Finding], recognised: Sequence[Misconception]
) -> Panel:
    """Turn findings into the panel of one exercise."""
    failed = [finding for finding in findings if not finding.passed]
    if not failed:
        return Panel(exercise, "passed", f"all {len(findings)} checks passed.")
    if all(finding.status == "not attempted" for finding in failed) and len(failed) == len(
        findings
    ):
        return Panel(exercise, "not attempted", "not attempted yet.")
    headline = f"{len(findings) - len(failed)} of {len(findings)} checks passed."
    return Panel(exercise, "wrong", headline, sentences(findings, recognised))


def show(panel: Panel) -> None:
    """Display the panel in a notebook; print its text where there is none."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(panel)
        return
    if get_ipython() is None:
        print(panel)
    else:
        display({"text/plain": str(panel), "text/html": panel._repr_html_()}, raw=True)
