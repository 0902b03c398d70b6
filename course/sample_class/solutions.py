"""Right and wrong solutions of the exercises, as text that a student could have typed."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Mapping
from typing import Any

from autograder.specification import registry as exercises
from autograder.specification.exercise import Solution

VARIANTS = ("first", "second")


def solved(variant: str, wrong: tuple[str, ...]) -> dict[str, str]:
    """Return the text of every solution cell: a right variant, or the wrong solution named.

    One of a family is named with its parameters: ``bce_of_clipped_logits(bound=20)``.
    """
    right, mistakes = _catalogue()
    answers = {name: solutions[VARIANTS.index(variant)] for name, solutions in right.items()}
    answers |= {replaced: solution for replaced, solution in map(mistakes.__getitem__, wrong)}
    return {name: typed(solution, name) for name, solution in answers.items()}


@functools.cache
def _catalogue() -> tuple[Mapping[str, list[Solution]], Mapping[str, tuple[str, Solution]]]:
    """Find the right variants of each function, and each wrong solution by its own name."""
    right: dict[str, list[Solution]] = {}
    wrong: dict[str, tuple[str, Solution]] = {}
    for exercise in exercises.exercises_for("losses"):
        for each in exercise.right_variants:
            right.setdefault(each.replaces, []).append(each.solution)
        for mistake in exercise.wrong_solutions:
            for values, solution in mistake.variants.items():
                name = solution.__name__
                wrong[f"{name}({values})" if values else name] = mistake.replaces, solution
    return right, wrong


def typed(solution: Solution, name: str) -> str:
    """Return a function's text under the name asked for, with the helpers it calls before it.

    Helpers get the name in front of their own, so that two answers never share one by accident.
    """
    trees: dict[Solution, ast.FunctionDef] = {}
    _collect(solution, trees)
    used = [function.__name__ for function in trees]
    names = {each: f"_{name}{each}" if each[0] == "_" else f"{name}_{each}" for each in used}
    names[solution.__name__] = name
    return "\n\n\n".join(ast.unparse(_Rename(names).visit(tree)) for tree in trees.values())


def _collect(
    function: Solution,
    trees: dict[Solution, ast.FunctionDef],
    callers: tuple[Solution, ...] = (),
) -> None:
    """Add the functions of a solution, those that are called before those that call."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list = []
    if isinstance(function, functools.partial):
        _bind(tree, function.keywords)
    names = inspect.unwrap(function).__globals__
    for node in ast.walk(tree):
        helper = names.get(node.id) if isinstance(node, ast.Name) else None
        if inspect.isfunction(helper) and helper not in (*trees, *callers, function):
            _collect(helper, trees, (*callers, function))
    trees[function] = tree


def _bind(tree: ast.FunctionDef, values: Mapping[str, Any]) -> None:
    """Set the parameters of a family in the first lines: a student's function has none of them."""
    wanted = zip(tree.args.kwonlyargs, tree.args.kw_defaults, strict=True)
    kept = [(each, default) for each, default in wanted if each.arg not in values]
    tree.args.kwonlyargs = [each for each, _ in kept]
    tree.args.kw_defaults = [default for _, default in kept]
    lines = (f"{name} = {value!r}" for name, value in values.items())
    tree.body[:0] = ast.parse("\n".join(lines)).body


class _Rename(ast.NodeTransformer):
    """Give functions other names, where they are defined and where they are called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self._names.get(node.name, node.name)
        self.generic_visit(node)
        return node
