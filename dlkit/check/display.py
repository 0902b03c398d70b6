"""Show panels where a person sees them: in the notebook, each in one place, or as text.

A panel that one cell shows again and again (in a loop, say) replaces itself, and the progress
under every exercise is brought up to date wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dlkit.check import markup
from dlkit.check.panel import Panel
from dlkit.check.progress import Progress
from dlkit.check.slopes import Slopes

PROGRESS = "dlkit-progress"
RESULT = "dlkit"  # the key of a result in the metadata of an output
NO_RESULT: Mapping[str, Any] = MappingProxyType({})

_last_shown: dict[str, tuple[object, Any]] = {}


def notebook() -> Any:
    """Return the running IPython shell, or None."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def namespace() -> dict[str, Any]:
    """Return what the student's cells have defined, nothing outside a notebook."""
    return getattr(notebook(), "user_ns", {})


def show(
    panel: Panel,
    *,
    kind: str = "check",
    compared: Slopes | None = None,
    points: str = "",
    result: Mapping[str, Any] = NO_RESULT,
) -> None:
    """Display the panel in a notebook; print its text where there is none.

    Panels of different ``kind`` (check, hint, grade) never take each other's place. The ``result``
    is saved with the output, for programs that ask how far a notebook is.
    """
    if notebook() is None:
        print(panel)
        return
    page = markup.page(panel, compared, points)
    bundle = {"text/plain": str(panel), "text/html": page}
    _display(f"{kind} {panel.exercise}", bundle, metadata={RESULT: dict(result)} if result else {})


def show_progress(so_far: Progress) -> None:
    """Display the progress below this panel, and correct it below all others."""
    if notebook() is not None:
        bundle = {"text/plain": str(so_far), "text/html": markup.bar(so_far)}
        _display(PROGRESS, bundle, everywhere=True)


def _display(
    name: str,
    bundle: dict[str, str],
    *,
    everywhere: bool = False,
    metadata: Mapping[str, Any] = NO_RESULT,
) -> None:
    from IPython import display

    jupyter: Any = display  # its functions have no annotations
    cell = getattr(notebook(), "execution_count", None)
    shown_in, handle = _last_shown.get(name, (None, None))
    if handle is None or shown_in != cell:
        name_of_display = name if everywhere else True
        handle = jupyter.display(
            bundle, raw=True, metadata=dict(metadata), display_id=name_of_display
        )
        _last_shown[name] = cell, handle
        if not everywhere:
            return
    jupyter.update_display(bundle, raw=True, metadata=dict(metadata), display_id=handle.display_id)
