"""Sessions and plans for the engine's tests, on the best isolation this machine has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from autograder.judge.conduct import Conductor
from autograder.model import Cell, Limits, Notebook, Plan, Record, Role
from autograder.sandbox import isolation, staging
from autograder.sandbox.isolation import World
from autograder.sandbox.session import Session

ALLOWED = ("_requirements", "check", "datasets", "errors", "plots", "shapes")
RUNGS = [rung.name for rung in isolation.available() if rung.works]
BEST = RUNGS[0]

Cells = list[tuple[Role, str]]


@pytest.fixture
def open_session() -> Iterator[Callable[..., Session]]:
    """Start sandboxes on a rung; all are ended after the test."""
    sessions: list[Session] = []

    def start(rung: str = BEST, limits: Limits | None = None, **world: object) -> Session:
        place = World(staging.view(ALLOWED), **world)  # type: ignore[arg-type]
        sessions.append(Session(rung, place, limits or Limits()))
        return sessions[-1]

    yield start
    for session in sessions:
        if session.alive:
            session.end()


@pytest.fixture
def conduct(open_session: Callable[..., Session]) -> Callable[..., Record]:
    """Run cells, given as (role, source), through sandbox and judge."""

    def run(cells: Cells, names: set[str], limits: Limits | None = None) -> Record:
        limits = limits or Limits()
        plan = Plan(
            assignment="a",
            student="ada",
            notebook=Notebook("n", tuple(_cells(cells))),
            student_names=frozenset(names),
            allowed_modules=ALLOWED,
            companions=(),
            seed=1,
            limits=limits,
            repairs=(),
            unanswered=frozenset(),
            fingerprint="",
        )
        return Conductor(plan, lambda: open_session(limits=limits)).run()

    return run


def _cells(cells: Cells) -> Iterator[Cell]:
    for index, (role, source) in enumerate(cells):
        points = 10.0 if role is Role.TEST else 0.0
        yield Cell(index, f"cell{index}", "code", role, source, points)
