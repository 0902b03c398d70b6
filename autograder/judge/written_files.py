"""The files that a student's code has written, which stand in autograded/ after the run.

Its own process reads them and sends what is in them, like any answer. So no path of a student's is
opened outside of the sandbox: a link, a pipe or a huge file has no effect there, and a forged reply
is no more than files whose content the student chose.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from autograder.sandbox.inside.files import MAX_BYTES, MAX_FILES, is_inside
from autograder.sandbox.session import SandboxEnded, Session


def of_session(session: Session, seconds: float) -> dict[str, bytes]:
    """What is new or changed in the working folder, by place; nothing where no answer comes."""
    try:
        files = session.ask("files", seconds).get("files")
    except SandboxEnded:
        return {}
    written: dict[str, bytes] = {}
    left = MAX_BYTES
    for place, content in islice(_contents(files if isinstance(files, dict) else {}), MAX_FILES):
        if len(content) <= left:
            written[place] = content
            left -= len(content)
    return written


def _contents(files: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Files with a name of one line; no folders, and none that were deleted."""
    for place, text in files.items():
        is_file = isinstance(text, str) and not place.endswith(os.sep)
        if is_file and place.isprintable() and is_inside(place):
            with contextlib.suppress(ValueError):  # what is no base64
                yield place, base64.b64decode(text)
