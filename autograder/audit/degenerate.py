"""Submissions that show no understanding at all; each is handed in for every function."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np


def bare_release(*_args: Any, **_kwargs: Any) -> None:
    """The stub as it was released."""
    raise NotImplementedError


def returns_none(*_args: Any, **_kwargs: Any) -> None:
    """The `return` is missing."""


def returns_zero(*_args: Any, **_kwargs: Any) -> float:
    """One number, whatever is asked."""
    return 0.0


def returns_zeros(*args: Any, **_kwargs: Any) -> Any:
    """The right shape and nothing else."""
    return np.zeros_like(args[0]) if args else 0.0


def returns_input(*args: Any, **_kwargs: Any) -> Any:
    """The argument, untouched."""
    return args[0] if args else None


def returns_empty_dict(*_args: Any, **_kwargs: Any) -> dict[str, Any]:
    """Another kind of value than any that is asked for."""
    return {}


def returns_empty_list(*_args: Any, **_kwargs: Any) -> list[Any]:
    """Right where there is nothing to return."""
    return []


def returns_text(*_args: Any, **_kwargs: Any) -> str:
    """Text where numbers are needed."""
    return "nan"


def refuses_everything(*_args: Any, **_kwargs: Any) -> None:
    """Right only where an input has to be refused."""
    raise ValueError("no")


def raises(*_args: Any, **_kwargs: Any) -> None:
    """An exception that nobody asks for."""
    raise RuntimeError("broken")


def leaves(*_args: Any, **_kwargs: Any) -> None:
    """The end of the program instead of an answer."""
    sys.exit(0)


def prints(*args: Any, **_kwargs: Any) -> None:
    """An answer shown but not returned."""
    print(*args)


DEGENERATE = (
    bare_release,
    returns_none,
    returns_zero,
    returns_zeros,
    returns_input,
    returns_empty_dict,
    returns_empty_list,
    returns_text,
    refuses_everything,
    raises,
    leaves,
    prints,
)
