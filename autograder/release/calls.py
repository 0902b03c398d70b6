"""The calls of ``check`` and ``grade`` in a notebook, against what the exercises specify."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.errors import UnknownExercise
from autograder.specification.exercise import Exercise
from autograder.specification.registry import current, exercises_for, find, topic_of
from autograder.model import Assignment, Cell, Notebook, Role
from autograder.coursework.names import parse
from autograder.release.problems import WARNING, Problem, error, warning
from autograder.release.regions import Kind, hidden_lines

CHECK, GRADE = "check", "grade"


@dataclass(frozen=True)
class Call:
    """One call: where it stands, the exercise, the names it passes, whether students see it."""

    notebook: Notebook
    cell: Cell
    function: str
    exercise: str
    names: tuple[str, ...]
    hidden: bool


def problems(assignment: Assignment, kinds: Iterable[Kind]) -> Iterator[Problem]:
    """Everything that is wrong with an assignment's exercises."""
    kinds = tuple(kinds)
    calls: list[Call] = []
    for notebook in assignment.notebooks:
        for cell in _parsed(notebook):
            calls_of_cell = _calls(notebook, cell, kinds)
            calls += calls_of_cell
            yield from _cell_problems(notebook, cell, calls_of_cell)
    for call in calls:
        yield from _call_problems(assignment, call)
    yield from _pairs(calls)
    yield from _missing(assignment, calls)


def _parsed(notebook: Notebook) -> Iterator[Cell]:
    for cell in notebook.code:
        try:
            parse(cell.source)
        except SyntaxError:
            continue  # told with the cell's settings
        yield cell


def _calls(notebook: Notebook, cell: Cell, kinds: Iterable[Kind]) -> list[Call]:
    """Calls whose first argument is text like ``"losses.mse"``; others are not ours."""
    hidden = hidden_lines(cell, kinds)
    return [
        Call(
            notebook,
            cell,
            node.func.id,
            node.args[0].value,
            tuple(arg.id if isinstance(arg, ast.Name) else "" for arg in node.args[1:]),
            node.lineno in hidden,
        )
        for node in ast.walk(parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in (CHECK, GRADE) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str) and "." in node.args[0].value
    ]


def _cell_problems(notebook: Notebook, cell: Cell, calls: list[Call]) -> Iterator[Problem]:
    graded = [call for call in calls if call.function == GRADE]
    if not graded:
        return
    if cell.role is not Role.TEST:
        sentence = "it calls grade but gives no points; make it a test cell."
        yield error(notebook, cell, sentence, spoils_marks=True)
        return
    if not _ends_with(parse(cell.source), len(graded)):
        yield error(
            notebook,
            cell,
            "its last line has to be the value of grade: a cell that ends otherwise gives every "
            "student full points. Write grade(...) last, or the sum of several.",
            spoils_marks=True,
        )
    exercises = [exercise for call in graded if (exercise := _specified(call))]
    points = sum(exercise.points for exercise in exercises)
    if len(exercises) == len(graded) and points != cell.points:
        yield error(
            notebook,
            cell,
            f"it is worth {cell.points:g} points, its exercises {points:g}. Set the cell's points "
            f"to {points:g}.",
            spoils_marks=True,
        )


def _ends_with(tree: ast.Module, count: int) -> bool:
    """Whether the last statement is an expression that holds all calls of grade."""
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        return False
    names = [n.func for n in ast.walk(last) if isinstance(n, ast.Call)]
    return sum(isinstance(name, ast.Name) and name.id == GRADE for name in names) == count


def _call_problems(assignment: Assignment, call: Call) -> Iterator[Problem]:
    exercise = _specified(call)
    if exercise is None:
        yield error(
            call.notebook,
            call.cell,
            f"there is no exercise {call.exercise!r}. {_known(assignment)}",
            spoils_marks=call.function == GRADE,
        )
        return
    for sentence in _misfits(assignment, call, exercise):
        spoils = call.function == GRADE
        yield error(call.notebook, call.cell, sentence, spoils_marks=spoils)
    if call.function == GRADE and not call.hidden:
        yield error(
            call.notebook,
            call.cell,
            "grade stands outside the hidden tests, and students do not have autograder. Put "
            "'### BEGIN HIDDEN TESTS' before its import and '### END HIDDEN TESTS' behind it.",
        )


def _misfits(assignment: Assignment, call: Call, exercise: Exercise) -> Iterator[str]:
    """Say where a call does not fit the exercise that it names."""
    expected = tuple(exercise.references)
    if exercise.id.partition(".")[0] != assignment.topic:
        yield (
            f"{exercise.id} is of another topic than this assignment, which is about "
            f"{topic_of(assignment.name)}: its folder is named {assignment.name}."
        )
    if call.names != expected:
        wanted = ", ".join((repr(exercise.id), *expected))
        yield f"write {call.function}({wanted}): these functions, in this order."
    elif strangers := [name for name in expected if name not in assignment.student_names]:
        yield f"no solution cell defines {', '.join(strangers)}."


def _pairs(calls: list[Call]) -> Iterator[Problem]:
    """Each exercise is graded once, and whatever is checked is graded too."""
    graded = Counter(call.exercise for call in calls if call.function == GRADE)
    checked = {call.exercise for call in calls if call.function == CHECK and not call.hidden}
    for call in calls:
        place = call.notebook, call.cell
        if call.function == CHECK and call.exercise not in graded:
            yield error(*place, f"{call.exercise} is checked, but no test cell grades it.")
        elif call.function == GRADE and graded[call.exercise] > 1:
            sentence = f"{call.exercise} is graded {graded[call.exercise]} times."
            yield error(*place, sentence, spoils_marks=True)
        elif call.function == GRADE and call.exercise not in checked:
            yield warning(
                *place,
                f"{call.exercise} is graded, but students cannot check it: write check(...) above "
                "the hidden tests.",
            )


def _missing(assignment: Assignment, calls: list[Call]) -> Iterator[Problem]:
    graded = {call.exercise for call in calls if call.function == GRADE}
    for exercise in exercises_for(assignment.topic) if assignment.topic else ():
        if exercise.id not in graded:
            sentence = f"{exercise.id} ({exercise.title}) is not in the notebook."
            yield Problem(WARNING, f"{assignment.name}: {sentence}")


def _specified(call: Call) -> Exercise | None:
    try:
        return find(call.exercise)
    except UnknownExercise:
        return None


def _known(assignment: Assignment) -> str:
    if not assignment.topic:
        return current().lacks(topic_of(assignment.name))
    return f"There are: {', '.join(exercise.id for exercise in exercises_for(assignment.topic))}."
