"""Files that c.Autograde.exclude_overwriting leaves to the students: which tests are about them.

A module among them is the student's own code. The judge imports nothing of a student's, so a test
that uses such a module runs in the student's process.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath

from autograder.coursework import names
from autograder.model import Notebook, Role


def tests_of(notebooks: Iterable[Notebook], students_own: Collection[str]) -> Iterator[str]:
    """The grade_ids of test cells that use a module of the student's, or a name out of one."""
    modules = {".".join(PurePath(name).with_suffix("").parts) for name in students_own}
    modules |= {module.removesuffix(".__init__") for module in modules}
    for notebook in notebooks if modules else ():
        trees = {cell.index: _tree(cell.source) for cell in notebook.code}
        bound = {name for tree in trees.values() for name in _bound(tree, modules)}
        for cell in notebook.code:
            if cell.role is Role.TEST and bound & names.used(trees[cell.index]):
                yield cell.grade_id


def _bound(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """The names that imports of these modules bind, of what is below them as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in modules:
                    yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if not modules.isdisjoint((node.module, whole)):
                    yield alias.asname or alias.name


def _tree(source: str) -> ast.Module:
    with contextlib.suppress(SyntaxError):
        return names.parse(source)
    return ast.Module([], [])
