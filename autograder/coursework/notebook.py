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

Output = Mapping[str, Any]


def read(path: Path) -> Notebook:
    """Read a notebook of format 4, of any minor version."""
    document = read_document(path)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise NotebookError(f"{path.name} is no notebook: it has no list of cells.")
    return Notebook(
        name=path.stem,
        cells=tuple(_cell(path.name, index, cell) for index, cell in enumerate(cells)),
        metadata=_mapping(document.get("metadata")),
    )


def read_document(path: Path) -> dict[str, Any]:
    """Read the JSON of a notebook, with its outputs, and check its format."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as fault:
        reason = str(fault) or type(fault).__name__
        raise NotebookError(f"{path.name} is no notebook: its JSON is broken ({reason}).") from None
    if not isinstance(document, dict):
        raise NotebookError(f"{path.name} is no notebook: it holds a {type(document).__name__}.")
    if document.get("nbformat") != 4:
        raise NotebookError(
            f"{path.name} has notebook format {str(document.get('nbformat'))[:20]}; format 4 is "
            "needed. Open it in JupyterLab and save it."
        )
    return document


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
    document = {
        "cells": cells,
        "metadata": notebook.metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(name: str, index: int, cell: Any) -> Cell:
    place = f"{name}, cell {index}"
    if not isinstance(cell, dict):
        raise NotebookError(f"{place}: it is a {type(cell).__name__}, not a cell.")
    kind = cell.get("cell_type")
    if kind not in KINDS:
        raise NotebookError(f"{place}: {str(kind)[:40]!r} is no type of cell.")
    metadata = _mapping(cell.get("metadata"))
    settings = _mapping(metadata.get("nbgrader"))
    grade_id = settings.get("grade_id")
    return Cell(
        index=index,
        grade_id=_text(grade_id) if isinstance(grade_id, str) else "",
        kind=kind,
        role=role_of(settings),
        source=_source(place, cell.get("source")),
        points=_points(settings.get("points")),
        metadata=metadata,
        attachments=_attachments(cell.get("attachments")),
    )


def _source(place: str, source: Any) -> str:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return _text("".join(source))
    if isinstance(source, str):
        return _text(source)
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
    """Files in a text cell: by name, their content by its type, as text."""
    return {
        name: {kind: text for kind, text in _mapping(file).items() if isinstance(text, str)}
        for name, file in _mapping(value).items()
    }


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
