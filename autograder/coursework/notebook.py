"""Notebooks as files: read one into the model, write one back.

Plain JSON and a few structural checks: what students hand in is read here thousands of times, and
whatever is wrong with a file ends in one sentence that names it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import NotebookError
from autograder.model import Cell, Notebook, Role

KINDS = ("code", "markdown", "raw")
OLD_FORMAT = 3  # which nbgrader brings up to date
MAX_PIECES = 5_000_000  # brackets and commas of a large file: what reading it takes of memory
LARGE_BYTES = 32 << 20  # a smaller file needs no counting
MAX_CELLS = 1_000
MAX_CODE = 1_000_000  # letters of all its code cells: their syntax trees take 400 times as much
MAX_TEXT = 16_000_000  # letters of all cells: a picture may stand in one as text

Output = Mapping[str, Any]


def read(path: Path) -> Notebook:
    """Read a notebook of format 4, of any minor version, or of format 3."""
    document = read_document(path)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise NotebookError(f"{path.name} is no notebook: it has no list of cells.")
    if len(cells) > MAX_CELLS:
        raise NotebookError(f"{path.name} has {len(cells)} cells: {MAX_CELLS} are the most.")
    read_cells = tuple(_cell(path.name, index, cell) for index, cell in enumerate(cells))
    _refuse_long(path.name, "code", MAX_CODE, [c for c in read_cells if c.kind == "code"])
    _refuse_long(path.name, "text", MAX_TEXT, read_cells)
    return Notebook(path.stem, read_cells, _mapping(document.get("metadata")))


def _refuse_long(name: str, what: str, most: int, cells: Sequence[Cell]) -> None:
    letters = sum(len(cell.source) for cell in cells)
    if letters > most:
        raise NotebookError(
            f"{name} has {letters} letters of {what}: {most} are the most. Put data into a file "
            "beside it."
        )


def read_document(path: Path) -> dict[str, Any]:
    """Read the JSON of a notebook, with its outputs, and check its format."""
    text = path.read_bytes()
    if len(text) > LARGE_BYTES and sum(map(text.count, (b"[", b"{", b","))) > MAX_PIECES:
        raise NotebookError(f"{path.name} is too large to be read: clear its outputs.")
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as fault:
        reason = str(fault) or type(fault).__name__
        raise NotebookError(f"{path.name} is no notebook: its JSON is broken ({reason}).") from None
    if not isinstance(document, dict):
        raise NotebookError(f"{path.name} is no notebook: it holds a {type(document).__name__}.")
    if document.get("nbformat") == OLD_FORMAT:
        document = _upgraded(path.name, document)
    if document.get("nbformat") != 4:
        raise NotebookError(
            f"{path.name} has notebook format {str(document.get('nbformat'))[:20]}; format 4 is "
            "needed. Open it in JupyterLab and save it."
        )
    checked: dict[str, Any] = document
    return checked


def _upgraded(name: str, document: dict[str, Any]) -> dict[str, Any]:
    """Bring a notebook of format 3 up to date, as nbgrader does."""
    from nbformat import from_dict
    from nbformat.v4.convert import upgrade

    try:
        upgraded: dict[str, Any] = json.loads(json.dumps(upgrade(from_dict(document), 3, 0)))
    except Exception as fault:
        raise NotebookError(
            f"{name} has notebook format 3 and cannot be brought up to date "
            f"({type(fault).__name__}: {fault}). Open it in JupyterLab and save it."
        ) from None
    return upgraded


def role_of(settings: Mapping[str, Any]) -> Role:
    """The role that nbgrader's flags give a cell."""
    if settings.get("task") is True:
        return Role.TASK
    graded, answer = settings.get("grade") is True, settings.get("solution") is True
    if graded:
        return Role.MANUAL if answer else Role.TEST
    if answer:
        return Role.SOLUTION
    return Role.LOCKED if settings.get("locked") is True else Role.FREE


def to_json(notebook: Notebook, outputs: Mapping[int, Sequence[Output]]) -> str:
    """Write a notebook as format 4.5, in one line, since a graded notebook is not edited.

    ``outputs`` are those of the cell at each position.

    A code cell that has an entry there was run, and gets the next execution count.
    """
    cells = []
    count = 0
    for position, cell in enumerate(notebook.cells):
        described = _describe(position, cell)
        if cell.kind == "code" and position in outputs:
            count += 1
            described |= _executed(outputs[position], count)
        cells.append(described)
    from dlkit.check import finite  # long to import, for commands that only read

    document = {
        "cells": cells,
        "metadata": notebook.metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return finite.dumps(document, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(name: str, index: int, cell: Any) -> Cell:
    place = f"{name}, cell {index + 1}"
    if not isinstance(cell, dict):
        raise NotebookError(f"{place}: it is a {type(cell).__name__}, not a cell.")
    kind = cell.get("cell_type")
    kind = kind if kind in KINDS else "raw"  # a cell of another tool, which nobody runs
    metadata = _mapping(cell.get("metadata"))
    settings = _mapping(metadata.get("nbgrader"))
    grade_id = settings.get("grade_id")
    return Cell(
        index=index,
        grade_id=_text(grade_id) if isinstance(grade_id, str) else "",
        kind=kind,
        role=role_of(settings),
        source=_source(place, cell.get("source", "")),
        points=_points(settings.get("points")),
        metadata=metadata,
        attachments=_attachments(cell.get("attachments")),
    )


def _source(place: str, source: Any) -> str:
    text = _joined(source)
    if text is not None:
        return _text(text)
    raise NotebookError(f"{place}: its source is a {type(source).__name__}, not text.")


def _text(text: str) -> str:
    """Replace lone surrogates, which JSON can hold but no file and no database can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _points(points: Any) -> float:
    if isinstance(points, bool) or not isinstance(points, int | float):
        return 0.0
    return float(points) if 0 <= points < math.inf else 0.0


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _attachments(value: Any) -> dict[str, Any]:
    """Files in a text cell: by name, their content by its type, as text.

    A picture that is text itself (SVG) may be a list of lines.
    """
    files = {}
    for name, file in _mapping(value).items():
        kinds = {kind: _joined(text) for kind, text in _mapping(file).items()}
        files[name] = {kind: text for kind, text in kinds.items() if text is not None}
    return {name: file for name, file in files.items() if file}


def _joined(text: Any) -> str | None:
    """A text that may be given by its lines; None for anything else."""
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        return "".join(text)
    return text if isinstance(text, str) else None


def _describe(position: int, cell: Cell) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": f"cell-{position}",
        "cell_type": cell.kind,
        "metadata": cell.metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    if cell.kind == "code":
        described |= {"execution_count": None, "outputs": []}
    elif cell.attachments:
        described["attachments"] = cell.attachments
    return described


def _executed(outputs: Sequence[Output], count: int) -> dict[str, Any]:
    counted = [
        {**output, "execution_count": count}
        if output.get("output_type") == "execute_result"
        else dict(output)
        for output in outputs
    ]
    return {"execution_count": count, "outputs": counted}
