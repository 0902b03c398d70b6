"""Which modules of ``dlkit`` exist while one of its topics is graded."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

from dlkit.topics import ORDER, WITHOUT_TOPIC


def before(topic: str) -> tuple[str, ...]:
    """The topics that come earlier; none before a topic that is not of this course."""
    return ORDER[: ORDER.index(topic)] if topic in ORDER else ()


def allowed_modules(topic: str) -> tuple[str, ...]:
    """The modules of ``dlkit`` that a student may import while ``topic`` is graded."""
    return (*before(topic), *WITHOUT_TOPIC)


def files_of(module: str) -> tuple[Path, ...]:
    """The Python files of one module or package of ``dlkit``, none where it does not exist."""
    single, package = _root() / f"{module}.py", _root() / module
    if single.is_file():
        return (single,)
    return tuple(sorted(package.rglob("*.py"))) if (package / "__init__.py").is_file() else ()


def imported(tree: ast.Module) -> set[str]:
    """Dotted names of what a file imports, ``dlkit.losses`` also for a part of losses."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[:2]) for name in modules}


@cache
def _root() -> Path:
    spec = importlib.util.find_spec("dlkit")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("dlkit is not installed beside autograder")
    return Path(spec.origin).parent
