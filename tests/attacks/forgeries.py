"""What attackers hand in: each function forges one submission.

It gets the released notebook as a document and the folder to hand in; what it returns, if
anything, is written in place of the document.
"""

import os
from pathlib import Path

from tests.attacks.tools import TAKE_OVER

NAME = "light"
CHEAT = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])"


def cells_of(document):
    found = {}
    for cell in document["cells"]:
        found[cell["metadata"].get("nbgrader", {}).get("grade_id")] = cell
    return found


def settings(cell):
    return cell["metadata"]["nbgrader"]


def code(source, **metadata):
    cell = {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}
    return cell | {"execution_count": None, "id": f"own{abs(hash(source)) % 10**6}"}


def retagged(document, _):
    for cell in document["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "illustration"]
        if "nbgrader" in cell["metadata"]:
            settings(cell).update(grade=False, locked=False, solution=True, task=True)


def points_raised(document, _):
    for cell in document["cells"]:
        if "points" in cell["metadata"].get("nbgrader", {}):
            settings(cell)["points"] = 1e6


def points_absurd(document, _):
    for cell, points in zip(document["cells"], ["x", None, -5, [1], {}, True, 1e999], strict=False):
        cell["metadata"].setdefault("nbgrader", {})["points"] = points


def checks_rewritten(document, _):
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "1000"


def checks_deleted(document, _):
    document["cells"] = [c for c in document["cells"] if "points" not in str(c["metadata"])]


def checks_doubled(document, _):
    passing = [{**c, "source": "100"} for c in document["cells"] if "points" in str(c["metadata"])]
    document["cells"] = passing + document["cells"] + passing


def checks_as_text(document, _):
    for cell in document["cells"]:
        if "points" in str(cell["metadata"]):
            cell["cell_type"] = "markdown"


def answers_as_tests(document, _):
    cells = cells_of(document)
    for name in ("softmax", "adam"):
        settings(cells[name]).update(grade=True, points=50, locked=True)
        cells[name]["source"] = "50"


def identities_swapped(document, _):
    for cell in document["cells"]:
        known = cell["metadata"].get("nbgrader", {})
        if "grade_id" in known:
            known["grade_id"] = known["grade_id"][::-1]


def foreign_schema(document, _):
    for cell in document["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] = {"schema_version": 99, "grade_id": ["softmax"], "x": {}}


def metadata_of_notebook(document, _):
    document["metadata"] = {"kernelspec": {"name": "bash", "language": "bash"}, "x": [1, {}]}


def transformer(document, _):
    document["cells"].insert(0, code(CHEAT))


def nested_attachments(document, _):
    deep = "x"
    for _ in range(400):
        deep = [deep]
    document["cells"][0]["attachments"] = {"a.png": {"image/png": deep, "b": "c"}, "d": deep}
    cells_of(document)["why"]["attachments"] = {"a.png": {"image/png": deep}}


def shows_nested(document, _):
    nested = (
        "deep = 'x'\nfor _ in range(600): deep = [deep]\nimport sys; sys.setrecursionlimit(5000)"
    )
    shown = "raw(json.dumps({'kind': 'display_data', 'content': {'data': {'a/b': deep}}}))"
    document["cells"].append(code(f"{TAKE_OVER}\n{nested}\n{shown}"))


def half_characters(document, _):
    document["cells"].append(code("print('\\ud800'); raise ValueError('\\udfff')"))
    cells_of(document)["softmax"]["source"] = "def softmax(z): raise ValueError('\\ud800')"
    cells_of(document)["why"]["source"] = "\ud800"


def no_such_characters(document, _):
    answer = "import numpy as np\ndef softmax(z): return np.frombuffer(b'\\xff' * 4, dtype='<U1')"
    cells_of(document)["softmax"]["source"] = answer


def floods(document, _):
    document["cells"].append(
        code("import os\nprint('x' * (40 << 20))\nos.write(1, b'y' * (20 << 20))")
    )
    document["cells"].append(code("import warnings\nfor n in range(20000): warnings.warn(str(n))"))
    document["cells"].append(code("raise ValueError('z' * (8 << 20))"))


def hangs(document, _):
    cells_of(document)["softmax"]["source"] = (
        "import signal\nfor n in (2, 14, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: pass"
    )
    cells_of(document)["stack"]["source"] = "import os; os._exit(0)"


def stops_itself(document, _):
    cells_of(document)["softmax"]["source"] = (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nos.abort()"
    )


def modules_beside(document, folder):
    for name in ("numpy.py", "json.py", "helper.py", "sitecustomize.py", "reference.py", "x.pth"):
        (folder / name).write_text("adam_step = lambda *a: a[0]\nbowl = bowl_gradient = len\n")
    (folder / ".ipython/profile_default/startup").mkdir(parents=True)
    (folder / ".ipython/profile_default/startup/0.py").write_text(CHEAT)
    (folder / "nbgrader_config.py").write_text("c.AutograderLimits.cell_seconds = 1e9")


def hostile_files(document, folder):
    (folder / "helper.py").mkdir()
    (folder / "helper.py/inside.txt").write_text("a folder where the course has a file")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_text("no name in UTF-8")
    (folder / "shadow").symlink_to("/etc/shadow")
    (folder / "etc").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(1 << 40)
    deep = folder
    for _ in range(12):
        deep = deep / ("d" * 100)
        deep.mkdir()
        for number in range(9):
            (deep / f"{number}").write_text("x")


def other_notebook_huge(document, folder):
    (folder / f"{NAME}.ipynb").rename(folder / "renamed.ipynb")
    with (folder / "zero.ipynb").open("wb") as file:
        file.truncate(1 << 38)


def not_json(_, folder):
    return "[" * 100_000


def no_notebook(_, folder):
    return '{"nbformat": 4, "cells": [{"cell_type": {}, "source": 5}], "metadata": []}'


def nothing(_, folder):
    return ""


def link(_, folder):
    (folder / f"{NAME}.ipynb").symlink_to(folder.parents[1] / f"anna/{NAME}/{NAME}.ipynb")


def prints_what_tests_made(document, _):
    document["cells"].append(
        code("print('LEAK', sorted(k for k in globals() if k in ('right', 's', 'mine')))")
    )


ATTACKS = [
    value for value in list(globals().values()) if getattr(value, "__module__", "") == __name__
]
ATTACKS = [each for each in ATTACKS if each not in (cells_of, settings, code)]
