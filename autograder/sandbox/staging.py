"""What exists inside the sandbox: the interpreter, a few libraries, the allowed part of dlkit.

A view is a table of places inside and what stands behind them. How it is made true (mounts, or a
folder of links) is said in `isolation`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.model import Assignment
from autograder.sandbox import kernelspecs
from autograder.sandbox.kernelspecs import Kernelspec

DISTRIBUTIONS = ("numpy", "matplotlib", "ipython", "ipykernel", "ipywidgets")
SITE, ENGINE, WORK, HOME = "/site", "/engine", "/work", "/tmp"


@dataclass(frozen=True)
class View:
    """Read-only places (inside, outside) and the interpreter that runs there."""

    python: str
    prefix: Path
    places: tuple[tuple[str, Path], ...]
    kernels: tuple[Kernelspec, ...] = ()


def view(
    allowed_modules: Iterable[str], packages: Iterable[str] = (), kernels: Iterable[str] = ()
) -> View:
    """Stage the libraries, the engine's inner half, and ``allowed_modules`` of dlkit.

    ``packages`` are more libraries, by the names they are imported by or installed by, and folders,
    by their path; ``kernels`` are names of kernelspecs.
    """
    packages = tuple(packages)
    folders = [(path, Path(path)) for path in packages if path.startswith("/")]
    kernelspecs_needed = tuple(kernelspecs.find(name) for name in sorted(set(kernels)))
    modules = (module for kernel in kernelspecs_needed for module in kernel.modules)
    libraries = (name for name in packages if not name.startswith("/"))
    places = [*_libraries((*libraries, *modules)), *_dlkit(tuple(allowed_modules)), *folders]
    places += (place for kernel in kernelspecs_needed for place in kernel.places)
    inside = Path(__file__).with_name("inside")
    return View(
        python=str(Path(getattr(sys, "_base_executable", sys.executable)).resolve()),
        prefix=Path(sys.base_prefix).resolve(),
        places=(*places, (f"{ENGINE}/inside", inside)),
        kernels=kernelspecs_needed,
    )


def view_for(assignment: Assignment) -> View:
    """Stage what the students of an assignment may have."""
    return view(assignment.allowed_modules, assignment.packages, assignment.kernels.values())


@lru_cache(maxsize=1)
def settled_files() -> tuple[tuple[str, str], ...]:
    """Files that spare every process a second: matplotlib's list of the fonts it found.

    It is looked for before matplotlib is imported, which writes it and takes half a second.
    """
    if not (lists := sorted(_matplotlib_cache().glob("fontlist-v*.json"))):
        importlib.import_module("matplotlib.font_manager")
        lists = sorted(_matplotlib_cache().glob("fontlist-v*.json"))
    return tuple((f"{HOME}/.matplotlib/{path.name}", str(path)) for path in lists)


def _matplotlib_cache() -> Path:
    """The folder in which matplotlib keeps what it found."""
    if "matplotlib" in sys.modules:
        import matplotlib

        return Path(matplotlib.get_cachedir())
    if own := os.environ.get("MPLCONFIGDIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "matplotlib")


@lru_cache(maxsize=8)
def _libraries(packages: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    places: dict[str, Path] = {}
    for name in _with_requirements(DISTRIBUTIONS):
        for entry, path in _top_level(name):
            places[f"{SITE}/{entry}"] = path
    missing = [name for name in packages if f"{SITE}/{name}" not in places]
    imported = any(name.isidentifier() and importlib.util.find_spec(name) for name in missing)
    installed = importlib.metadata.packages_distributions() if imported else {}
    for package in missing:
        for name in _with_requirements(installed.get(package, [package])):
            for entry, path in _top_level(name):
                places.setdefault(f"{SITE}/{entry}", path)
    return tuple(sorted(places.items()))


def _with_requirements(names: Iterable[str]) -> list[str]:
    """Return the names and everything they require here, without extras."""
    packages: list[str] = []
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in packages or name == "dlkit":
            continue
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # required on another platform only
        packages.append(name)
        plain = (r for r in requirements if "extra ==" not in r)
        waiting += [re.split(r"[\s;<>=!~\[(]", r, maxsplit=1)[0] for r in plain]
    return packages


def _top_level(name: str) -> Iterator[tuple[str, Path]]:
    """Find the folders and files that a distribution puts beside the others, but no scripts."""
    distribution = importlib.metadata.distribution(name)
    for entry in sorted(_entries(distribution) - {"__pycache__", ".."}):
        path = Path(str(distribution.locate_file(entry)))
        if path.exists() and path.suffix != ".pth":
            yield entry, path


def _entries(distribution: importlib.metadata.Distribution) -> set[str]:
    """The first part of each path that belongs to a distribution.

    Read from its RECORD as text: `files` makes a path object of each, and there are thousands.
    """
    record = distribution.read_text("RECORD")
    if record is None:
        return {file.parts[0] for file in distribution.files or ()}
    return {re.split("[/,]", line.lstrip('"'), maxsplit=1)[0] for line in record.splitlines()}


def _dlkit(allowed_modules: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    spec = importlib.util.find_spec("dlkit")
    if spec is None or spec.origin is None:
        return
    root = Path(spec.origin).parent
    yield f"{SITE}/dlkit/__init__.py", root / "__init__.py"
    for name in allowed_modules:
        for path in (root / name, root / f"{name}.py"):
            if path.exists():
                yield f"{SITE}/dlkit/{path.name}", path
