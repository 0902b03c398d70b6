"""What each topic has to show: a lecture, and demos."""

import importlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
ADDRESS = "a[0-9][0-9]_*"  # sorted, these are in the order of the term
METADATA = {  # without the language, JupyterLab asks for a kernel
    "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Topic:
    """A topic with a lecture, demos, or both.

    address : str    such as "a02_losses"
    lecture : Path or None    its notebook
    about : str    one sentence on its demos
    demos : mapping    from the name of each demo to its title, in the order of the lecture
    """

    address: str
    lecture: Path | None
    about: str
    demos: Mapping[str, str]

    @property
    def slug(self) -> str:
        """The name of its module, such as "losses"."""
        return self.address.partition("_")[2]

    @property
    def title(self) -> str:
        """The first heading of the lecture, or the slug."""
        return title(self.lecture.read_bytes()) if self.lecture else self.slug.capitalize()

    def demos_notebook(self, note: str = "") -> bytes:
        """Return a notebook that shows every demo, `note` on top; the same bytes every time."""
        heading = f"# Demos: {self.slug}\n\n{self.about} {note}".strip()
        texts = [f"from course.{self.address} import demos"]
        texts += [f"demos.{name}.show()" for name in self.demos]
        cells = [nbformat.v4.new_markdown_cell(heading)]
        cells += [nbformat.v4.new_code_cell(text) for text in texts]
        for number, cell in enumerate(cells):
            cell.id = f"demo-{number}"
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        return f"{nbformat.writes(notebook)}\n".encode()


def topics(root: Path = ROOT) -> list[Topic]:
    """Return every topic that has a lecture or demos, in the order of the term."""
    every = [_topic(folder) for folder in sorted((root / "course").glob(ADDRESS))]
    return [topic for topic in every if topic.lecture or topic.demos]


def title(notebook: bytes) -> str:
    """Return the first heading of a notebook, or ""."""
    cells = json.loads(notebook)["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    heading = re.search(r"^# (.+)$", "\n".join(texts), re.MULTILINE)
    return heading[1].strip() if heading else ""


def _topic(folder: Path) -> Topic:
    lecture = folder / "lecture.ipynb"
    about, demos = "", {}
    if (folder / "demos/__init__.py").is_file():
        package = importlib.import_module(f"course.{folder.name}.demos")
        about = (package.__doc__ or "").partition("\n")[0]
        demos = {name: getattr(package, name).title for name in package.__all__}
    return Topic(folder.name, lecture if lecture.is_file() else None, about, demos)
