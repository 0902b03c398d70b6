"""The lectures, run once offline: for the site's pages and for the slides."""

import os
import re
from pathlib import Path

import nbclient
import nbformat

from autograder.grading import fingerprints

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build/lectures"
# What a lecture draws with: when one of these changes, all are run again.
GROUND = (
    "dlkit",
    "course/widgets",
    "docs/_ext/offline.py",
    "docs/_ext/stills.py",
    "docs/_ext/lectures.py",
)
INLINE = "module://matplotlib_inline.backend_inline"  # whatever the caller's shell has set
FIRST = """\
import sys
sys.path[:0] = {paths!r}
import offline, stills
offline.install()
stills.install()
"""
INDEX = """\
# Lectures

Each lecture is a notebook. Here you read it with its pictures; `make lectures` opens it in a
browser with demos that follow your hand; its slides are one file that needs no network: arrow keys
turn the pages, `n` shows the notes.

| lecture | slides | notebook |
|---|---|---|
"""


def sources():
    """Return the notebook of every lecture by its name, in the order of the syllabus."""
    return {path.parent.name: path for path in sorted(ROOT.glob("course/*/lecture.ipynb"))}


def write_pages(folder):
    """Write every lecture with its outputs, and an index of them."""
    folder.mkdir(parents=True, exist_ok=True)
    lectures = sources()
    notebooks = {  # from the last one on: the tests beside us begin with the first
        name: with_site_links(executed(lectures[name])) for name in reversed(lectures)
    }
    rows = []
    for name in lectures:
        notebook = notebooks[name]
        nbformat.write(notebook, folder / f"{name}.ipynb")
        slides = f'<a href="../../slides/{name}.html">slides</a>'
        rows.append(f"| [{title(notebook)}]({name}.ipynb) | {slides} | `course/{name}/` |")
    tree = "\n".join(["```{toctree}", ":hidden:", "", *lectures, "```"])
    (folder / "index.md").write_text(INDEX + "\n".join([*rows, "", tree, ""]), encoding="utf-8")


def executed(source):
    """Return a lecture with its outputs, from the last run if nothing has changed since."""
    kept = KEPT / f"{source.parent.name}-{fingerprint(source)}.ipynb"
    if not kept.exists():
        notebook = run(nbformat.read(source, as_version=4), source.parent)
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"{source.parent.name}-*.ipynb"):
            old.unlink(missing_ok=True)
        whole = kept.with_suffix(f".{os.getpid()}")  # nobody reads half of it
        nbformat.write(notebook, whole)
        whole.replace(kept)
    return nbformat.read(kept, as_version=4)


def run(notebook, folder):
    """Run all cells in their folder; a cell that fails stops the build."""
    paths = [str(ROOT), str(Path(__file__).parent)]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FIRST.format(paths=paths)))
    quiet = ["--IPKernelApp.log_level=40"]
    client = nbclient.NotebookClient(
        notebook, timeout=120, record_timing=False, extra_arguments=quiet
    )
    client.execute(cwd=str(folder), env=os.environ | {"MPLBACKEND": INLINE})
    del notebook.cells[0]
    return notebook


def fingerprint(source):
    """Return a number that changes with the lecture and with all that it draws with."""
    places = [source.parent, *(ROOT / place for place in GROUND)]
    files = {path for place in places for path in (place, *place.rglob("*")) if path.is_file()}
    sources = {os.path.relpath(path, ROOT): path for path in files if path.suffix != ".pyc"}
    return fingerprints.digest(sources)[:16]


def title(notebook):
    """Return the text of the first heading."""
    return re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)[1]


def with_site_links(notebook):
    """Lead links to assignments to the page for students, as the site holds no notebooks."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\]\((?:\.\./)+release/[^)]*\)", "](/students.md)", cell.source)
    return notebook
