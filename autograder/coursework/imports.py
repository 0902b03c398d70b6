"""Which modules an assignment's cells import, and so what has to exist for whom.

What a student sees imported, or has to import, exists in the sandbox. What only test cells import
(a reference solution, the grader itself) exists for the judge alone, unless a kernel of its own
process runs the notebook, its tests included.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from autograder.coursework import names
from autograder.model import Import, Key, Notebook, Role

OWN = ("dlkit", "autograder")  # ours; `topics` says which part of dlkit exists


def inside(
    notebooks: Sequence[Notebook], kernels: Container[str] = (), tests: Container[Key] = ()
) -> frozenset[str]:
    """Modules of other libraries that cells in the sandbox import.

    ``kernels`` run all cells of the notebooks named, ``tests`` are test cells that run inside.
    """
    placed = [_only(notebook, tests) for notebook in notebooks if notebook.name not in kernels]
    placed += [notebook for notebook in notebooks if notebook.name in kernels]
    in_tests = frozenset(_imported(placed, tests=True))
    return frozenset(_imported(notebooks, tests=False)) | in_tests


def judge_only(
    notebooks: Sequence[Notebook], kernels: Container[str] = (), tests: Container[Key] = ()
) -> frozenset[str]:
    """Modules of other libraries that the judge's test cells alone import."""
    imported = frozenset(_imported(notebooks, tests=True))
    return imported - inside(notebooks, kernels, tests)


def _only(notebook: Notebook, tests: Container[Key]) -> Notebook:
    cells = (cell for cell in notebook.cells if (notebook.name, cell.grade_id) in tests)
    return replace(notebook, cells=tuple(cells))


def shown(notebooks: Iterable[Notebook]) -> Iterator[Import]:
    """What cells import that students see or have to write, by the names it is bound to."""
    for notebook in notebooks:
        for cell in notebook.code:
            if cell.role is not Role.TEST:
                with contextlib.suppress(SyntaxError):
                    yield from everywhere(names.parse(cell.source))


def everywhere(tree: ast.Module) -> Iterator[Import]:
    """The imports of a cell, within its functions as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                module = alias.name if alias.asname else alias.name.partition(".")[0]
                yield Import(alias.asname or module, module, "", alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                attribute = "" if alias.name == "*" else alias.name
                yield Import(alias.asname or alias.name, node.module, attribute, node.module)


def _imported(notebooks: Iterable[Notebook], *, tests: bool) -> Iterator[str]:
    for notebook in notebooks:
        for cell in notebook.code:
            if (cell.role is Role.TEST) == tests:
                with contextlib.suppress(SyntaxError):  # a cell that students are to mend
                    yield from _modules(names.parse(cell.source))


def _modules(tree: ast.Module) -> Iterator[str]:
    for name in names.imported(tree):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in OWN:
            yield top
