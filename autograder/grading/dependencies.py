"""Which files a piece of code leads to, by its import statements.

Followed are the modules of dlkit and of the course's own package; the engine and installed
libraries are not, nor is a module whose name is only known when the code runs. A file counts as a
whole. A package's ``__init__`` that only collects names is looked through: a name imported from it
leads to the module that defines the name. Any other ``__init__`` counts like a module.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import dlkit
from autograder.coursework import names
from autograder.specification.registry import Registry

Files = dict[str, Path]


@dataclass(frozen=True)
class Import:
    """``from module import name as bound``; without a name the module itself is imported.

    ``used`` are the attributes that are read of what is bound; None where that cannot be told.
    """

    module: str
    name: str
    bound: str
    used: frozenset[str] | None


@lru_cache(maxsize=names.KEPT)
def imports(tree: ast.Module, package: str = "") -> tuple[Import, ...]:
    """Every import of a file or cell; a relative one starts from ``package``."""
    return tuple(_imports(tree, package))


class Modules:
    """The modules of dlkit and of a course as they are now: each is read once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.homes = {"dlkit": Path(str(dlkit.__file__)).parent}
        if registry.package:
            self.homes[registry.top] = registry.root / registry.top
        self._files: dict[str, Path | None] = {}
        self._trees: dict[Path, ast.Module] = {}

    def behind(self, imported: Iterable[Import]) -> Files:
        """The files that imports lead to, by the names of their modules."""
        walk = _Walk(self)
        walk.follow(imported)
        return walk.files

    def file(self, module: str) -> Path | None:
        """The file of a module, where it is one of those followed."""
        if module not in self._files:
            top, *below = module.split(".")
            place = self.homes.get(top, Path(os.devnull)).joinpath(*below)
            candidates = (place / "__init__.py", place.with_name(f"{place.name}.py"))
            self._files[module] = next((path for path in candidates if path.is_file()), None)
        return self._files[module]

    def tree(self, path: Path) -> ast.Module:
        """The parsed text of a file; an empty one where it is not Python."""
        if path not in self._trees:
            try:
                self._trees[path] = names.parse(path.read_text(encoding="utf-8"))
            except (SyntaxError, UnicodeDecodeError):
                self._trees[path] = ast.Module([], [])
        return self._trees[path]

    def imports(self, module: str) -> tuple[Import, ...]:
        """What a module imports."""
        file = self.file(module)
        if file is None:
            return ()
        is_package = file.name == "__init__.py"
        return imports(self.tree(file), module if is_package else module.rpartition(".")[0])

    def only_collects(self, module: str) -> bool:
        """Whether it is a package without code of its own; a folder without ``__init__`` is one."""
        file = self.file(module)
        return file is None or (file.name == "__init__.py" and only_collects(self.tree(file)))


class _Walk:
    """Gathers the files that imports lead to."""

    def __init__(self, modules: Modules) -> None:
        self.files: Files = {}
        self._modules = modules
        self._walked: set[object] = set()

    def follow(self, imported: Iterable[Import]) -> None:
        for each in imported:
            if each not in self._walked:
                self._walked.add(each)
                if each.name:
                    self._name(each.module, each.name, each.used)
                else:
                    self._module(each.module, each.used)

    def _name(self, module: str, name: str, used: frozenset[str] | None) -> None:
        submodule = f"{module}.{name}"
        bound = {each.bound: each for each in self._modules.imports(module)}.get(name)
        if not self._modules.only_collects(module):
            self._whole(module)
        if bound and (bound.module, bound.name) != (module, name):
            self.follow([replace(bound, used=used)])
        elif self._modules.file(submodule):
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
        file = self._modules.file(module)
        if file is None or (module, handed_on) in self._walked:
            return
        self._walked.add((module, handed_on))
        self.files[module] = file
        for package in _packages_of(module):
            if not self._modules.only_collects(package):
                self._whole(package)
        imported = self._modules.imports(module)
        self.follow(replace(each, used=None) for each in imported if handed_on)
        self.follow(imported)


def only_collects(tree: ast.Module) -> bool:
    """Whether a file holds imports, texts and lists of names, and nothing else."""
    return all(_collects(statement) for statement in tree.body)


def _collects(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=value) | ast.Assign(value=value):
            listed = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
            return all(_is_name(each) for each in listed)
    return False


def _is_name(node: ast.expr) -> bool:
    """Whether it is a name, a name in a module, or a text or number."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name)
    return isinstance(node, ast.Constant | ast.Name)


def _imports(tree: ast.Module, package: str) -> Iterator[Import]:
    used = _used(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", alias.asname or "", used.get(alias.asname or ""))
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, package)
            for alias in node.names:
                bound = alias.asname or alias.name
                name = "" if alias.name == "*" else alias.name
                yield Import(module, name, bound, used.get(bound))


def _absolute(node: ast.ImportFrom, package: str) -> str:
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1] if node.level else []
    return ".".join([*base, *filter(None, [node.module])])


def _used(tree: ast.Module) -> dict[str, frozenset[str]]:
    """The attributes read of each name with which nothing else is done."""
    mentions: Counter[str] = Counter()
    attributes: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            mentions[node.id] += 1
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes.setdefault(node.value.id, []).append(node.attr)
    return {n: frozenset(a) for n, a in attributes.items() if len(a) == mentions[n]}


def _packages_of(module: str) -> Iterator[str]:
    while module := module.rpartition(".")[0]:
        yield module
