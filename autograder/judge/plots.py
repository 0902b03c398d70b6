"""Figures of a test live where the student draws: pyplot is asked there while a test runs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

PYPLOT = "matplotlib.pyplot"
# What makes figures and axes or finds the current ones; all else in pyplot goes through these.
ASKED = (
    "figure subplots subplot subplot_mosaic subplot2grid axes gca gcf sca get_fignums "
    "get_figlabels fignum_exists close clf cla delaxes"
).split()
WORDS = frozenset({*ASKED, "pyplot", "plt"})


@contextlib.contextmanager
def shared(student: Any, words: frozenset[str]) -> Iterator[None]:
    """While a test of plots runs, have pyplot's figures in the student's process."""
    pyplot = sys.modules.get(PYPLOT)
    if pyplot is None or words.isdisjoint(WORDS):
        yield
        return
    from unittest import mock  # brings asyncio along, which few workers need

    with contextlib.ExitStack() as patches:
        for name in ASKED:
            patches.enter_context(mock.patch.object(pyplot, name, _asked(student, name)))
        yield


def _asked(student: Any, name: str) -> Any:
    def ask(*args: Any, **kwargs: Any) -> Any:
        return student.run("pyplot", name, *args, **kwargs)

    return ask
