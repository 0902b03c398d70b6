"""Which test cells stand alone: they leave nothing behind that another cell reads.

A test that does not has to run whenever its notebook does, for the other cells need what it left.
What a test changes by calling the student's functions is not seen here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from autograder.coursework import names, reads
from autograder.model import Cell, Plan, Role

WORD = re.compile(r"\w+")
NOTHING, ANYTHING = ast.Module([], []), ast.parse("eval")


def that_stand_alone(plan: Plan, code: Sequence[Cell]) -> frozenset[int]:
    """The positions of the test cells among ``code`` that leave nothing other cells read."""
    alone: set[int] = set()
    for position, cell in enumerate(code):
        if cell.role is Role.TEST:
            earlier = [each for place, each in enumerate(code[:position]) if place not in alone]
            if not _is_needed(cell, earlier, code[position + 1 :], plan):
                alone.add(position)
    return frozenset(alone)


def sent_back(plan: Plan, cell: Cell) -> list[str]:
    """The names that a test binds and that the student's cells are given."""
    is_test = cell.role is Role.TEST
    return sorted(names.assigned(_tree(cell)) & plan.handed_back) if is_test else []


def _is_needed(test: Cell, earlier: Sequence[Cell], later: Sequence[Cell], plan: Plan) -> bool:
    """Whether a cell behind a test, or a function of a cell before it, reads what the test left."""
    tree, others = _tree(test), [*earlier, *later]
    if tree is NOTHING:
        return True  # it cannot be parsed, so nobody knows
    judged = [each for each in others if _is_judged(each, plan)]
    modules = {name for each in (test, *judged) for name in reads.imported(_tree(each))}
    bound = {n for n in names.assigned(tree) if not _is_import_again(n, tree, earlier, later, plan)}
    left = bound | (reads.changed(tree) - modules)
    if plan.runs_inside(test):
        return any(_reads(each, left, names.used) for each in others)
    sent = left & plan.handed_back
    return (
        any(_reads(each, sent, names.used) for each in others if not _is_judged(each, plan))
        or any(_reads(e, left, reads.read_first) for e in later if _is_judged(e, plan))
        or any(_reads(e, left, reads.read_when_called) for e in earlier if _is_judged(e, plan))
    )


def _is_judged(cell: Cell, plan: Plan) -> bool:
    """Whether the judge runs this cell, beside the test cells that it runs."""
    if cell.role is Role.TEST:
        return not plan.runs_inside(cell)
    return cell.role is Role.LOCKED and not cell.is_illustration


def _reads(cell: Cell, left: Iterable[str], read: Callable[[ast.Module], frozenset[str]]) -> bool:
    """Whether a cell reads one of the names; parsed only where their words are in it."""
    left = frozenset(left)
    if not left or _words(cell.source).isdisjoint(left | reads.ANY_NAME):
        return False
    return not read(_tree(cell)).isdisjoint(left | reads.ANY_NAME)


def _is_import_again(
    name: str, tree: ast.Module, earlier: Iterable[Cell], later: Iterable[Cell], plan: Plan
) -> bool:
    """Whether a read-only cell has imported the same before, and no cell means another thing."""
    what = reads.imported(tree).get(name)
    if what is None or name in plan.student_names or name in reads.bound_otherwise(tree):
        return False
    for cell in (*earlier, *later):
        if name in _words(cell.source):
            other = _tree(cell)
            differs = reads.imported(other).get(name, what) != what
            if differs or name in reads.bound_otherwise(other):
                return False
    before = (_tree(cell) for cell in earlier if cell.role is Role.LOCKED)
    return any(reads.imported_at_once(other).get(name) == what for other in before)


def _tree(cell: Cell) -> ast.Module:
    """What a cell says: nothing where it is no Python, anything where it cannot be looked into."""
    try:
        return names.parse(cell.source)
    except names.Unreadable:
        return ANYTHING
    except SyntaxError:
        return NOTHING


@lru_cache(maxsize=names.KEPT)
def _words(source: str) -> frozenset[str]:
    return frozenset(WORD.findall(source))
