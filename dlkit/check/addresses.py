"""Functions as plain data: by where they are found, on every machine that has this package.

An exercise may hand a function to the student's function: an activation, or something to
differentiate. In ``checks.json``, and on the way into the sandbox, such an argument is described by
its address, a module and a name. Only universal functions of NumPy and public functions of
``dlkit`` have one, so that no file can name anything that does more than compute.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import numpy as np

from dlkit.check.plain import NotPlain

EVERYWHERE = "dlkit.check."  # what stands below exists while any topic is graded
Function = Any  # a function of Python or a universal function of NumPy


def describe(value: Function) -> dict[str, str]:
    """Return the address of a function; raise :class:`NotPlain` where it has none."""
    module = "numpy" if isinstance(value, np.ufunc) else str(getattr(value, "__module__", ""))
    address = {"is": "function", "module": module, "name": str(getattr(value, "__name__", ""))}
    if callable(value) and _found(address) is value:
        return address
    raise NotPlain(
        f"a {type(value).__name__} is not plain data, nor a public function of dlkit or numpy"
    )


def resolve(described: Any) -> Function:
    """Return the function at an address that :func:`describe` gave."""
    function = _found(described) if described.get("is") == "function" else None
    if function is None:
        raise NotPlain(f"there is no function at {described!r}")
    return function


def is_everywhere(value: Any) -> bool:
    """Whether a value is a function that exists wherever a student's code runs."""
    try:
        module = describe(value)["module"]
    except NotPlain:
        return False
    return module == "numpy" or module.startswith(EVERYWHERE)


def _found(address: Any) -> Function | None:
    """What stands at an address, if it is a function that may be named."""
    module, name = address["module"], address["name"]
    if module == "numpy":
        candidate = getattr(np, name, None)
        return candidate if isinstance(candidate, np.ufunc) else None
    if not module.startswith("dlkit.") or name.startswith("_"):
        return None
    try:
        candidate = getattr(importlib.import_module(module), name, None)
    except ImportError:  # a module that does not exist while its topic is graded
        return None
    return candidate if inspect.isfunction(candidate) else None
