"""What the audit found: counts for machines, a kill table and the survivors for people."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.audit.equivalents import Identity, Reasons
from autograder.audit.trials import Trial


@dataclass(frozen=True)
class ExerciseAudit:
    """Every trial of one exercise. ``checks`` names its questions: (function, title).

    ``seconds`` is processor time: the same however many processes shared the work.
    """

    exercise: str
    functions: int
    checks: tuple[tuple[str, str], ...]
    trials: tuple[Trial, ...]
    seconds: float = 0.0

    def of_kind(self, kind: str) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.kind == kind)

    def kills(self) -> Counter[tuple[str, str]]:
        """How many wrong solutions and mutants each check fails."""
        kills = Counter(dict.fromkeys(self.checks, 0))
        kills.update(self.checks[i] for trial in self.trials_to_fail() for i in trial.failed)
        return kills

    def trials_to_fail(self) -> tuple[Trial, ...]:
        return self.of_kind("wrong") + self.of_kind("mutant")

    def idle(self) -> Iterator[tuple[str, str]]:
        """Yield the checks that fail nothing: what they ask is asked of nobody."""
        return (check for check, count in self.kills().items() if count == 0)


@dataclass(frozen=True)
class AuditReport:
    """The audit of some topics; ``reasons`` excuse the mutants that are right after all."""

    seeds: int
    exercises: tuple[ExerciseAudit, ...]
    missing: tuple[str, ...]
    reasons: Reasons
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether nothing needs a look."""
        return not (self.missing or self.survivors or self.useless_marks or self.stale or self.idle)

    @cached_property
    def survivors(self) -> tuple[Trial, ...]:
        """Wrong ones that kept all points, right ones that lost some, mutants without a reason."""
        trials = (trial for each in self.exercises for trial in each.trials)
        return tuple(
            trial
            for trial in trials
            if not trial.as_it_must and trial.kind != "degenerate" and not self._excused(trial)
        )

    @cached_property
    def useless_marks(self) -> tuple[Trial, ...]:
        """Degenerate submissions that got points or crashed a check."""
        degenerate = (trial for each in self.exercises for trial in each.of_kind("degenerate"))
        return tuple(trial for trial in degenerate if not trial.as_it_must)

    @cached_property
    def stale(self) -> tuple[Identity, ...]:
        """Stored reasons whose mutant is killed or exists no longer."""
        alive = {_identity(trial) for trial in self._mutants() if self._excused(trial)}
        return tuple(identity for identity in self.reasons if identity not in alive)

    @cached_property
    def idle(self) -> tuple[tuple[str, str, str], ...]:
        """Checks that fail nothing, as (exercise, function, title)."""
        return tuple((each.exercise, *check) for each in self.exercises for check in each.idle())

    def as_json(self) -> dict[str, Any]:
        """Return the counts, then the lists behind them, as plain data."""
        return self._counts() | {
            "processor_seconds": {k: round(s, 1) for k, s in self.seconds_by_topic().items()},
            "missing": list(self.missing),
            "surviving": [self._described(trial) for trial in self.survivors],
            "degenerate_with_points": [self._described(trial) for trial in self.useless_marks],
            "stale": [identity._asdict() for identity in self.stale],
            "idle": [dict(zip(_CHECK, check, strict=True)) for check in self.idle],
            "kill_table": [dict(zip(_COLUMNS, row, strict=True)) for row in self._rows()],
            "kills": [
                dict(zip(_CHECK, (each.exercise, *check), strict=True)) | {"kills": count}
                for each in self.exercises
                for check, count in each.kills().items()
            ],
        }

    def as_table(self, width: int = 110) -> str:
        """Return the kill table, then every fault in a line of its own."""
        text = io.StringIO()
        console = Console(file=text, width=width)
        table = Table(*_COLUMNS, title=f"Killed at each of {self.seeds} seeds, matching off")
        for row in self._rows():
            table.add_row(*map(str, row))
        console.print(table)
        for line in (*self._faults(), self._conclusion(), *self._times()):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        return text.getvalue()

    def _counts(self) -> dict[str, Any]:
        kinds = Counter(trial.kind for each in self.exercises for trial in each.trials)
        return {
            "seeds": self.seeds,
            "exercises": len(self.exercises),
            "functions": sum(each.functions for each in self.exercises),
            "wrong_solutions": kinds["wrong"],
            "missing_from_syllabus": len(self.missing),
            "right_variants": kinds["right"],
            "mutants": kinds["mutant"],
            "killed": sum(trial.as_it_must for trial in self._mutants()),
            "equivalent": sum(self._excused(trial) for trial in self._mutants()),
            "survivors": len(self.survivors),
            "degenerate_submissions": kinds["degenerate"],
            "useless_marks": len(self.useless_marks),
            "stale_reasons": len(self.stale),
            "checks": sum(len(each.checks) for each in self.exercises),
            "idle_checks": len(self.idle),
            "seconds": round(self.seconds, 1),
        }

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for each in self.exercises:
            wrong, right, mutants = map(each.of_kind, ("wrong", "right", "mutant"))
            yield (
                each.exercise,
                f"{_as_they_must(wrong)}/{len(wrong)}",
                f"{_as_they_must(right)}/{len(right)}",
                f"{_as_they_must(mutants)}/{len(mutants)}",
                sum(map(self._excused, mutants)),
                sum(trial in self.survivors for trial in each.trials),
                sum(1 for _ in each.idle()),
            )

    def _faults(self) -> Iterator[str]:
        for name in self.missing:
            yield f"missing   {name}"
        for trial in self.survivors:
            yield f"survivor  {self._sentence(trial)}"
        for trial in self.useless_marks:
            yield f"useless   {self._sentence(trial)}"
        for identity in self.stale:
            yield f"stale     {identity.function}: {identity.mutant}: remove its reason"
        for exercise, function, title in self.idle:
            yield f"idle      {exercise}: {function}: {title!r} fails nothing"

    def _conclusion(self) -> str:
        counts = self._counts()
        return (
            f"{counts['killed']} of {counts['mutants']} mutants killed, {counts['equivalent']} are "
            f"equivalent; {counts['survivors']} survivors, {counts['missing_from_syllabus']} "
            f"missing from the syllabus, {counts['seconds']} s."
        )

    def _times(self) -> Iterator[str]:
        for topic, seconds in self.seconds_by_topic().items():
            yield f"{topic}: {seconds:.1f} s of processor time."

    def seconds_by_topic(self) -> dict[str, float]:
        """Processor time of the trials, by topic."""
        times: dict[str, float] = {}
        for each in self.exercises:
            topic = each.exercise.partition(".")[0]
            times[topic] = times.get(topic, 0.0) + each.seconds
        return times

    def _sentence(self, trial: Trial) -> str:
        what = f"{trial.kind} {trial.function}: {trial.name}"
        where = f" ({trial.place})" if trial.place else ""
        when = ""
        if not trial.crash and len(trial.surprises) < self.seeds:
            when = f" at seeds {', '.join(map(str, trial.surprises))} only"
        return f"{what}{where}: {trial.crash or _SURPRISES[trial.kind]}{when}"

    def _described(self, trial: Trial) -> dict[str, Any]:
        return {
            "kind": trial.kind,
            "function": trial.function,
            "name": trial.name,
            "place": trial.place,
            "seeds": list(trial.surprises),
            "reason": trial.crash or _SURPRISES[trial.kind],
        }

    def _mutants(self) -> Iterable[Trial]:
        return (trial for each in self.exercises for trial in each.of_kind("mutant"))

    def _excused(self, trial: Trial) -> bool:
        """Only what no seed tells apart can be equivalent, whatever reason is stored."""
        always = len(trial.surprises) == self.seeds and not trial.crash
        return always and _identity(trial) in self.reasons


_COLUMNS = ("exercise", "wrong caught", "right full", "killed", "equivalent", "survivors", "idle")
_CHECK = ("exercise", "function", "check")
_SURPRISES = {
    "wrong": "keeps all points",
    "right": "loses points",
    "mutant": "no check fails it",
    "degenerate": "gets points",
}


def _identity(trial: Trial) -> Identity:
    return Identity(trial.function, trial.name)


def _as_they_must(trials: Iterable[Trial]) -> int:
    return sum(trial.as_it_must for trial in trials)
