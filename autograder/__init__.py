"""Release, grade in a sandbox, explain and report; :func:`grade` is what test cells import."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import partial
from types import ModuleType
from typing import Any

__all__ = ["grade"]


def __getattr__(name: str) -> Any:
    # Imported late: commands that never grade should not wait for numpy and the reference.
    if name == "grade":
        from autograder.specification.grade import grade

        return grade
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")


def _without_what_is_not_used() -> None:
    """Spare each command what nbgrader and jsonschema import and nothing here asks for.

    ``nbgrader/__init__.py`` imports its Jupyter servers, which takes most of the time of a command.
    So its parts are imported below a package whose own code runs only where a name of it is asked
    for; these import setuptools, to unpack what was handed in as a zip. And jsonschema would build
    a grammar of IRIs, of which no notebook's schema knows.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    spec = None if "nbgrader" in sys.modules else importlib.util.find_spec("nbgrader")
    if spec is None or spec.loader is None:
        return
    package = importlib.util.module_from_spec(spec)
    loader = spec.loader

    def whole(name: str) -> Any:
        is_part = name.startswith("__") and name != "__version__"
        if is_part or importlib.util.find_spec(f"nbgrader.{name}"):
            raise AttributeError(f"module 'nbgrader' has no attribute {name!r}")
        del package.__getattr__
        loader.exec_module(package)
        return getattr(package, name)

    package.__getattr__ = whole  # type: ignore[method-assign]
    sys.modules["nbgrader"] = package
    unpack = ("unpack_archive", "unpack_tarfile", "unpack_zipfile")
    _import_when_used("setuptools.archive_util", *unpack)


def _import_when_used(name: str, *functions: str) -> None:
    """Put a stand-in where ``functions`` are imported from: the module runs when one is called."""
    if name in sys.modules:
        return
    module = sys.modules[name] = ModuleType(name)

    def real(attribute: str) -> Any:
        if attribute.startswith("__"):  # the import itself asks whether this is a package
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    def called(function: str, *arguments: Any, **options: Any) -> Any:
        return real(function)(*arguments, **options)

    module.__getattr__ = real  # type: ignore[method-assign]
    for each in functions:
        setattr(module, each, partial(called, each))


_without_what_is_not_used()
