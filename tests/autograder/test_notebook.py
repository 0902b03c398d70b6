"""Reading notebooks as people leave them, and writing what nbgrader's pages can show."""

import json

import nbformat
import pytest

from autograder.coursework import notebook
from autograder.errors import NotebookError
from autograder.model import Cell, Notebook, Role


def document(*cells, **changes):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | changes


def raw_cell(source="x = 1", kind="code", **settings):
    metadata = {"nbgrader": settings} if settings else {}
    return {"cell_type": kind, "metadata": metadata, "source": source}


def read(tmp_path, content):
    path = tmp_path / "hw.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return notebook.read(path)


@pytest.mark.parametrize(
    ("flags", "role"),
    [
        ({}, Role.FREE),
        ({"grade": False}, Role.FREE),
        ({"locked": True}, Role.LOCKED),
        ({"solution": True}, Role.SOLUTION),
        ({"grade": True, "locked": True}, Role.TEST),
        ({"grade": True, "locked": False}, Role.TEST),
        ({"grade": True, "solution": True}, Role.MANUAL),
        ({"task": True, "locked": True}, Role.TASK),
        ({"grade": "yes"}, Role.FREE),
    ],
)
def test_flags_decide_the_role(tmp_path, flags, role):
    assert read(tmp_path, document(raw_cell(**flags))).cells[0].role is role


def test_lines_are_joined_and_settings_are_read(tmp_path):
    cell = raw_cell(["a = 1\n", "b = 2"], grade=True, locked=True, grade_id="t", points=2.5)
    found = read(tmp_path, document(cell))
    assert found.name == "hw"
    assert found.cells[0].source == "a = 1\nb = 2"
    assert (found.cells[0].grade_id, found.cells[0].points, found.cells[0].index) == ("t", 2.5, 0)


@pytest.mark.parametrize("minor", [0, 2, 4, 5, 9, "x", None])
def test_minor_versions_do_not_matter(tmp_path, minor):
    assert read(tmp_path, document(raw_cell(), nbformat_minor=minor)).cells


@pytest.mark.parametrize("points", [-1, float("nan"), float("inf"), True, "3", None, [1]])
def test_points_that_are_no_points_are_none(tmp_path, points):
    assert read(tmp_path, document(raw_cell(grade=True, points=points))).cells[0].points == 0.0


def test_text_that_no_file_can_hold_is_mended(tmp_path):
    found = read(tmp_path, document(raw_cell('"\ud800"')))
    assert found.cells[0].source == '"?"'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "JSON is broken"),
        (b"\xff\xfe", "JSON is broken"),
        (b"[" * 200_000, "JSON is broken"),
        (b"[]", "holds a list"),
        ({"nbformat": 2, "worksheets": []}, "format 2"),
        ({"nbformat": 3, "worksheets": 5}, "format 3 and cannot be brought up to date"),
        ({"cells": []}, "format None"),
        ({"nbformat": 4}, "no list of cells"),
        (document(3), "cell 1: it is a int"),
        (document({"cell_type": "code", "source": None}), "source is a NoneType"),
        (document(raw_cell([1])), "source is a list"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_and_reason(tmp_path, content, reason):
    with pytest.raises(NotebookError, match=reason) as fault:
        read(tmp_path, content)
    assert "hw.ipynb" in str(fault.value)


def test_an_odd_cell_costs_no_other_cell_its_marks(tmp_path):
    odd = {"cell_type": "spam", "source": "x"}, {"cell_type": "code", "metadata": {}}
    cells = read(tmp_path, document(raw_cell("x = 1"), *odd)).cells
    assert [(each.kind, each.source) for each in cells] == [
        ("code", "x = 1"),
        ("raw", "x"),
        ("code", ""),
    ]


def test_format_3_is_brought_up_to_date(tmp_path):
    cell = {"cell_type": "code", "input": ["x = 1\n", "x"], "metadata": {}, "language": "python"}
    heading = {"cell_type": "heading", "level": 2, "source": "Sums", "metadata": {}}
    sheet = {"cells": [cell | {"outputs": [], "collapsed": False}, heading], "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]}
    cells = read(tmp_path, old).cells
    assert [each.source for each in cells] == ["x = 1\nx", "## Sums"]


def test_a_picture_may_be_given_by_its_lines(tmp_path):
    drawn = raw_cell("![](attachment:a.svg)", "markdown") | {
        "attachments": {"a.svg": {"image/svg+xml": ["<svg>\n", "</svg>"]}, "b": {"c": 1}}
    }
    found = read(tmp_path, document(drawn))
    assert found.cells[0].attachments == {"a.svg": {"image/svg+xml": "<svg>\n</svg>"}}
    nbformat.validate(nbformat.reads(notebook.to_json(found, {}), 4))


def test_a_file_of_too_many_pieces_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "LARGE_BYTES", 1000)
    monkeypatch.setattr(notebook, "MAX_PIECES", 1000)
    assert read(tmp_path, document(raw_cell("x" * 2000))).cells
    with pytest.raises(NotebookError, match="too large to be read"):
        read(tmp_path, document(raw_cell("x"), outputs=[[]] * 2000))


def test_a_written_notebook_is_valid_and_can_be_read_again(tmp_path):
    settings = {"schema_version": 3, "grade": True, "solution": False, "locked": True}
    metadata = {"nbgrader": settings | {"grade_id": "t", "points": 1.0}}
    picture = {"a.png": {"image/png": "AAAA"}}
    written = Notebook(
        "hw",
        (
            Cell(0, "", "markdown", Role.FREE, "# Ä\ntext", attachments=picture),
            Cell(1, "t", "code", Role.TEST, "1 + 1\n2", 1.0, metadata),
            Cell(2, "", "code", Role.FREE, ""),
        ),
        {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    result = {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "2"}}
    text = notebook.to_json(written, {0: (), 1: (result,)})
    nbformat.validate(nbformat.reads(text, 4))
    again = read(tmp_path, text.encode())
    assert again.cells == written.cells and again.metadata == written.metadata
    cells = json.loads(text)["cells"]
    assert [cell.get("execution_count") for cell in cells] == [None, 1, None]
    assert cells[1]["outputs"][0]["execution_count"] == 1
