"""Figures of the student's last cells, for tests that ask pyplot for the current one.

The backend of notebooks closes what a cell has drawn when it ends; a kernel with another backend
leaves it open. Here it is closed, so that no later cell shows it again, and found all the same.
"""

from __future__ import annotations

import sys
from typing import Any

PYPLOT, REGISTRY = "matplotlib.pyplot", "matplotlib._pylab_helpers"


class Figures:
    """Remembers the figures that were open when the last drawing cell ended."""

    def __init__(self) -> None:
        self._managers: list[Any] = []
        self._reopened = False

    def keep(self) -> None:
        """Note the open figures, before the backend closes them."""
        registry = sys.modules.get(REGISTRY)
        open_now = registry.Gcf.get_all_fig_managers() if registry else []
        if open_now:
            self._managers = list(open_now)

    def reopen(self) -> None:
        """Let pyplot find them again, where it has none of its own."""
        registry = sys.modules.get(REGISTRY)
        if registry and not self._reopened and not registry.Gcf.figs:
            for manager in self._managers:
                registry.Gcf.figs[manager.num] = manager
        self._reopened = True

    def put_away(self) -> None:
        """Close what was open for a test, before a cell of the student's runs."""
        if self._reopened and PYPLOT in sys.modules:
            sys.modules[PYPLOT].close("all")
            self._managers, self._reopened = [], False


FIGURES = Figures()  # of this process
