"""Files that c.Autograde.exclude_overwriting leaves to the students: which tests are about them.

A module among them is the student's own code, which the judge does not import; data among them the
judge has as the source has them. So a test that uses such a file runs in the student's process.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath

from autograder.coursework import imports, names
from autograder.model import Notebook, Role


def tests_of(notebooks: Iterable[Notebook], students_own: Collection[str]) -> Iterator[str]:
    """The grade_ids of test cells that use a file of the student's, or a name out of one."""
    files = {PurePath(name).name for name in students_own}
    modules = {".".join(PurePath(name).with_suffix("").parts) for name in students_own}
    modules |= {module.removesuffix(".__init__") for module in modules}
    for notebook in notebooks if modules else ():
        trees = {cell.index: _tree(cell.source) for cell in notebook.code}
        bound = {name for tree in trees.values() for name in _bound(tree, modules)}
        about = {cell.index for cell in notebook.code if _mentions(trees[cell.index], files)}
        locked = (cell.index for cell in notebook.code if cell.role is Role.LOCKED)
        bound |= {name for index in about & set(locked) for name in names.assigned(trees[index])}
        for cell in notebook.code:
            is_about = cell.index in about or bound & names.used(trees[cell.index])
            if cell.role is Role.TEST and is_about:
                yield cell.grade_id


def _mentions(tree: ast.Module, files: set[str]) -> bool:
    """Whether a text in a cell is the path of one of these files."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and PurePath(text).name in files for text in texts)


def _bound(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """The names that imports of these modules bind, of what is below them as well."""
    for each in imports.everywhere(tree):
        if not modules.isdisjoint((each.whole, f"{each.whole}.{each.attribute}")):
            yield each.bound


def _tree(source: str) -> ast.Module:
    with contextlib.suppress(SyntaxError):
        return names.parse(source)
    return ast.Module([], [])
