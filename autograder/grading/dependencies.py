"""Which files a piece of code leads to, by its import statements.

Followed are the modules of dlkit and of the course's own package; the engine and installed
libraries are not, nor is a module whose name is only known when the code runs. A file counts as a
whole. A package's ``__init__`` that only collects names is looked through: a name imported from it
leads to the module that defines the name. Any other ``__init__`` counts like a module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import dlkit
from autograder.coursework import names
from autograder.specification.registry import Registry


@dataclass(frozen=True)
class Import:
    """``from module import name as bound``; without a name the module itself is imported.

    ``used`` are the attributes that are read of what is bound; None where that cannot be told.
    """

    module: str
    name: str
    bound: str
    used: frozenset[str] | None


def homes(registry: Registry) -> dict[str, Path]:
    """The folders of the packages that are followed, by their names."""
    found = {"dlkit": Path(str(dlkit.__file__)).parent}
    if registry.package:
        found[registry.top] = registry.root / registry.top
    return found


@lru_cache(maxsize=names.KEPT)
def imports(tree: ast.Module, package: str = "") -> tuple[Import, ...]:
    """Every import of a file or cell; a relative one starts from ``package``."""
    return tuple(_imports(tree, package))


class Walk:
    """Gathers the files that imports lead to, by the names of their modules."""

    def __init__(self, homes: Mapping[str, Path]) -> None:
        self.files: dict[str, Path] = {}
        self._homes = homes
        self._walked: set[object] = set()

    def follow(self, imported: Iterable[Import]) -> Walk:
        """Add the files behind some imports."""
        for each in imported:
            if each not in self._walked:
                self._walked.add(each)
                if each.name:
                    self._name(each.module, each.name, each.used)
                else:
                    self._module(each.module, each.used)
        return self

    def _name(self, module: str, name: str, used: frozenset[str] | None) -> None:
        submodule = f"{module}.{name}"
        bound = {each.bound: each for each in self._imports(module)}.get(name)
        if not self._only_collects(module):
            self._whole(module)
        if bound and (bound.module, bound.name) != (module, name):
            self.follow([replace(bound, used=used)])
        elif self._file(submodule):
            self._module(submodule, used)
        else:
            self._whole(module)

    def _module(self, module: str, used: frozenset[str] | None) -> None:
        if used is None:
            self._whole(module, handed_on=True)
        for name in used or ():
            self._name(module, name, None)

    def _whole(self, module: str, *, handed_on: bool = False) -> None:
        """Add a file and what it imports; of a module that is ``handed_on`` all may be used."""
        file = self._file(module)
        if file is None or (module, handed_on) in self._walked:
            return
        self._walked.add((module, handed_on))
        self.files[module] = file
        for package in _packages_of(module):
            if not self._only_collects(package):
                self._whole(package)
        imported = self._imports(module)
        self.follow(replace(each, used=None) for each in imported if handed_on)
        self.follow(imported)

    def _file(self, module: str) -> Path | None:
        top, *below = module.split(".")
        if top not in self._homes:
            return None
        place = self._homes[top].joinpath(*below)
        candidates = (place / "__init__.py", place.with_name(f"{place.name}.py"))
        return next((path for path in candidates if path.is_file()), None)

    def _imports(self, module: str) -> tuple[Import, ...]:
        file = self._file(module)
        if file is None:
            return ()
        is_package = file.name == "__init__.py"
        return imports(_parsed(file), module if is_package else module.rpartition(".")[0])

    def _only_collects(self, module: str) -> bool:
        """Whether it is a package without code of its own; a folder without ``__init__`` is one."""
        file = self._file(module)
        return file is None or (file.name == "__init__.py" and only_collects(_parsed(file)))


def only_collects(tree: ast.Module) -> bool:
    """Whether a file holds imports, texts and lists of names, and nothing else."""
    return all(_collects(statement) for statement in tree.body)


def _collects(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=value) | ast.Assign(value=value):
            listed = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
            return all(isinstance(each, ast.Constant | ast.Name) for each in listed)
    return False


def _imports(tree: ast.Module, package: str) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                used = _used(tree, alias.asname) if alias.asname else None
                yield Import(alias.name, "", alias.asname or "", used)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, package)
            for alias in node.names:
                bound = alias.asname or alias.name
                whole = alias.name == "*"
                yield Import(module, "" if whole else alias.name, bound, _used(tree, bound))


def _absolute(node: ast.ImportFrom, package: str) -> str:
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1] if node.level else []
    return ".".join([*base, *filter(None, [node.module])])


def _used(tree: ast.Module, name: str) -> frozenset[str] | None:
    """The attributes read of a name, where nothing else is done with it."""
    mentions = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    attributes = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    return frozenset(attributes) if len(mentions) == len(attributes) > 0 else None


def _packages_of(module: str) -> Iterator[str]:
    while module := module.rpartition(".")[0]:
        yield module


def _parsed(path: Path) -> ast.Module:
    return names.parse(path.read_text(encoding="utf-8"))
