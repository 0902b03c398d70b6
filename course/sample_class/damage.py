"""What can go wrong with a notebook on its way in; each function takes one and returns it damaged.

Most change some cells of the notebook; one returns the text of a file that is no notebook.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]


def find(notebook: Notebook, grade_id: str) -> Cell:
    """Return the cell with this grade_id."""
    return next(cell for cell in notebook["cells"] if _settings(cell).get("grade_id") == grade_id)


def write(notebook: Notebook, grade_id: str, text: str) -> None:
    """Put a text into a cell."""
    find(notebook, grade_id)["source"] = text.splitlines(keepends=True)


def file_text(notebook: Notebook) -> str:
    """Return a notebook as JupyterLab saves it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def syntax_error(notebook: Notebook) -> Notebook:
    """Lose the colon behind the head of `huber`."""
    write(notebook, "huber", _text(notebook, "huber").replace("):\n", ")\n", 1))
    return notebook


def exception(notebook: Notebook) -> Notebook:
    """Let every call of `hinge` fail, and a cell of the student's own as well."""
    _begin_with(notebook, "hinge", "raise RuntimeError('why does this never work?')")
    return _add_cell(notebook, "test_hinge", "print(hinge(np.zeros((2, 3)), np.array([0, 1])))")


def endless_loop(notebook: Notebook) -> Notebook:
    """Let `mae_grad` wait for ever, and a cell of the student's own as well."""
    _begin_with(notebook, "mae_grad", "while len(predictions):\n    pass")
    return _add_cell(notebook, "test_huber", "step = 1.0\nwhile step != 0.05:\n    step -= 0.1")


def endless_memory(notebook: Notebook) -> Notebook:
    """Let `logsumexp` keep everything it ever made, and make more."""
    _begin_with(notebook, "logsumexp", "kept = []\nwhile True:\n    kept.append(np.ones(10**7))")
    return notebook


def kernel_exit(notebook: Notebook) -> Notebook:
    """End the whole process in the cell that defines `softmax_backward`."""
    ending = "import os\n\nos._exit(0)  # so that the notebook is finished"
    write(notebook, "softmax_backward", f"{_text(notebook, 'softmax_backward')}\n\n\n{ending}")
    return notebook


def lost_and_doubled_tests(notebook: Notebook) -> Notebook:
    """Delete one test cell; hand in another one twice, the second time with an easier test."""
    cells = notebook["cells"]
    cells.remove(find(notebook, "test_mse"))
    second = copy.deepcopy(find(notebook, "test_mae"))
    second["source"] = ["10.0"]
    cells.append(second)
    return notebook


def foreign_metadata(notebook: Notebook) -> Notebook:
    """Save with other tools, which left marks of their own in nbgrader's settings too."""
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"tags": ["skip-execution"], "colab": {"base_uri": "https://localhost"}}
        if settings := _settings(cell):
            settings |= {"schema_version": (1, 2, 99)[number % 3], "remark": "not of nbgrader"}
    for exercise in ("mse", "softmax"):
        _settings(find(notebook, f"test_{exercise}")).update(points=1000, locked=False)
    _settings(find(notebook, "hinge")).update(grade=True, points=1000)
    notebook["metadata"] |= {"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}
    return notebook


def huge_output(notebook: Notebook) -> Notebook:
    """Print a hundred megabytes in a cell of the student's own."""
    return _add_cell(notebook, "test_mse", "for _ in range(100):\n    print('.' * 2**20)")


def right_but_warning(notebook: Notebook) -> Notebook:
    """Let every function warn and write to the error stream before it does its work."""
    noise = (
        "import sys\nimport warnings\n\n"
        "warnings.warn('this function is slow')\nprint('still here', file=sys.stderr)"
    )
    for cell in notebook["cells"]:
        settings = _settings(cell)
        if settings.get("solution") and cell["cell_type"] == "code":
            _begin_with(notebook, settings["grade_id"], noise)
    return notebook


def broken_json(notebook: Notebook) -> str:
    """Lose the second half of the file, as an upload that was cut off does."""
    text = file_text(notebook)
    return text[: len(text) // 2]


def _settings(cell: Cell) -> dict[str, Any]:
    settings: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return settings


def _text(notebook: Notebook, grade_id: str) -> str:
    return "".join(find(notebook, grade_id)["source"])


def _begin_with(notebook: Notebook, function: str, statements: str) -> None:
    """Put statements at the beginning of a function's body."""
    head, body = _text(notebook, function).split(f"def {function}(", 1)
    signature, body = body.split("):\n", 1)
    added = "".join(f"    {line}".rstrip() + "\n" for line in statements.splitlines())
    write(notebook, function, f"{head}def {function}({signature}):\n{added}{body}")


def _add_cell(notebook: Notebook, behind: str, text: str) -> Notebook:
    """Add a code cell of the student's own behind another cell."""
    position = notebook["cells"].index(find(notebook, behind)) + 1
    cell: Cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": f"behind_{behind}",
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }
    notebook["cells"].insert(position, cell)
    return notebook


KINDS: dict[str, Callable[[Notebook], Notebook | str]] = {
    damage.__name__: damage
    for damage in (
        syntax_error,
        exception,
        endless_loop,
        endless_memory,
        kernel_exit,
        lost_and_doubled_tests,
        foreign_metadata,
        huge_output,
        right_but_warning,
        broken_json,
    )
}
