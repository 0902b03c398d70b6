"""Where in an author's own files an exception arose."""

from __future__ import annotations

import traceback
from pathlib import Path


def place_of(fault: BaseException, own: Path) -> str:
    """File and line of the last step inside ``own``, a file or a folder; its name if none is."""
    if isinstance(fault, SyntaxError) and fault.filename:
        return f"{fault.filename}, line {fault.lineno}"
    frames = traceback.extract_tb(fault.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(own)]
    return f"{inside[-1].filename}, line {inside[-1].lineno}" if inside else str(own)


def name_of(fault: BaseException) -> str:
    """The kind of an exception and what it says, without a full stop."""
    text = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    return f"{type(fault).__name__}: {text}".rstrip(" .:")
