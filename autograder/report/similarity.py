"""Who wrote the same code: answers compared by their structure, with names and comments gone.

Every function is reduced to its syntax tree, with docstrings, annotations and decorators dropped
and names numbered in the order they appear. Short answers are written alike by people who never
met, so only those of at least ``SMALLEST`` nodes count, and two students are told of together only
when such answers add up to ``ENOUGH`` nodes. Short answers count where all that two students wrote
is the same to the letter. Of the sample class's ten papers, written
independently, no two share one; equality is still a reason to ask, never a proof.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

SMALLEST = 60  # nodes of a syntax tree: about four lines of numpy
ENOUGH = 120  # nodes of equal answers together

_KEPT = frozenset({*dir(builtins), "np", "numpy", "math"})  # everybody's names say something


@dataclass(frozen=True)
class Function:
    """One function: its name, what is left of it, and how large that is."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True)
class Answer:
    """One answer cell with all its functions, those that help included, and its whole text."""

    name: str
    functions: tuple[Function, ...]
    text: str = ""

    @property
    def digest(self) -> str:
        return " ".join(function.digest for function in self.functions)

    @property
    def size(self) -> int:
        return sum(function.size for function in self.functions)


@dataclass(frozen=True)
class Alike:
    """Students who share long answers, and which; ``counts`` say how many have each."""

    students: tuple[str, ...]
    answers: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Copied:
    """A student whose long functions equal those of the course's own solution."""

    student: str
    functions: tuple[str, ...]


Answers = Mapping[str, Sequence[Answer]]  # by student


@lru_cache(maxsize=4096)
def functions(source: str) -> tuple[Function, ...]:
    """Return the functions of a source; none where it cannot be parsed."""
    try:
        with warnings.catch_warnings(action="ignore"):  # a student's "\\d" is their own affair
            statements = ast.parse(source).body
        defined = [node for node in statements if isinstance(node, ast.FunctionDef)]
        return tuple(_reduced(function) for function in defined)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def groups(answers: Answers) -> tuple[Alike, ...]:
    """Return the groups of students who share enough, the largest share first."""
    students = sorted(answers)
    owners = _owners(answers, students)
    shared = np.zeros((len(students), len(students)), dtype=np.int64)  # nodes in common
    for key, (answer, having) in owners.items():
        # A short answer is here for its every letter, which says more than its structure.
        shared[np.ix_(having, having)] += answer.size * (2 if key == answer.text else 1)
    alike = shared >= ENOUGH
    np.fill_diagonal(alike, False)
    similar = [_alike(members, students, owners) for members in _components(alike)]
    return tuple(sorted(similar, key=lambda each: (-sum(each.counts), each.students)))


def copied(answers: Answers, reference: Iterable[Function]) -> tuple[Copied, ...]:
    """Return who has enough of the long functions of the course's own solution."""
    solution_digests = {function.digest for function in reference if function.size >= SMALLEST}
    copies = []
    for student in sorted(answers):
        functions = (function for answer in answers[student] for function in answer.functions)
        equal = {each.digest: each for each in functions if each.digest in solution_digests}
        if sum(each.size for each in equal.values()) >= ENOUGH:
            copies.append(Copied(student, tuple(each.name for each in equal.values())))
    return tuple(copies)


def _owners(answers: Answers, students: Sequence[str]) -> dict[str, tuple[Answer, list[int]]]:
    """Return each answer that says something and that several students have, with their places."""
    owners: dict[str, tuple[Answer, list[int]]] = {}
    to_the_letter = _to_the_letter(answers)
    for place, student in enumerate(students):
        told = {each.digest: each for each in answers[student] if each.size >= SMALLEST}
        if student in to_the_letter:
            told |= {each.text: each for each in answers[student] if each.size < SMALLEST}
        for key, answer in told.items():
            owners.setdefault(key, (answer, []))[1].append(place)
    return {key: owner for key, owner in owners.items() if len(owner[1]) > 1}


def _to_the_letter(answers: Answers) -> frozenset[str]:
    """The students whose answers, all of them, another student has with every letter."""
    whole: dict[tuple[str, ...], list[str]] = {}
    for student, each in answers.items():
        if texts := tuple(answer.text for answer in each if answer.text):
            whole.setdefault(texts, []).append(student)
    return frozenset(student for each in whole.values() if len(each) > 1 for student in each)


def _components(alike: np.ndarray) -> Iterable[frozenset[int]]:
    """Yield the connected groups of more than one student."""
    unseen = np.ones(len(alike), dtype=bool)
    for first in np.flatnonzero(alike.any(axis=1)):
        members, border = {int(first)} if unseen[first] else set(), [int(first)]
        while members and border:
            unseen[border] = False
            border = [int(each) for each in np.flatnonzero(alike[border].any(axis=0) & unseen)]
            members.update(border)
        if members:
            yield frozenset(members)


def _alike(
    members: frozenset[int],
    students: Sequence[str],
    owners: Mapping[str, tuple[Answer, list[int]]],
) -> Alike:
    counts = {key: len(members.intersection(having)) for key, (_, having) in owners.items()}
    most: dict[str, int] = {}  # one answer may be shared in several versions
    for key, count in counts.items():
        name = owners[key][0].name
        most[name] = max(most.get(name, 0), count)
    common = sorted((name for name in most if most[name] > 1), key=lambda name: -most[name])
    return Alike(
        students=tuple(students[place] for place in sorted(members)),
        answers=tuple(common),
        counts=tuple(most[name] for name in common),
    )


def _reduced(function: ast.FunctionDef) -> Function:
    name = function.name
    reduced = _Anonymous().visit(function)
    text = ast.dump(reduced)
    size = sum(1 for _ in ast.walk(reduced))
    return Function(name, hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), size)


class _Anonymous(ast.NodeTransformer):
    """Number the names in the order they appear, and drop what only people read."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def _number(self, name: str) -> str:
        return name if name in _KEPT else self._numbers.setdefault(name, str(len(self._numbers)))

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._number(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self._number(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name, node.returns, node.decorator_list = self._number(node.name), None, []
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        self.generic_visit(node)
        return node
